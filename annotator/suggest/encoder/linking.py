"""Which source and content belong to which cue: scores of pairs of spans from the encoder's link vectors."""

import numpy as np
from numpy.typing import NDArray

RELATIONS = ("source", "content")
"""What is linked to a cue."""

PART = 48
"""The width of each part of a link vector."""

LINK = PART * 6 + len(RELATIONS)
"""The width of a link vector: first and last word of a span as source, as content and as cue; scores of no link."""

DISTANCES = 8
"""Into how many classes distances in words are put, each twice as wide as the one before."""

BUCKETS = 2 * DISTANCES * 3 * 2
"""Classes of pairs: which comes first, how far apart, how many cues lie between, whether a paragraph ends between."""

REACH = 100
"""How many words at most may lie between a cue and what is linked to it; the network never saw more in a window."""

Pair = tuple[int, int]
"""The first word of a span, and the word after its last."""


def buckets(cues: list[Pair], others: list[Pair], breaks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The class of each pair of cue and other span, [cues, others]."""
    c, o = np.array(cues, np.int64).reshape(-1, 2), np.array(others, np.int64).reshape(-1, 2)
    after = (o[None, :, 0] >= c[:, None, 0]).astype(np.int64)
    since = np.minimum(c[:, None, 1], o[None, :, 1])
    until = np.maximum(np.maximum(c[:, None, 0], o[None, :, 0]), since)
    far = np.minimum(np.log2(until - since + 1).astype(np.int64), DISTANCES - 1)
    starts = np.sort(c[:, 0])
    between = np.minimum(np.searchsorted(starts, until) - np.searchsorted(starts, since), 2)
    ended = np.concatenate(([0], np.cumsum(breaks)))
    apart = (ended[until] > ended[since]).astype(np.int64)
    classes: NDArray[np.int64] = ((after * DISTANCES + far) * 3 + between) * 2 + apart
    return classes


def apart(cues: list[Pair], others: list[Pair], breaks: NDArray[np.bool_], relation: str) -> NDArray[np.bool_]:
    """Which pairs are never linked, [cues, others]: those far apart, and those in two paragraphs without need.

    A content needs a cue of another paragraph where its own has none, and a cue a source where its own has none.
    """
    c, o = np.array(cues, np.int64).reshape(-1, 2), np.array(others, np.int64).reshape(-1, 2)
    paragraphs = np.concatenate(([0], np.cumsum(breaks)))
    same = paragraphs[c[:, None, 0]] == paragraphs[o[None, :, 0]]
    in_need = ~same.any(axis=0)[None, :] if relation == "content" else ~same.any(axis=1)[:, None]
    gap = np.maximum(c[:, None, 0], o[None, :, 0]) - np.minimum(c[:, None, 1], o[None, :, 1])
    never: NDArray[np.bool_] = (gap > REACH) | ~(same | in_need)
    return never


def beside(cues: list[Pair], others: list[Pair]) -> NDArray[np.float64]:
    """One where the other span ends at the cue, a quarter where it begins after it, else nothing, [cues, others]."""
    c, o = np.array(cues, np.int64).reshape(-1, 2), np.array(others, np.int64).reshape(-1, 2)
    before, after = o[None, :, 1] == c[:, None, 0], o[None, :, 0] == c[:, None, 1]
    shares: NDArray[np.float64] = before + after / 4
    return shares


def part(vectors: NDArray[np.float32], spans: list[Pair], name: str) -> NDArray[np.float32]:
    """The vectors [spans, PART] that stand for spans as `source`, `content` or `cue`, from those of words."""
    at = ("source", "content", "cue").index(name) * 2 * PART
    pairs = np.array(spans, np.int64).reshape(-1, 2)
    summed: NDArray[np.float32] = (
        vectors[pairs[:, 0], at : at + PART] + vectors[pairs[:, 1] - 1, at + PART : at + 2 * PART]
    )
    return summed
