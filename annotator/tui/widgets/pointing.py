"""What the mouse does on a text: it points at code points, selects, chooses words, and scrolls at the edge."""

from textual.events import Click, MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.scroll_view import ScrollView


class Pointing(ScrollView):
    """A text that tells the screen where the mouse points."""

    _pressed: int | None = None

    class Pointed(Message):
        """The mouse was pressed, or dragged, at a place in the text."""

        def __init__(self, offset: int, extend: bool) -> None:
            super().__init__()
            self.offset = offset
            """The code point under the pointer."""
            self.extend = extend
            """Whether the button was held down on the way there."""

    class WordChosen(Message):
        """A word was clicked twice."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset
            """The code point under the pointer."""

    @property
    def rows(self) -> int:
        """How many rows the whole text takes."""
        raise NotImplementedError

    def offset_at(self, x: int, y: int) -> int | None:
        """The code point drawn at a cell, or the nearest one of the line there."""
        raise NotImplementedError

    def on_mouse_down(self, event: MouseDown) -> None:
        """Put the cursor where the pointer is, and follow it while the button is held; scroll at the pane's edge."""
        if event.x == self.size.width - 1:
            self.scroll_to(y=event.y * self.rows // max(1, self.size.height), animate=False)
            return
        self._pressed = self.offset_at(event.x, event.y)
        if self._pressed is not None:
            self.capture_mouse()
            self.post_message(self.Pointed(self._pressed, extend=event.shift))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Select from where the button went down to here."""
        offset = self.offset_at(event.x, event.y) if self._pressed is not None else None
        if offset is not None and offset != self._pressed:
            self.post_message(self.Pointed(offset, extend=True))

    def on_mouse_up(self, _: MouseUp) -> None:
        """Let go."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: Click) -> None:
        """Choose the word that is clicked twice."""
        offset = self.offset_at(event.x, event.y) if event.chain == 2 else None
        if offset is not None:
            self.post_message(self.WordChosen(offset))
