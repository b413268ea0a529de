"""Every disagreement is listed once, with one cause, and the list is as long as the figures say."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.cases import Case, Cause
from annotator.agreement.causes import cases, counted, implicated
from annotator.agreement.comparing import agreement_of, tallied
from annotator.agreement.counting import Scope
from annotator.domain.codebook import Codebook
from annotator.domain.codebook_file import parse_codebook
from annotator.domain.records import AnnotationSet, AnyRecord, Link
from annotator.domain.spans import Fragments, Span, fragments
from tests.agreement_examples import TEXT, annotation, article, at, done, finished, frame, header, of_words, sample

SAID, DENIED, IT = at(TEXT, "said"), at(TEXT, "denied"), at(TEXT, "it.")
CLOSE, MAYOR, AIDES = at(TEXT, "the bridge would close"), at(TEXT, "The mayor"), at(TEXT, "Two aides")
CODEBOOK = parse_codebook(
    (Path(__file__).resolve().parents[1] / "corpus" / "codebook.toml").read_text(encoding="utf-8"), "codebook.toml"
)
SPANS = {Cause.MISSED, Cause.EXTRA, Cause.EDGE, Cause.SPLIT, Cause.ROLE, Cause.LABEL}


def listed(*sets: AnnotationSet, codebook: Codebook = CODEBOOK) -> list[Case]:
    return list(cases([article(*sets)], Scope(codebook=codebook)))


def causes(*sets: AnnotationSet) -> list[str]:
    return [case.cause.value for case in listed(*sets)]


def marks(who: str, *words: str, label: str = "content") -> AnnotationSet:
    return finished(who, of_words(*words, label=label))


ONE_CAUSE = [
    (marks("ana", "it."), marks("ben"), ["missed"]),
    (marks("ana"), marks("ben", "it."), ["extra"]),
    (marks("ana", "it."), marks("ben", "it."), []),
    (marks("ana", "bridge would close"), marks("ben", "bridge would"), ["edge"]),
    # a short overlap is an edge too
    (marks("ana", "the bridge would"), marks("ben", "would close. Two aides"), ["edge"]),
    # one span for two
    (marks("ana", "bridge would close"), marks("ben", "bridge", "close"), ["split or merged", "split or merged"]),
    (marks("ana", "bridge", "would", "close"), marks("ben", "bridge would close"), ["split or merged"] * 3),
    # the same words in another role
    (marks("ana", "Two aides", label="source"), marks("ben", "Two aides", label="cue"), ["role"]),
    # a label that is no role
    (marks("ana", "it."), marks("ben", "it.", label="claim"), ["label"]),
    # another label on few of the same words is two other things
    (marks("ana", "said the bridge would close"), marks("ben", "said", label="cue"), ["missed", "extra"]),
]


@pytest.mark.parametrize(("ana", "ben", "expected"), ONE_CAUSE)
def test_each_span_that_is_not_equal_has_one_cause(ana: AnnotationSet, ben: AnnotationSet, expected: list[str]) -> None:
    assert sorted(causes(ana, ben)) == sorted(expected)


def test_an_edge_says_by_how_much_on_which_side_and_whether_it_is_only_marks() -> None:
    case = listed(marks("ana", "bridge would close."), marks("ben", "the bridge would close"))[0]
    assert (case.start, case.end) == (-4, -1)
    assert case.detail == "starts 4 characters earlier, ends 1 characters earlier (only marks or spaces)"


def test_a_gap_is_a_split() -> None:
    ana = done("ana", annotation(1, Span(20, 24), Span(30, 40), who="ana"))
    ben = done("ben", annotation(1, Span(20, 40), who="ben"))
    assert causes(ana, ben) == ["split or merged"]
    assert listed(ana, ben)[0].detail == "2 : 1 fragments"


def test_a_case_carries_what_a_screen_needs_to_open_it() -> None:
    ana, ben = marks("ana", "it.", "said"), marks("ben", "said")
    case = listed(ana, ben)[0]
    assert (case.pair, case.label, case.document_id) == (("ana", "ben"), "content", article(ana).document.id)
    assert (case.fragments, case.first, case.second) == ((IT,), "ana-0", None)
    assert case.rule is not None
    assert case.rule.name == "label.content"
    assert case.rule.text.startswith("Everything credited to the source")


def answered(who: str, **values: str) -> list[AnyRecord]:
    attributes = {name: (value,) for name, value in values.items()}
    return frame(who, 1, {"cue": [SAID], "content": [CLOSE]}, attributes=attributes)


def test_another_speech_type_is_a_cause_of_its_own_and_names_its_question() -> None:
    ana, ben = (
        done("ana", *answered("ana", speech_type="direct", cue_stance="strong")),
        done("ben", *answered("ben", speech_type="mixed")),
    )
    found = {case.cause: case for case in listed(ana, ben)}
    assert set(found) == {Cause.SPEECH, Cause.ATTRIBUTE}
    assert found[Cause.SPEECH].detail == "speech_type: direct : mixed"
    assert found[Cause.SPEECH].rule == next(
        rule for rule, _ in implicated(found.values()) if "speech_type" in rule.name
    )
    assert found[Cause.ATTRIBUTE].detail == "cue_stance: strong : neutral"


def test_a_link_that_only_one_drew_is_listed_with_its_words() -> None:
    ana = done(
        "ana",
        *frame("ana", 1, {"source": [MAYOR], "content": [CLOSE]}),
        annotation(9, AIDES, label="source", who="ana"),
    )
    ben = done(
        "ben",
        *frame("ben", 1, {"source": [AIDES], "content": [CLOSE]}),
        annotation(9, MAYOR, label="source", who="ben"),
    )
    found = listed(ana, ben)
    assert [case.cause for case in found] == [Cause.LINK, Cause.LINK]
    assert [(case.first, case.second) for case in found] == [("ana-f1", None), (None, "ben-f1")]
    assert found[0].fragments == (MAYOR, CLOSE)


def nested(who: str, parent: str | None) -> AnnotationSet:
    outer = frame(who, 1, {"source": [MAYOR], "cue": [SAID], "content": [Span(CLOSE.start, IT.end)]})
    inner = frame(who, 2, {"source": [AIDES], "cue": [DENIED], "content": [IT]}, parent=parent)
    return done(who, *outer, *inner)


def test_nesting_that_differs_is_a_cause() -> None:
    assert causes(nested("ana", "ana-f1"), nested("ben", None)) == ["nesting"]
    assert causes(nested("ana", "ana-f1"), nested("ben", "ben-f1")) == []


def test_another_source_behind_the_same_mention_is_a_cause() -> None:
    def linked(who: str, *targets: str) -> AnnotationSet:
        mentions = [annotation(i, s, label="source", who=who) for i, s in enumerate((MAYOR, AIDES, IT))]
        refers = {"relation": "refers_to"}
        links = [
            Link(**header(f"l{i}", who), **refers, from_id=f"{who}-{i}", to_id=to)  # type: ignore[arg-type]
            for i, to in enumerate(targets)
        ]
        return done(who, *mentions, *links)

    ana, ben = linked("ana", "x", "x", "z"), linked("ben", "y", "y2", "z2")
    found = listed(ana, ben)
    assert [(case.cause, case.fragments) for case in found] == [(Cause.IDENTITY, (MAYOR,)), (Cause.IDENTITY, (AIDES,))]
    assert found[0].rule is not None
    assert found[0].rule.name == "relation.refers_to"


def test_a_relation_that_only_one_drew_between_claims_of_both_is_a_link() -> None:
    claims = {
        who: [annotation(i, s, label="claim", who=who) for i, s in enumerate((CLOSE, IT))] for who in ("ana", "ben")
    }
    link = Link(**header("l", "ana"), relation="supports", from_id="ana-0", to_id="ana-1")  # type: ignore[arg-type]
    found = listed(done("ana", *claims["ana"], link), done("ben", *claims["ben"]))
    assert [(case.cause, case.detail, case.first) for case in found] == [(Cause.LINK, "supports", "ana-l")]


places = st.builds(lambda start, length: Span(start, start + length), st.integers(14, 60), st.integers(1, 9))
pieces = st.lists(places, min_size=1, max_size=2).map(fragments)
labelled = st.lists(st.tuples(st.sampled_from(["source", "content", "claim"]), pieces), max_size=7)


def marked_as(who: str, spans: list[tuple[str, Fragments]]) -> AnnotationSet:
    return done(who, *(annotation(i, *at, label=label, who=who) for i, (label, at) in enumerate(spans)))


@given(labelled, labelled)
@settings(max_examples=300)
def test_the_list_is_as_long_as_the_figures_say(
    ours: list[tuple[str, Fragments]], theirs: list[tuple[str, Fragments]]
) -> None:
    """Units are the pairs and what is alone; two spans of different labels on the same words are one unit."""
    ana, ben = marked_as("ana", ours), marked_as("ben", theirs)
    found = [case for case in listed(ana, ben) if case.cause in SPANS]
    labels = agreement_of(tallied([article(ana, ben)], Scope(codebook=CODEBOOK))).labels
    crossed = sum(case.cause in (Cause.ROLE, Cause.LABEL) for case in found)
    units = sum(each.counts.first + each.counts.second - each.counts.overlap for each in labels) - crossed
    assert len(found) == units - sum(each.counts.exact for each in labels)
    met = Counter(record for case in found for record in (case.first, case.second) if record)
    assert set(met.values()) <= {1}


@given(labelled, labelled)
def test_the_list_turns_round_with_the_annotators(
    ours: list[tuple[str, Fragments]], theirs: list[tuple[str, Fragments]]
) -> None:
    turned = {Cause.MISSED: Cause.EXTRA, Cause.EXTRA: Cause.MISSED}
    one = listed(marked_as("ana", ours), marked_as("ben", theirs))
    other = listed(marked_as("ana", theirs), marked_as("ben", ours))
    assert sum(case.cause in SPANS for case in one) == sum(case.cause in SPANS for case in other)
    alone = Counter(turned[case.cause] for case in one if case.cause in turned)
    assert alone == Counter(case.cause for case in other if case.cause in turned)


def test_the_lists_of_answers_links_nesting_and_identity_are_as_long_as_their_figures_say(corpus: Path) -> None:
    """On the sample corpus of two annotators."""
    documents = sample(corpus, CODEBOOK)
    scope = Scope(codebook=CODEBOOK)
    found = Counter(case.cause for case in cases(documents, scope))
    told = agreement_of(tallied(documents, scope))
    assert found[Cause.ATTRIBUTE] + found[Cause.SPEECH] == sum(each.n - each.agreed for each in told.attributes)
    joints = {each.name: each for each in (*told.links, *told.relations)}
    one_sided = [each for name, each in joints.items() if name == "link agreed" or "both ends" in name]
    assert found[Cause.LINK] == sum(each.first + each.second - 2 * each.both for each in one_sided)
    assert found[Cause.NESTING] == joints["nesting agreed"].first - joints["nesting agreed"].both
    assert (found[Cause.IDENTITY] > 0) == (told.identity is not None and told.identity.f1.value != 1.0)


def test_causes_are_counted_by_pair_and_label() -> None:
    ana, ben, cyd = marks("ana", "it.", "said"), marks("ben", "said"), marks("cyd", "said", label="cue")
    found = counted(listed(ana, ben, cyd))
    assert found["ana", "ben"] == {"content": {Cause.MISSED: 1}}
    assert found["ana", "cyd"] == {"content": {Cause.MISSED: 1, Cause.ROLE: 1}}
