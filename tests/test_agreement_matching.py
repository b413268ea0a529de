"""Spans are paired one to one, the best that can be, whatever their order."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.matching import Grade, common, heaviest, match
from annotator.domain.spans import Fragments, Span, fragments

weights = st.lists(st.dictionaries(st.integers(0, 4), st.integers(1, 9), max_size=4), max_size=4)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20), st.integers(1, 8))
fragment_lists = st.lists(spans, min_size=1, max_size=3).map(fragments)
some = st.lists(fragment_lists, max_size=6)


def one(start: int, end: int) -> Fragments:
    return (Span(start, end),)


def graded(first: list[Fragments], second: list[Fragments], share: float = 0.5) -> Counter[Grade]:
    return Counter(pair.grade for pair in match(first, second, share))


@given(weights)
def test_no_pairing_weighs_more_than_the_heaviest(edges: list[dict[int, int]]) -> None:
    found = heaviest(edges)
    lefts, rights = [i for i, _ in found], [j for _, j in found]
    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
    weight = sum(edges[i][j] for i, j in found)
    places = permutations([*range(5), *([None] * len(edges))], len(edges))
    assert all(
        sum(e.get(j, 0) for e, j in zip(edges, place, strict=True) if j is not None) <= weight for place in places
    )


@given(st.lists(st.lists(st.integers(0, 20), min_size=12, max_size=12), min_size=12, max_size=12))
def test_the_heaviest_pairing_is_as_heavy_as_scipys(matrix: list[list[int]]) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    found = heaviest([{j: w for j, w in enumerate(row) if w} for row in matrix])
    rows, columns = optimize.linear_sum_assignment(matrix, maximize=True)
    assert sum(matrix[i][j] for i, j in found) == sum(matrix[i][j] for i, j in zip(rows, columns, strict=True))


def test_a_long_chain_of_exchanges_is_found() -> None:
    """Each left may take its own number or the next; the last only its own: all are matched, whatever the order."""
    edges = [{i + 1: 1, i: 1} for i in range(2999)] + [{2999: 1}]
    assert len(heaviest(edges)) == 3000


@given(some, some, st.sampled_from([0.25, 0.5, 0.75]))
def test_the_counts_do_not_depend_on_the_order_of_annotators_or_spans(
    ours: list[Fragments], theirs: list[Fragments], share: float
) -> None:
    assert graded(ours, theirs, share) == graded(theirs, ours, share) == graded(ours[::-1], theirs, share)


@given(some, some)
def test_as_many_equal_spans_are_paired_as_can_be(ours: list[Fragments], theirs: list[Fragments]) -> None:
    pairs = match(ours, theirs)
    assert graded(ours, theirs)[Grade.EXACT] == (Counter(ours) & Counter(theirs)).total()
    assert all((ours[i] == theirs[j]) == (grade == Grade.EXACT) for i, j, grade in pairs)
    assert len({i for i, _, _ in pairs}) == len({j for _, j, _ in pairs}) == len(pairs)


@given(some, some)
def test_nothing_that_overlaps_is_left_on_both_sides(ours: list[Fragments], theirs: list[Fragments]) -> None:
    pairs = match(ours, theirs)
    left = [a for i, a in enumerate(ours) if i not in {pair.first for pair in pairs}]
    right = [b for j, b in enumerate(theirs) if j not in {pair.second for pair in pairs}]
    assert not any(common(a, b) for a in left for b in right)


@given(fragment_lists, fragment_lists)
def test_what_is_common_is_counted_in_characters(a: Fragments, b: Fragments) -> None:
    ours, theirs = ({at for span in each for at in range(span.start, span.end)} for each in (a, b))
    assert common(a, b) == pytest.approx(len(ours & theirs) / len(ours | theirs))


CASES = [
    ([one(0, 10)], [one(0, 10)], {Grade.EXACT: 1}),
    ([one(0, 10)], [one(0, 5)], {Grade.SHARE: 1}),  # exactly half of what both cover
    ([one(0, 10)], [one(0, 4)], {Grade.OVERLAP: 1}),
    ([one(0, 10)], [one(10, 12)], {}),  # touching is not sharing
    ([(Span(0, 4), Span(10, 14))], [one(5, 9)], {}),  # a gap matches nothing
    ([one(0, 30)], [one(0, 5), one(10, 15), one(20, 25)], {Grade.OVERLAP: 1}),  # a lenient count would give three
    ([one(0, 9), one(0, 9)], [one(0, 9)], {Grade.EXACT: 1}),  # equal spans of one annotator are two spans
    ([one(0, 9), one(8, 20)], [one(0, 9), one(0, 9)], {Grade.EXACT: 1, Grade.OVERLAP: 1}),
    ([one(0, 10), one(9, 12)], [one(0, 9), one(8, 11)], {Grade.SHARE: 2}),  # not the first that comes
]


@pytest.mark.parametrize(("ours", "theirs", "grades"), CASES)
def test_each_pair_has_its_grade(ours: list[Fragments], theirs: list[Fragments], grades: dict[Grade, int]) -> None:
    assert graded(ours, theirs) == grades


def test_the_share_can_be_chosen() -> None:
    assert graded([one(0, 10)], [one(0, 4)], share=0.4) == {Grade.SHARE: 1}
    assert graded([one(0, 10)], [one(0, 9)], share=0.95) == {Grade.OVERLAP: 1}
