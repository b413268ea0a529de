"""Rows of styled text in a widget: the one way in which words other than the article's reach the screen.

Every run goes through `shown` here, and no markup is ever read, so a hostile title or label is only text.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from annotator.domain.shown import shown
from annotator.tui.widgets.bare_rows import BareRows
from annotator.tui.widgets.wrapping import clusters, drawn, drawn_text, wrap

KEPT = 200
"""How many different rows of a widget are kept drawn."""

STYLES = ("title", "muted", "key", "strong", "warning", "bad", "here", "rule", "proposed")
"""The styles that the style sheet gives to words, as `.lines--title` and so on; the screen has them as components."""


class Run(NamedTuple):
    """Some words in one style."""

    text: str
    """The words, as they came."""
    style: str | Style = ""
    """A part of the style sheet, such as `muted`, or a style of its own, such as a label's colours."""


Row = tuple[Run, ...]
"""One row of a widget, from the left."""


class Lines(BareRows):
    """Rows that a function makes for the width there is; too long ones end in an ellipsis."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, build: Callable[[int], Sequence[Row]], id: str | None = None, indent: int = 0) -> None:
        """Take the function that makes the rows for a width, and how many cells stay empty on either side."""
        super().__init__(id=id)
        self._build = build
        self._indent = indent
        self._rows: Sequence[Row] = ()
        self._drawn: dict[Row, Strip] = {}

    def redraw(self) -> None:
        """Make the rows again, and paint those that have changed."""
        width = self.size.width
        old, new = self._rows, self._build(width - 2 * self._indent) if width else ()
        self._rows = new
        if self.styles.is_auto_height and len(old) != len(new):
            self.clear_cached_dimensions()
            self.refresh(layout=True)
            return
        changed = [y for y, (was, now) in enumerate(zip_longest(old, new)) if was != now]
        if changed:
            self.refresh(Region(0, changed[0], width, changed[-1] - changed[0] + 1))

    def on_resize(self) -> None:
        """Make the rows for the new width."""
        self._drawn.clear()
        self.redraw()

    def notify_style_update(self) -> None:
        """Take the new theme's colours."""
        super().notify_style_update()
        self._drawn.clear()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as there are."""
        return max(1, len(self._build(width - 2 * self._indent)))

    def render_line(self, y: int) -> Strip:
        """One row."""
        row = self._rows[y] if y < len(self._rows) else ()
        if row not in self._drawn:
            if len(self._drawn) > KEPT:
                self._drawn.clear()
            self._drawn[row] = self._draw(row, self.size.width, self.rich_style)
        return self._drawn[row]

    def _draw(self, row: Row, width: int, base: Style) -> Strip:
        runs = fitted(row, width - 2 * self._indent)
        segments = [Segment(" " * self._indent), *(Segment(text, self._style(style)) for text, style in runs)]
        return Strip(segments).apply_style(base).crop_extend(0, width, base)

    def _style(self, style: str | Style) -> Style | None:
        if isinstance(style, Style):
            return style
        return self.screen.get_component_rich_style(f"lines--{style}", partial=True) if style else None


def text_width(text: str) -> int:
    """The cells that a text takes when it is shown."""
    return len(text) if text.isascii() else sum(width for _, _, width in clusters(shown(text)))


def row_width(row: Iterable[Run]) -> int:
    """The cells that a row takes."""
    return sum(text_width(run.text) for run in row)


def fitted(row: Row, width: int) -> list[Run]:
    """The row as it is printed, cut with an ellipsis where it is wider than `width`."""
    safe = [Run(shown(run.text), run.style) for run in row]
    if row_width(row) <= width:
        return [Run(drawn_text(text), style) for text, style in safe]
    room = width - 1
    found: list[Run] = []
    for text, style in safe:
        kept = ""
        for start, end, cells in clusters(text):
            if cells > room:
                return [*found, Run(kept + "…", style)]
            kept, room = kept + drawn(text[start:end]), room - cells
        found.append(Run(kept, style))
    return found


def spread(left: Row, right: Row, width: int) -> Row:
    """Both rows in one, the left one cut so that the right one is seen whole."""
    space = width - row_width(right)
    cut = fitted(left, max(0, space - 1))
    return (*cut, Run(" " * max(1, space - row_width(cut))), *right)


def packed(items: Iterable[Row], right: Row, width: int) -> Row:
    """As many of the items as there is room for, the first before others, and a row that is always seen."""
    row: list[Run] = []
    room = width - row_width(right) - 1
    for item in items:
        taken = row_width(item) + (2 if row else 1)
        if taken <= room:
            row += [Run("  " if row else " "), *item]
            room -= taken
    return spread(tuple(row), right, width)


def paragraph(text: str, width: int, style: str | Style = "", indent: str = "") -> list[Row]:
    """A text wrapped to the width, each row after the indent."""
    safe = shown(text)
    room = max(4, width - len(indent))
    starts = [*wrap(safe, 0, len(safe), room), len(safe)]
    return [(Run(indent), Run(safe[a:b].rstrip(), style)) for a, b in pairwise(starts)] if safe else []


def flowed(items: Iterable[Row], width: int, gap: str = "  ") -> list[Row]:
    """The items one after the other, in as many rows as they need; none is broken unless it is too wide by itself."""
    rows: list[list[Run]] = [[]]
    for item in items:
        if rows[-1] and row_width(rows[-1]) + len(gap) + row_width(item) > width:
            rows.append([])
        rows[-1] += [Run(gap), *item] if rows[-1] else item
    return [tuple(row) for row in rows if row]
