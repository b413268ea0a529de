"""Counts article by article, and their sums over articles, once as they are and many times drawn with replacement."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.agreement.coefficients import NOT_SEEN, Measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RESAMPLES = 1000
"""How often the articles are drawn anew."""

FEWEST = 5
"""With fewer articles no interval is given."""

SEED = 20261121
"""So that the same articles give the same interval."""

TOO_FEW = f"no interval: fewer than {FEWEST} articles"

BLOCK = 2000
"""How many articles are summed at once, so that memory stays small."""


class Ledger:
    """What was counted in each article; every count adds up over articles."""

    def __init__(self) -> None:
        self._columns: dict[Hashable, int] = {}
        self._rows: list[tuple[list[int], list[float]]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def keys(self) -> list[Hashable]:
        """Everything that was counted anywhere, in the order it was met."""
        return list(self._columns)

    def add(self, counts: Mapping[Hashable, float]) -> int:
        """Enter an article's counts; the article's row."""
        self._rows.append(([], []))
        self.enter(len(self._rows) - 1, counts)
        return len(self._rows) - 1

    def enter(self, row: int, counts: Mapping[Hashable, float]) -> None:
        """Enter more counts of the article."""
        columns, values = self._rows[row]
        columns.extend(self._columns.setdefault(key, len(self._columns)) for key in counts)
        values.extend(counts.values())

    def sums(self, rows: Sequence[int] | None = None, resamples: int = RESAMPLES) -> "Sums":
        """The sums over these articles, or all."""
        import numpy as np

        chosen = range(len(self._rows)) if rows is None else rows
        n = len(chosen)
        draws = resamples if n >= FEWEST else 0
        total = np.zeros((len(self._columns), 1 + draws))
        random = np.random.default_rng(SEED)
        left = np.full(draws, n)
        for begin in range(0, n, BLOCK):
            block = self._block(chosen[begin : begin + BLOCK])
            size = block.shape[0]
            drawn = random.binomial(left, size / (n - begin))
            left = left - drawn
            weights = np.ones((1 + draws, size))
            for i, times in enumerate(drawn.tolist()):
                weights[1 + i] = np.bincount(random.integers(0, size, times), minlength=size)
            total += block.T @ weights.T
        return Sums(self._columns, total, n)

    def _block(self, rows: Sequence[int]) -> "Array":
        """The counts of some articles, a row each."""
        import numpy as np

        width = len(self._columns)
        return np.array([np.bincount(self._rows[row][0], self._rows[row][1], width) for row in rows])


class Sums:
    """The sums of every count over all articles, and after it the same for each resample."""

    def __init__(self, columns: Mapping[Hashable, int], total: "Array", articles: int) -> None:
        self._columns = columns
        self._total = total
        self.articles = articles

    def __getitem__(self, key: Hashable) -> "Array":
        """The sum under this key, then that of each resample; zeros where nothing was counted under it."""
        import numpy as np

        column = self._columns.get(key)
        return np.zeros(self._total.shape[1]) if column is None else self._total[column]

    def total(self, keys: Iterable[Hashable]) -> "Array":
        """The sum under all of these keys."""
        return sum((self[key] for key in keys), start=self[()])

    @property
    def size(self) -> int:
        """One, and the number of resamples."""
        return int(self._total.shape[1])

    def count(self, key: Hashable) -> int:
        """The sum over all articles, as a whole number."""
        return round(float(self[key][0]))

    def measure(self, values: "Array", reason: str = NOT_SEEN, articles: int | None = None) -> Measure:
        """A coefficient computed of sums, with its percentile interval: Efron, "Bootstrap methods" (1979).

        An interval needs at least five articles, and a value in nine of ten resamples.
        """
        import numpy as np

        value, drawn = float(values[0]), values[1:]
        if np.isnan(value):
            return Measure(None, reason)
        if (self.articles if articles is None else articles) < FEWEST:
            return Measure(value, TOO_FEW)
        defined = drawn[~np.isnan(drawn)]
        if len(defined) < 0.9 * max(1, len(drawn)):
            return Measure(value, "no interval: undefined in too many resamples")
        low, high = np.percentile(defined, (2.5, 97.5))
        return Measure(value, "", float(low), float(high))
