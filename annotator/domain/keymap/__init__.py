"""Every action and the keys that press it; the bindings, the help and the key benchmark come from here."""

from collections.abc import Mapping, Sequence

from annotator.domain.keymap.action import Action
from annotator.domain.keymap.screens import SCREENS
from annotator.domain.keymap.workbench import ACTIONS

__all__ = ["ACTIONS", "RESERVED", "SCREENS", "USUAL", "Action", "Keymap", "action_for"]

RESERVED: frozenset[str] = frozenset(k for action in ACTIONS for k in action.keys if len(k) == 1) | set("123456789")
"""Characters that a codebook may not use as the key of a label."""


class Keymap:
    """Which keys press which action: as they come, or as somebody has changed them in a file."""

    def __init__(self, actions: Sequence[Action] = ACTIONS, screens: Mapping[str, Sequence[Action]] = SCREENS) -> None:
        self.actions = tuple(actions)
        """All actions of the annotate screen and the workbench with their keys."""
        self.screens = {name: tuple(own) for name, own in screens.items()}
        """The actions that other screens have for themselves, with their keys."""
        self._pressed = {key: action for action in reversed(self.actions) for key in action.keys}
        self._named = {action.name: action for action in self.actions}

    def action_for(self, key: str) -> Action | None:
        """The action of the workbench that the key presses, if any."""
        return self._pressed.get(key)

    def named(self, name: str) -> Action:
        """The action of the workbench that has this name."""
        return self._named[name]

    def own(self, screen: str) -> tuple[Action, ...]:
        """The actions that a screen has for itself."""
        return self.screens.get(screen, ())


USUAL = Keymap()
"""The keys as they come."""


def action_for(key: str) -> Action | None:
    """The action that `key` usually presses, if any."""
    return USUAL.action_for(key)
