"""Fitting a conditional logit over candidates with hashed features: plain numpy, the same result every time."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

Rows = list[np.ndarray]


def hashed(features: Iterable[str], size: int) -> list[int]:
    """The places of some features in a table of `size`."""
    return [crc32(feature.encode()) & (size - 1) for feature in features]


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
        return np.array(self.flat, dtype=np.int32), np.concatenate([[0], np.cumsum(lengths)]), lengths


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


class Fit:
    """Weights being fitted to choices, by adaptive steps with shrinking, averaged over the later ones."""

    def __init__(self, choices: Choices, size: int) -> None:
        self.size = size
        self.rows = [lists.frozen() for lists in choices.kinds]
        self.of = [np.array(each, dtype=np.int64) for each in choices.of]
        self.counts, self.gold = np.array(choices.counts, dtype=np.int64), np.array(choices.gold, dtype=np.int64)
        self.offsets = np.concatenate([[0], np.cumsum(self.counts)])

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
