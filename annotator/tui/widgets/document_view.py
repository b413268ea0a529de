"""The text pane: the article by sentences, the current one opened up with a lane for each of its spans.

It draws what the editor says and tells the screen where the mouse points; it changes nothing itself.
"""

from collections.abc import Callable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from annotator.domain.editing import Editor
from annotator.domain.edits import Edit
from annotator.domain.nearby import place_of
from annotator.domain.records import AnyRecord, Boundary
from annotator.tui.widgets.bare_rows import BareRows
from annotator.tui.widgets.layout import Layout
from annotator.tui.widgets.painting import SentencePainter
from annotator.tui.widgets.palette import Palette
from annotator.tui.widgets.pointing import Pointing
from annotator.tui.widgets.wrapping import columns, index_at

KEPT = 400
"""How many sentences are kept drawn."""

WIDEST = 100
"""Cells of text in a line at most; longer lines are hard to read."""

NARROWEST = 8
"""Cells of text in a line at least, however narrow the terminal."""


class Standing:
    """Where the opened sentence stands in the pane."""

    def __init__(self, layout: Layout, scroll: int) -> None:
        self.scroll = scroll
        self.index = layout.opened
        self.row = layout.row_of(layout.opened)
        self.end = self.row + layout.height(layout.opened)
        self.lanes = layout.rows


class DocumentView(BareRows, Pointing):
    """An article with its marks."""

    COMPONENT_CLASSES = {
        "document--gutter",
        "document--gutter-current",
        "document--zone",
        "document--current",
        "document--active",
        "document--cursor",
        "document--selection",
        "document--match",
        "document--hint",
        "document--thumb",
    }
    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, editor: Editor, palette: Callable[[], Palette], id: str | None = None) -> None:
        """Take the editor, and a function that gives the label colours of the present theme."""
        super().__init__(id=id)
        self._editor = editor
        self._palette = palette
        self._painter: SentencePainter | None = None
        self._thumb_style = Style.null()
        self._layout: Layout | None = None
        self._strips: dict[int, list[Strip]] = {}
        self._hinted = False

    # --- what the screen asks for --------------------------------------------------------------------------------

    def redraw(self, edits: Sequence[Edit] = ()) -> None:
        """Show the editor's state after a key; `edits` say what may have changed outside the current sentence."""
        layout = self._layout
        if layout is None:
            return
        records = [record for edit in edits for record in (*edit.removed, *edit.added)]
        if any(isinstance(record, Boundary) for record in records):
            self.lay_out()
            return
        touched = {index for record in records for index in self._touched(layout, record)}
        for index in touched:
            self._strips.pop(index, None)
        before = Standing(layout, self.scroll_offset.y)
        self._open_current(layout)
        if self._hints_changed() or touched - {before.index, layout.opened}:
            self.refresh()
        else:
            self._refresh_between(before, Standing(layout, self.scroll_offset.y))

    def _refresh_between(self, before: "Standing", after: "Standing") -> None:
        """Paint only the rows that look different now."""
        if before.scroll != after.scroll:
            self.refresh()
            return
        top = min(before.row, after.row)
        is_shifted = before.lanes != after.lanes
        bottom = after.scroll + self.size.height if is_shifted else max(before.end, after.end)
        self.refresh_lines(top, bottom - top)

    def lay_out(self) -> None:
        """Wrap the text at the present width, with the current sentence where it was on the screen."""
        width = self._text_width()
        top = self._layout.row_of(self._layout.opened) - self.scroll_offset.y if self._layout else 0
        self._layout = Layout(self._editor.text, self._get_painter().text, self._editor.sentences, width)
        self._strips.clear()
        self.virtual_size = Size(self.size.width, self._layout.rows + self.size.height)
        fits = self._layout.rows <= self.size.height
        self._open_current(self._layout, self._layout.row_of(self._editor.sentence) if fits else top)
        self.refresh()

    def scroll_page(self, direction: int) -> None:
        """Scroll almost a page up or down, without moving the cursor."""
        self.scroll_to(y=self.scroll_offset.y + direction * max(1, self.size.height - 3), animate=False)

    # --- geometry ------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Wrap the text anew where the width is another."""
        if self._layout is None or self._layout.width != self._text_width():
            self.lay_out()
        else:
            self._strips.clear()
            self._open_current(self._layout)

    def _text_width(self) -> int:
        """Cells for the text, with one left empty before the thumb."""
        room = self.size.width - self._get_painter().gutter_width - 2
        return max(NARROWEST, min(WIDEST, room))

    def _open_current(self, layout: Layout, top: int | None = None) -> None:
        """Open the current sentence where its first line is on the screen, or as near as it can all be seen.

        A sentence that was open before stays put as long as it can all be seen; another one gets some lines around it.
        """
        current, before = self._editor.sentence, layout.opened
        top = layout.row_of(current) - self.scroll_offset.y if top is None else top
        self._strips.pop(before, None)
        layout.open(-1, ())
        strips, below = self._get_painter().opened(layout, current)
        self._strips[current] = self._filled(strips)
        layout.open(current, below)
        room = max(0, self.size.height - layout.height(current))
        margin = 0 if before == current else min(self.size.height // 4, room // 2)
        wanted = layout.row_of(current) - max(margin, min(top, room - margin))
        last = layout.rows if before == current else max(0, layout.rows - self.size.height)
        self.scroll_to(y=max(0, min(wanted, last)), animate=False)

    def _touched(self, layout: Layout, record: AnyRecord) -> Iterator[int]:
        """The sentences that the record lies in."""
        if place := place_of(record):
            yield from range(layout.block_of(place.start), layout.block_of(place.end - 1) + 1)

    def _hints_changed(self) -> bool:
        """Whether letters lie, or just lay, on words of several sentences."""
        had, self._hinted = self._hinted, bool(self._get_painter().hints())
        if had or self._hinted:
            self._strips = {i: strips for i, strips in self._strips.items() if i == self._editor.sentence}
        return had or self._hinted

    # --- drawing -------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Take the new theme's colours."""
        super().notify_style_update()
        self.call_later(self._repaint)  # the styles of its parts are the new theme's only after this message

    def _repaint(self) -> None:
        self._painter = None
        self.renew()

    def renew(self) -> None:
        """Draw everything again where it stands: the theme is another, or what machines suggest."""
        self._strips.clear()
        if self._layout is not None:
            self._open_current(self._layout)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the pane."""
        if self._layout is None:
            self.lay_out()  # the first paint comes before the first resize
        layout = self._layout
        assert layout is not None
        index, below = layout.at(y + self.scroll_offset.y)
        strips = self._strips.get(index) or self._draw(layout, index)
        text, base = self.size.width - 1, self._get_painter().base
        strip = strips[below] if 0 <= below < len(strips) else Strip.blank(text, base)
        edge = (
            Segment("▐", self._thumb_style)
            if y in thumb(self.size.height, self.rows, self.scroll_offset.y)
            else Segment(" ", base)
        )
        return Strip([*strip, edge], text + 1)

    def _draw(self, layout: Layout, index: int) -> list[Strip]:
        while len(self._strips) >= KEPT:
            del self._strips[next(iter(self._strips))]
        painter = self._get_painter()
        is_open = index == layout.opened
        strips = painter.opened(layout, index)[0] if is_open else painter.closed(layout, index)
        self._strips[index] = self._filled(strips)
        return self._strips[index]

    def _filled(self, strips: list[Strip]) -> list[Strip]:
        """The rows of a sentence over the whole width of the text."""
        base, width = self._get_painter().base, self.size.width - 1
        return [strip.apply_style(base).crop_extend(0, width, base) for strip in strips]

    def _get_painter(self) -> SentencePainter:
        if self._painter is None:
            names = (name.removeprefix("document--") for name in self.COMPONENT_CLASSES)
            styles = {name: self.get_component_rich_style(f"document--{name}", partial=True) for name in names}
            self._thumb_style = self.rich_style + styles["thumb"]
            self._painter = SentencePainter(self._editor, styles, self._palette(), self.rich_style)
        return self._painter

    # --- mouse ---------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many rows the whole article takes."""
        return self._layout.rows if self._layout else 0

    def offset_at(self, x: int, y: int) -> int | None:
        """The code point drawn at a cell, or the nearest one of the line there."""
        if self._layout is None:
            return None
        index, below = self._layout.at(y + self.scroll_offset.y)
        rows = self._layout.line_rows(index)
        number = max((n for n, row in enumerate(rows) if row <= max(0, below)), default=0)
        start, end = self._layout.lines(index)[number]
        line_columns = columns(self._get_painter().text[start:end])
        return start + index_at(line_columns, max(0, x - self._get_painter().gutter_width))


def thumb(height: int, total: int, scroll: int) -> range:
    """The rows of a pane at whose edge a mark says which part of all rows it shows.

    The library's own scroll bar would take a third of the time that a key takes.
    """
    if total <= height:
        return range(0)
    size = max(1, height * height // total)
    first = min(height - size, scroll * (height - size) // (total - height))
    return range(first, first + size)
