"""Fitting a conditional logit over candidates with hashed features: plain numpy, the same result every time."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotator.domain.selecting_weights import HASHES

Rows = list[np.ndarray]


class Lists:
    """Many short lists of numbers, end to end."""

    def __init__(self) -> None:
        self.flat, self.lengths = array("i"), array("i")

    def add(self, numbers: Sequence[int]) -> None:
        """Add one list."""
        self.flat.extend(numbers)
        self.lengths.append(len(numbers))

    def frozen(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The numbers, where each list begins and ends, and how long it is."""
        lengths = np.array(self.lengths, dtype=np.int64)
        return np.frombuffer(self.flat, dtype=np.int32), np.concatenate([[0], np.cumsum(lengths)]), lengths


def _numbered(lists: Lists, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lists in new numbers, with those left out that have none, and 0 before each."""
    flat, offsets, _ = lists.frozen()
    new = numbers[flat]
    kept = new > 0
    counts = np.add.reduceat(kept, offsets[:-1], dtype=np.int64) + 1
    begins = np.concatenate([[0], np.cumsum(counts)])
    every = np.zeros(begins[-1], dtype=np.int32)
    others = np.ones(begins[-1], dtype=bool)
    others[begins[:-1]] = False
    every[others] = new[kept]
    return every, begins, counts


@dataclass
class Choices:
    """Many choices, each of one candidate among some; a candidate is the sum of a few rows of features."""

    kinds: tuple[Lists, ...]
    """The rows: one list of them for every kind, such as starts, ends and shapes."""
    of: tuple[array, ...] = ()
    """For every kind: the row of each candidate."""
    counts: array = field(default_factory=lambda: array("i"))
    """How many candidates each choice has."""
    gold: array = field(default_factory=lambda: array("i"))
    """Which of them is right."""

    @classmethod
    def empty(cls, kinds: int) -> "Choices":
        """No choices yet."""
        return cls(tuple(Lists() for _ in range(kinds)), tuple(array("i") for _ in range(kinds)))

    def __len__(self) -> int:
        return len(self.counts)

    def add(self, candidates: Sequence[tuple[Any, ...]], right: int, *rows: Callable[[Any], list[int]]) -> None:
        """Add a choice: a candidate names its row of every kind, and a row that several of them share is made once."""
        for number, (kind, of, row) in enumerate(zip(self.kinds, self.of, rows, strict=True)):
            names = [candidate[number] for candidate in candidates]
            places: dict[Any, int] = {}
            for name in dict.fromkeys(names):
                places[name] = len(kind.lengths)
                kind.add(row(name))
            of.extend(places[name] for name in names)
        self.counts.append(len(candidates))
        self.gold.append(right)


class Fit:
    """Weights being fitted to choices, by adaptive steps with shrinking, averaged over the later ones.

    Features seen fewer than `often` times are left out; the others have the numbers 1, 2, 3 and so on, and 0 is in
    every row, so that none is empty.
    """

    def __init__(self, choices: Choices, often: int, only: np.ndarray | None = None) -> None:
        counts = sum(
            np.bincount(np.frombuffer(each.flat, dtype=np.int32), minlength=HASHES + 1) for each in choices.kinds
        )
        kept = np.flatnonzero(counts >= often)
        self.hashes = kept if only is None else np.intersect1d(kept, only)
        numbers = np.zeros(HASHES + 1, dtype=np.int32)
        numbers[self.hashes] = np.arange(1, len(self.hashes) + 1)
        self.size = len(self.hashes) + 1
        self.rows = [_numbered(lists, numbers) for lists in choices.kinds]
        self.of = [np.frombuffer(each, dtype=np.int32).astype(np.int64) for each in choices.of]
        self.counts, self.gold = np.array(choices.counts, dtype=np.int64), np.array(choices.gold, dtype=np.int64)
        self.offsets = np.concatenate([[0], np.cumsum(self.counts)])

    def start(self, weights: dict[int, float]) -> np.ndarray:
        """Known weights by hash, as the fit numbers them."""
        return np.array([0.0, *(weights.get(each, 0.0) for each in self.hashes.tolist())])

    def named(self, weights: np.ndarray) -> dict[int, float]:
        """The weights by hash, those that are not zero."""
        return {h: w for h, w in zip(self.hashes.tolist(), weights[1:].tolist(), strict=True) if w}

    def batches(self, order: np.ndarray, batch: int) -> Iterator[tuple[int, int]]:
        """From which to which choice each step goes."""
        for number in order:
            yield number * batch, min(len(self.counts), (number + 1) * batch)

    def scores(self, weights: np.ndarray, low: int, high: int) -> tuple[np.ndarray, list[tuple[np.ndarray, ...]]]:
        """The score of each candidate of some choices, and what is needed to go back from it to the features."""
        begin, end = self.offsets[low], self.offsets[high]
        total, back = np.zeros(end - begin), []
        for (flat, offsets, lengths), of in zip(self.rows, self.of, strict=True):
            rows = of[begin:end]
            first, last = rows.min(), rows.max() + 1
            indexes = flat[offsets[first] : offsets[last]]
            sums = np.add.reduceat(weights[indexes], offsets[first:last] - offsets[first])
            total += sums[rows - first]
            back.append((rows - first, indexes, lengths[first:last]))
        return total, back

    def chances(self, scores: np.ndarray, low: int, high: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The chance of each candidate, the places of the right ones, and whether each is the best."""
        starts = self.offsets[low:high] - self.offsets[low]
        counts, right = self.counts[low:high], starts + self.gold[low:high]
        best = np.maximum.reduceat(scores, starts)
        chances = np.exp(scores - np.repeat(best, counts))
        chances /= np.repeat(np.add.reduceat(chances, starts), counts)
        return chances, right, scores[right] >= best

    def gradient(self, error: np.ndarray, back: list[tuple[np.ndarray, ...]]) -> np.ndarray:
        """What an error on the candidates means for the weights."""
        indexes = np.concatenate([each[1] for each in back])
        parts = [
            np.repeat(np.bincount(rows, weights=error, minlength=len(lengths)), lengths) for rows, _, lengths in back
        ]
        return np.bincount(indexes, weights=np.concatenate(parts), minlength=self.size)

    def fit(self, weights: np.ndarray, epochs: int, shrink: float, rate: float = 0.2, batch: int = 128) -> np.ndarray:
        """The averaged weights after some rounds over all choices."""
        random, squares = np.random.default_rng(0), np.full(self.size, 1e-2)
        count = -(-len(self.counts) // batch)
        mean, taken, step, right = np.zeros(self.size), 0, 0, 0
        for _ in range(epochs):
            right = 0
            for low, high in self.batches(random.permutation(count), batch):
                scores, back = self.scores(weights, low, high)
                error, gold, best = self.chances(scores, low, high)
                right += int(best.sum())
                error[gold] -= 1
                gradient = self.gradient(error, back)
                squares += gradient * gradient
                moved = rate / np.sqrt(squares)
                weights = weights - moved * gradient
                touched = gradient != 0
                limit = moved * shrink * (high - low)
                weights = np.where(touched, np.sign(weights) * np.maximum(0, np.abs(weights) - limit), weights)
                step += 1
                if step * 3 > count * epochs and step % 4 == 0:
                    mean, taken = mean + weights, taken + 1
        print(f"    fitted {len(self.counts)} choices, {right / len(self.counts):.3f} right", flush=True)
        return mean / max(1, taken)
