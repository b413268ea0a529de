"""A line to write in: for notes, flags, answers in words, looking for words, and filtering the library."""

from textual.events import Key
from textual.widgets import Input

from annotator.domain.shown import shown


class Prompt(Input):
    """An input that never holds a character that could act on the terminal, typed or pasted."""

    def validate_value(self, value: str) -> str:
        """The value with control characters replaced by pictures of them."""
        return shown(value)

    def take_early(self, event: Key) -> None:
        """Take a character that was typed before the line had the focus, as fast hands do."""
        if event.is_printable and event.character:
            if self.select_on_focus:  # what stands there is to be written over
                self.value, self.select_on_focus = "", False
            self.insert_text_at_cursor(event.character)
