"""The coefficients themselves: numbers from counts, each with its published source; undefined is never a number."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

V = TypeVar("V", bound=Hashable)


class Measure(Struct, frozen=True):
    """A coefficient, or the reason why there is none."""

    value: float | None
    """None where it is undefined."""
    reason: str = ""
    """Why it is undefined."""


def f1(matched: int, first: int, second: int) -> Measure:
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


def nominal_alpha(units: Mapping[tuple[V, ...], int]) -> Measure:
    """Krippendorff's alpha for unordered values; `units` counts how often each combination of values was given.

    Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C and D: any number of annotators,
    missing values simply left out of a unit; a unit with a single value counts for nothing.
    """
    totals: Counter[V] = Counter()
    observed = 0.0
    for values, times in units.items():
        given = Counter(values)
        if (n := given.total()) > 1:
            observed += times * (n * n - sum(c * c for c in given.values())) / (n - 1)
            totals.update({value: times * c for value, c in given.items()})
    n = totals.total()
    expected = n * n - sum(c * c for c in totals.values())
    if not n:
        return Measure(None, "nothing was seen by two annotators")
    return Measure(1 - (n - 1) * observed / expected) if expected else Measure(None, "every value is the same")
