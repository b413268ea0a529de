"""The coefficients of units and answers, all at once for a corpus and its resamples."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from annotator.agreement.coefficients import (
    INCOMPLETE,
    NOT_SEEN,
    SAME,
    Measure,
    ac1s,
    alphas,
    fleisses,
    kappas,
    masi,
)
from annotator.agreement.ledger import Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Grid(Struct, frozen=True):
    """Coincidences of values over a corpus and its resamples; see `coefficients.Tables` for the three sums."""

    values: Sequence[Hashable]
    """The values, in the order of the axes."""
    coincidences: Any
    """`[v, w, resample]`."""
    agreements: Any
    """`[v, w, resample]`."""
    shares: Any
    """`[v, resample]`."""
    complete: bool
    """Whether every unit was seen by the same number of annotators."""

    @property
    def units(self) -> int:
        """How many units at least two annotators saw."""
        return round(float(self.agreements[..., 0].sum()))

    def joined(self, test: Callable[[Any], bool]) -> "Grid":
        """The grid of two values: those that pass the test, and those that do not."""
        import numpy as np

        fold = np.array([[test(value), not test(value)] for value in self.values], float).reshape(-1, 2)
        coincidences, agreements = (
            np.einsum("va,vwr,wb->abr", fold, each, fold, optimize=True)
            for each in (self.coincidences, self.agreements)
        )
        return Grid((True, False), coincidences, agreements, np.einsum("va,vr->ar", fold, self.shares), self.complete)

    def alpha(self, sums: Sums, articles: int | None = None, by_masi: bool = False) -> Measure:
        """Krippendorff's alpha."""
        import numpy as np

        sets: Any = self.values
        distances = np.array([[masi(v, w) for w in sets] for v in sets]) if by_masi else None
        values = alphas(self.coincidences.transpose(2, 0, 1), distances)
        return sums.measure(values, self.reason, articles)

    def observed(self, sums: Sums) -> Measure:
        """Observed agreement."""
        import numpy as np

        agreed, n = self._agreed()
        with np.errstate(invalid="ignore"):
            return sums.measure(agreed / n, self.reason)

    def ac1(self, sums: Sums) -> Measure:
        """Gwet's AC1."""
        return sums.measure(ac1s(*self._agreed(), self.shares.T), self.reason)

    def fleiss(self, sums: Sums) -> Measure:
        """Fleiss' kappa."""
        if not self.complete:
            return Measure(None, INCOMPLETE)
        return sums.measure(fleisses(*self._agreed(), self.shares.T), self.reason)

    def symmetric(self) -> "Grid":
        """The same with every coincidence both ways, as alpha wants it, of a grid made with `ordered`."""
        coincidences, agreements = (each + each.transpose(1, 0, 2) for each in (self.coincidences, self.agreements))
        return Grid(self.values, coincidences, agreements, self.shares, self.complete)

    def kappas(self) -> "Array":
        """Cohen's kappa of each resample, of a grid made with `ordered`."""
        return kappas(self.coincidences.transpose(2, 0, 1))

    def cohen(self, sums: Sums, articles: int | None = None) -> Measure:
        """Cohen's kappa, of a grid made with `ordered`."""
        return sums.measure(self.kappas(), self.reason, articles)

    @property
    def reason(self) -> str:
        """Why a coefficient may be undefined here."""
        return SAME if self.units else NOT_SEEN

    def _agreed(self) -> tuple["Array", "Array"]:
        return self.agreements.trace(), self.agreements.sum((0, 1))


def grid(sums: Sums, units: Iterable[tuple[Hashable, Sequence[Hashable]]], ordered: bool = False) -> Grid:
    """The grid of units, given the key that each is counted under and the values that annotators gave it.

    With `ordered` there are two values to a unit, and the first stands down, the second across.
    """
    import numpy as np

    counted = [(sums[key], given) for key, given in units if sums[key][0]]
    values = list(dict.fromkeys(value for _, given in counted for value in given))
    place = {value: i for i, value in enumerate(values)}
    coincidences, agreements = np.zeros((2, len(values), len(values), sums.size))
    shares = np.zeros((len(values), sums.size))
    for times, given in counted:
        m = len(given)
        for value in given:
            shares[place[value]] += times / m
        for (one, other), pairs in _pairs(given, ordered).items():
            coincidences[place[one], place[other]] += times * (pairs / (m - 1))
            agreements[place[one], place[other]] += times * (pairs / (1 if ordered else m * (m - 1)))
    return Grid(values, coincidences, agreements, shares, len({len(given) for _, given in counted}) < 2)


def _pairs(given: Sequence[Hashable], ordered: bool) -> dict[tuple[Hashable, Hashable], int]:
    """How often each two values meet in one unit."""
    found: dict[tuple[Hashable, Hashable], int] = {}
    for i, one in enumerate(given):
        for j, other in enumerate(given):
            if i < j or (i > j and not ordered):  # i == j is the annotator with oneself
                found[one, other] = found.get((one, other), 0) + 1
    return found
