"""From the editor's state to strips: a closed sentence with its marks as coloured words, the opened one with lanes."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rich.style import Style
from textual.strip import Strip

from annotator.domain.editing import Editor, Jump
from annotator.domain.shown import shown
from annotator.domain.spans import Span
from annotator.tui.widgets.drawing import Gutter, Paint, lane_strip, text_strip
from annotator.tui.widgets.lanes import lanes
from annotator.tui.widgets.layout import Layout
from annotator.tui.widgets.marks import covering, marks, outside_body, reading, suggested
from annotator.tui.widgets.palette import Palette


class SentencePainter:
    """Draws sentences as the editor has them, in the styles of one theme."""

    def __init__(self, editor: Editor, styles: Mapping[str, Style], palette: Palette, base: Style) -> None:
        """Take the editor, the style of each named part of the pane, the label colours, and the style of plain text."""
        self._editor = editor
        self._styles = styles
        self._palette = palette
        self.base = base
        """The style that all the others are added to."""
        self.text = shown(editor.text)
        """The article as it may be printed."""

    @property
    def gutter_width(self) -> int:
        """Cells to the left of the text."""
        return self._gutter(0).width

    def closed(self, layout: Layout, index: int) -> list[Strip]:
        """The rows of a sentence that is not opened."""
        return self._lines(layout, index, self._closed_paints(Span(*layout.blocks[index])))

    def opened(self, layout: Layout, index: int) -> tuple[list[Strip], list[int]]:
        """The rows of the current sentence with its lanes, and how many lanes lie below each line."""
        block = Span(*layout.blocks[index])
        below = lanes(self.text, layout.lines(index), marks(self._editor, block))
        edge = self._gutter(index).below()
        strips: list[Strip] = []
        for line, own_lanes in zip(self._lines(layout, index, self._opened_paints(block)), below, strict=True):
            strips += [line, *(Strip([edge, *lane_strip(lane, self._palette)]) for lane in own_lanes)]
        return strips, [len(own_lanes) for own_lanes in below]

    def hints(self) -> dict[int, str]:
        """The letters that can be pressed next to jump, by the offset of their word."""
        pending = self._editor.pending
        if not isinstance(pending, Jump):
            return {}
        typed = pending.typed
        return {word.start: name[len(typed) :] for name, word in pending.hints.items() if name.startswith(typed)}

    def _lines(self, layout: Layout, index: int, paints: Sequence[Paint]) -> list[Strip]:
        gutter, hints, hint = self._gutter(index), self.hints(), self._styles["hint"]
        return [
            Strip([gutter.below() if n else gutter.first(), *text_strip(self.text, line, paints, hints, hint)])
            for n, line in enumerate(layout.lines(index))
        ]

    def _closed_paints(self, block: Span) -> list[Paint]:
        """Words outside the body are dimmed, marked words have the colours of their labels."""
        paints = [(span.start, span.end, self._styles["zone"]) for span in outside_body(self._editor, block)]
        pieces = [(span, each.label) for each in covering(self._editor, block) for span in each.fragments]
        for start, end in pairwise(sorted({edge for span, _ in pieces for edge in (span.start, span.end)})):
            if labels := [label for span, label in pieces if span.start <= start and end <= span.end]:
                paints.append((start, end, self._palette.words(labels)))
        return paints + self._matches(block)

    def _opened_paints(self, block: Span) -> list[Paint]:
        """The active span, the selection and the cursor stand out from the words of the current sentence."""
        editor = self._editor
        active = editor.active_annotation or editor.suggested_span
        paints = [(block.start, block.end, self._styles["current"]), *self._matches(block)]
        paints += [(span.start, span.end, self._styles["active"]) for span in (active.fragments if active else ())]
        if editor.selection:
            paints.append((editor.selection.start, editor.selection.end, self._styles["selection"]))
        return [*paints, (editor.cursor.start, editor.cursor.end, self._styles["cursor"])]

    def _matches(self, block: Span) -> list[Paint]:
        found, style = self._editor.found, self._styles["match"]
        first, last = (bisect_left(found, edge, key=lambda span: span.start) for edge in (block.start, block.end))
        return [(span.start, span.end, style) for span in found[max(0, first - 1) : last]]

    def _gutter(self, index: int) -> Gutter:
        sentences = self._editor.sentences
        is_current = index == self._editor.sentence
        return Gutter(
            bar="▌" if is_current else " ",
            number=str(index + 1).rjust(max(2, len(str(len(sentences))))),
            letter=reading(self._editor, sentences[index]),
            style=self._styles["gutter-current" if is_current else "gutter"],
            sign=suggested(self._editor, sentences[index]),
        )
