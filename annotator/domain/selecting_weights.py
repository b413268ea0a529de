"""The weights of what speaks for a candidate, as `tests/benchmarks/tune_candidates.py` learned them."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from struct import unpack
from zlib import crc32, decompress

from msgspec import Struct, json

from annotator.domain.selecting_words import Words

HASHES = (1 << 20) - 1
"""The bits of a feature's hash that count."""


def hashed(feature: str) -> int:
    """The number under which the weight of a feature is kept."""
    return crc32(feature.encode()) & HASHES


class Weights(Struct, frozen=True):
    """The weights for one role; a feature is found by its hash, so that no words of any article are kept."""

    table: memoryview
    """A small number for every hash."""
    scale: float
    """What the numbers are multiplied with."""

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of `features`."""
        table = self.table
        return self.scale * sum([table[crc32(feature.encode()) & HASHES] for feature in features])


class Ranking(Struct, frozen=True):
    """Everything the ranking has learned."""

    words: Words
    """The classes of words."""
    scale: float
    """What the weights are multiplied with."""
    packed: Mapping[str, str]
    """The weights of each role as the file has them."""

    def weights(self, role: str) -> Weights:
        """The weights of a role, unpacked when they are first needed."""
        return Weights(_table(self.packed[role]), self.scale)


class _File(Struct):
    """How the ranking is written down."""

    classes: dict[str, str]
    """Words by class, with spaces between them."""
    scale: float
    """What the weights are multiplied with."""
    weights: dict[str, str]
    """By role, deflated, in base 64: the low, middle and high bytes of the steps between hashes, then the weights."""


def ranking_from(content: bytes) -> Ranking:
    """The ranking in the content of its file."""
    read = json.decode(content, type=_File)
    classes = {word: kind for kind, words in read.classes.items() for word in words.split(" ")}
    return Ranking(Words(classes), read.scale, read.weights)


@lru_cache(maxsize=6)
def _table(text: str) -> memoryview:
    """The weights of one role, one byte for every hash."""
    packed = decompress(b64decode(text))
    count = len(packed) // 4
    steps = bytearray(4 * count)
    for plane in range(3):
        steps[plane::4] = packed[plane * count : (plane + 1) * count]
    table = bytearray(HASHES + 1)
    for place, weight in zip(accumulate(unpack(f"<{count}I", steps)), packed[3 * count :], strict=True):
        table[place] = weight
    return memoryview(table).cast("b")


@cache
def ranking() -> Ranking:
    """The ranking that comes with the program, read when it is first needed."""
    return ranking_from((files("annotator.domain") / "ranking.json").read_bytes())
