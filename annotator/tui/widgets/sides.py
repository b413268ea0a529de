"""Sentences with what several annotators marked in them: a lane for each side under the same words."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from annotator.domain.documents import Document, sentence_at
from annotator.domain.shown import shown
from annotator.domain.spans import Span
from annotator.tui.widgets.lanes import Line, Mark, Piece, lanes
from annotator.tui.widgets.lines import Row, Run, fitted, row_width
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.wrapping import wrap

WIDEST_TEXT = 100
"""Cells of text in a line at most."""

HEAD = (6, 18)
"""The least and the most cells beside the text."""

MARGINS = (5, 3, 1, 0)
"""How many sentences on either side are shown, where they fit."""


class Side(Struct, frozen=True):
    """What one annotator, or several who agree, marked."""

    head: Row
    """What stands beside its lanes, such as a key and a name."""
    marks: tuple[Mark, ...]
    """Its spans."""


def sentences_of(document: Document) -> tuple[Span, ...]:
    """The sentences, or the whole text where it is not segmented."""
    return document.sentences or (Span(0, max(1, len(document.text))),)


def in_context(
    document: Document, place: Span, sides: Sequence[Side], palette: Palette, width: int, height: int
) -> list[Row]:
    """The sentences of the place, the lanes of each side below each line; with those around them where that fits."""
    for margin in MARGINS:
        rows = _rows(document, place, sides, palette, width, margin)
        if len(rows) <= height:
            break
    return rows


def _rows(
    document: Document, place: Span, sides: Sequence[Side], palette: Palette, width: int, margin: int
) -> list[Row]:
    text, sentences = shown(document.text), sentences_of(document)
    first, last = sentence_at(sentences, place.start), sentence_at(sentences, max(place.start, place.end - 1))
    head = head_width(sides, width)
    room = min(WIDEST_TEXT, max(8, width - head - 1))
    around = range(max(0, first - margin), min(len(sentences), last + 1 + margin))
    lines = {index: _lines(text, sentences[index], room) for index in around}
    opened = [line for index in range(first, last + 1) for line in lines[index]]
    below = _lanes_by_line(text, opened, sides)
    rows: list[Row] = []
    for index in around:
        is_open = first <= index <= last
        for n, line in enumerate(lines[index]):
            number = f"{index + 1 if n == 0 else ''}"
            words = Run(text[line[0] : line[1]].rstrip(), "" if is_open else "muted")
            rows.append((Run(number.rjust(head - 2).ljust(head), "key" if is_open else "muted"), words))
            rows += _side_rows(below.get(line, ()), head, palette) if is_open else ()
        rows.append(())
    return rows[:-1]


def head_width(sides: Sequence[Side], width: int) -> int:
    """Cells to the left of the text."""
    least, most = HEAD
    wanted = max((row_width(side.head) for side in sides), default=0) + 2
    return max(least, min(wanted, most if width >= 60 else most // 2))


def _lines(text: str, sentence: Span, room: int) -> list[Line]:
    return list(pairwise([*wrap(text, sentence.start, sentence.end, room), sentence.end]))


def _lanes_by_line(
    text: str, lines: Sequence[Line], sides: Sequence[Side]
) -> dict[Line, list[tuple[Side, list[list[Piece]]]]]:
    """For each line the lanes of each side."""
    drawn = [(side, lanes(text, lines, side.marks)) for side in sides]
    return {line: [(side, found[n]) for side, found in drawn] for n, line in enumerate(lines)}


def _side_rows(sides: Sequence[tuple[Side, list[list[Piece]]]], head: int, palette: Palette) -> Iterator[Row]:
    for side, own in sides:
        for n, pieces in enumerate(own):
            beside = _fit(side.head, head) if n == 0 else (Run(" " * head),)
            yield (*beside, *(Run(p.text, palette.lane(p.mark, p.is_name) if p.mark else "") for p in pieces))


def _fit(row: Row, width: int) -> Row:
    """The row cut or filled to the width, with a space at its end."""
    cut = tuple(fitted(row, width - 1))
    return (*cut, Run(" " * (width - row_width(cut))))
