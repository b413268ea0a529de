"""What the command palette offers: every action by its name, and every theme."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from annotator.domain.keymap import ACTIONS
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.page import Page
from annotator.tui.themes import THEMES

EVERYWHERE = ("agreement", "adjudicate", "sources", "claims", "search", "desk", "history", "help")
"""Actions offered in the library, and on screens without actions of their own."""


def commands(screen: Screen[object], choose_theme: Callable[[str], None]) -> Iterator[SystemCommand]:
    """The commands on a screen."""
    if isinstance(screen, AnnotateScreen):
        for action in ACTIONS:
            does = partial(screen.call_later, screen.act, action.name)
            yield SystemCommand(action.title.capitalize(), action.help, does)
    elif isinstance(screen, Page):
        beside = [action for action in ACTIONS if action.name in EVERYWHERE]
        for action in (*screen.own_actions, *(beside if screen.IS_HOME or not screen.own_actions else ())):
            does = getattr(screen, f"action_{action.name}", None) or getattr(screen.app, f"action_{action.name}")
            yield SystemCommand(action.title.capitalize(), action.help, partial(screen.call_later, does))
    for name in THEMES:
        yield SystemCommand(f"Theme: {name}", "Change the colours.", partial(choose_theme, name))
