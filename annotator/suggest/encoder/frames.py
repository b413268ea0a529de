"""From what the network says of words to frames: the best labels, the spans they mark, and which cue each goes with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.domain.codebook import ROLES
from annotator.suggest.encoder.labels import FORBIDDEN, LABELS, best_path, spans
from annotator.suggest.encoder.linking import LINK, PART, RELATIONS, Pair, apart, beside, buckets, part
from annotator.suggest.encoder.tagging import Floats, Tagged

LEAN = {"source": 0.3, "content": -0.3}
"""How much readier to see a role than its probability says: a source is missed more often, a content seen too often."""

LEANING = np.array([LEAN.get(name[2:], 0.0) for name in LABELS], np.float32)
"""The same for each label."""

BESIDE = 8.0
"""How much better a source scores that stands right before the cue; one right after it gains a quarter of that."""

NOBODY = -1
"""Stands for no cue."""

SPARE = 8.0
"""How much worse than no source a source that goes with no other cue may score and still be taken."""


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


def frames(tagged: Tagged) -> tuple[list[Found], list[Pair]]:
    """The frames of the article in the order of their cues, and the cues that make none because they lack a content."""
    if not len(tagged.scores):
        return [], []
    path = best_path(tagged.scores + LEANING)
    by_role: dict[str, list[Pair]] = {role: [] for role in ROLES}
    for role, since, until in spans(path):
        by_role[role].append((since, until))
    cues = by_role["cue"]
    if not cues:
        return [], []
    sure = np.exp(tagged.scores[np.arange(len(path)), path])
    source_scores, content_scores = (_links(tagged, cues, by_role[name], i) for i, name in enumerate(RELATIONS))
    given = _given(content_scores[:, 1:])
    chosen = _chosen(source_scores, set(given))
    shares = {"source": _shares(source_scores, 1), "content": _shares(content_scores[:, 1:], 0)}
    found = [
        _frame(row, cues, by_role, chosen[row], [j for j, each in enumerate(given) if each == row], shares, sure)
        for row in sorted(set(given) - {NOBODY})
    ]
    return found, [cue for row, cue in enumerate(cues) if row not in given]


def _given(scores: Floats) -> list[int]:
    """For each content the cue that it goes with best; `NOBODY` where it may go with none."""
    return [int(column.argmax()) if column.max() > FORBIDDEN else NOBODY for column in scores.T]


def _chosen(scores: Floats, filled: set[int]) -> list[int]:
    """For each cue the column of its source, 0 where it has none.

    A source that no cue would have goes to the cue with a content that lacks one and likes it best, if any nearly does:
    the network marks only sources of something.
    """
    chosen = [int(row.argmax()) for row in scores]
    for column in sorted(set(range(1, scores.shape[1])) - set(chosen)):
        likes = {row: scores[row, column] - scores[row, 0] for row in filled - {NOBODY} if not chosen[row]}
        best = max(likes, key=lambda row: likes[row], default=NOBODY)
        if best != NOBODY and likes[best] > -SPARE:
            chosen[best] = column
    return chosen


def _links(tagged: Tagged, cues: list[Pair], others: list[Pair], relation: int) -> Floats:
    """How well each other span goes with each cue, and in the first column how well none does, [cues, 1 + others]."""
    none = tagged.vectors[[cue[0] for cue in cues], LINK - len(RELATIONS) + relation]
    products = part(tagged.vectors, cues, "cue") @ part(tagged.vectors, others, RELATIONS[relation]).T
    scores = products / PART**0.5 + tagged.bias[relation][buckets(cues, others, tagged.words.breaks)]
    if RELATIONS[relation] == "source" and others:
        scores = scores + BESIDE * beside(cues, others)
    scores = np.where(apart(cues, others, tagged.words.breaks, RELATIONS[relation]), FORBIDDEN, scores)
    joined: Floats = np.concatenate((none[:, None], scores), axis=1)
    return joined


def _frame(
    row: int,
    cues: list[Pair],
    by_role: dict[str, list[Pair]],
    column: int,
    contents: list[int],
    shares: dict[str, Floats],
    sure: NDArray[np.float32],
) -> Found:
    """The frame of one cue."""
    source = by_role["source"][column - 1] if column else None
    fragments = tuple(by_role["content"][j] for j in contents)
    found = {
        "cue": _mean(sure, (cues[row],)),
        "source": _mean(sure, (source,)) if source else 1.0,
        "content": _mean(sure, fragments),
        "source link": float(shares["source"][row, column]),
        "content link": float(min(shares["content"][row, j] for j in contents)),
    }
    return Found(cues[row], source, fragments, found)


def _shares(scores: Floats, axis: int) -> Floats:
    """Scores as shares of one (softmax)."""
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True, initial=-1e9))
    shares: Floats = powers / powers.sum(axis=axis, keepdims=True)
    return shares


def _mean(sure: NDArray[np.float32], pairs: tuple[Pair, ...]) -> float:
    """The mean probability of the labels of these words."""
    return float(np.concatenate([sure[since:until] for since, until in pairs]).mean())
