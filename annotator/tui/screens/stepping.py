"""Screens with a list above and what is chosen below, gone through by lines and by pages."""

from collections.abc import Sequence

from textual.app import ComposeResult

from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.lines import Lines, Row, Run


class Stepping(KeyedPage):
    """A screen with a list in the widget `#list`, of which one line is chosen."""

    chosen = 0
    """The number of the chosen line, from 0."""
    top = 0
    """The number of the first line that is seen."""

    def compose(self) -> ComposeResult:
        """The list above, what is chosen below."""
        yield Lines(self.heading, id="heading")
        yield Lines(self.list_rows, id="list")
        yield Lines(lambda width: [(Run("─" * width, "rule"),)], id="rule")
        yield Lines(self.below, id="detail", indent=1)
        yield Lines(self.key_row, id="keys")

    def heading(self, width: int) -> Sequence[Row]:
        """The row above the list."""
        raise NotImplementedError

    def below(self, width: int) -> Sequence[Row]:
        """What is told of the chosen line."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, number: int, width: int) -> Row:
        """One line of the list."""
        raise NotImplementedError

    def empty(self, width: int) -> Sequence[Row]:  # noqa: ARG002
        """What stands in the place of an empty list."""
        return []

    def move(self, step: int) -> None:
        """Choose another line."""
        self.chosen = max(0, min(self.chosen + step, self.count - 1))

    def action_next(self) -> None:
        """Go to the next line."""
        self.move(1)

    def action_previous(self) -> None:
        """Go to the line before."""
        self.move(-1)

    def action_page_on(self) -> None:
        """Go a page on."""
        self.move(self.query_one("#list").size.height)

    def action_page_back(self) -> None:
        """Go a page back."""
        self.move(-self.query_one("#list").size.height)

    def list_rows(self, width: int) -> Sequence[Row]:
        """As many lines as are seen, the chosen one among them."""
        if not self.count:
            return self.empty(width)
        height = max(1, self.query_one("#list").size.height)
        self.top = max(0, self.chosen - height + 1, min(self.top, self.chosen))
        return [self.line(number, width) for number in range(self.top, min(self.count, self.top + height))]
