"""Drawing a sentence: its visual lines with gutter, words and cursor, and its lanes, as strips of styled cells."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.tui.widgets.lanes import Line, Piece
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.wrapping import clusters, drawn, is_plain

Paint = tuple[int, int, Style]
"""Start and end of some words and what is added to their style; later paints lie over earlier ones."""


class Gutter(Struct, frozen=True):
    """What stands to the left of a sentence."""

    bar: str
    """One cell that is filled beside the current sentence."""
    number: str
    """The sentence's number, right-aligned."""
    letter: str
    """What the annotator said of it."""
    style: Style
    """How all of it looks."""
    sign: str = ""
    """One cell that says that machines suggest something in the sentence; empty where they do not."""

    @property
    def width(self) -> int:
        """Cells that the gutter takes, the space before the text included."""
        return len(self.bar) + len(self.number) + 4

    def first(self) -> Segment:
        """The gutter beside the first line."""
        return Segment(f"{self.bar}{self.number} {self.letter}{self.sign or ' '} ", self.style)

    def below(self) -> Segment:
        """The gutter beside every other line and lane."""
        return Segment(self.bar.ljust(self.width), self.style)


def text_strip(text: str, line: Line, paints: Iterable[Paint], hints: Mapping[int, str], hint: Style) -> Strip:
    """One visual line of words; `hints` are letters drawn over the words at these offsets."""
    start = line[0]
    part = text[start : line[1]].rstrip()
    end = start + len(part)
    letters = {at: word for at, word in hints.items() if start <= at < end}
    here = [(max(a, start), min(b, end), style) for a, b, style in paints if a < end and start < b]
    here += [(at, min(end, at + len(word)), hint) for at, word in letters.items()]
    cells = _cells(part)
    if not is_plain(part):
        here = [(*_whole_clusters(cells, a - start, b - start, start), style) for a, b, style in here]
    for at, word in letters.items():
        _write_over(cells, at - start, word)
    cuts = sorted({start, end, *(a for a, _, _ in here), *(b for _, b, _ in here)})
    return Strip(
        Segment("".join(cells[a - start : b - start]), sum((s for x, y, s in here if x <= a and b <= y), Style.null()))
        for a, b in pairwise(cuts)
    )


def lane_strip(pieces: Sequence[Piece], palette: Palette) -> Strip:
    """One lane."""
    return Strip(
        Segment(piece.text, palette.lane(piece.mark, piece.is_name) if piece.mark else Style.null()) for piece in pieces
    )


def _cells(part: str) -> list[str]:
    """What is drawn for each code point: the cluster at its first one, nothing at the others."""
    if is_plain(part):
        return list(part)
    cells = [""] * len(part)
    for start, end, _ in clusters(part):
        cells[start] = drawn(part[start:end])
    return cells


def _whole_clusters(cells: list[str], a: int, b: int, offset: int) -> tuple[int, int]:
    """The range moved outward to where clusters start, in code points of the document."""
    while a > 0 and not cells[a]:
        a -= 1
    while b < len(cells) and not cells[b]:
        b += 1
    return a + offset, b + offset


def _write_over(cells: list[str], at: int, word: str) -> None:
    """Put the letters of `word` over the cells from `at` on, each as wide as what it covers."""
    for index, letter in enumerate(word[: len(cells) - at], at):
        cells[index] = letter.ljust(cell_len(cells[index])) if cells[index] else ""
