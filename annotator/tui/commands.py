"""What the command palette offers: every action by its name, and every theme."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from annotator.domain.keymap import ACTIONS
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.themes import THEMES


def commands(screen: Screen[object], choose_theme: Callable[[str], None]) -> Iterator[SystemCommand]:
    """The commands on a screen."""
    if isinstance(screen, AnnotateScreen):
        for action in ACTIONS:
            does = partial(screen.call_later, screen.act, action.name)
            yield SystemCommand(action.title.capitalize(), action.help, does)
    for name in THEMES:
        yield SystemCommand(f"Theme: {name}", "Change the colours.", partial(choose_theme, name))
