"""The labels of words in the encoder's alphabet: for each role the beginning, inside, end and whole of a span."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from annotator.domain.codebook import ROLES

OUTSIDE = 0
"""The label of a word that fills no role."""

PARTS = ("B", "I", "E", "S")
"""Begin, inside, end, and a span of a single word."""

LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in PARTS))
"""All labels by index."""

FORBIDDEN = -1e9
"""What an impossible step between labels costs."""


def label(part: str, role: str) -> int:
    """The index of a label."""
    return 1 + ROLES.index(role) * len(PARTS) + PARTS.index(part)


def mark(labels: NDArray[np.int64], role: str, since: int, until: int) -> None:
    """Label the words from `since` up to `until` as one span of the role."""
    if until - since == 1:
        labels[since] = label("S", role)
        return
    labels[since + 1 : until - 1] = label("I", role)
    labels[since], labels[until - 1] = label("B", role), label("E", role)


@cache
def steps() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """What it costs to begin with a label, to go from one to another, and to stop with one: nothing or too much."""
    opens = np.array([name == "O" or name[0] in "BS" for name in LABELS])
    closes = np.array([name == "O" or name[0] in "ES" for name in LABELS])
    may = closes[:, None] & opens[None, :]
    for i, here in enumerate(LABELS):
        for j, there in enumerate(LABELS):
            if here[0] in "BI" and there[0] in "IE" and here[1:] == there[1:]:
                may[i, j] = True
    cost = np.where(may, 0, FORBIDDEN).astype(np.float32)
    return (
        np.where(opens, 0, FORBIDDEN).astype(np.float32),
        cost,
        np.where(closes, 0, FORBIDDEN).astype(np.float32),
    )


def best_path(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The most likely labels of words with these log probabilities [words, labels] (Viterbi 1967)."""
    begin, cost, stop = steps()
    count = len(scores)
    came = np.zeros((count, len(LABELS)), np.int64)
    best, every = begin + scores[0], np.arange(len(LABELS))
    for i in range(1, count):
        reached = best[:, None] + cost
        came[i] = reached.argmax(axis=0)
        best = reached[came[i], every] + scores[i]
    path = np.zeros(count, np.int64)
    path[-1] = int((best + stop).argmax())
    for i in range(count - 1, 0, -1):
        path[i - 1] = came[i, path[i]]
    return path


def spans(path: NDArray[np.int64]) -> list[tuple[str, int, int]]:
    """The spans that a path marks: role, first word, and the word after the last."""
    found: list[tuple[str, int, int]] = []
    since = 0
    for i, each in enumerate(path):
        name = LABELS[each]
        if name[0] in "BS":
            since = i
        if name[0] in "ES":
            found.append((name[2:], since, i + 1))
    return found
