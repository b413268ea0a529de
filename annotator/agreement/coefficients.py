"""The coefficients themselves: numbers from counts, each with its published source; undefined is never a number.

Every coefficient has two forms: one of numpy arrays, with any number of leading axes, so that a thousand resamples cost
one call; and, below it, one of `Units`, which says why it is undefined where it is.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

V = TypeVar("V", bound=Hashable)

Units = Mapping[tuple[V, ...], float]
"""How often each combination of values was given to a unit, one value for each annotator who saw it."""

Distance = Callable[[Any, Any], float]
"""How far two values are from each other: 0 for the same, 1 for values with nothing in common."""

NOT_SEEN = "nothing was seen by two annotators"
SAME = "every value is the same"
INCOMPLETE = "not every unit was seen by the same number of annotators"


class Measure(Struct, frozen=True):
    """A coefficient with its interval, or the reason why there is none."""

    value: float | None
    """None where it is undefined."""
    reason: str = ""
    """Why it, or its interval, is undefined."""
    low: float | None = None
    """Lower end of the 95% interval by article; None where there is none."""
    high: float | None = None
    """Upper end of the interval."""


def f1(matched: float, first: float, second: float) -> Measure:
    """Twice the matched spans by the spans of both annotators.

    Between two annotators it equals positive specific agreement: Hripcsak & Rothschild, "Agreement, the F-measure, and
    reliability in information retrieval", JAMIA 12 (2005). It is not corrected for chance.
    """
    if not first + second:
        return Measure(None, "neither annotator marked any")
    return Measure(2 * matched / (first + second))


def mean(measures: Iterable[Measure]) -> Measure:
    """The mean of the measures that are defined."""
    values = [each.value for each in measures if each.value is not None]
    return Measure(sum(values) / len(values)) if values else Measure(None, "no pair of annotators marked any")


def masi(first: Collection[Hashable], second: Collection[Hashable]) -> float:
    """The MASI distance of two sets, 1 - J * M; two empty sets are the same.

    J is Jaccard's index; M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they share something else, 0
    where nothing: Passonneau, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006.
    """
    one, other = set(first), set(second)
    if one == other:
        return 0.0
    shared, union = one & other, one | other
    if not shared:
        return 1.0
    return 1 - len(shared) / len(union) * (2 / 3 if shared in (one, other) else 1 / 3)


def alphas(coincidences: "Array", distances: "Array | None" = None) -> "Array":
    """Krippendorff's alpha of coincidence matrices `[..., v, w]`; not a number where it is undefined."""
    import numpy as np

    totals = coincidences.sum(-1)
    n = totals.sum(-1)
    if distances is None:
        observed = n - np.trace(coincidences, axis1=-2, axis2=-1)
        expected = n**2 - (totals**2).sum(-1)
    else:
        observed = (coincidences * distances).sum((-2, -1))
        expected = ((totals @ distances) * totals).sum(-1)
    values: Array = 1 - (n - 1) * quotient(observed, expected)
    return values


def kappas(tables: "Array") -> "Array":
    """Cohen's kappa of contingency tables `[..., v, w]`, first annotator down, second across."""
    import numpy as np

    n = tables.sum((-2, -1))
    observed = np.trace(tables, axis1=-2, axis2=-1) * n
    expected = (tables.sum(-1) * tables.sum(-2)).sum(-1)
    return quotient(observed - expected, n**2 - expected)


def fleisses(agreed: "Array", n: "Array", shares: "Array") -> "Array":
    """Fleiss' kappa of the sum of the units' agreement, their number, and how many units each value has `[..., v]`."""
    expected = (quotient(shares, n[..., None]) ** 2).sum(-1)
    return quotient(quotient(agreed, n) - expected, 1 - expected)


def ac1s(agreed: "Array", n: "Array", shares: "Array") -> "Array":
    """Gwet's AC1 of the same; `shares` may hold units that only one annotator saw, `agreed` and `n` do not."""
    share = quotient(shares, shares.sum(-1)[..., None])
    values = shares.shape[-1]
    expected = (share * (1 - share)).sum(-1) / max(1, values - 1)
    observed = quotient(agreed, n)
    return quotient(observed - expected, (1 if values > 1 else expected) - expected)


def f1s(matched: "Array", first: "Array", second: "Array") -> "Array":
    """F1 of what is matched and what each annotator has; not a number where neither has any."""
    return quotient(2 * matched, first + second)


def quotient(above: "Array", below: "Array") -> "Array":
    """`above / below`, and not a number where there is nothing below; rounding dust counts as nothing."""
    import numpy as np

    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    values: Array = np.divide(above, below, out=np.full(below.shape, np.nan), where=np.abs(below) > 1e-12)
    return values


class Tables(Struct, frozen=True):
    """What every nominal coefficient needs to know of some units, summed over them."""

    values: tuple[Any, ...]
    """The values that were given, in the order of the axes below."""
    coincidences: Any
    """`[v, w]`: pairs of values of one unit, each weighing 1 / (m - 1) where m annotators saw the unit."""
    agreements: Any
    """`[v, w]`: the same pairs weighing 1 / (m (m - 1)), so that a unit weighs 1."""
    shares: Any
    """`[v]`: the share of each value in a unit, summed over all units, those of one annotator included."""
    complete: bool
    """Whether every unit was seen by the same number of annotators."""


def tables(units: Units[Any]) -> Tables:
    """The sums that the coefficients are made of."""
    import numpy as np

    values = tuple(dict.fromkeys(value for combination in units for value in combination))
    place = {value: index for index, value in enumerate(values)}
    coincidences, agreements = np.zeros((2, len(values), len(values)))
    shares = np.zeros(len(values))
    for combination, times in units.items():
        m = len(combination)
        for a, first in enumerate(combination):
            shares[place[first]] += times / m
            for b, second in enumerate(combination):
                if a != b:
                    coincidences[place[first], place[second]] += times / (m - 1)
                    agreements[place[first], place[second]] += times / (m * (m - 1))
    return Tables(values, coincidences, agreements, shares, len({len(each) for each in units}) < 2)


def observed_agreement(units: Units[Any]) -> Measure:
    """The share of pairs of annotators who gave the same value, averaged over units: Fleiss (1971), formula 2."""
    import numpy as np

    found = tables(units).agreements
    return _measure(quotient(np.trace(found), found.sum()))


def nominal_alpha(units: Units[Any], distance: Distance | None = None) -> Measure:
    """Krippendorff's alpha for unordered values, or for values with a distance such as `masi`.

    Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C and D: any number of annotators,
    missing values simply left out of a unit; a unit with a single value counts for nothing.
    """
    import numpy as np

    found = tables(units)
    between = np.array([[distance(v, w) for w in found.values] for v in found.values]) if distance else None
    return _measure(alphas(found.coincidences, between), SAME if found.coincidences.any() else NOT_SEEN)


def cohen(units: Units[Any]) -> Measure:
    """Cohen's kappa of two annotators: Cohen, "A Coefficient of Agreement for Nominal Scales", EPM 20 (1960).

    A unit that only one of them saw counts for nothing.
    """
    import numpy as np

    both = {combination: times for combination, times in units.items() if len(combination) == 2}
    place = {value: i for i, value in enumerate(dict.fromkeys(value for pair in both for value in pair))}
    table = np.zeros((len(place), len(place)))
    for (first, second), times in both.items():
        table[place[first], place[second]] += times
    return _measure(kappas(table), SAME if both else NOT_SEEN)


def fleiss(units: Units[Any]) -> Measure:
    """Fleiss' kappa: Fleiss, "Measuring Nominal Scale Agreement Among Many Raters", Psychological Bulletin 76 (1971).

    Defined only where every unit was seen by the same number of annotators.
    """
    found = tables(units)
    if not found.complete:
        return Measure(None, INCOMPLETE)
    agreed, n = _agreed(found)
    return _measure(fleisses(agreed, n, found.shares), SAME if n else NOT_SEEN)


def ac1(units: Units[Any]) -> Measure:
    """Gwet's AC1, which does not fall when nearly every value is the same, as kappa does.

    Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", BJMSP 61 (2008).
    """
    found = tables(units)
    agreed, n = _agreed(found)
    return _measure(ac1s(agreed, n, found.shares), SAME if n else NOT_SEEN)


def _agreed(found: Tables) -> tuple["Array", "Array"]:
    """The sum of the units' agreement, and the number of units that at least two annotators saw."""
    import numpy as np

    return np.trace(found.agreements), found.agreements.sum()


def _measure(value: "Array", reason: str = NOT_SEEN) -> Measure:
    """The number, or the reason why it is none."""
    number = float(value)
    return Measure(None, reason) if number != number else Measure(number)
