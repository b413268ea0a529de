"""The help screen: every key, label and question, made from the key map and the codebook, so that it is never wrong."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.keymap import Action
from annotator.tui.screens.page import Page
from annotator.tui.widgets.bars import key_name
from annotator.tui.widgets.lines import Lines, Row, Run, paragraph
from annotator.tui.widgets.palette import Palette

KEYS = 16
"""Cells for the keys of an action."""

NAME = 24
"""Cells for the name of a question."""

TITLE = 18
"""Cells for its title."""


class HelpScreen(Page):
    """All keys, labels and questions on one page."""

    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, codebook: Codebook, own: Sequence[Action] = ()) -> None:
        """Take what may be marked, and the keys of the screen that asks, if it has keys of its own."""
        super().__init__()
        self._own = own
        self.codebook = codebook

    def compose(self) -> ComposeResult:
        """One long page that scrolls."""
        with VerticalScroll():
            yield Lines(self.rows, id="help")
        yield Lines(
            lambda _: [(Run(" Esc", "key"), Run(" back   "), Run("↑↓ PgUp PgDn", "key"), Run(" scroll"))], id="keys"
        )

    def on_key(self, event: Key) -> None:
        """Go back."""
        if event.key in ("escape", "q", "question_mark", "f1"):
            event.stop()
            self.app.pop_screen()

    def rows(self, width: int) -> Sequence[Row]:
        """The page for a width."""
        keys = actions(self._own, width) if self._own else (*actions(self.keymap.actions, width), *digits(width))
        return [*keys, *labels(self.codebook, self.palette(), width), *questions(self.codebook, width)]


def actions(listed: Sequence[Action], width: int) -> Iterator[Row]:
    """Actions with their keys, by groups."""
    groups = list(dict.fromkeys(each.group for each in listed))
    for group, members in groupby(sorted(listed, key=lambda a: groups.index(a.group)), key=lambda a: a.group):
        yield (Run(group, "title"),)
        for action in members:
            keys = Run("  " + "  ".join(map(key_name, action.keys)).ljust(KEYS), "key")
            title = Run(action.title.ljust(TITLE), "strong")
            yield from _beside((keys, title), action.help, KEYS + TITLE + 2, width)
        yield ()


def digits(width: int) -> Iterator[Row]:
    """What digits do."""
    yield from _beside(
        (Run("  1 … 9".ljust(KEYS + 2), "key"), Run("answer".ljust(TITLE), "strong")),
        "Answer the question that has this digit on the card.",
        KEYS + TITLE + 2,
        width,
    )
    yield ()


def labels(codebook: Codebook, palette: Palette, width: int) -> Iterator[Row]:
    """Every label with its key, definition and examples."""
    yield (Run("Labels", "title"),)
    for label in codebook.labels:
        off = "" if label.on else " (off)"
        yield (Run("  "), Run(f" {label.key} ", palette.chip(label.name)), Run(f" {label.title}{off}", "strong"))
        yield from paragraph(label.definition, width, indent="      ")
        for sign, example in (("+ ", label.positive), ("− ", label.negative)):
            yield from paragraph(sign + example if example else "", width, "muted", indent="      ")
        for attribute in label.attributes:
            yield from _question(attribute, width)
        yield ()


def questions(codebook: Codebook, width: int) -> Iterator[Row]:
    """What is asked about a frame."""
    yield (Run("Frame", "title"),)
    for attribute in codebook.frame:
        yield from _question(attribute, width)


def _question(attribute: Attribute, width: int) -> Iterator[Row]:
    name = (attribute.title or attribute.name).replace("_", " ")
    values = " · ".join(attribute.values).replace("_", " ") or "words"
    yield from _beside((Run("      "), Run(name.ljust(NAME), "key")), values, NAME + 6, width)
    yield from paragraph(attribute.help, width, "muted", indent=" " * (TITLE + 6))


def _beside(left: Row, text: str, indent: int, width: int) -> Iterator[Row]:
    """A text to the right of some runs, further rows indented to the same column."""
    rows = paragraph(text, width, indent=" " * indent)
    yield (*left, *rows[0][1:]) if rows else left
    yield from rows[1:]
