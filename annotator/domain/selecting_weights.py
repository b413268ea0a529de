"""The weights of what speaks for a candidate, as `tests/benchmarks/tune_candidates.py` learned them."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from zlib import crc32, decompress

from msgspec import Struct, json

from annotator.domain.selecting_words import Words


class Weights(Struct, frozen=True):
    """The weights for one role; a feature is found by its hash, so that no words of any article are kept."""

    table: memoryview
    """A small number for each hash."""
    scale: float
    """What the numbers are multiplied with."""

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of `features`."""
        table = self.table
        mask = len(table) - 1
        return self.scale * sum(table[crc32(feature.encode()) & mask] for feature in features)


class Ranking(Struct, frozen=True):
    """Everything the ranking has learned."""

    words: Words
    """The classes of words."""
    weights: Mapping[str, Weights]
    """By role."""


class _File(Struct):
    """How the ranking is written down."""

    classes: dict[str, str]
    """Words by class, with spaces between them."""
    scale: float
    """What the weights are multiplied with."""
    weights: dict[str, str]
    """By role: signed bytes, deflated, in base 64; their number is a power of two."""


def ranking_from(content: bytes) -> Ranking:
    """The ranking in the content of its file."""
    read = json.decode(content, type=_File)
    classes = {word: kind for kind, words in read.classes.items() for word in words.split(" ")}
    tables = {role: memoryview(decompress(b64decode(text))).cast("b") for role, text in read.weights.items()}
    return Ranking(Words(classes), {role: Weights(table, read.scale) for role, table in tables.items()})


@cache
def ranking() -> Ranking:
    """The ranking that comes with the program, read when it is first needed."""
    return ranking_from((files("annotator.domain") / "ranking.json").read_bytes())
