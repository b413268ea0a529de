"""Screens that show a list above and the chosen line of it below."""

from collections.abc import Sequence

from annotator.tui.screens.choosing import ChoosingPage
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.lines import Row


class ListPage(Stepping, ChoosingPage):
    """A list with a chosen line."""

    def detail(self, width: int) -> Sequence[Row]:
        """What is told of the chosen line."""
        raise NotImplementedError

    def action_first(self) -> None:
        """Go to the first line."""
        self.move(-self.count)

    def below(self, width: int) -> Sequence[Row]:
        """What is asked, or else told of the chosen line."""
        return self.choices(width, self.query_one("#detail").size.height) if self.pending else self.detail(width)
