"""Krippendorff's alphas for unitizing: where annotators cut a text into units, and what they call them, all at once.

There are two families of that name and they differ by up to .07 on the same data. `u_alpha` is that of 2016;
`alpha_u` is that of 1995 and 2004, which INCEpTION prints. Documents are laid end to end.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, combinations, pairwise
from typing import TYPE_CHECKING

from annotator.agreement.coefficients import Measure, quotient

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Unit = tuple[int, int, str]
"""Start, end and label of a unit; the units of one annotator do not overlap."""

ONE_KIND = "no two annotators marked units of different labels, or units and gaps"
"""Why there may be no uα."""

GAP = ""
"""The label of what lies between units."""


def overlapping(units: Sequence[Unit]) -> bool:
    """Whether any two units share a character, so that neither alpha is defined."""
    return any(first[1] > second[0] for first, second in pairwise(sorted(units)))


def u_alpha(observers: Sequence[Sequence[Unit]], length: int) -> Measure:
    """The alpha of unitizing and labelling at once, uα: lengths of intersections against those expected by chance.

    Krippendorff, Mathet, Bouvry & Widlöcher, "On the reliability of unitizing textual continua: Further developments",
    Quality & Quantity 50 (2016); the same as Krippendorff, Content Analysis, 4th ed. (2019), section 12.6.3. A unit
    cannot be expected to meet itself, so its squared length is taken out of what is expected; of a gap, its length.
    """
    return u_alpha_of(*u_sums(observers, length))


def binary_u_alpha(observers: Sequence[Sequence[Unit]], length: int) -> Measure:
    """The alpha of unitizing alone, |uα: unit or gap, whatever the label; Krippendorff (2019), section 12.6.4."""
    met, own = u_sums(observers, length)
    joined: dict[tuple[str, str], float] = {}
    for (one, other), times in met.items():
        key = ("unit" if one else GAP, "unit" if other else GAP)
        joined[key] = joined.get(key, 0) + times
    lost = {GAP: own.get(GAP, 0), "unit": sum(times for label, times in own.items() if label)}
    return u_alpha_of(joined, lost)


def u_sums(observers: Sequence[Sequence[Unit]], length: int) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """What uα is made of, which adds up over documents: coincident lengths, and self-pairings by label."""
    met: dict[tuple[str, str], float] = {}
    own: dict[str, float] = {}
    tilings = [_tiling(units, length) for units in observers]
    for tiling in tilings:
        for start, end, label in tiling:
            own[label] = own.get(label, 0) + ((end - start) ** 2 if label else end - start)
    for one, other in combinations(tilings, 2):
        for first, second, shared in _meetings(one, other):
            for key in ((first[2], second[2]), (second[2], first[2])):
                met[key] = met.get(key, 0) + shared / (len(tilings) - 1)
    return met, own


def u_alpha_of(met: Mapping[tuple[str, str], float], own: Mapping[str, float]) -> Measure:
    """uα of summed coincident lengths and self-pairings."""
    lengths = [[met.get((one, other), 0.0) for other in own] for one in own]
    value = float(u_alphas(lengths, list(own.values())))
    return Measure(None, ONE_KIND) if value != value else Measure(value)


def u_alphas(met: Sequence[Sequence["ArrayLike"]], own: Sequence["ArrayLike"]) -> "NDArray[np.float64]":
    """uα of coincident lengths `[a][b]` and self-pairings `[a]`, each a number or an array of resamples."""
    import numpy as np

    lengths, selves = np.array(met, float), np.array(own, float)
    totals = lengths.sum(1)
    n = totals.sum(0)
    chance = n**2 - selves.sum(0)
    other = chance - (totals**2 - selves).sum(0)
    observed = n - lengths.trace()
    return 1 - quotient(observed * chance, np.where(other > 1e-9 * n, n * other, 0))


def alpha_u(observers: Sequence[Sequence[Unit]], length: int) -> Measure:
    """The older αU over all labels: squared distances of edges against those expected of units placed at random.

    Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25 (1995), as corrected in
    Content Analysis, 2nd ed. (2004), section 11.6. Units of one label and annotator must not overlap.
    """
    labels = dict.fromkeys(label for units in observers for _, _, label in units)
    return _alpha([_disagreements(observers, label, length) for label in labels])


def alpha_u_of(observers: Sequence[Sequence[Unit]], label: str, length: int) -> Measure:
    """αU of one label."""
    return _alpha([_disagreements(observers, label, length)])


def _alpha(disagreements: Sequence[tuple[float, float]]) -> Measure:
    expected = sum(each for _, each in disagreements)
    if not expected:
        return Measure(None, "nothing was marked, or everything by everybody")
    return Measure(1 - sum(each for each, _ in disagreements) / expected)


def _disagreements(observers: Sequence[Sequence[Unit]], label: str, length: int) -> tuple[float, float]:
    """Observed and expected disagreement on one label."""
    m = len(observers)
    tilings = [_tiling([unit for unit in units if unit[2] == label], length) for units in observers]
    observed = sum(_distance(a, b) for one, other in combinations(tilings, 2) for a, b, _ in _meetings(one, other))
    sizes = [end - start for tiling in tilings for start, end, kind in tiling if kind]
    gaps = sorted(end - start for tiling in tilings for start, end, kind in tiling if not kind)
    tail = [*accumulate(reversed(gaps), initial=0)][::-1]
    expected = 0.0
    for size in sizes:
        at = bisect_left(gaps, size)
        room = tail[at] - (len(gaps) - at) * (size - 1)
        expected += (len(sizes) - 1) * (2 * size**3 - 3 * size**2 + size) / 3 + size**2 * room
    chance = m * length * (m * length - 1) - sum(size * (size - 1) for size in sizes)
    return 2 * observed / (m * (m - 1) * length**2), 2 * expected / length / chance if chance else 0.0


def _distance(first: Unit, second: Unit) -> float:
    """How far two overlapping stretches are from each other; a unit inside a gap counts with its square."""
    if first[2] and second[2]:
        return (first[0] - second[0]) ** 2 + (first[1] - second[1]) ** 2
    for unit, gap in ((first, second), (second, first)):
        if unit[2] and not gap[2] and gap[0] <= unit[0] and unit[1] <= gap[1]:
            return (unit[1] - unit[0]) ** 2
    return 0.0


def _tiling(units: Sequence[Unit], length: int) -> list[Unit]:
    """The units and the gaps between them, over the whole text."""
    tiles: list[Unit] = []
    at = 0
    for start, end, label in sorted(units):
        if at < start:
            tiles.append((at, start, GAP))
        tiles.append((start, end, label))
        at = end
    return [*tiles, (at, length, GAP)] if at < length else tiles


def _meetings(one: Sequence[Unit], other: Sequence[Unit]) -> list[tuple[Unit, Unit, int]]:
    """Every two tiles that overlap, with how many characters they share."""
    found: list[tuple[Unit, Unit, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        shared = min(one[i][1], other[j][1]) - max(one[i][0], other[j][0])
        if shared > 0:
            found.append((one[i], other[j], shared))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return found
