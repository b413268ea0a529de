"""Candidates for a role by their weights, in an order that spares keys."""

from collections.abc import Callable, Mapping, Sequence
from math import exp

from msgspec import Struct

from annotator.domain.selecting_features import SHAPE_FEATURES, earlier, end_features, start_features
from annotator.domain.selecting_shapes import Shape, ends, shapes, starts
from annotator.domain.selecting_weights import Ranking
from annotator.domain.selecting_window import Part, Situation, Window

EDGES = 13
"""How many starts, and how many ends, are combined."""

PARTS = 64
"""How many combinations are looked at whole."""

POOL = 24
"""How many of the best candidates are put in order."""

RARE = 0.004
"""The least chance, beside that of the best candidate, of one that is put in order."""

ORDERED = 8
"""How many are chosen so as to spare keys; the others follow by weight."""

BY_HAND = 8
"""What a span costs in keys that is no candidate's neighbour: jump, jump, label, and mending."""

NEAREST = 10
"""How far away a token may be that a jump reaches with one letter."""

Score = Callable[[Sequence[str]], float]
"""How much some features speak for a candidate."""


class Edges(Struct, frozen=True):
    """The edges that speak most for a candidate, with their weights."""

    starts: Mapping[int, float]
    """First tokens."""
    ends: Mapping[int, float]
    """The indexes just after last tokens."""

    def parts(self) -> list[Part]:
        """What lies between them, the likeliest first."""
        found = [(-a - b, i, j) for i, a in self.starts.items() for j, b in self.ends.items() if i < j]
        return [(i, j) for _, i, j in sorted(found)[:PARTS]]


def promising(window: Window, role: str, score: Score, begin: int | None = None) -> Edges:
    """The edges that a span of the role most likely has; with `begin`, it begins there."""
    first = [begin] if begin is not None else starts(window, role)
    begins = sorted((-score(start_features(window, i)), i) for i in first)[:EDGES]
    finals = sorted((-score(end_features(window, i)), i) for i in ends(window, role))[:EDGES]
    return Edges({i: -weight for weight, i in begins}, {i: -weight for weight, i in finals})


def ranked(window: Window, role: str, situation: Situation, ranking: Ranking, begin: int | None = None) -> list[Shape]:
    """The candidates for a role, best first; with `begin`, those that begin there."""
    score, before, features = ranking.weights(role).score, earlier(situation), SHAPE_FEATURES[role]
    edges = promising(window, role, score, begin)
    pool = [
        (-edges.starts[shape[0][0]] - edges.ends[shape[-1][1]] - score(features(window, shape, before)), shape)
        for shape in shapes(window, role, edges.parts())
    ]
    found = sparing([(-weight, shape) for weight, shape in sorted(pool)])
    return found or [((i, i + 1),) for i in starts(window, role)]


def sparing(pool: Sequence[tuple[float, Shape]]) -> list[Shape]:
    """The candidates of a pool sorted by weight, the first of them chosen so that the fewest keys are to be expected.

    The second candidate, for example, is not one that a single edge key makes of the first, as that costs no more.
    """
    found = [shape for _, shape in pool]
    chances = [exp(weight - pool[0][0]) for weight, _ in pool[:POOL]]
    chances = [chance for chance in chances if chance > RARE]
    left = list(range(len(chances)))
    cost = [float(BY_HAND)] * len(left)
    steps = [[_keys(a, b) for b in found[: len(left)]] for a in found[: len(left)]]
    chosen: list[int] = []
    while left and len(chosen) < ORDERED:
        presses = len(chosen) + 1
        worth = [(chance, spent - presses) for chance, spent in zip(chances, cost, strict=True)]
        gains = {i: sum([c * (w - k) for (c, w), k in zip(worth, steps[i], strict=True) if w > k]) for i in left}
        pick = max(left, key=gains.__getitem__)
        left.remove(pick)
        chosen.append(pick)
        cost = [min(spent, presses + keys) for spent, keys in zip(cost, steps[pick], strict=True)]
    return [*(found[i] for i in chosen), *(shape for i, shape in enumerate(found) if i not in chosen)]


def _keys(a: Shape, b: Shape) -> int:
    """About how many keys turn one candidate into another."""
    outer = _steps(a[0][0], b[0][0]) + _steps(a[-1][1], b[-1][1])
    if len(a) == len(b) == 1:
        return outer
    if len(a) == len(b):
        return outer if a[0][1] == b[0][1] and a[-1][0] == b[-1][0] else outer + 3
    return 1 + _steps(a[0][0], b[0][0]) + _steps(a[0][1], b[-1][1]) if len(a) > len(b) else 3


def _steps(a: int, b: int) -> int:
    """How many keys move an edge: one a token, or a jump."""
    return min(abs(a - b), 2 if abs(a - b) < NEAREST else 3)
