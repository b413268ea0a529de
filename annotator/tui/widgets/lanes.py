"""The lanes under the opened sentence: where each span runs below each visual line, and how it is drawn.

The longest span lies in the highest lane, so a span nested in it appears below and moves nothing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct
from rich.cells import cell_len

from annotator.domain.spans import Fragments, Span, envelope
from annotator.tui.widgets.wrapping import columns

SHAPES = {
    "solid": ("╰", "─", "╯"),
    "double": ("╚", "═", "╝"),
    "heavy": ("┗", "━", "┛"),
    "thin": ("└", "─", "┘"),
    "dashed": ("╰", "╌", "╯"),
    "dotted": ("╰", "┈", "╯"),
    "wavy": ("╰", "~", "╯"),
}
"""How a span's lane starts, runs on and ends, by the shape its label has in the codebook."""

GAP = "·"
"""What runs between the fragments of one span."""

GHOST, STRONG_GHOST = "┄", "┅"
"""What runs along a span that is only suggested; the second where the machine is nearly always right."""

FROM_BEFORE, RUNS_ON = "◂", "▸"
"""The ends of a lane whose span goes on in the sentence before or after."""


class Mark(Struct, frozen=True):
    """One span as its lane shows it."""

    id: str
    """The annotation."""
    fragments: Fragments
    """Where it is, in code points of the document."""
    name: str
    """Its label's title."""
    detail: str = ""
    """Its most telling attribute, shown after the name where there is room."""
    letter: str = ""
    """Its label's letter, where there is no room for the name."""
    label: str = ""
    """Its label, which gives it its colour."""
    shape: str = "solid"
    """A key of `SHAPES`; an unknown one is drawn solid."""
    is_ghost: bool = False
    """Whether it is only suggested."""
    is_strong: bool = False
    """Whether the machine that suggests it is nearly always right."""
    is_active: bool = False
    """Whether it is the active span."""
    is_near: bool = False
    """Whether it belongs to the active frame."""


class Piece(NamedTuple):
    """A run of cells in a lane, of one mark or of none."""

    text: str
    """What is drawn."""
    mark: Mark | None = None
    """Whose it is; None between marks."""
    is_name: bool = False
    """Whether it is the name within the lane."""


Line = tuple[int, int]
"""Start and end of a visual line, in code points of the document."""


def lanes(text: str, lines: Sequence[Line], marks: Iterable[Mark]) -> list[list[list[Piece]]]:
    """For each line of a sentence its lanes, highest first, and in each lane the pieces from the left edge on."""
    ranked = sorted(marks, key=lambda mark: (-len(envelope(mark.fragments)), mark.fragments, mark.id))
    named: set[str] = set()
    found = []
    for line in lines:
        line_columns = columns(text[line[0] : line[0] + len(text[line[0] : line[1]].rstrip())])
        packed = pack(ranked, line[0], line[0] + len(line_columns) - 1)
        drawn = _Line(line, line_columns, (lines[0][0], lines[-1][1]), named)
        found.append([drawn.lane(lane) for lane in packed])
    return found


def pack(ranked: Iterable[Mark], start: int, end: int) -> list[list[Mark]]:
    """The marks that reach into `[start, end)`, each in the first lane that is free along its whole way."""
    found: list[list[Mark]] = []
    for mark in ranked:
        if not reaches(mark, start, end):
            continue
        free = (lane for lane in found if not any(_meet(mark, other) for other in lane))
        lane = next(free, None)
        if lane is None:
            found.append([mark])
        else:
            lane.append(mark)
    return found


def reaches(mark: Mark, start: int, end: int) -> bool:
    """Whether the mark, its gaps included, covers any code point of `[start, end)`."""
    way = envelope(mark.fragments)
    return way.start < end and start < way.end


def _meet(a: Mark, b: Mark) -> bool:
    return a.fragments[0].start < b.fragments[-1].end and b.fragments[0].start < a.fragments[-1].end


class _Line:
    """One visual line, and what is known of its sentence while its lanes are drawn."""

    def __init__(self, line: Line, line_columns: list[int], sentence: Line, named: set[str]) -> None:
        self.start, self.end = line[0], line[0] + len(line_columns) - 1
        self.line_end = line[1]
        self.columns = line_columns
        self.sentence = sentence
        self.named = named

    def lane(self, marks: Iterable[Mark]) -> list[Piece]:
        """The pieces of one lane, with spaces between the marks."""
        pieces: list[Piece] = []
        at = 0
        for mark in sorted(marks, key=lambda mark: mark.fragments):
            for start, drawn in self._runs(mark):
                if start > at:
                    pieces.append(Piece(" " * (start - at)))
                pieces += drawn
                at = max(at, start) + sum(cell_len(piece.text) for piece in drawn)
        return pieces

    def _column(self, offset: int) -> int:
        return self.columns[min(max(offset, self.start), self.end) - self.start]

    def _runs(self, mark: Mark) -> list[tuple[int, list[Piece]]]:
        """The mark's fragments on this line and the gaps between them, each with its column."""
        runs = []
        last = self._column(mark.fragments[0].start)
        for fragment in mark.fragments:
            left, right = self._column(fragment.start), self._column(fragment.end)
            if fragment is not mark.fragments[0] and left > last:
                runs.append((last, [Piece(GAP * (left - last), mark)]))
            if right > left:
                runs.append((left, self._fragment(mark, fragment, right - left)))
            last = right
        return runs

    def _fragment(self, mark: Mark, fragment: Span, width: int) -> list[Piece]:
        left, fill, right = SHAPES.get(mark.shape, SHAPES["solid"])
        fill = (STRONG_GHOST if mark.is_strong else GHOST) if mark.is_ghost else fill
        if fragment.start < self.start:
            left = FROM_BEFORE if self.start == self.sentence[0] else fill
        if fragment.end > self.line_end:
            right = RUNS_ON if self.line_end == self.sentence[1] else fill
        elif fragment.end > self.end:
            right = fill if fragment.end < self.line_end else right
        if width == 1:
            return [Piece(mark.letter or left, mark, is_name=bool(mark.letter))]
        name = self._name(mark, width - 2)
        if not name:
            return [Piece(left + fill * (width - 2) + right, mark)]
        rest = fill * (width - 2 - cell_len(name))
        return [Piece(left, mark), Piece(name, mark, is_name=True), Piece(rest + right, mark)]

    def _name(self, mark: Mark, room: int) -> str:
        """The longest name that fits, once in a sentence; the letter where only that fits."""
        if mark.id in self.named:
            return ""
        longest = [f" {mark.name} {mark.detail} "] if mark.detail else []
        for name in [*longest, f" {mark.name} ", mark.name]:
            if cell_len(name) <= room:
                self.named.add(mark.id)
                return name
        return mark.letter if len(mark.letter) <= room else ""
