"""The library: the project's documents in pages, how far the annotator is with each, and a filter as you type."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Input

from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import Action
from annotator.project import Project
from annotator.store.listing import Listed
from annotator.tui.pages import Order, Pages
from annotator.tui.screens.assigning import Assigning
from annotator.tui.screens.filtering import Filtering
from annotator.tui.widgets.bars import key_name
from annotator.tui.widgets.lines import Lines, Row, Run, packed, spread
from annotator.tui.widgets.prompt import Prompt

STATES = {None: "○ not started", "assigned": "◌ assigned", "in progress": "◐ in progress", "finished": "● finished"}
"""How far an article is, told by shape and by word."""

OTHERS = 20
"""Cells for the other annotators of an article."""

BESIDE = ("search", "desk", "sources", "claims", "agreement", "adjudicate", "history", "quit")
"""Actions of the workbench that are shown below the list."""


class LibraryScreen(Assigning, Filtering):
    """The documents of one project."""

    AUTO_FOCUS = "Prompt"
    IS_HOME = True
    NAME = "library"

    def __init__(self, project: Project, pages: Pages) -> None:
        super().__init__(project, pages)
        self._text = ""
        self._start = 0
        self._rows: list[Listed] = []
        self._chosen = 0
        self._message = ""
        self._opens = False

    @property
    def document_id(self) -> str:
        """The chosen article."""
        return self._rows[self._chosen].id if self._rows else ""

    def say(self, message: str) -> None:
        """Show a line until the next key."""
        self._message = message
        self.query_one("#keys", Lines).redraw()

    def compose(self) -> ComposeResult:
        """A line for the filter, a page of documents, the keys."""
        yield Lines(self._heading, id="heading")
        yield Prompt(placeholder="type to filter by name or headline")
        yield Lines(self._page, id="rows")
        yield Lines(self._keys, id="keys")

    # --- keys ----------------------------------------------------------------------------------------------------

    async def on_key(self, event: Key) -> None:
        """Move the choice, open a document, or let the filter have the key."""
        if self._message:
            self.say("")
        if self.is_naming:
            if event.key == "escape":
                self.end_naming()
            return
        own = next((action for action in self.own_actions if event.key in action.keys), None)
        action = self.keymap.action_for(event.key) if len(event.key) > 1 else None
        if own:
            with self.telling():
                getattr(self, f"action_{own.name}")()
        elif action and hasattr(self.app, f"action_{action.name}"):
            with self.telling():
                await self.run_action(f"app.{action.name}")
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter."""
        event.stop()
        if not self.is_naming:
            self._text, self._start, self._chosen, self._opens = event.value.strip(), 0, 0, False
            self.reload()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the chosen document, or assign it."""
        event.stop()
        if self.is_naming:
            with self.telling():
                self.assign(event.value)
            self.end_naming()
        elif self._pages.knows(self._text):
            self._open()
        else:
            self._opens = True

    def _open(self) -> None:
        """Open the chosen document."""
        if self._rows:
            with self.telling():
                self.app.open_article(self._rows[self._chosen])  # type: ignore[attr-defined]

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        self._pages.renew()
        self.reload()

    def on_resize(self) -> None:
        """Fill the new height."""
        self.reload()

    # --- order ------------------------------------------------------------------------------------

    def action_next_order(self) -> None:
        """Put the articles in the other order."""
        order = Order.USEFUL if self._pages.order is Order.MINE else Order.MINE
        if not self._pages.sort(order) and order is Order.USEFUL:
            self._pages.sort(Order.MINE)
            raise AnnotatorError("nothing says which article is most useful: run `annotator train learned` first")
        self._start = self._chosen = 0
        self.reload()
        self.say(f"order: {order.value}")

    # --- pages ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the page again; where a thread must filter first, what is shown stays until then."""
        height = self.query_one("#rows").size.height
        self.workers.cancel_node(self)
        if self._text and not self._pages.knows(self._text):
            self.filter_by(self._project, self._text)
        elif height:
            self._rows = self._pages.page(self._start, height, self._text)
            self._chosen = max(0, min(self._chosen, len(self._rows) - 1))
        for lines in self.query(Lines):
            lines.redraw()

    def on_filtering_filtered(self, message: Filtering.Filtered) -> None:
        """Show what fits the filter, unless it is another one by now, and open it where Enter was pressed already."""
        message.stop()
        if message.text != self._text:
            return
        if message.problem:
            self.say(message.problem)
            return
        self._pages.narrow(message.text, message.numbers)
        self.reload()
        if self._opens:
            self._opens = False
            self._open()

    # --- moving --------------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Choose the next article."""
        self._move(1)

    def action_previous(self) -> None:
        """Choose the article before."""
        self._move(-1)

    def action_page_on(self) -> None:
        """Go a page on."""
        self._turn(1)

    def action_page_back(self) -> None:
        """Go a page back."""
        self._turn(-1)

    def action_clear(self) -> None:
        """Show all articles again."""
        self.query_one(Prompt).value = ""

    def _move(self, step: int) -> None:
        chosen = self._chosen + step
        is_known = self._pages.knows(self._text)
        if chosen >= 0 and (chosen < len(self._rows) or not is_known):
            self._chosen = chosen
            self.query_one("#rows", Lines).redraw()
        elif self._turn(step):
            self._chosen = 0 if step > 0 else len(self._rows) - 1
            self.query_one("#rows", Lines).redraw()

    def _turn(self, step: int) -> bool:
        """Go to the next page or the one before; whether there is one."""
        if not self._pages.knows(self._text):
            return False
        start = self._start + step * self.query_one("#rows").size.height
        if step < 0 < self._start:
            self._start = max(0, start)
        elif step > 0 and start < self._pages.count(self._text):
            self._start = start
        else:
            return False
        self.reload()
        return True

    # --- drawing -------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        left = (Run(" annotator ", "title"), Run(f" {self._project.path.name}", "muted"))
        order = " · most useful first" if self._pages.order is Order.USEFUL else ""
        right = (Run(f"{self._pages.total} articles{order} · "), Run(f"{self._project.annotator} ", "strong"))
        return [spread(left, right, width)]

    def _page(self, width: int) -> Sequence[Row]:
        if not self._rows:
            text = "no article has these words in its name or headline" if self._text else "no articles yet"
            return [(), (Run(f"  {text}", "muted"),)]
        own = self._project.annotator
        return [listed_row(each, own, index == self._chosen, width) for index, each in enumerate(self._rows)]

    def _keys(self, width: int) -> list[Row]:
        help_key = (*_key_item(self.keymap.named("help")), Run(" "))
        if self._message:
            return [spread((Run(f" {self._message}", "strong"),), help_key, width)]
        named = {action.name: action for action in self.own_actions}
        moves = "".join(key_name(named[name].keys[0]) for name in ("previous", "next"))
        fixed: list[Row] = [(Run(moves, "key"), Run(" choose")), (Run("Enter", "key"), Run(" open"))]
        shown = (*map(self.keymap.named, BESIDE), named["next_order"], named["assign"])
        return [packed([*fixed, *map(_key_item, shown)], help_key, width)]


def listed_row(listed: Listed, own: str, is_chosen: bool, width: int) -> Row:
    """One article: its headline, who else is how far with it, and how far one is oneself."""
    bar = Run("▌" if is_chosen else " ", "key")
    title = Run(listed.headline or listed.name, "strong" if is_chosen else "")
    state = Run(f"  {STATES[listed.state]:<14}", "" if listed.state else "muted")
    counts = (Run(f"{listed.marked:>5}/{listed.sentences:<4} read {listed.annotations:>5} spans ", "muted"),)
    left = (bar, Run(f"{listed.number:>6}  ", "muted"), title)
    others = [f"{name} {STATES[state][0]}" for name, state in listed.states.items() if name != own]
    people = (Run(f"  {'  '.join(others)}"[:OTHERS].ljust(OTHERS), "muted"),)
    return spread(left, (*people, state, *counts) if width >= 100 else (state,), width)


def _key_item(action: Action) -> Row:
    """An action with the first of its keys that is not typed into the filter."""
    key = next((key for key in action.keys if len(key) > 1), action.keys[0])
    return (Run(key_name(key), "key"), Run(f" {action.title}"))
