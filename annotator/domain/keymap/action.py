"""An action, and the keys that press it."""

from msgspec import Struct


class Action(Struct, frozen=True):
    """Something a key does."""

    name: str
    """Its name in key maps and in the command palette."""
    keys: tuple[str, ...]
    """Characters, or names such as `left` and `shift+tab` for keys that have none."""
    title: str
    """Two or three words for the footer."""
    help: str
    """One sentence for the help screen."""
    group: str
    """The heading it stands under in the help."""
    on_screen: bool = False
    """Whether the screen does it rather than the editor."""
