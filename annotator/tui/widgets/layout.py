"""Which row of the text pane shows which sentence: rows are counted, never built, so that length costs nothing."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.domain.spans import Span
from annotator.tui.widgets.wrapping import wrap


class Layout:
    """The rows of a document at one width, with the lanes of one opened sentence between its lines."""

    def __init__(self, text: str, shown_text: str, sentences: Sequence[Span], width: int) -> None:
        """Lay out `shown_text`, with paragraphs where `text` has line breaks."""
        self.width = width
        """Cells for the text of a line."""
        self.blocks = list(blocks(text, sentences))
        """Start and end of what is drawn for each sentence."""
        self.first = array("l")
        """The row of each sentence's first line while no sentence is opened."""
        self._heights = array("l")
        self._shown = shown_text
        self.opened = -1
        """The index of the opened sentence."""
        self._lanes: tuple[int, ...] = ()
        self._count_rows(text)

    def _count_rows(self, text: str) -> None:
        row, end = 0, 0
        for index, (start, stop) in enumerate(self.blocks):
            row += 1 if index and "\n" in text[end:start] else 0
            height = len(wrap(self._shown, start, stop, self.width))
            self.first.append(row)
            self._heights.append(height)
            row += height
            end = stop
        self._rows = row

    @property
    def rows(self) -> int:
        """How many rows there are, the lanes of the opened sentence included."""
        return self._rows + sum(self._lanes)

    def open(self, index: int, lanes: Sequence[int]) -> None:
        """Open one sentence, with so many lanes below each of its lines."""
        self.opened, self._lanes = index, tuple(lanes)

    def row_of(self, index: int) -> int:
        """The row of a sentence's first line."""
        below = 0 <= self.opened < index
        return self.first[index] + (sum(self._lanes) if below else 0)

    def height(self, index: int) -> int:
        """How many rows a sentence takes, its lanes included."""
        return self._heights[index] + (sum(self._lanes) if index == self.opened else 0)

    def at(self, row: int) -> tuple[int, int]:
        """The sentence at a row, and how many rows below its first line; at or past its height between paragraphs."""
        if self.opened >= 0 and row >= self.row_of(self.opened) + self.height(self.opened):
            row -= sum(self._lanes)
            index = bisect_right(self.first, row) - 1
            return index, row - self.first[index] + (sum(self._lanes) if index == self.opened else 0)
        index = max(0, bisect_right(self.first, row) - 1)
        index = min(index, self.opened) if self.opened >= 0 else index
        return index, row - self.first[index]

    def line_rows(self, index: int) -> list[int]:
        """For each line of a sentence, how many rows below the first line it is."""
        if index != self.opened:
            return list(range(self._heights[index]))
        return [n + sum(self._lanes[:n]) for n in range(self._heights[index])]

    def lines(self, index: int) -> list[tuple[int, int]]:
        """Start and end of each visual line of a sentence."""
        start, end = self.blocks[index]
        return list(pairwise([*wrap(self._shown, start, end, self.width), end]))

    def block_of(self, offset: int) -> int:
        """The sentence that shows `offset`."""
        return max(0, bisect_right(self.blocks, offset, key=lambda block: block[0]) - 1)


def blocks(text: str, sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """What is drawn for each sentence: itself, and any words that no sentence covers with the one before."""
    start = 0 if not sentences or text[: sentences[0].start].strip() else sentences[0].start
    for this, following in pairwise(sentences):
        yield start, this.end + len(text[this.end : following.start].rstrip())
        start = following.start
    end = sentences[-1].end if sentences else 0
    yield start, end + len(text[end:].rstrip())
