"""One run of training: the order of the articles is drawn from a seed, everything else is the same in every run."""

from collections.abc import Callable
from functools import partial
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

TOLD = 50
"""After every so many steps it is told how far the training is."""


class Round(Struct, frozen=True, kw_only=True):
    """A part of the training with rates of its own."""

    epochs: int
    """How often every article is read."""
    rate: float
    """The learning rate of the body at its highest."""
    head_rate: float
    """The learning rate of what is not pretrained."""
    links: float
    """How much the loss of the links counts beside that of the labels."""


class Settings(Struct, frozen=True, kw_only=True):
    """How the network is trained; the defaults are those of the weights that ship."""

    rounds: tuple[Round, ...] = (
        Round(epochs=5, rate=2.5e-4, head_rate=1e-3, links=0.3),
        Round(epochs=3, rate=1.2e-4, head_rate=4e-4, links=0.5),
    )
    """One after the other; the rates rise and fall in each (warm restarts, Loshchilov and Hutter 2017)."""
    batch: int = 12
    """How many windows make a step."""
    warmup: float = 0.06
    """The share of a round's steps in which the rate rises; it falls in a straight line after that."""
    decay: float = 0.01
    """The weight decay of AdamW (Loshchilov and Hutter 2019)."""
    seeds: tuple[int, ...] = (1,)
    """One run for each; the weights at the end of every round of every run are averaged (Wortsman et al. 2022)."""


Say = Callable[[str], None]
"""Tells how far the training is."""


def fitted(
    network: Network, examples: list[Example], settings: Settings, seed: int, say: Say
) -> list[dict[str, Tensor]]:
    """Train the network in place; its weights at the end of each round."""
    torch.manual_seed(seed)
    random, ends = Random(seed), []
    for number, plan in enumerate(settings.rounds, 1):
        _round(network, examples, settings, plan, random, partial(_say, say, f"run {seed}, round {number}"))
        ends.append({name: weights.detach().clone() for name, weights in network.state_dict().items()})
    return ends


def _say(say: Say, where: str, what: str) -> None:
    say(f"{where}, {what}")


def _round(
    network: Network, examples: list[Example], settings: Settings, plan: Round, random: Random, say: Say
) -> None:
    """Train for one round."""
    total = plan.epochs * sum(1 for _ in epoch(examples, WINDOW, settings.batch, Random(0)))
    optimizer = torch.optim.AdamW(_groups(network, settings, plan), fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    network.train()
    step, sums = 0, [0.0, 0.0, 0]
    for number in range(1, plan.epochs + 1):
        for batch in epoch(examples, WINDOW, settings.batch, random):
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * _share(min(1.0, step / total), settings.warmup)
            tags, links = _step(network, optimizer, batch, plan.links)
            sums = [sums[0] + tags, sums[1] + links, sums[2] + 1]
            step += 1
            if step % TOLD == 0:
                losses = f"labels {sums[0] / sums[2]:.4f}, links {sums[1] / sums[2]:.4f}"
                say(f"epoch {number}, step {step} of about {total}: loss of {losses}")
                sums = [0.0, 0.0, 0]


def _groups(network: Network, settings: Settings, plan: Round) -> list[dict[str, object]]:
    """The weights by learning rate and decay."""
    named = list(network.named_parameters())
    fresh = [p for name, p in named if name.split(".")[0] in ("tag", "link", "bias", "feature")]
    flat = [p for name, p in named if p.ndim == 1 and name.split(".")[0] not in ("tag", "link", "bias")]
    known = {id(p) for p in (*fresh, *flat)}
    body = [p for _, p in named if id(p) not in known]
    return [
        {"params": body, "lr": plan.rate, "weight_decay": settings.decay},
        {"params": flat, "lr": plan.rate, "weight_decay": 0.0},
        {"params": fresh, "lr": plan.head_rate, "weight_decay": 0.0},
    ]


def _share(done: float, warmup: float) -> float:
    """The part of the highest learning rate at this point of the training."""
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def _step(
    network: Network, optimizer: torch.optim.Optimizer, batch: list[Window], weight: float
) -> tuple[float, float]:
    """One step; the losses of labels and of links."""
    pieces, features = padded(batch)
    with torch.autocast("cpu", torch.bfloat16):
        scores, vectors = network(pieces, features)
    tags = tag_loss(scores, batch)
    links = link_loss(vectors, batch, network)
    (tags + weight * links).backward()
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
