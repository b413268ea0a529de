"""From what the network says of words to frames: the best labels, the spans they mark, and which cue each goes with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.encoder.labels import FORBIDDEN, best_path, spans
from annotator.suggest.encoder.linking import LINK, PART, RELATIONS, Pair, buckets, part, too_far
from annotator.suggest.encoder.tagging import Floats, Tagged

GAP = 4
"""Fragments of one content with at most this many words between them are one."""


@dataclass(frozen=True)
class Found:
    """A frame in words."""

    cue: Pair
    """The cue's first word, and the word after its last."""
    source: Pair | None
    """The source mention; None where the network finds none."""
    content: tuple[Pair, ...]
    """The fragments of the content."""
    sure: dict[str, float]
    """How sure the network is of each role, and of each role's link to the cue."""


def frames(tagged: Tagged, gap: int = GAP) -> list[Found]:
    """The frames of the article in the order of their cues; a cue without a content makes none."""
    if not len(tagged.scores):
        return []
    path = best_path(tagged.scores)
    by_role: dict[str, list[Pair]] = {"source": [], "cue": [], "content": []}
    for role, since, until in spans(path):
        by_role[role].append((since, until))
    cues = by_role["cue"]
    if not cues:
        return []
    sure = np.exp(tagged.scores[np.arange(len(path)), path])
    sources, contents = (_links(tagged, cues, by_role[name], i) for i, name in enumerate(RELATIONS))
    return [
        frame
        for row in range(len(cues))
        if (frame := _frame(row, cues, by_role, sources, contents, sure, gap)) is not None
    ]


def _links(tagged: Tagged, cues: list[Pair], others: list[Pair], relation: int) -> Floats:
    """How well each other span goes with each cue, and in the first column how well none does, [cues, 1 + others]."""
    none = tagged.vectors[[cue[0] for cue in cues], LINK - len(RELATIONS) + relation]
    products = part(tagged.vectors, cues, "cue") @ part(tagged.vectors, others, RELATIONS[relation]).T
    scores = products / PART**0.5 + tagged.bias[relation][buckets(cues, others, tagged.words.breaks)]
    scores = np.where(too_far(cues, others), FORBIDDEN, scores)
    joined: Floats = np.concatenate((none[:, None], scores), axis=1)
    return joined


def _frame(
    row: int,
    cues: list[Pair],
    by_role: dict[str, list[Pair]],
    sources: Floats,
    contents: Floats,
    sure: NDArray[np.float32],
    gap: int,
) -> Found | None:
    """The frame of one cue."""
    mine = _shares(contents[:, 1:], 0)
    own = [j for j in range(mine.shape[1]) if mine[:, j].argmax() == row and contents[row, 1 + j] > FORBIDDEN]
    if not own:
        return None
    by_source = _shares(sources[row], 0)
    at = int(by_source.argmax())
    source = by_role["source"][at - 1] if at else None
    pieces = [by_role["content"][j] for j in own]
    return Found(
        cues[row],
        source,
        _joined(pieces, gap),
        {
            "cue": _mean(sure, [cues[row]]),
            "source": _mean(sure, [source]) if source else 1.0,
            "content": _mean(sure, pieces),
            "source link": float(by_source[at]),
            "content link": float(min(mine[row, j] for j in own)),
        },
    )


def _shares(scores: Floats, axis: int) -> Floats:
    """Scores as shares of one (softmax)."""
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True, initial=-1e9))
    shares: Floats = powers / powers.sum(axis=axis, keepdims=True)
    return shares


def _mean(sure: NDArray[np.float32], pairs: list[Pair]) -> float:
    """The mean probability of the labels of these words."""
    return float(np.concatenate([sure[since:until] for since, until in pairs]).mean())


def _joined(pairs: list[Pair], gap: int) -> tuple[Pair, ...]:
    """The fragments in order, those with a small gap between them as one."""
    whole: list[Pair] = []
    for since, until in sorted(pairs):
        if whole and since - whole[-1][1] <= gap:
            whole[-1] = (whole[-1][0], until)
        else:
            whole.append((since, until))
    return tuple(whole)
