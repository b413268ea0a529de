"""Conditional random fields: fitted to labelled tokens, and asked how likely each label is at each token.

Lafferty, McCallum & Pereira, "Conditional random fields" (2001), in the implementation of CRFsuite (Okazaki, 2007).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

OUTSIDE = "O"
"""The state of a token that no label marks."""

SETTINGS = {"c1": 0.05, "c2": 0.6, "max_iterations": 60}
"""How the weights are held small; chosen by what 20 and 80 articles of PolNeAR's train part teach of its dev part."""

LEAN = -1.5
"""What is taken from the weight of `OUTSIDE`: a proposal too many costs one key, one too few costs a frame by hand."""

LEAST = 1e-9
"""The least chance whose logarithm is taken."""

Rows = Sequence[Sequence[str]]
"""The features of each token of a passage."""

Parts = Mapping[str, Sequence[tuple[int, int]]]
"""By label, the first token of each span and the token after its last."""


class Tagged(NamedTuple):
    """A span that a field finds."""

    label: str
    """Which label it has."""
    first: int
    """Its first token."""
    last: int
    """The token after its last."""
    chance: float
    """How likely its tokens have this label, on average."""


def states_of(size: int, parts: Parts) -> list[str]:
    """The state of each of `size` tokens; where spans overlap, the shorter one has the tokens."""
    states = [OUTSIDE] * size
    spans = [(last - first, first, last, label) for label, found in parts.items() for first, last in found]
    for length, first, last, label in sorted(spans, reverse=True):
        if length > 0:
            states[first:last] = [f"B-{label}", *[f"I-{label}"] * (length - 1)]
    return states


def fitted(sequences: Iterable[tuple[Rows, Sequence[str]]], settings: Mapping[str, float] = SETTINGS) -> bytes:
    """The field that fits the sequences best, as the bytes of its weights."""
    import pycrfsuite  # type: ignore[import-untyped]

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=dict(settings), verbose=False)
    for rows, states in sequences:
        trainer.append(rows, states)
    with TemporaryDirectory() as folder:
        path = Path(folder, "weights")
        trainer.train(str(path))
        return path.read_bytes()


class Field:
    """A fitted field."""

    def __init__(self, weights: bytes) -> None:
        """Open the field with these weights."""
        import pycrfsuite

        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open_inmemory(weights)
        self.states: list[str] = self._tagger.labels()

    def chances(self, rows: Rows) -> list[list[float]]:
        """How likely each of the states is at each token."""
        self._tagger.set(rows)
        marginal = self._tagger.marginal
        return [[marginal(state, i) for state in self.states] for i in range(len(rows))]


def spans(chances: Sequence[Sequence[float]], states: Sequence[str], lean: float = LEAN) -> Iterator[Tagged]:
    """The spans of the likeliest sequence of states."""
    path = likeliest(chances, states, lean)
    first = 0
    for i, state in enumerate([*path, OUTSIDE]):
        inside = i > first and i < len(path) and state[:1] == "I"
        if not inside:
            if i > first and path[first] != OUTSIDE:
                label = path[first][2:]
                own = [at for at, each in enumerate(states) if each[2:] == label]
                mean = sum(chances[t][at] for t in range(first, i) for at in own) / (i - first)
                yield Tagged(label, first, i, min(1.0, mean))
            first = i


def likeliest(chances: Sequence[Sequence[float]], states: Sequence[str], lean: float) -> list[str]:
    """The states with the greatest product of chances in which nothing goes on that has not begun: Viterbi's path."""
    if not chances:
        return []
    outside = states.index(OUTSIDE) if OUTSIDE in states else -1
    before = {at: _before(each, states) for at, each in enumerate(states) if each[0] == "I"}
    weights = [0.0 if each[0] != "I" else log(LEAST) * 2 for each in states]
    steps: list[list[int]] = []
    for row in chances:
        gains = [log(max(chance, LEAST)) + (lean if at == outside else 0.0) for at, chance in enumerate(row)]
        best = max(range(len(states)), key=weights.__getitem__)
        came = [max(before[at], key=weights.__getitem__) if at in before else best for at in range(len(states))]
        weights = [weights[source] + gain for source, gain in zip(came, gains, strict=True)]
        if not steps:
            weights = [w if at not in before else w + log(LEAST) * 2 for at, w in enumerate(weights)]
        steps.append(came)
    at = max(range(len(states)), key=weights.__getitem__)
    path = [at]
    for came in reversed(steps[1:]):
        at = came[at]
        path.append(at)
    return [states[at] for at in reversed(path)]


def _before(state: str, states: Sequence[str]) -> list[int]:
    """The states after which a span may go on."""
    return [at for at, each in enumerate(states) if each[1:] == state[1:]]
