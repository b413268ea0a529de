"""Going through a list by lines and by pages."""

from annotator.tui.screens.keyed import KeyedPage


class Stepping(KeyedPage):
    """A screen with a list, of which one line is chosen."""

    def action_next(self) -> None:
        """Go to the next line."""
        self._move(1)

    def action_previous(self) -> None:
        """Go to the line before."""
        self._move(-1)

    def action_page_on(self) -> None:
        """Go a page on."""
        self._move(self.query_one("#list").size.height)

    def action_page_back(self) -> None:
        """Go a page back."""
        self._move(-self.query_one("#list").size.height)

    def _move(self, step: int) -> None:
        """Choose the line so many further on."""
        raise NotImplementedError
