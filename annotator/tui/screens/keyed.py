"""What the screens of agreement and adjudication share: keys from a table, a row of keys or a message, and a prompt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import isawaitable

from textual.events import Key
from textual.widgets import Input

from annotator.domain.codebook import Codebook
from annotator.domain.keymap import Action
from annotator.tui.screens.page import Page
from annotator.tui.widgets.bars import key_name
from annotator.tui.widgets.lines import Lines, Row, Run, packed, spread
from annotator.tui.widgets.prompt import Prompt

WORKBENCH = (
    "library", "agreement", "adjudicate", "sources", "claims", "search", "desk", "history",
    "help", "next_theme", "quit",
)  # fmt: skip
"""Keys of the whole workbench that hold on these screens too."""


class KeyedPage(Page):
    """A screen whose keys are its own actions, and those of the workbench."""

    AUTO_FOCUS = None

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook
        self.message = ""
        """What is said until the next key."""
        self._written: Callable[[str], None] | None = None

    # --- keys ----------------------------------------------------------------------------------------------------

    async def on_key(self, event: Key) -> None:
        """Do what the key is for; while a line is written, only Esc is the screen's."""
        key = event.character if event.is_printable and event.character else event.key
        if self._written:
            if key == "escape":
                event.stop()
                self._end_writing()
            for prompt in self.query(Prompt):
                prompt.take_early(event)
            return
        event.stop()
        event.prevent_default()
        key = "space" if key == " " else key
        self.message, is_taken = "", True
        with self.telling():
            is_taken = self.take_key(key)
        if is_taken:
            self.redraw()
        else:
            own = next((action for action in self.own_actions if key in action.keys), None)
            action = own or self.keymap.action_for(key)
            if action and (own or action.name in WORKBENCH):
                await self.act(action.name)
            else:
                self.redraw()

    def take_key(self, key: str) -> bool:  # noqa: ARG002
        """Take a key whose meaning depends on what is shown; whether it had one."""
        return False

    async def act(self, name: str) -> None:
        """Do an action by its name, the screen's own or the workbench's."""
        does = getattr(self, f"action_{name}", None) or getattr(self.app, f"action_{name}")
        with self.telling():
            done = does()
            if isawaitable(done):
                await done
        if self.is_current:
            self.redraw()

    # --- writing a line ------------------------------------------------------------------------------------------

    def ask(self, title: str, initial: str, then: Callable[[str], None]) -> None:
        """Show a line to write in; what is written goes to `then`."""
        self._written, self.message = then, title
        prompt = Prompt(value=initial, select_on_focus=False)
        self.mount(prompt, before="#keys")
        prompt.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        event.stop()
        then = self._written
        self._end_writing()
        if then:
            with self.telling():
                then(event.value.strip())
        self.redraw()

    def _end_writing(self) -> None:
        self._written, self.message = None, ""
        self.query(Prompt).remove()
        self.redraw()

    # --- drawing -------------------------------------------------------------------------------------------------

    def say(self, message: str) -> None:
        """Show a line until the next key."""
        self.message = message
        self.redraw()

    def redraw(self) -> None:
        """Show the present state."""
        for lines in self.query(Lines):
            if lines.display:
                lines.redraw()

    def key_row(self, width: int) -> Sequence[Row]:
        """The message if there is one, else the keys, as many as there is room for."""
        help_key = (*key_item(self.keymap.named("help")), Run(" "))
        if self.message:
            return [spread((Run(f" {self.message}", "strong"),), help_key, width)]
        return [packed(self.key_items(), help_key, width)]

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles, the most useful first."""
        return self.items_of([action.name for action in self.own_actions])

    def items_of(self, names: Iterable[str], titles: Mapping[str, str] | None = None) -> list[Row]:
        """The keys of the screen's own actions of these names, with other titles where some are given."""
        named = {action.name: action for action in self.own_actions}
        return [key_item(named[name], (titles or {}).get(name, "")) for name in names]


def key_item(action: Action, title: str = "") -> Row:
    """The first key of an action with what it does."""
    return (Run(key_name(action.keys[0]), "key"), Run(f" {title or action.title}"))
