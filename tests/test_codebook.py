"""The default codebook has everything the reference lists, and asks each record what its kind is asked."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from annotator.domain.codebook import (
    FORMS,
    ROLES,
    SHAPES,
    UNITS,
    Attribute,
    Codebook,
    asked,
    attributes_of,
    default_value,
    invalid_values,
    meets,
    values_of,
)
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import Annotation, Attribution, Link, Progress, Source
from annotator.domain.spans import Span

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def default() -> Codebook:
    text = (Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml").read_text(encoding="utf-8")
    return parse_codebook(text, "corpus/codebook.toml", {key for action in ACTIONS for key in action.keys})


def attribute(attributes: tuple[Attribute, ...], name: str) -> Attribute:
    return next(each for each in attributes if each.name == name)


# --- the default codebook ---------------------------------------------------------------------------------------------


def test_the_default_codebook_has_the_seven_labels(default: Codebook) -> None:
    assert [(label.name, label.key, label.title) for label in default.labels] == [
        ("source", "s", "Source"),
        ("cue", "v", "Cue"),
        ("content", "q", "Quote"),
        ("claim", "c", "Claim"),
        ("descriptor", "d", "Descriptor"),
        ("quoted_other", "x", "Quoted other"),
        ("addressee", "a", "Addressee"),
    ]
    assert [label.name for label in default.labels if not label.on] == ["addressee"]
    assert [default.label_for(role).name for role in ROLES] == list(ROLES)


def test_every_label_can_be_told_with_and_without_colour_and_is_explained(default: Codebook) -> None:
    for field in ("key", "letter", "color", "shape"):
        assert len({getattr(label, field) for label in default.labels}) == len(default.labels)
    assert all(label.definition and label.positive and label.negative for label in default.labels)
    assert {label.shape for label in default.labels} <= set(SHAPES)
    assert {label.unit for label in default.labels} <= set(UNITS)


def test_the_short_form_asks_what_the_reference_says(default: Codebook) -> None:
    groups = {label.name: label.attributes for label in default.labels} | {"frame": default.frame}
    short = {name: {a.name for a in group if a.form == "short"} for name, group in groups.items()}
    assert short == {
        "source": {"naming", "anonymity_kind", "access_basis"},
        "frame": {"speech_type", "cue_stance"},
        "claim": {"claim_type", "checkable"},
        "cue": set(),
        "content": set(),
        "descriptor": set(),
        "quoted_other": set(),
        "addressee": set(),
    }
    assert {a.form for group in groups.values() for a in group} <= set(FORMS)


STANDING = {"none", "none_stated", "neutral", "affirmed", "actual", "no", "positive", "yes"}


def test_a_field_starts_empty_unless_its_list_begins_with_a_value_that_claims_nothing(default: Codebook) -> None:
    groups = [label.attributes for label in default.labels]
    groups += [relation.attributes for relation in default.relations]
    for each in (a for group in (*groups, default.frame, default.registry, default.document) for a in group):
        starts = each.values[0] if each.values and each.values[0] in STANDING else ""
        assert each.default == starts, each.name


@pytest.mark.parametrize(
    ("group", "name", "count"),
    [  # as many answers as CODEBOOK 2.5 to 2.7 list
        ("source", "naming", 7),
        ("source", "referent", 10),
        ("source", "number", 3),
        ("source", "anonymity_kind", 15),
        ("source", "affiliation", 12),
        ("source", "source_role", 4),
        ("source", "role_status", 4),
        ("source", "access_basis", 10),
        ("source", "anonymity_reason", 8),
        ("source", "motive_stated", 2),
        ("source", "geo_anchor", 0),
        ("frame", "speech_type", 7),
        ("frame", "medium", 8),
        ("frame", "attr_type", 4),
        ("frame", "cue_stance", 5),
        ("frame", "polarity", 2),
        ("frame", "realis", 4),
        ("frame", "quote_edits", 6),
        ("frame", "continues_basis", 3),
        ("claim", "claim_type", 10),
        ("claim", "voice", 3),
        ("claim", "commitment_reporter", 4),
        ("claim", "time_ref", 5),
        ("claim", "checkable", 3),
        ("claim", "gist", 0),
        ("quoted_other", "kind", 4),
        ("quoted_other", "ascribed_to", 3),
        ("document", "byline_type", 4),
        ("document", "wire_origin", 4),
        ("document", "published", 0),
    ],
)
def test_the_lists_are_complete(default: Codebook, group: str, name: str, count: int) -> None:
    label = default.label(group)
    attributes = label.attributes if label else getattr(default, group)
    assert len(attribute(attributes, name).values) == count


def test_zones_and_relations_are_those_of_the_reference(default: Codebook) -> None:
    assert [zone.name for zone in default.zones if zone.suggest] == ["body"]
    unmarked = ["byline", "date", "credit", "dateline", "disclaimer", "url"]
    assert [zone.name for zone in default.zones if not zone.mark] == unmarked
    assert [zone.name for zone in default.zones if zone.mark] == ["headline", "caption", "subhead", "body"]
    subhead, headline = default.zone("subhead"), default.zone("headline")
    assert subhead is not None
    assert subhead.forbid == ("claim", "content")
    assert headline is not None
    assert headline.review
    claims = [relation.name for relation in default.relations if (relation.from_, relation.to) == ("claim", "claim")]
    assert claims == ["repeats", "supports", "contradicts", "updates", "qualifies", "unrelated"]
    contradicts = default.relation("contradicts")
    assert contradicts is not None
    assert len(attribute(contradicts.attributes, "kind").values) == 8


def test_a_codebook_survives_being_stored_as_json(default: Codebook) -> None:
    assert msgspec.json.decode(msgspec.json.encode(default), type=Codebook) == default


# --- what is asked ----------------------------------------------------------------------------------------------------


def source(**attributes: str | tuple[str, ...]) -> Annotation:
    values = {name: (v,) if isinstance(v, str) else v for name, v in attributes.items()}
    fragments = (Span(0, 1),)
    return Annotation(
        id="s", document_id="d", annotator="ana", created=AT, label="source", fragments=fragments, attributes=values
    )


def test_each_record_is_asked_what_its_kind_is_asked(default: Codebook) -> None:
    header = {"id": "x", "document_id": "d", "annotator": "ana", "created": AT}
    link = Link(**header, relation="repeats", from_id="a", to_id="b")  # type: ignore[arg-type]
    assert [a.name for a in attributes_of(default, link)] == ["kind", "certainty", "reason"]
    assert attributes_of(default, source())[0].name == "naming"
    assert attributes_of(default, Attribution(**header)) == default.frame  # type: ignore[arg-type]
    assert attributes_of(default, Source(**header, name="aide-1")) == default.registry  # type: ignore[arg-type]
    assert attributes_of(default, Progress(**header)) == ()  # type: ignore[arg-type]
    assert attributes_of(default, msgspec.structs.replace(link, relation="no such")) == ()


def test_a_conditional_attribute_is_asked_only_then(default: Codebook) -> None:
    kind = attribute(attributes_of(default, source()), "anonymity_kind")
    assert asked(kind, {"naming": ("unnamed_bare",)})
    assert not asked(kind, {"naming": ("named",)})
    assert not asked(kind, {})


def test_a_default_stands_until_another_answer_is_given(default: Codebook) -> None:
    basis = attribute(attributes_of(default, source()), "access_basis")
    assert default_value(basis) == ("none_stated",)
    assert values_of(default, source())["access_basis"] == ("none_stated",)
    assert values_of(default, source(access_basis="hearsay"))["access_basis"] == ("hearsay",)
    assert "naming" not in values_of(default, source())


def test_values_outside_the_lists_are_named(default: Codebook) -> None:
    assert invalid_values(default, source(naming="named", number="?", geo_anchor="anywhere at all")) == []
    assert "colour is not asked" in invalid_values(default, source(colour="red"))[0]
    assert "naming has no value 'shy'" in invalid_values(default, source(naming="shy"))[0]
    assert "takes one value, not 2" in invalid_values(default, source(number=("one", "unknown")))[0]


def test_a_rule_is_met_by_any_one_of_its_answers() -> None:
    answers = {"claim_type": ("quantity",), "time_value": ("*",)}
    assert meets(answers, {"claim_type": ("quantity",)})
    assert meets(answers, {"time_value": ("2014",)})
    assert not meets(answers, {"claim_type": ("causal",), "time_value": ()})
    assert not meets({}, {"claim_type": ("causal",)})
