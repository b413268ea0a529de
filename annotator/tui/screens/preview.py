"""The preview of a change to many: what would change, line by line, each with a tick; nothing is saved before Enter."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from textual import work
from textual.message import Message

from annotator.domain.acting import Act
from annotator.domain.documents import sentence_at
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.filters.hits import sentences_of
from annotator.project import Project
from annotator.project.batches import Previewed, Targets, by_document, carry_out, preview
from annotator.tui.screens.listing import ListPage
from annotator.tui.widgets.hit_rows import context_rows, place_row
from annotator.tui.widgets.lines import Row, Run, spread

Finding = Callable[[Project], Targets]
"""Finds what something is to be done to; may take long, and is given a project of its own."""

Then = Callable[[Sequence[Edit]], None]
"""Takes the edits that were saved."""

TOLD = 0.3
"""The part of a line that says what would change."""

FOOTER = ("carry_out", "tick", "tick_all", "next_scope", "next", "leave")
"""What the row of keys shows."""


class Scope(Struct, frozen=True):
    """Where something is done."""

    name: str
    """For the heading."""
    find: Finding
    """Finds it there."""


class PreviewScreen(ListPage):
    """Everything that one change would do, before it is done."""

    NAME = "preview"

    class Told(Message):
        """What the change would do in a scope, or why that cannot be told."""

        def __init__(self, scope: int, lines: Sequence[Previewed], problem: str = "") -> None:
            super().__init__()
            self.scope = scope
            """Which scope."""
            self.lines = lines
            """What would be done."""
            self.problem = problem
            """What went wrong."""

    class Done(Message):
        """It is saved."""

        def __init__(self, edits: Sequence[Edit], problem: str = "") -> None:
            super().__init__()
            self.edits = edits
            """What was saved."""
            self.problem = problem
            """What went wrong, if anything was."""

    def __init__(self, project: Project, act: Act, scopes: Sequence[Scope], then: Then) -> None:
        """Take what is to be done, where it may be done, and who is told that it was."""
        super().__init__(project.codebook)
        self._project, self._act, self._scopes, self._then = project, act, scopes, then
        self._scope = 0
        self._lines: dict[int, Sequence[Previewed]] = {}
        self._out: set[tuple[int, int]] = set()
        self._is_saving = False

    # --- finding and doing, in a thread of its own -------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to find."""
        self._find(self._scope)

    @work(thread=True, exclusive=True)
    def _find(self, scope: int) -> None:
        try:
            with Project.open(self._project.path, self._project.annotator) as project:
                found = preview(project, self._act, self._scopes[scope].find(project))
            lines = sorted(found, key=lambda each: not each.is_change)
            self.post_message(self.Told(scope, lines))
        except AnnotatorError as error:
            self.post_message(self.Told(scope, [], str(error)))

    @work(thread=True)
    def _carry_out(self, targets: Targets) -> None:
        try:
            with Project.open(self._project.path, self._project.annotator) as project:
                self.post_message(self.Done(carry_out(project, self._act, targets)))
        except AnnotatorError as error:
            self.post_message(self.Done((), str(error)))

    def on_preview_screen_told(self, message: Told) -> None:
        """Show what would change."""
        message.stop()
        self._lines[message.scope] = message.lines
        self.message = message.problem
        self.redraw()

    def on_preview_screen_done(self, message: Done) -> None:
        """Go back to where it was asked for; stay, where it could not be saved."""
        message.stop()
        self._is_saving = False
        if message.problem:
            self._lines.clear()
            self._find(self._scope)
            self.say(f"not saved: {message.problem}")
            return
        self._project.sources.forget()
        self.app.pop_screen()
        self._then(message.edits)

    def may_leave(self) -> bool:
        """Not while it is being saved."""
        return not self._is_saving

    # --- keys --------------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[Previewed]:
        """What would be done in the present scope; what would change comes first."""
        return self._lines.get(self._scope, ())

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def ticked(self) -> list[Previewed]:
        """What Enter changes."""
        return [each for n, each in enumerate(self.lines) if each.is_change and (self._scope, n) not in self._out]

    def action_tick(self) -> None:
        """Leave the chosen one out, or take it in; and go on."""
        if self.count and self.lines[self.chosen].is_change:
            self._out ^= {(self._scope, self.chosen)}
        self.move(1)

    def action_tick_all(self) -> None:
        """Leave all out, or take all in."""
        every = {(self._scope, n) for n in range(self.count)}
        self._out = self._out - every if self._out & every else self._out | every

    def action_next_scope(self) -> None:
        """Look elsewhere."""
        self._scope = (self._scope + 1) % len(self._scopes)
        self.chosen = self.top = 0
        if self._scope not in self._lines:
            self._find(self._scope)

    def action_leave(self) -> None:
        """Go back."""
        if self.may_leave():
            self.app.pop_screen()

    def action_library(self) -> None:
        """Go back."""
        self.action_leave()

    def action_carry_out(self) -> None:
        """Change what is ticked."""
        ticked = self.ticked
        if not ticked:
            self.message = "nothing is ticked that would change" if self._scope in self._lines else "still looking …"
        elif not self._is_saving:
            self._is_saving = True
            self.message = "saving …"
            self._carry_out(by_document([(each.document.id, each.target) for each in ticked]))

    # --- drawing -----------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> Sequence[Row]:
        """What would be done, where, and how much of it."""
        scopes = [
            Run(f" {each.name} ", "title" if n == self._scope else "muted") for n, each in enumerate(self._scopes)
        ]
        ticked, every = self.ticked, sum(each.is_change for each in self.lines)
        articles = len({each.document.id for each in ticked})
        left = f" · {self.count - every} stay" if self.count > every else ""
        counts = f"{len(ticked)} of {every} in {articles} article{'' if articles == 1 else 's'}{left} "
        right = (Run(counts if self._scope in self._lines else "looking … ", "strong"),)
        return [spread((Run(f" {self._act.title}", "title"), Run("  "), *scopes), right, width)]

    def line(self, number: int, width: int) -> Row:
        """A tick, the words in their sentence, and what would change."""
        each = self.lines[number]
        spans = each.target.spans
        is_in = each.is_change and (self._scope, number) not in self._out
        tick = Run("[x] " if is_in else "[ ] " if each.is_change else " ·  ", "key" if is_in else "muted")
        at = sentence_at(sentences_of(each.document), spans[0].start) if spans else 0
        told = each.outcome.told[: int(width * TOLD)]
        right = (Run(f" {told} ", "" if is_in else "muted"),)
        row = place_row(each.document, spans, at, (tick,), number == self.chosen, width - len(told) - 3)
        return spread(row, right, width)

    def detail(self, width: int) -> Sequence[Row]:
        """The chosen words in their context."""
        if not self.lines:
            return [(Run("nothing is found here" if self._scope in self._lines else "", "muted"),)]
        each = self.lines[self.chosen]
        spans = each.target.spans
        at = sentence_at(sentences_of(each.document), spans[0].start) if spans else 0
        head = (Run(each.document.name, "title"), Run(f"  {each.outcome.told}"))
        return [head, (), *context_rows(each.document, spans, at, width)]

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles."""
        return self.items_of(name for name in FOOTER if name != "next_scope" or len(self._scopes) > 1)
