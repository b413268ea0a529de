"""One run of training: the order of the articles is drawn from a seed, everything else is the same in every run."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import torch
from msgspec import Struct
from torch import Tensor, nn

from annotator.suggest.encoder.training.examples import Example, Window, epoch
from annotator.suggest.encoder.training.losses import link_loss, tag_loss
from annotator.suggest.encoder.training.network import Network
from annotator.suggest.encoder.words import END, START

WINDOW = 254
"""How many word pieces a window holds besides its two ends."""


class Settings(Struct, frozen=True, kw_only=True):
    """How the network is trained; the defaults are those of the weights that ship."""

    epochs: int = 6
    """How often every article is read."""
    batch: int = 12
    """How many windows make a step."""
    rate: float = 2.5e-4
    """The learning rate of the body at its highest."""
    head_rate: float = 1e-3
    """The learning rate of what is not pretrained."""
    warmup: float = 0.06
    """The share of steps in which the rate rises; it falls in a straight line after that."""
    decay: float = 0.01
    """The weight decay of AdamW (Loshchilov and Hutter 2019)."""
    links: float = 0.3
    """How much the loss of the links counts beside that of the labels."""
    smoothing: float = 0.0
    """The smoothing of labels (Szegedy et al. 2016)."""
    seeds: tuple[int, ...] = (1, 2)
    """One run for each; the weights of all runs are averaged (Wortsman et al. 2022)."""


Say = Callable[[str], None]
"""Tells how far the training is."""


def fitted(network: Network, examples: list[Example], settings: Settings, seed: int, save: Path, say: Say) -> None:
    """Train the network in place; its weights are saved at `save` after every epoch."""
    torch.manual_seed(seed)
    random = Random(seed)
    total = settings.epochs * sum(1 for _ in epoch(examples, WINDOW, settings.batch, Random(seed)))
    optimizer = torch.optim.AdamW(_groups(network, settings), fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    network.train()
    step = 0
    for number in range(settings.epochs):
        sums = [0.0, 0.0, 0]
        for batch in epoch(examples, WINDOW, settings.batch, random):
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * _share(step / total, settings.warmup)
            tags, links = _step(network, optimizer, batch, settings)
            sums = [sums[0] + tags, sums[1] + links, sums[2] + 1]
            step += 1
            if step % 50 == 0:
                losses = f"labels {sums[0] / sums[2]:.4f}, links {sums[1] / sums[2]:.4f}"
                say(f"run {seed}, epoch {number + 1}, step {step} of {total}: loss of {losses}")
                sums = [0.0, 0.0, 0]
        torch.save(network.state_dict(), save)


def _groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    """The weights by learning rate and decay."""
    named = list(network.named_parameters())
    fresh = [p for name, p in named if name.split(".")[0] in ("tag", "link", "bias", "feature")]
    flat = [p for name, p in named if p.ndim == 1 and name.split(".")[0] not in ("tag", "link", "bias")]
    known = {id(p) for p in (*fresh, *flat)}
    body = [p for _, p in named if id(p) not in known]
    return [
        {"params": body, "lr": settings.rate, "weight_decay": settings.decay},
        {"params": flat, "lr": settings.rate, "weight_decay": 0.0},
        {"params": fresh, "lr": settings.head_rate, "weight_decay": 0.0},
    ]


def _share(done: float, warmup: float) -> float:
    """The part of the highest learning rate at this point of the training."""
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def _step(
    network: Network, optimizer: torch.optim.Optimizer, batch: list[Window], settings: Settings
) -> tuple[float, float]:
    """One step; the losses of labels and of links."""
    pieces, features = padded(batch)
    with torch.autocast("cpu", torch.bfloat16):
        scores, vectors = network(pieces, features)
    tags = tag_loss(scores, batch, settings.smoothing)
    links = link_loss(vectors, batch, network)
    (tags + settings.links * links).backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return tags.item(), links.item()


def padded(batch: list[Window]) -> tuple[Tensor, Tensor]:
    """The pieces and features of windows, each between its two ends, filled up with zeros."""
    width = 2 + max(len(window.pieces) for window in batch)
    pieces = torch.zeros(len(batch), width, dtype=torch.long)
    features = torch.zeros_like(pieces)
    for i, window in enumerate(batch):
        end = len(window.pieces) + 1
        pieces[i, 0], pieces[i, end] = START, END
        pieces[i, 1:end] = torch.from_numpy(window.pieces)
        features[i, 1:end] = torch.from_numpy(window.features)
    return pieces, features
