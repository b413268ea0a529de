"""The list of the desk: problems, what is accepted, flags and notes of one annotator, found in the background."""

import gc
from collections.abc import Sequence
from itertools import chain

from msgspec.structs import replace

from annotator.domain.desk import Item, Limits
from annotator.domain.threads import Thread
from annotator.project import Project
from annotator.project.desk import Desk
from annotator.project.remarks import open_flags, threads
from annotator.tui.screens.finding import Finding
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.desk_rows import item_row, item_rows, said_rows
from annotator.tui.widgets.lines import Row, Run, spread

VIEWS = ("problems", "accepted", "flags", "notes")
"""What the list shows, in the order of the key."""

PROBLEMS, ACCEPTED, FLAGS, NOTES = range(len(VIEWS))

HINTS = (
    "nothing is wrong in what you marked and read",
    "nothing was accepted as it is",
    "no flag is open: ! in an article sets one",
    "no notes: m in an article writes one, M one on a frame or the article",
)
"""What is said where a view is empty."""

LOOKING = ("next_view", "by_rule", "by_article", "find", "undo", "leave")
"""What the row of keys shows after those of the view."""

FOOTERS = (
    ("open", "accept", *LOOKING),
    ("open", "take_back", *LOOKING),
    ("open", "take_back", *LOOKING),
    ("open", "answer", *LOOKING),
)
"""What the row of keys shows on each view, the most useful first."""


class DeskList(Finding, Stepping):
    """Everything on the desk, to be looked through."""

    NAME = "desk"

    def __init__(self, project: Project, document_id: str = "") -> None:
        """Take the project, and the article to which the list is limited at first."""
        super().__init__(project)
        self.desk = Desk(project)
        """What was found so far."""
        self._flags: list[Item] = []
        self._threads: list[Thread] = []
        self._view = self.chosen = self.top = 0
        self._limits = Limits(article=document_id)
        self._items: list[Item] = []
        self._counts = [0] * len(VIEWS)
        self._done = (0, 0)
        self._opened: str | None = None

    # --- finding, in a thread of its own -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to check; the article that the list is limited to is there at once."""
        if self._limits.article:
            self.desk.renew(self._limits.article)
            self._refill()
        self.find()

    def on_finding_remarked(self, message: Finding.Remarked) -> None:
        """Show flags and notes."""
        message.stop()
        self._flags, self._threads = message.flags, message.threads
        self._refill()
        self.redraw()

    def on_finding_found(self, message: Finding.Found) -> None:
        """Show what was found; what was checked again meanwhile stays as it is now."""
        message.stop()
        for document_id, items in message.found.items():
            if document_id not in self.desk.items:
                self.desk.take(document_id, items)
        self._done = message.done
        if message.done[0] == message.done[1]:
            gc.freeze()  # what was found is much, and to look through it for garbage would hold up a key
        self.message = message.problem or self.message
        self._refill()
        self.redraw()

    def on_screen_resume(self) -> None:
        """Check again what was opened from here."""
        if self._opened is not None:
            self._checked_again(self._opened)
            self._opened = None

    def _checked_again(self, *document_ids: str) -> None:
        for each in document_ids:
            self.desk.renew(each)
            if each:
                flags = [one for one in self._flags if one.document_id != each]
                notes = [one for one in self._threads if one.item.document_id != each]
                self._flags = flags + open_flags(self.project, each)
                self._threads = notes + threads(self.project, each)
        self._refill()

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many items are listed."""
        return len(self._items)

    @property
    def item(self) -> Item | None:
        """The chosen item."""
        return self._items[self.chosen] if self._items else None

    @property
    def thread(self) -> Thread | None:
        """The chosen thread of notes."""
        return next((each for each in self._threads if each.item is self.item), None)

    @property
    def document_id(self) -> str:
        """The article of the chosen item."""
        return self.item.document_id if self.item else ""

    def _of_view(self, view: int) -> Sequence[Item]:
        if view == FLAGS:
            return self._flags
        if view == NOTES:
            return [each.item for each in self._threads]
        found = chain.from_iterable(self.desk.items.values())
        return [each for each in found if (each.acceptance is not None) == (view == ACCEPTED)]

    def _refill(self) -> None:
        """Make the list of the present view; the choice stays where it is."""
        self._counts = [len(self._of_view(view)) for view in range(len(VIEWS))]
        self._items = [each for each in self._of_view(self._view) if self._limits.takes(each)]
        self._items.sort(key=lambda each: each.number)
        self.move(0)

    # --- moving ------------------------------------------------------------------------------------------------------

    def action_next_view(self) -> None:
        """Show the next view."""
        self._show_view(self._view + 1)

    def action_previous_view(self) -> None:
        """Show the view before."""
        self._show_view(self._view - 1)

    def _show_view(self, number: int) -> None:
        self._view, self._limits = number % len(VIEWS), replace(self._limits, rule="")
        self._from_start()

    def _from_start(self) -> None:
        self.chosen = self.top = 0
        self._refill()

    def action_by_rule(self) -> None:
        """Show only what one check found, or all."""
        self._limit(rule="" if self._limits.rule or not self.item else self.item.problem.rule)

    def action_by_article(self) -> None:
        """Show only what is in one article, or all."""
        self._limit(article="" if self._limits.article or not self.item else self.item.document_id)

    def _limit(self, **limits: str) -> None:
        """Change what is shown; the chosen item stays so where it is still shown."""
        chosen = self.item
        self._limits = replace(self._limits, **limits)
        self._refill()
        self.chosen = next((n for n, each in enumerate(self._items) if each is chosen), 0)

    def action_find(self) -> None:
        """Ask for words."""
        title = "words in a problem, flag or note, or in an article's name; nothing shows all"
        self.ask(title, self._limits.words, self._find)

    def _find(self, words: str) -> None:
        self._limits = replace(self._limits, words=words)
        self._from_start()

    def action_open(self) -> None:
        """Open the article at the place."""
        item = self.item
        if item is None or not item.document_id:
            self.message = f"{self.key_of('sources')} opens the registry" if item else "nothing is listed"
            return
        self._opened = item.document_id
        self.app.open_beyond(item.document_id, item.problem.span.start if item.problem.span else 0)  # type: ignore[attr-defined]

    def action_leave(self) -> None:
        """Show all again, or go back."""
        if self._limits.told:
            self._limits = Limits()
            self._refill()
        else:
            self.app.action_library()  # type: ignore[attr-defined]

    # --- drawing -----------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> list[Row]:
        """The row above the list."""
        named = [f"{name} {count}" if count else name for name, count in zip(VIEWS, self._counts, strict=True)]
        tabs = [Run(f" {name} ", "title" if n == self._view else "muted") for n, name in enumerate(named)]
        done, total = self._done
        news = f"checked {done}/{total} · " if done < total else ""
        place = f"{self.chosen + 1} of {len(self._items)}" if self._items else "nothing"
        left = (Run(" desk ", "title"), *tabs, Run(f" {self._limits.told}", "strong"))
        return [spread(left, (Run(f"{news}{place} · "), Run(f"{self.project.annotator} ", "strong")), width)]

    def line(self, number: int, width: int) -> Row:
        """One item."""
        return item_row(self._items[number], number == self.chosen, width)

    def below(self, width: int) -> list[Row]:
        """What is told of the chosen line."""
        item, thread = self.item, self.thread
        if item is None:
            is_reading = self._view in (PROBLEMS, ACCEPTED) and self._done[0] < self._done[1]
            limited = f"nothing of this kind is here; {self.key_of('leave')} shows all" if self._limits.told else ""
            hint = "reading …" if is_reading else limited
            return [(Run(hint or HINTS[self._view], "muted"),)]
        return [*item_rows(item, width), *(said_rows(thread.said, width) if thread else ())]

    def key_items(self) -> Sequence[Row]:
        """The keys of the view, the digits of the fixes first."""
        fixes = self.item.problem.fixes if self.item and self._view == PROBLEMS else ()
        digits = [(Run("1" if len(fixes) == 1 else f"1-{len(fixes[:9])}", "key"), Run(" mend"))] if fixes else []
        titles = {"take_back": "resolve" if self._view == FLAGS else "list again"}
        return [*digits, *self.items_of(FOOTERS[self._view], titles)]
