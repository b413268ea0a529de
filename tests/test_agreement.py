"""What the agreement numbers say, and what they do not count."""

from collections import Counter
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.agreement.coefficients import Measure, f1, mean, nominal_alpha
from annotator.agreement.comparing import Agreement, Counts, agreement
from annotator.agreement.matching import maximum_matching, pairs, same_words, share_words
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Progress,
    State,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span, fragments

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TEXT = "By A. Writer\n\nThe mayor said the bridge would close. Two aides denied it."
BODY = 14

edges = st.lists(st.lists(st.integers(0, 4), unique=True, max_size=5), max_size=5)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20), st.integers(1, 6))
fragment_lists = st.lists(spans, min_size=1, max_size=3).map(fragments)


def annotation(number: int, *at: Span, label: str = "content", who: str = "ana") -> Annotation:
    return Annotation(id=f"{who}-{number}", document_id="d", annotator=who, created=NOW, label=label, fragments=at)


def of_words(*words: str, label: str = "content") -> list[tuple[str, Span]]:
    return [(label, Span(TEXT.index(each), TEXT.index(each) + len(each))) for each in words]


def finished(who: str, marked: list[tuple[str, Span]], state: State = State.FINISHED) -> AnnotationSet:
    records = [annotation(i, span, label=label, who=who) for i, (label, span) in enumerate(marked)]
    progress = Progress(id=f"{who}-p", document_id="d", annotator=who, created=NOW, state=state)
    return annotation_set(who, [*records, progress])


def article(*sets: AnnotationSet, text: str = TEXT) -> AnnotatedDocument:
    zones = (Zone(0, 12, "byline"), Zone(BODY, len(text), "body"))
    return AnnotatedDocument(Document(document_id(text), "a.txt", text, zones=zones), sets)


def label_line(result: Agreement, label: str = "content") -> tuple[Counts, float | None, float | None]:
    line = next(each for each in result.labels if each.label == label)
    return line.counts, line.exact.value, line.overlap.value


def test_alpha_is_the_published_one_with_values_missing() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), C: four observers, twelve units."""
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = Counter(tuple(v for v in unit if v != ".") for unit in zip(*observers, strict=True))
    assert nominal_alpha(units).value == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_the_published_one_for_two_observers() -> None:
    """Krippendorff (2011), section B: two observers, twelve units with five values, 0.692."""
    units = Counter(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert nominal_alpha(units).value == pytest.approx(0.692, abs=0.0005)


UNDEFINED = [
    (nominal_alpha({}), "two annotators"),  # nothing at all
    (nominal_alpha({("a",): 9}), "two annotators"),  # one annotator only
    (nominal_alpha({("a", "a"): 9}), "the same"),  # no variance
    (f1(0, 0, 0), "neither"),  # nothing was marked by either
    (mean([Measure(None, "x")]), "no pair"),  # nothing defined to take the mean of
]


@pytest.mark.parametrize(("measure", "reason"), UNDEFINED)
def test_undefined_is_said_with_its_reason_and_is_never_a_number(measure: Measure, reason: str) -> None:
    assert measure.value is None
    assert reason in measure.reason


@given(edges)
def test_no_pairing_is_larger_than_the_maximum_matching(candidates: list[list[int]]) -> None:
    found = maximum_matching(candidates)
    lefts, rights = [left for left, _ in found], [right for _, right in found]
    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
    assert all(right in candidates[left] for left, right in found)
    places = permutations([*range(5), *([None] * len(candidates))], len(candidates)) if len(candidates) < 4 else ()
    assert all(sum(r in c for r, c in zip(place, candidates, strict=True)) <= len(found) for place in places)


def test_a_long_chain_of_exchanges_is_found() -> None:
    """Each left may take its own number or the next; the last only its own: all are matched, whatever the order."""
    candidates = [[(i + 1) % 3000, i] for i in range(2999)] + [[2999]]
    assert len(maximum_matching(candidates)) == 3000


@given(st.lists(fragment_lists, max_size=6), st.lists(fragment_lists, max_size=6))
def test_matching_is_symmetric_and_exact_never_exceeds_overlap(
    ours: list[tuple[Span, ...]], theirs: list[tuple[Span, ...]]
) -> None:
    a = [annotation(i, *at) for i, at in enumerate(ours)]
    b = [annotation(i, *at, who="ben") for i, at in enumerate(theirs)]
    exact, overlap = pairs(a, b, same_words), pairs(a, b, share_words)
    assert len(exact) == len(pairs(b, a, same_words)) <= len(overlap) == len(pairs(b, a, share_words))
    assert len(exact) == (Counter(ours) & Counter(theirs)).total()
    assert all(share_words(x, y) for x, y in overlap)


def test_a_gap_between_fragments_matches_nothing() -> None:
    assert not pairs([annotation(1, Span(0, 4), Span(10, 14))], [annotation(2, Span(5, 9))], share_words)


def test_one_wide_span_is_paired_once() -> None:
    """A lenient count would give the wide span three partners."""
    assert (
        len(
            pairs(
                [annotation(1, Span(0, 30))], [annotation(i, Span(10 * i, 10 * i + 5)) for i in range(3)], share_words
            )
        )
        == 1
    )


def test_the_counts_behind_a_number_are_given() -> None:
    ana = finished("ana", of_words("the bridge would close", "it"))
    ben = finished("ben", of_words("bridge would close"))
    assert label_line(agreement([article(ana, ben)])) == (Counts(exact=0, overlap=1, first=2, second=1), 0.0, 2 / 3)


def test_only_articles_that_both_finished_count() -> None:
    ana, ben = (finished(who, of_words("said", label="cue")) for who in ("ana", "ben"))
    half = finished("ben", [], State.IN_PROGRESS)
    result = agreement([article(ana, ben), article(ana, half), article(ana)])
    assert (result.documents, result.total, result.left_out) == (1, 3, {"ana": 0, "ben": 2})
    assert label_line(result, "cue")[1] == 1.0


def test_finished_with_nothing_in_it_is_an_answer() -> None:
    """Two empty sets agree on every token but have no F1; one empty set against a full one has F1 0."""
    both = agreement([article(finished("ana", []), finished("ben", []))])
    assert both.documents == 1
    assert both.labels == ()
    assert both.alpha.value is None
    one = agreement([article(finished("ana", of_words("said")), finished("ben", []))])
    assert label_line(one)[1:] == (0.0, 0.0)


def test_gold_counts_only_when_named() -> None:
    sets = (finished("ana", of_words("said")), finished("gold", of_words("said")))
    assert agreement([article(*sets)]).annotators == ("ana",)
    assert agreement([article(*sets)], ["ana", "gold"]).documents == 1


def test_an_annotator_without_a_finished_article_is_still_named() -> None:
    assert agreement([article()], ["ana", "ben"]).left_out == {"ana": 1, "ben": 1}


def test_only_the_zones_asked_for_count() -> None:
    ana, ben = finished("ana", of_words("Writer")), finished("ben", of_words("said", label="cue"))
    body = agreement([article(ana, ben)], zones=["body"])
    assert [line.label for line in body.labels] == ["cue"]
    assert body.tokens == 13
    whole = agreement([article(ana, ben)])
    assert [line.label for line in whole.labels] == ["content", "cue"]
    assert whole.tokens == 17


def test_what_was_rejected_counts_for_nothing() -> None:
    ana, ben = finished("ana", of_words("said")), finished("ben", of_words("said"))
    rejected = annotation_set("ben", [replace(r, status=Status.REJECTED) for r in ben.records.values()])
    assert label_line(agreement([article(ana, rejected)]))[0] == Counts(first=1)


def test_three_annotators_give_the_mean_of_their_pairs_in_the_order_of_the_codebook() -> None:
    ana, ben = (finished(who, [*of_words("said", label="cue"), *of_words("it")]) for who in ("ana", "ben"))
    cyd = finished("cyd", of_words("denied", label="cue"))
    result = agreement([article(cyd, ben, ana)], labels=["source", "cue", "content"])
    assert [line.label for line in result.labels] == ["cue", "content"]
    assert [(pair.first, pair.second) for pair in result.pairs] == [("ana", "ben"), ("ana", "cyd"), ("ben", "cyd")]
    assert label_line(result, "cue")[1] == pytest.approx(1 / 3)


def test_a_token_is_labelled_by_every_span_it_shares_a_character_with() -> None:
    """Overlapping labels of one annotator make one value; half a word makes the whole token."""
    ana = finished("ana", [*of_words("The mayor", label="source"), *of_words("mayor said", label="cue")])
    ben = finished("ben", [*of_words("The may", label="source"), *of_words("mayor said", label="cue")])
    result = agreement([article(ana, ben)], zones=["body"])
    assert result.alpha.value == 1.0
    assert [line.alpha.value for line in result.labels] == [1.0, 1.0]
