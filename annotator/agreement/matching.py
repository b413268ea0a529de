"""Which span of one annotator goes with which of another: one to one, as many pairs as there can be.

A first-come pairing depends on the order of the spans and of the annotators; the size of a maximum matching does not.
"""

from collections import deque
from collections.abc import Callable, Sequence

from annotator.domain.records import Annotation
from annotator.domain.spans import fragments_overlap

Test = Callable[[Annotation, Annotation], bool]
"""Whether two annotations may be paired; it may hold only where their envelopes overlap."""


def same_words(a: Annotation, b: Annotation) -> bool:
    """Whether both have the same fragments."""
    return a.fragments == b.fragments


def share_words(a: Annotation, b: Annotation) -> bool:
    """Whether a fragment of one shares a character with one of the other; gaps are never filled."""
    return fragments_overlap(a.fragments, b.fragments)


def pairs(first: Sequence[Annotation], second: Sequence[Annotation], test: Test) -> list[tuple[Annotation, Annotation]]:
    """The largest one-to-one pairing of annotations that pass `test`."""
    first, second = sorted(first, key=_edges), sorted(second, key=_edges)
    return [(first[i], second[j]) for i, j in maximum_matching(_candidates(first, second, test))]


def maximum_matching(candidates: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Pairs of an index of `candidates` and one of the numbers listed there, no number twice, as many as can be.

    Augmenting paths: Berge, "Two theorems in graph theory", PNAS 43 (1957).
    """
    right_of: dict[int, int] = {}
    left_of: dict[int, int] = {}
    for left in range(len(candidates)):
        free, reached_from = _search(left, candidates, left_of)
        while free is not None:
            left = reached_from[free]
            left_of[free] = left
            previous = right_of.get(left)
            right_of[left] = free
            free = previous
    return sorted(right_of.items())


def _search(
    start: int, candidates: Sequence[Sequence[int]], left_of: dict[int, int]
) -> tuple[int | None, dict[int, int]]:
    """A number without partner that a chain of exchanges leads to from `start`, and from where each was reached."""
    reached_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        left = queue.popleft()
        for right in candidates[left]:
            if right in reached_from:
                continue
            reached_from[right] = left
            if right not in left_of:
                return right, reached_from
            queue.append(left_of[right])
    return None, reached_from


def _edges(annotation: Annotation) -> tuple[int, int]:
    """Where its first fragment starts and its last one ends."""
    return annotation.fragments[0].start, annotation.fragments[-1].end


def _candidates(first: Sequence[Annotation], second: Sequence[Annotation], test: Test) -> list[list[int]]:
    """For each of the sorted `first`, which of the sorted `second` it may be paired with."""
    found: list[list[int]] = []
    begin = 0
    for one in first:
        start, end = _edges(one)
        while begin < len(second) and _edges(second[begin])[1] <= start:
            begin += 1
        near: list[int] = []
        for index in range(begin, len(second)):
            if _edges(second[index])[0] >= end:
                break
            if test(one, second[index]):
                near.append(index)
        found.append(near)
    return found
