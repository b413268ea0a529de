"""What the figures of agreement count beyond spans: frames, answers, sources, claims, unread units, intervals."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.agreement.comparing import agreement, agreement_of, breakdown, tallied
from annotator.agreement.counting import Scope
from annotator.agreement.figures import Agreement, Joined
from annotator.agreement.ledger import Ledger
from annotator.agreement.units import TOKEN, tokens
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.documents import Document, document_id
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import (
    AnnotatedDocument,
    AnnotationSet,
    AnyRecord,
    Link,
    Reading,
    SentenceMark,
)
from annotator.domain.spans import Span
from tests.agreement_examples import NOW, TEXT, annotation, article, at, done, finished, frame, header, of_words

MAYOR, SAID, CLOSE = at(TEXT, "The mayor"), at(TEXT, "said"), at(TEXT, "the bridge would close")
AIDES, DENIED, IT = at(TEXT, "Two aides"), at(TEXT, "denied"), at(TEXT, "it.")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    path = Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml"
    return parse_codebook(path.read_text(encoding="utf-8"), "codebook.toml")


def told(codebook: Codebook, *sets: AnnotationSet, **more: object) -> Agreement:
    return agreement_of(tallied([article(*sets)], Scope(codebook=codebook, **more)))  # type: ignore[arg-type]


def named(lines: tuple[Joined, ...], name: str) -> tuple[int, int, int]:
    line = next(each for each in lines if each.name == name)
    return line.first, line.second, line.both


def speech(who: str, **more: object) -> list[AnyRecord]:
    """Two frames, the second a nested one of its own cue."""
    return [
        *frame(who, 1, {"source": [MAYOR], "cue": [SAID], "content": [CLOSE]}, **more),
        *frame(who, 2, {"source": [AIDES], "cue": [DENIED], "content": [IT]}, continues=f"{who}-f1"),
    ]


def test_equal_frames_agree_in_everything(codebook: Codebook) -> None:
    found = told(codebook, done("ana", *speech("ana")), done("ben", *speech("ben")))
    assert [each.f1.value for each in (*found.frames, *found.roles, *found.links)] == [1.0] * 11
    assert named(found.frames, "frame exact") == (2, 2, 2)
    assert named(found.links, "link agreed") == (6, 6, 6)
    assert named(found.links, "nesting agreed") == (1, 1, 1)


def test_precision_and_recall_are_of_the_second_annotator_against_the_first() -> None:
    ana, ben = finished("ana", of_words("said", "it.")), finished("ben", of_words("said", "denied", "Two"))
    (pair,) = agreement([article(ana, ben)]).pairs
    assert (pair.precision.value, pair.recall.value) == (1 / 3, 1 / 2)
    (pair,) = agreement([article(ana, finished("ben", []))]).pairs
    assert (pair.precision.reason, pair.recall.value) == ("ben marked none", 0.0)


def test_frames_are_told_apart_by_how_nearly_they_are_the_same(codebook: Codebook) -> None:
    """Ben's first frame has a shorter content; his second has no source, so that it is only identified."""
    ben = [
        *frame("ben", 1, {"source": [MAYOR], "cue": [SAID], "content": [at(TEXT, "bridge would close")]}),
        *frame("ben", 2, {"cue": [DENIED], "content": [IT]}),
    ]
    found = told(codebook, done("ana", *speech("ana")), done("ben", *ben))
    assert named(found.frames, "frame identified") == (2, 2, 2)
    assert named(found.frames, "frame overlap") == (2, 2, 1)
    assert named(found.frames, "frame exact") == (2, 2, 0)
    assert named(found.roles, "source exact") == (2, 1, 1)
    assert named(found.roles, "content overlap") == (2, 2, 2)


def test_a_wrong_link_between_right_spans_is_a_fault_of_the_link_alone(codebook: Codebook) -> None:
    """Both marked the same six spans; Ben gave the second content to the first source."""
    ben = frame("ben", 1, {"source": [MAYOR], "cue": [SAID], "content": [CLOSE, IT]})
    rest = [annotation(2, AIDES, label="source", who="ben"), annotation(3, DENIED, label="cue", who="ben")]
    found = told(codebook, done("ana", *speech("ana")), done("ben", *ben, *rest))
    assert all(label.exact.value == 1.0 for label in found.labels)
    assert named(found.links, "link agreed") == (6, 5, 3)


def test_a_frame_without_cue_is_identified_by_its_content(codebook: Codebook) -> None:
    ana = frame("ana", 1, {"content": [CLOSE]})
    ben = frame("ben", 1, {"source": [MAYOR], "cue": [SAID], "content": [CLOSE]})
    assert named(told(codebook, done("ana", *ana), done("ben", *ben)).frames, "frame identified") == (1, 1, 1)


def answered(who: str, span: Span, label: str, **values: str) -> AnyRecord:
    given = {name: (value,) for name, value in values.items()}
    return replace(annotation(label, span, label=label, who=who), attributes=given)


def test_answers_are_compared_only_where_both_marked_the_words_and_answered(codebook: Codebook) -> None:
    """Defaults are answers; what was not asked of one of them is not compared; what was left open is missing."""
    ana = [
        answered("ana", AIDES, "source", naming="unnamed_described", anonymity_kind="insider_or_aide", number="one"),
        answered("ana", IT, "claim", claim_type="denial"),
    ]
    ben = [answered("ben", AIDES, "source", naming="named"), answered("ben", CLOSE, "claim", claim_type="other")]
    found = told(codebook, done("ana", *ana), done("ben", *ben)).attributes
    counts = {(each.owner, each.attribute): (each.n, each.agreed) for each in found}
    assert counts["source", "naming"] == (1, 0)
    assert counts["source", "access_basis"] == (1, 1)
    assert ("source", "anonymity_kind") not in counts
    assert ("source", "number") not in counts
    assert not any(owner == "claim" for owner, _ in counts)


def test_records_without_answers_count_as_their_defaults(codebook: Codebook) -> None:
    """A thousand plain records are counted by one example; the count is what it would be one by one."""
    ana, ben = (
        done(who, *[annotation(i, s, label="source", who=who) for i, s in enumerate((MAYOR, AIDES))])
        for who in ("ana", "ben")
    )
    found = {each.attribute: each.n for each in told(codebook, ana, ben).attributes}
    assert found == {"access_basis": 2, "motive_stated": 2}


def link(who: str, number: int, relation: str, one: str, other: str) -> Link:
    return Link(**header(f"l{number}", who), relation=relation, from_id=f"{who}-{one}", to_id=other)  # type: ignore[arg-type]


def test_source_identity_is_a_clustering_of_the_mentions_that_both_marked(codebook: Codebook) -> None:
    """Ana has one source behind two mentions, Ben two; a third mention that nobody linked does not count."""
    mentions = {
        who: [annotation(i, s, label="source", who=who) for i, s in enumerate((MAYOR, AIDES, IT))]
        for who in ("ana", "ben")
    }
    ana = done("ana", *mentions["ana"], link("ana", 1, "refers_to", "0", "x"), link("ana", 2, "refers_to", "1", "x"))
    ben = done("ben", *mentions["ben"], link("ben", 1, "refers_to", "0", "y"), link("ben", 2, "refers_to", "1", "z"))
    found = told(codebook, ana, ben).identity
    assert found is not None
    assert (found.n, found.precision.value, found.recall.value) == (2, 1.0, 0.5)
    assert told(codebook, done("ana", *mentions["ana"]), done("ben", *mentions["ben"])).identity is None


def test_a_pronoun_is_the_source_that_its_antecedent_is(codebook: Codebook) -> None:
    mentions = {
        who: [annotation(i, s, label="source", who=who) for i, s in enumerate((MAYOR, AIDES))] for who in ("ana", "ben")
    }
    ana = done(
        "ana", *mentions["ana"], link("ana", 1, "refers_to", "0", "x"), link("ana", 2, "refers_to", "1", "ana-0")
    )
    ben = done("ben", *mentions["ben"], link("ben", 1, "refers_to", "0", "y"), link("ben", 2, "refers_to", "1", "y"))
    found = told(codebook, ana, ben).identity
    assert found is not None
    assert found.f1.value == 1.0


def test_mentions_that_refer_to_each_other_in_a_circle_are_one_source(codebook: Codebook) -> None:
    mentions = {
        who: [annotation(i, s, label="source", who=who) for i, s in enumerate((MAYOR, AIDES))] for who in ("ana", "ben")
    }
    circle = [link("ana", 1, "refers_to", "0", "ana-1"), link("ana", 2, "refers_to", "1", "ana-0")]
    ben = [link("ben", 1, "refers_to", "0", "y"), link("ben", 2, "refers_to", "1", "y")]
    found = told(codebook, done("ana", *mentions["ana"], *circle), done("ben", *mentions["ben"], *ben)).identity
    assert found is not None
    assert found.f1.value == 1.0


def test_claims_are_families_and_relations_end_to_end_and_given_their_ends(codebook: Codebook) -> None:
    spans = (CLOSE, IT, DENIED)
    claims = {who: [annotation(i, s, label="claim", who=who) for i, s in enumerate(spans)] for who in ("ana", "ben")}
    ana = done("ana", *claims["ana"], link("ana", 1, "repeats", "0", "ana-1"), link("ana", 2, "supports", "2", "ana-0"))
    ben = done("ben", *claims["ben"][:2], link("ben", 1, "repeats", "1", "ben-0"))
    found = told(codebook, ana, ben)
    assert found.families is not None
    assert (found.families.n, found.families.f1.value) == (2, 1.0)
    assert named(found.relations, "repeats") == (1, 1, 1)
    assert named(found.relations, "supports") == (1, 0, 0)
    assert "supports, ends in both" not in [each.name for each in found.relations]


def read(who: str, *words: str) -> list[AnyRecord]:
    return [SentenceMark(**header(f"s{i}", who), span=at(TEXT, each)) for i, each in enumerate(words)]  # type: ignore[arg-type]


FIRST, SECOND = "The mayor said the bridge would close.", "Two aides denied it."


def sentenced(*sets: AnnotationSet) -> AnnotatedDocument:
    made = article(*sets)
    return AnnotatedDocument(replace(made.document, sentences=(at(TEXT, FIRST), at(TEXT, SECOND))), sets)


def test_read_with_nothing_in_it_is_a_true_negative_and_unread_is_missing(codebook: Codebook) -> None:
    """Cyd finished without ever marking the second sentence read: there she says nothing, and misses nothing."""
    marks = annotation(1, DENIED, label="cue", who="ana")
    ana = done("ana", *read("ana", FIRST, SECOND), marks)
    ben = done("ben", *read("ben", FIRST, SECOND))
    cyd = done("cyd", *read("cyd", FIRST), annotation(1, SAID, label="cue", who="cyd"))
    scope = Scope(codebook=codebook, unit="sentence")
    both = agreement_of(tallied([sentenced(ana, ben)], scope))
    assert (both.tokens, both.nominal.observed.value) == (2, 0.5)
    one = agreement_of(tallied([sentenced(ana, cyd)], scope))
    assert (one.tokens, one.nominal.observed.value) == (1, 0.0)
    assert (one.labels[0].counts.first, one.labels[0].counts.second, one.pairs[0].unread) == (0, 1, 1)


def test_a_set_without_any_sentence_mark_was_read_whole(codebook: Codebook) -> None:
    """As an imported set that its sidecar declares finished."""
    found = agreement_of(
        tallied([sentenced(finished("ana", []), finished("ben", of_words("denied")))], Scope(unit="sentence"))
    )
    assert (found.tokens, found.nominal.observed.value) == (2, 0.5)


def test_flags_and_notes_never_count(codebook: Codebook) -> None:
    ana, ben = (finished(who, of_words("said", "denied")) for who in ("ana", "ben"))
    flagged = AnnotationSet("ben", {i: replace(r, flag="why?", note="see above") for i, r in ben.records.items()})
    doubtful = done(
        "ben", *flagged.records.values(), SentenceMark(**header("s", "ben"), span=SAID, reading=Reading.DOUBTFUL)
    )  # type: ignore[arg-type]
    assert told(codebook, ana, flagged) == told(codebook, ana, ben)
    assert told(codebook, ana, doubtful).labels == told(codebook, ana, ben).labels


PROFILES = [
    ({}, True),  # nothing was answered
    ({"attr_type": ("assertion",), "medium": ("speech",)}, True),
    ({"attr_type": ("belief",)}, False),
    ({"medium": ("thought",), "attr_type": ("assertion",)}, False),
    ({"attr_type": ("belief",), "speech_type": ("direct",)}, True),  # quotation marks
    ({"medium": ("evidence",), "speech_type": ("relay",)}, True),
]


@pytest.mark.parametrize(("values", "is_core"), PROFILES)
def test_the_core_profile_leaves_out_other_frames_with_their_spans(
    codebook: Codebook, values: dict[str, tuple[str, ...]], is_core: bool
) -> None:
    sets = [done(who, *speech(who, attributes=values)) for who in ("ana", "ben")]
    full, core = told(codebook, *sets), told(codebook, *sets, core=True)
    assert named(full.frames, "frame exact") == (2, 2, 2)
    assert named(core.frames, "frame exact") == ((2, 2, 2) if is_core else (1, 1, 1))
    assert [label.counts.first for label in core.labels] == [2 if is_core else 1] * 3


def test_the_alpha_of_unitizing_is_told_on_request_and_left_undefined_where_units_overlap(codebook: Codebook) -> None:
    ana, ben = finished("ana", of_words("the bridge would close")), finished("ben", of_words("bridge would close"))
    assert told(codebook, ana, ben).labels[0].unitizing is None
    found = told(codebook, ana, ben, unitizing=True).labels[0].unitizing
    assert found is not None
    assert 0 < (found.value or 0) < 1
    stacked = finished("ana", of_words("the bridge would close", "bridge would"))
    found = told(codebook, stacked, ben, unitizing=True).labels[0].unitizing
    assert found is not None
    assert (found.value, "overlap: 1" in found.reason) == (None, True)


def spread(n: int) -> list[AnnotatedDocument]:
    """Articles of which every third has a disagreement, a week apart."""
    made = []
    for i in range(n):
        text = f"{TEXT} {i}"
        ana = done("ana", annotation(1, SAID, label="cue", who="ana"), at=NOW + timedelta(weeks=i))
        ben = done("ben", annotation(1, DENIED if i % 3 == 0 else SAID, label="cue", who="ben"))
        made.append(AnnotatedDocument(Document(document_id(text), f"{i:02}.txt", text), (ana, ben)))
    return made


def test_every_number_has_an_interval_by_article_unless_there_are_fewer_than_five() -> None:
    found = agreement(spread(30))
    for each in (found.alpha, found.nominal.ac1, found.labels[0].exact, found.pairs[0].cohen, found.pairs[0].exact):
        assert each.low is not None
        assert each.value is not None
        assert each.high is not None
        assert each.low <= each.value <= each.high
    few = agreement(spread(4))
    assert (few.alpha.low, few.alpha.high) == (None, None)
    assert "fewer than 5 articles" in few.alpha.reason


def test_the_same_articles_give_the_same_interval_and_more_articles_a_narrower_one() -> None:
    few, many = agreement(spread(12)).labels[0].exact, agreement(spread(120)).labels[0].exact
    assert agreement(spread(12)).labels[0].exact == few
    assert (few.high or 0) - (few.low or 0) > 2 * ((many.high or 0) - (many.low or 0))


def test_the_resampled_sums_are_sums_of_articles_drawn_with_replacement() -> None:
    ledger = Ledger()
    for i in range(2500):
        ledger.add({"one": 1, "many": float(i)})
    sums = ledger.sums(resamples=50)
    assert set(sums["one"].tolist()) == {2500.0}
    assert sums["many"][0] == sum(range(2500))
    assert len(set(sums["many"].tolist())) > 40
    assert sums["nothing"].sum() == 0


def test_agreement_is_told_by_article_week_and_annotator() -> None:
    tally = tallied(spread(4), Scope())
    by_article = breakdown(tally, "article")
    assert [(name, each.labels[0].exact.value) for name, each in by_article.items()] == [
        ("00.txt", 0.0), ("01.txt", 1.0), ("02.txt", 1.0), ("03.txt", 0.0),
    ]  # fmt: skip
    assert list(breakdown(tally, "week")) == ["2026-W47", "2026-W48", "2026-W49", "2026-W50"]
    assert breakdown(tally, "annotator")["ana"].labels == agreement_of(tally).labels
    with pytest.raises(AnnotatorError, match="by one of article"):
        breakdown(tally, "moon")


def test_an_annotators_figures_are_those_of_the_pairs_one_is_in() -> None:
    ana, ben = (finished(who, of_words("said", label="cue")) for who in ("ana", "ben"))
    cyd = finished("cyd", of_words("denied", label="cue"))
    found = breakdown(tallied([article(ana, ben, cyd)], Scope()), "annotator")
    assert (found["ana"].labels[0].exact.value, found["cyd"].labels[0].exact.value) == (0.5, 0.0)
    assert [(pair.first, pair.second) for pair in found["cyd"].pairs] == [("ana", "cyd"), ("ben", "cyd")]
    assert (found["ana"].alpha.value or 0) > (found["cyd"].alpha.value or 0)


def test_an_annotators_answers_are_those_of_the_pairs_one_is_in(codebook: Codebook) -> None:
    sets = [
        done(who, answered(who, AIDES, "source", naming=naming))
        for who, naming in (("ana", "named"), ("ben", "named"), ("cyd", "pronoun"))
    ]
    told_by = breakdown(tallied([article(*sets)], Scope(codebook=codebook)), "annotator")
    naming = {who: next(e for e in each.attributes if e.attribute == "naming") for who, each in told_by.items()}
    assert {who: (each.n, each.agreed) for who, each in naming.items()} == {"ana": (2, 1), "ben": (2, 1), "cyd": (2, 0)}


def test_an_unknown_unit_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AnnotatorError, match="token, character, sentence"):
        tallied([], Scope(unit="word"))


@given(
    st.text(
        st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"]) | st.sampled_from("ab _.,’\n漢😀"), max_size=40
    ),
    st.integers(0, 5),
)
def test_tokens_are_found_as_the_pattern_finds_them(text: str, start: int) -> None:
    starts, ends = tokens(text, start, len(text))
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [m.span() for m in TOKEN.finditer(text, start)]


def test_many_labels_and_annotators_are_counted_as_few_are() -> None:
    """More than fit into one machine word."""
    sets = [finished(f"a{i}", [(f"label {i} {j}", SAID) for j in range(9)]) for i in range(9)]
    found = agreement([article(*sets)], zones=["body"])
    assert (found.tokens, len(found.labels)) == (13, 81)
    assert found.nominal.observed.value == pytest.approx(12 / 13)


def test_two_ways_to_ask_the_same_do_not_contradict() -> None:
    """A pair among three is what the pair alone is; one label's counts are those of its pairs; the units add up."""
    sets = [
        finished(who, of_words(*words)) for who, words in (("ana", ["said", "it"]), ("ben", ["said"]), ("cyd", ["it."]))
    ]
    three, two = agreement([article(*sets)]), agreement([article(*sets)], ["ana", "ben"])
    assert next(pair for pair in three.pairs if pair.second == "ben") == two.pairs[0]
    assert two.pairs[0].exact.value == two.labels[0].exact.value
    assert two.alpha == two.pairs[0].alpha
    assert two.nominal.cohen.value == two.pairs[0].cohen.value
    counts = three.labels[0].counts
    assert counts.first == sum(pair.labels["content"].first for pair in three.pairs)
