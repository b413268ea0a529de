"""The network: a BERT body with embeddings of how words are written, a head that labels words, one that links spans."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from annotator.suggest.encoder.labels import LABELS
from annotator.suggest.encoder.linking import BUCKETS, LINK, RELATIONS
from annotator.suggest.encoder.words import FEATURES

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
"""The sizes of the pretrained body: MiniLM with six layers (Wang et al. 2020)."""

DROPOUT = 0.1


class Layer(nn.Module):
    """One layer of the body: attention among the words of a window, then a step for each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.attended, self.stepped = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Both steps for `x` [windows, pieces, width]; `mask` is added to the scores of attention."""
        q, k, v = (_split(each(x)) for each in (self.query, self.key, self.value))
        # Written out, because the fused kernel's backward pass takes a third of a step on a CPU.
        weights = (q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask.to(q.dtype)).softmax(3, dtype=q.dtype)
        x = self.attended(x + self.out((weights @ v).transpose(1, 2).flatten(2)))
        return self.stepped(x + self.drop(self.outer(nn.functional.gelu(self.inner(x)))))


def _split(x: Tensor) -> Tensor:
    """The width divided among the heads: [windows, heads, pieces, width of a head]."""
    return x.unflatten(2, (HEADS, WIDTH // HEADS)).transpose(1, 2)


class Network(nn.Module):
    """From word pieces and their features to scores of labels, and to vectors that say which spans belong together."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.feature = nn.Embedding(FEATURES, WIDTH)
        self.normed = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag = nn.Linear(WIDTH, len(LABELS))
        self.link = nn.Linear(WIDTH, LINK)
        self.bias = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        nn.init.zeros_(self.feature.weight)

    def forward(self, pieces: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores [windows, pieces, labels] and link vectors [windows, pieces, LINK]; piece 0 is padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.normed(self.word(pieces) + self.position(places) + self.feature(features)))
        mask = torch.where(pieces == 0, -1e4, 0.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.tag(x), self.link(x)

    def load_body(self, folder: Path) -> None:
        """Take over the pretrained weights of a BERT checkpoint in the safetensors format."""
        given = load_file(folder / "model.safetensors")
        token_type = given.pop("embeddings.token_type_embeddings.weight")[0]
        own = {ours: given[theirs] for ours, theirs in _names()}
        own["position.weight"] = own["position.weight"] + token_type
        missing, unknown = self.load_state_dict(own, strict=False)
        fresh = {"feature.weight", "tag.weight", "tag.bias", "link.weight", "link.bias", "bias"}
        if unknown or set(missing) != fresh:
            raise ValueError(f"{folder} is not the body expected: {unknown or sorted(set(missing) - fresh)}")


def _names() -> list[tuple[str, str]]:
    """Our name and the checkpoint's for every weight of the body."""
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "attended": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "stepped": "output.LayerNorm",
    }
    pairs = [
        ("word.weight", "embeddings.word_embeddings.weight"),
        ("position.weight", "embeddings.position_embeddings.weight"),
        *((f"normed.{kind}", f"embeddings.LayerNorm.{kind}") for kind in ("weight", "bias")),
    ]
    for i in range(LAYERS):
        for ours, theirs in parts.items():
            pairs += [(f"layers.{i}.{ours}.{k}", f"encoder.layer.{i}.{theirs}.{k}") for k in ("weight", "bias")]
    return pairs
