"""Screens that show a list above and the chosen line of it below."""

from collections.abc import Sequence

from textual.app import ComposeResult

from annotator.tui.screens.choosing import ChoosingPage
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.lines import Lines, Row, Run


class ListPage(Stepping, ChoosingPage):
    """A list with a chosen line."""

    def compose(self) -> ComposeResult:
        """The list above, what is chosen below."""
        yield Lines(self.heading, id="heading")
        yield Lines(self.list_rows, id="list")
        yield Lines(lambda width: [(Run("─" * width, "rule"),)], id="rule")
        yield Lines(self._below, id="detail", indent=1)
        yield Lines(self.key_row, id="keys")

    def heading(self, width: int) -> Sequence[Row]:
        """The row above the list."""
        raise NotImplementedError

    def detail(self, width: int) -> Sequence[Row]:
        """What is told of the chosen line."""
        raise NotImplementedError

    def action_first(self) -> None:
        """Go to the first line."""
        self.move(-self.count)

    def _below(self, width: int) -> Sequence[Row]:
        return self.choices(width, self.query_one("#detail").size.height) if self.pending else self.detail(width)
