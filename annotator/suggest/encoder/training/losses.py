"""What the network is taught: the label of every word, and which cue each source and content belongs to."""

import numpy as np
import torch
from torch import Tensor, nn

from annotator.suggest.encoder.linking import LINK, PART, RELATIONS, Pair, apart, buckets, part
from annotator.suggest.encoder.training.examples import Window
from annotator.suggest.encoder.training.network import Network

NEVER = -1e4
"""The score of a pair that is never linked."""

SCALE = PART**0.5
"""By what products of vectors are divided."""


def tag_loss(scores: Tensor, batch: list[Window]) -> Tensor:
    """The mean cross entropy of all words' labels; scores are [windows, pieces, labels], with one piece in front."""
    chosen = torch.cat([scores[i, torch.from_numpy(w.first + 1)] for i, w in enumerate(batch)])
    labels = torch.from_numpy(np.concatenate([w.labels for w in batch]))
    return nn.functional.cross_entropy(chosen.float(), labels)


def link_loss(vectors: Tensor, batch: list[Window], network: Network) -> Tensor:
    """The mean cross entropy of the links: of each cue to a source or none, of each content to a cue."""
    losses = []
    for i, window in enumerate(batch):
        if window.frames:
            losses += _window_losses(vectors[i, torch.from_numpy(window.first + 1)].float(), window, network)
    return torch.stack(losses).mean() if losses else vectors.sum() * 0


def _window_losses(vectors: Tensor, window: Window, network: Network) -> list[Tensor]:
    cues = [frame.roles["cue"][0] for frame in window.frames]
    losses = []
    for relation, name in enumerate(RELATIONS):
        others = sorted({pair for frame in window.frames for pair in frame.roles[name]})
        wanted = torch.zeros(len(cues), len(others))
        for row, frame in enumerate(window.frames):
            for pair in frame.roles[name]:
                wanted[row, others.index(pair)] = 1
        never = torch.from_numpy(apart(cues, others, window.breaks, name)) & (wanted == 0)
        scores = pair_scores(vectors, cues, others, window.breaks, relation, network).masked_fill(never, NEVER)
        none = vectors[torch.tensor([cue[0] for cue in cues]), LINK - len(RELATIONS) + relation]
        by_cue = torch.cat([none[:, None], scores], 1)
        lacking = (wanted.sum(1, keepdim=True) == 0).float()
        target = torch.cat([lacking, wanted], 1)
        losses.append(nn.functional.cross_entropy(by_cue, target / target.sum(1, keepdim=True)))
        if others:
            losses.append(nn.functional.cross_entropy(scores.T, (wanted / wanted.sum(0, keepdim=True)).T))
    return losses


def pair_scores(
    vectors: Tensor, cues: list[Pair], others: list[Pair], breaks: np.ndarray, relation: int, network: Network
) -> Tensor:
    """How well each other span goes with each cue, [cues, others]."""
    mine, theirs = part(vectors, cues, "cue"), part(vectors, others, RELATIONS[relation])
    classes = torch.from_numpy(buckets(cues, others, breaks))
    return mine @ theirs.T / SCALE + network.bias[relation][classes]
