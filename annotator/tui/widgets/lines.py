"""Rows of styled text in a widget: the one way in which words other than the article's reach the screen.

Every run goes through `shown` here, and no markup is ever read, so a hostile title or label is only text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from annotator.domain.shown import shown
from annotator.tui.widgets.wrapping import clusters, drawn, wrap

STYLES = ("title", "muted", "key", "strong", "warning", "bad", "here", "rule")
"""The styles that the style sheet gives to words, as `.lines--title` and so on; the screen has them as components."""


class Run(NamedTuple):
    """Some words in one style."""

    text: str
    """The words, as they came."""
    style: str | Style = ""
    """A part of the style sheet, such as `muted`, or a style of its own, such as a label's colours."""


Row = tuple[Run, ...]
"""One row of a widget, from the left."""


class Lines(Widget):
    """Rows that a function makes for the width there is; too long ones end in an ellipsis."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, build: Callable[[int], Sequence[Row]], id: str | None = None) -> None:
        """Take the function that makes the rows for a width."""
        super().__init__(id=id)
        self._build = build
        self._rows: Sequence[Row] = ()
        self._strips: list[Strip] = []

    def redraw(self) -> None:
        """Make the rows again, and paint them if they have changed."""
        rows = self._build(self.size.width) if self.size.width else ()
        if rows != self._rows:
            grows = len(rows) != len(self._rows) and self.styles.is_auto_height
            self._rows, self._strips = rows, []
            self.refresh(layout=grows)

    def on_resize(self) -> None:
        """Make the rows for the new width."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Take the new theme's colours."""
        super().notify_style_update()
        self._rows, self._strips = (), []
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as there are."""
        return max(1, len(self._build(width)))

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.size.width
        if len(self._strips) != self.size.height:
            self._strips = list(self._drawn(width, self.size.height, self.rich_style))
        return self._strips[y] if y < len(self._strips) else Strip.blank(width)

    def _drawn(self, width: int, height: int, base: Style) -> Iterator[Strip]:
        for row in self._rows[:height]:
            segments = [Segment(text, self._style(style)) for text, style in fitted(row, width)]
            yield Strip(segments).apply_style(base).crop_extend(0, width, base)
        yield from (Strip.blank(width, base) for _ in range(height - len(self._rows)))

    def _style(self, style: str | Style) -> Style | None:
        if isinstance(style, Style):
            return style
        return self.screen.get_component_rich_style(f"lines--{style}", partial=True) if style else None


def text_width(text: str) -> int:
    """The cells that a text takes when it is shown."""
    return sum(width for _, _, width in clusters(shown(text)))


def row_width(row: Iterable[Run]) -> int:
    """The cells that a row takes."""
    return sum(text_width(run.text) for run in row)


def fitted(row: Row, width: int) -> list[Run]:
    """The row as it is printed, cut with an ellipsis where it is wider than `width`."""
    safe = [Run(shown(run.text), run.style) for run in row]
    is_cut = row_width(row) > width
    room = width - 1 if is_cut else width
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
