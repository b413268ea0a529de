"""The units that alpha is counted in, and which labels each annotator put on each."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

from annotator.agreement.counting import Marked
from annotator.domain.documents import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

TOKEN = re.compile(r"\w+|[^\w\s]")
"""The token of agreement: a run of word characters, or one mark."""

UNITS = {"token": TOKEN.pattern, "character": ".", "sentence": "sentence"}
"""What alpha can be counted in, and what each is."""

PLAIN = 0x3000
"""The first code point whose class is not looked up."""

Given = tuple[tuple[str, int], ...]
"""The annotators who saw a unit, each with the labels put on it, as bits."""


class Labelling:
    """The labels that were put on units so far, each with a bit."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self._bits: dict[str, int] = {}
        self._read: dict[tuple[tuple[str, ...], int, int], Given] = {}

    def bit(self, label: str) -> int:
        """The bit of the label."""
        if label not in self._bits:
            self._bits[label] = 1 << len(self.labels)
            self.labels.append(label)
        return self._bits[label]

    def on(self, bits: int) -> frozenset[str]:
        """The labels that the bits stand for."""
        return frozenset(label for i, label in enumerate(self.labels) if bits >> i & 1)

    def count(
        self, document: Document, sides: Sequence[Marked], unit: str, zones: Collection[str] | None
    ) -> dict[Given, int]:
        """How often each combination of labels was given to a unit of the article; unread units are left out."""
        import numpy as np

        codes = self.codes(document, sides, unit, zones)
        names = tuple(side.annotator for side in sides)
        width = len(self.labels) + 1
        if width * len(sides) > 62:
            rows = Counter(zip(*(row.tolist() for row in codes), strict=True))
            return {_given(names, row, width): times for row, times in rows.items()}
        keys = np.zeros(len(codes[0]), np.int64)
        for row in codes:
            keys = keys << width | row
        found, times = np.unique(keys, return_counts=True)
        return {self._given(names, key, width): n for key, n in zip(found.tolist(), times.tolist(), strict=True)}

    def codes(
        self, document: Document, sides: Sequence[Marked], unit: str, zones: Collection[str] | None
    ) -> list["Places"]:
        """For each annotator the labels on each unit, as bits; the bit above all labels stands for an unread unit."""
        for side in sides:
            for label in side.annotations:
                self.bit(label)
        starts, ends = places(document, unit, zones)
        return [self._codes(side, starts, ends) for side in sides]

    def _codes(self, side: Marked, starts: "Places", ends: "Places") -> "Places":
        """One annotator's labels on each unit."""
        import numpy as np

        laid = [(span, 1 << len(self.labels)) for span in side.unread]
        for label, annotations in side.annotations.items():
            bit = self._bits[label]
            laid.extend((span, bit) for annotation in annotations for span in annotation.fragments)
        codes = np.zeros(len(starts), np.int64 if len(self.labels) < 62 else object)
        if laid:
            begins = np.searchsorted(ends, [span.start for span, _ in laid], "right").tolist()
            stops = np.searchsorted(starts, [span.end for span, _ in laid], "left").tolist()
            for begin, stop, (_, bit) in zip(begins, stops, laid, strict=True):
                codes[begin:stop] |= bit
        return codes

    def _given(self, names: tuple[str, ...], key: int, width: int) -> Given:
        """What a packed key says, looked up where it was seen before."""
        known = self._read.get((names, width, key))
        if known is None:
            row = [key >> width * place & (1 << width) - 1 for place in reversed(range(len(names)))]
            known = self._read[names, width, key] = _given(names, row, width)
        return known


def _given(names: Sequence[str], row: Sequence[int], width: int) -> Given:
    """Who gave which labels, without those who did not read the unit."""
    return tuple((name, bits) for name, bits in zip(names, row, strict=True) if not bits >> (width - 1))


def places(document: Document, unit: str, zones: Collection[str] | None) -> tuple["Places", "Places"]:
    """Start and end of each unit in the zones that count."""
    import numpy as np

    if unit == "sentence":
        kept = [span for span in document.sentences if zones is None or document.zone_at(span.start) in zones]
        return np.array([span.start for span in kept], np.int64), np.array([span.end for span in kept], np.int64)
    parts = [
        tokens(document.text, start, end) if unit == "token" else (np.arange(start, end), np.arange(start, end) + 1)
        for start, end in _parts(document, zones)
    ]
    starts, ends = zip(*parts, strict=True) if parts else ((), ())
    nothing = np.zeros(0, np.int64)
    return np.concatenate([nothing, *starts]), np.concatenate([nothing, *ends])


def _parts(document: Document, zones: Collection[str] | None) -> list[tuple[int, int]]:
    """The stretches of the text that count."""
    if zones is None or (not document.zones and "body" in zones):
        return [(0, len(document.text))]
    return [(zone.start, zone.end) for zone in document.zones if zone.kind in zones]


def tokens(text: str, start: int, end: int) -> tuple["Places", "Places"]:
    """Where the tokens of a part of the text start and end: what `TOKEN` finds, many times faster."""
    import numpy as np

    points = np.frombuffer(text[start:end].encode("utf-32-le", "surrogatepass"), np.uint32)
    if points.size and points.max() >= PLAIN:
        spans = np.array([match.span() for match in TOKEN.finditer(text, start, end)], np.int64).reshape(-1, 2)
        return spans[:, 0], spans[:, 1]
    kinds = np.zeros(points.size + 2, np.int8)
    kinds[1:-1] = _classes()[points]
    word, mark = kinds == 1, kinds == 2
    starts = np.flatnonzero(mark[1:-1] | (word[1:-1] & ~word[:-2]))
    ends = np.flatnonzero(mark[1:-1] | (word[1:-1] & ~word[2:])) + 1
    return starts + start, ends + start


@cache
def _classes() -> "NDArray[np.int8]":
    """For each plain code point 1 where it is in a word, 2 where it is a mark, 0 where it is white space."""
    import numpy as np

    return np.array([1 if re.match(r"\w", chr(i)) else 0 if chr(i).isspace() else 2 for i in range(PLAIN)], np.int8)
