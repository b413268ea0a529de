"""The sums of some articles of a tally, and the pairs of annotators whose work they are."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.agreement.coefficients import Measure, f1s
from annotator.agreement.figures import Counts
from annotator.agreement.tally import Article, Key, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NO_PAIR = "no pair of annotators marked any"
"""Why there may be no mean of pairs."""


class Part:
    """The counts of some articles, summed, and resampled with replacement."""

    def __init__(self, tally: Tally, articles: Sequence[Article], person: str = "") -> None:
        """Take these articles; `person` limits what is told to the pairs that this annotator is in."""
        tally.close()
        self.person = person
        """The annotator whose pairs these are; empty for all."""
        self.sums = tally.ledger.sums([each.row for each in articles if each.row is not None])
        """The sums."""
        self.keys: list[Key] = [key for key in tally.ledger.keys if isinstance(key, tuple)]
        """What was counted anywhere."""
        pairs = sorted((str(key[1]), str(key[2])) for key in self.keys if key[0] == "documents")
        self.pairs = [pair for pair in pairs if self.sums["documents", *pair][0] and (not person or person in pair)]
        """The pairs of annotators."""
        self.given: dict[Key, dict[str, int]] = {
            key: dict(key[1])  # type: ignore[call-overload]
            for key in self.keys
            if key[0] == "given" and self.sums[key][0]
        }
        """Under each key of a unit, who gave which labels, as bits."""

    def units(self) -> Iterator[tuple[Key, list[int]]]:
        """Every unit with the values it was given; for one annotator, those of each pair apart."""
        if not self.person:
            yield from ((key, list(given.values())) for key, given in self.given.items())
            return
        for pair in self.pairs:
            yield from ((key, list(given)) for key, given in self.both(pair))

    def both(self, pair: tuple[str, str]) -> Iterator[tuple[Key, tuple[int, int]]]:
        """The units that both annotators read, with the value that each gave."""
        first, second = pair
        for key, given in self.given.items():
            if first in given and second in given:
                yield key, (given[first], given[second])

    def labels(self, order: Sequence[str]) -> list[str]:
        """The labels that were used: first those of `order`, then any others by name."""
        used = {str(key[3]) for key in self.keys if key[0] == "span" and self.sums[key][0]}
        return [*(label for label in order if label in used), *sorted(used.difference(order))]

    def counts(self, pair: tuple[str, str], label: str) -> Counts:
        """The pair's spans of one label."""
        return Counts(*(self.sums.count(("span", *pair, label, name)) for name in Counts.__struct_fields__))

    def span_f1(self, pair: tuple[str, str], labels: Collection[str], name: str) -> "Array":
        """F1 of the pair's spans of these labels."""
        both, first, second = (
            self.sums.total(("span", *pair, label, each) for label in labels) for each in (name, "first", "second")
        )
        return f1s(both, first, second)

    def mean(self, values: Sequence["Array"], reason: str = NO_PAIR) -> Measure:
        """The mean of what is defined for the pairs of annotators."""
        import numpy as np

        if not values:
            return Measure(None, reason)
        stacked = np.array(values)
        defined = (~np.isnan(stacked)).sum(0)
        return self.sums.measure(np.where(defined, np.nansum(stacked, 0) / np.maximum(defined, 1), np.nan), reason)

    def total(self, before: tuple[str, ...], after: tuple[str, ...]) -> int:
        """A count summed over the pairs of annotators."""
        return sum(self.sums.count((*before, *pair, *after)) for pair in self.pairs)
