"""What every screen shares: the styles of words in bars and cards, told from the style sheet once for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from annotator.domain.codebook import Codebook, Label
from annotator.domain.errors import AnnotatorError, EditError
from annotator.domain.keymap import Action, Keymap
from annotator.tui.widgets.bars import key_name
from annotator.tui.widgets.lines import STYLES
from annotator.tui.widgets.palette import Palette, theme_palette

WIDTHS = [(0, "-narrow"), (100, "-wide"), (150, "-roomy")]
"""The classes of a screen by the least width, in cells, that they are for."""


class Page(Screen[None]):
    """A screen of the workbench."""

    COMPONENT_CLASSES = {f"lines--{style}" for style in STYLES}
    HORIZONTAL_BREAKPOINTS = WIDTHS
    NAME: ClassVar[str] = ""
    """The name by which the keymap knows the keys of this screen alone."""
    HAS_NEIGHBOURS: ClassVar[bool] = False
    """Whether the next article is opened by a key."""
    IS_HOME: ClassVar[bool] = False
    """Whether it is the list of articles."""

    codebook: Codebook
    """What may be marked and answered."""
    _palette: tuple[str, tuple[Label, ...], Palette] | None = None

    @property
    def document_id(self) -> str:
        """The article that the screen is about, or nothing."""
        return ""

    @property
    def keymap(self) -> Keymap:
        """The keys of the workbench as the annotator has them, the same on every screen."""
        keymap: Keymap = self.app.project.keymap  # type: ignore[attr-defined]
        return keymap

    @property
    def own_actions(self) -> tuple[Action, ...]:
        """What keys do on this screen alone; the help and the command palette list them."""
        return self.keymap.own(self.NAME)

    def key_of(self, name: str) -> str:
        """How the first key of an action is written, the screen's own or the workbench's."""
        own = (action for action in self.own_actions if action.name == name)
        return key_name((next(own, None) or self.keymap.named(name)).keys[0])

    def palette(self) -> Palette:
        """The label colours of the present theme."""
        theme, labels = self.app.current_theme, self.codebook.labels
        if self._palette is None or self._palette[:2] != (theme.name, labels):
            self._palette = (theme.name, labels, theme_palette(labels, theme))
        return self._palette[2]

    def may_leave(self) -> bool:
        """Whether nothing would be lost."""
        return True

    @contextmanager
    def telling(self) -> Iterator[None]:
        """The edge of the workbench: what goes wrong is told, and the work goes on."""
        try:
            yield
        except EditError as error:
            self.reread(str(error))
        except AnnotatorError as error:
            self.say(str(error))

    def reread(self, reason: str) -> None:
        """Take over what another program has changed meanwhile."""
        self.say(reason)

    def painted(self) -> None:
        """Do what waits until the screen has been painted."""

    def say(self, message: str) -> None:
        """Show a line until the next key."""

    def at_width(self, width: int) -> "Page":
        """The screen laid out for this width from the start, which saves it a second layout."""
        self.set_classes(next(name for least, name in reversed(WIDTHS) if width >= least))
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing but background: widgets cover all of it, and to draw it properly would double the cost of a key."""
        return [Strip.blank(crop.width, self.rich_style)] * crop.height
