"""Which span of one annotator goes with which of another: one to one, and the best there is.

A first-come pairing depends on the order of the spans and of the annotators. This one has as many equal pairs as there
can be; beyond these as many that share enough; beyond these as many that share anything. So one pairing gives every
figure, and the list of what is not equal is as long as the figures say.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from heapq import heappop, heappush
from typing import NamedTuple

from annotator.domain.spans import Fragments, Span

FINE = 1 << 20
"""In how many steps a share is weighed where pairs are otherwise alike."""


class Grade(IntEnum):
    """How well two paired spans fit."""

    OVERLAP = 1
    """They share a character."""
    SHARE = 2
    """They share enough of the characters of both."""
    EXACT = 3
    """They have the same fragments."""


class Match(NamedTuple):
    """One pair, by the places of its spans in the two sequences."""

    first: int
    second: int
    grade: Grade


def match(first: Sequence[Fragments], second: Sequence[Fragments], share: float = 0.5) -> list[Match]:
    """The best one-to-one pairing of spans that share a character; gaps between fragments are never filled.

    Two spans share enough where their common characters are at least `share` of all they cover together.
    """
    pairs, left, right = _equal(first, second)
    if left and right:
        found = dict(sharing(first, left, second, right))
        rivals = Counter(j for near in found.values() for j in near)
        for i in left:
            if len(near := found[i]) == 1 and rivals[j := next(iter(near))] == 1:
                pairs.append(Match(i, j, Grade.SHARE if near[j] >= share else Grade.OVERLAP))
        taken = {pair.first for pair in pairs}
        left = [i for i in left if found[i] and i not in taken]
        size = min(len(left), len(right)) + 1
        edges = [
            {j: ((iou >= share) * size + 1) * size * FINE + int(iou * FINE) for j, iou in found[i].items()}
            for i in left
        ]
        for at, j in heaviest(edges):
            pairs.append(Match(left[at], j, Grade.SHARE if found[left[at]][j] >= share else Grade.OVERLAP))
    return sorted(pairs)


def heaviest(edges: Sequence[Mapping[int, int]]) -> list[tuple[int, int]]:
    """The one-to-one pairing of the greatest weight, where `edges[i][j] > 0` is the weight of pairing `i` with `j`.

    Successive shortest paths with potentials: Kuhn, "The Hungarian method for the assignment problem" (1955), as made
    sparse by Edmonds & Karp (1972). Every `i` may also stay alone, which is a `j` of its own below zero.
    """
    left_of: dict[int, int] = {}
    height = [-max(weights.values(), default=0) for weights in edges]
    relief: dict[int, int] = {}
    for start in range(len(edges)):
        _extend(start, edges, left_of, height, relief)
    return sorted((i, j) for j, i in left_of.items() if j >= 0)


def _extend(
    start: int, edges: Sequence[Mapping[int, int]], left_of: dict[int, int], height: list[int], relief: dict[int, int]
) -> None:
    """Find `start` a place by the cheapest chain of exchanges."""
    settled: dict[int, tuple[int, int]] = {}
    given_up: dict[int, int] = {}
    queue: list[tuple[int, int, int]] = []
    i, far = start, 0
    while True:
        for j, weight in (*edges[i].items(), (~i, 0)):
            if j not in settled:
                heappush(queue, (far - weight - height[i] - relief.get(j, 0), j, i))
        far, j, by = heappop(queue)
        while j in settled:
            far, j, by = heappop(queue)
        settled[j] = (far, by)
        if j not in left_of:
            break
        i = left_of[j]
        given_up[i] = j
    height[start] += far
    for right, (distance, _) in settled.items():
        if right in left_of:
            height[left_of[right]] += far - distance
        relief[right] = relief.get(right, 0) + distance - far
    i = left_of[j] = settled[j][1]
    while i != start:
        j = given_up[i]
        i = left_of[j] = settled[j][1]


def _equal(first: Sequence[Fragments], second: Sequence[Fragments]) -> tuple[list[Match], list[int], list[int]]:
    """The pairs of equal spans, and the places of all others."""
    waiting: dict[Fragments, list[int]] = {}
    for j, fragments in enumerate(second):
        waiting.setdefault(fragments, []).append(j)
    pairs: list[Match] = []
    left: list[int] = []
    for i, fragments in enumerate(first):
        if same := waiting.get(fragments):
            pairs.append(Match(i, same.pop(0), Grade.EXACT))
        else:
            left.append(i)
    return pairs, left, sorted(j for same in waiting.values() for j in same)


def sharing(
    first: Sequence[Fragments], left: Iterable[int], second: Sequence[Fragments], right: Iterable[int]
) -> Iterator[tuple[int, dict[int, float]]]:
    """For each of `left` those of `right` that share a character with it, and how much of the characters of both."""
    ours = sorted((first[i][0].start, first[i][-1].end, i) for i in left)
    theirs = sorted((second[j][0].start, second[j][-1].end, j) for j in right)
    begin = 0
    for start, end, i in ours:
        while begin < len(theirs) and theirs[begin][1] <= start:
            begin += 1
        near: dict[int, float] = {}
        for at in range(begin, len(theirs)):
            other_start, other_end, j = theirs[at]
            if other_start >= end:
                break
            if other_end > start and (iou := common(first[i], second[j])):
                near[j] = iou
        yield i, near


def common(a: Fragments, b: Fragments) -> float:
    """The characters in both by the characters in either: Jaccard's index, or intersection over union."""
    both = shared(a, b)
    return both / (covered(a) + covered(b) - both) if both else 0.0


def shared(a: Fragments, b: Fragments) -> int:
    """How many characters are in both."""
    if len(a) == 1 == len(b):
        return max(0, min(a[0].end, b[0].end) - max(a[0].start, b[0].start))
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def covered(fragments: Sequence[Span]) -> int:
    """How many characters the fragments cover."""
    return sum(each.end - each.start for each in fragments)
