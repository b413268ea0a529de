"""Screens on which a key may ask which of several answers is meant, each with its letter."""

from collections.abc import Callable, Sequence
from string import ascii_letters

from annotator.domain.codebook import UNKNOWN, Attribute
from annotator.domain.editing import Choose
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.lines import Row, Run, flowed


class ChoosingPage(KeyedPage):
    """A screen that waits for the letter of an answer before it does what was asked."""

    pending: Choose | None = None
    """What is asked, if anything."""

    def choose(self, title: str, answers: Sequence[str], then: Callable[[int], None]) -> None:
        """Ask which of the answers is meant; its place goes to `then`."""
        lettered = tuple(zip(ascii_letters, answers, strict=False))

        def go(letter: str) -> tuple[()]:
            then(ascii_letters.index(letter))
            return ()

        self.pending = Choose(title, lettered, go)

    def ask_attribute(self, attribute: Attribute, given: str, then: Callable[[str], None]) -> None:
        """Ask a question of the codebook: one of its values, or words."""
        name = (attribute.title or attribute.name).replace("_", " ")
        if not attribute.values:
            self.ask(f"{name}; nothing takes the answer back", given, then)
            return
        answers = (*attribute.values, UNKNOWN)
        self.choose(name, [each.replace("_", " ") for each in answers], lambda place: then(answers[place]))

    def take_key(self, key: str) -> bool:
        """Take the letter of an answer; any other key gives the question up."""
        pending, self.pending = self.pending, None
        if pending is None:
            return False
        if key in dict(pending.choices):
            pending.do(key)
        return True

    def choices(self, width: int, height: int) -> Sequence[Row]:
        """What is asked, with the answers: one below the other, or side by side where there are not rows enough."""
        if self.pending is None:
            return []
        title = (Run(f"{self.pending.title}?", "title"),)
        rows: list[Row] = [(Run(f" {letter} ", "key"), Run(answer)) for letter, answer in self.pending.choices]
        return [title, *(rows if len(rows) < height else flowed(rows, width))]
