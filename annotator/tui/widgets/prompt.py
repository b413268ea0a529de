"""A line to write in: for notes, flags, answers in words, looking for words, and filtering the library."""

from textual.widgets import Input

from annotator.domain.shown import shown


class Prompt(Input):
    """An input that never holds a character that could act on the terminal, typed or pasted."""

    def validate_value(self, value: str) -> str:
        """The value with control characters replaced by pictures of them."""
        return shown(value)
