"""The history: every edit, newest first, with what it changed; undo in any article, and back to any edit."""

from collections.abc import Iterator, Sequence

from annotator.domain.changes import Telling
from annotator.domain.documents import Document
from annotator.domain.edits import Edit
from annotator.domain.nearby import place_of
from annotator.domain.records import AnyRecord, Attribution
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.replaying import back_to, may_see
from annotator.store.log import Logged
from annotator.tui.screens.stepping import Stepping
from annotator.tui.screens.undoing import Undoing
from annotator.tui.widgets.desk_rows import cells, when
from annotator.tui.widgets.lines import Row, Run, paragraph, spread

PAGE = 200
"""How many edits are read at once."""

SIGNS = {"+": "key", "-": "warning", "~": "title"}
"""The style of what was added, taken away and changed."""

ACTION = 22
"""Cells for what was done."""

SHOWN = ("replay", "open", "scope", "undo", "back_to", "whose", "redo", "leave")
"""What the row of keys shows, the most useful first."""


class HistoryScreen(Undoing, Stepping):
    """The edits of an article or of the whole project."""

    NAME = "history"

    def __init__(self, project: Project, document_id: str = "") -> None:
        """Take the project, and the article whose edits are shown, if not those of all."""
        super().__init__(project.codebook)
        self.project = project
        self._scope = document_id or None
        self._everybody = False
        self._edits: list[Logged] = []
        self._is_all = False
        self._oldest: int | None = None
        self.chosen = self.top = 0
        self._documents: dict[str, Document] = {}
        self._known: dict[tuple[str, str], dict[str, AnyRecord]] = {}
        self.reload()

    # --- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the newest edits again."""
        self._edits, self._is_all, self._oldest, self._hidden = [], False, None, 0
        self._known.clear()
        self._more()
        self.move(0)

    def _more(self) -> None:
        """Read a page of older edits."""
        whose = None if self._everybody else self.project.annotator
        found = self.project.store.log.before(self._oldest, PAGE, self._scope, whose)
        sees = may_see(self.project)
        seen = [each for each in found if sees(each.edit)]
        self._edits += seen
        self._hidden += len(found) - len(seen)
        self._oldest = found[-1].number if found else None
        self._is_all = len(found) < PAGE

    def on_screen_resume(self) -> None:
        """Show what was done in the article meanwhile."""
        self.reload()
        self.redraw()

    def reverted(self, edits: Sequence[Edit]) -> None:
        """Show the edit that undid something, in its article where only one is shown."""
        if self._scope and edits[-1].document_id != self._scope:
            self._scope = edits[-1].document_id or None
        self.chosen = 0
        self.reload()

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many edits were read."""
        return len(self._edits)

    @property
    def edit(self) -> Edit | None:
        """The chosen edit."""
        return self._edits[self.chosen].edit if self._edits else None

    @property
    def document_id(self) -> str:
        """The article of the chosen edit."""
        return self.edit.document_id if self.edit else ""

    def _document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            found = self.project.load(document_id, ()).document if document_id else Document("", "the registry", "")
            self._documents[document_id] = found
        return self._documents[document_id]

    def _changes(self, edit: Edit, with_all: bool = False) -> Iterator[str]:
        """What it changed; with all records that ever were in the set, parts of frames are named too."""
        owner = (edit.document_id, edit.annotator)
        if with_all and owner not in self._known:
            every = self.project.store.edits(*owner)
            self._known[owner] = {record.id: record for each in every for record in (*each.removed, *each.added)}
        known = self._known[owner] if with_all else {}
        entries = self.project.sources.registry.sources
        return Telling(self._document(edit.document_id).text, known, entries).changes(edit)

    # --- moving ------------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Choose another edit; older ones are read as one comes to them."""
        while self.chosen + step >= len(self._edits) and not self._is_all:
            self._more()
        super().move(step)

    def action_scope(self) -> None:
        """Show the edits of one article, or of all; the chosen edit stays so."""
        chosen = self.edit
        self._scope = None if self._scope is not None else (chosen.document_id if chosen else None)
        self._again(chosen)

    def action_whose(self) -> None:
        """Show everybody's edits, or one's own."""
        self._everybody = not self._everybody
        self._again(self.edit)

    def _again(self, chosen: Edit | None) -> None:
        self.chosen = 0
        self.reload()
        at = next((n for n, each in enumerate(self._edits) if chosen and each.edit.id == chosen.id), 0)
        self.move(at)

    # --- doing -------------------------------------------------------------------------------------------------------

    def action_replay(self) -> None:
        """Show the article as it was after the edit."""
        from annotator.tui.screens.replay import ReplayScreen

        if self.edit and self.edit.document_id:
            screen = ReplayScreen(self.project, self.edit)
            self.app.push_screen(screen.at_width(self.size.width))
        else:
            self.message = "only articles are replayed"

    def action_open(self) -> None:
        """Open the article at the place of the edit."""
        edit = self.edit
        if edit and edit.document_id:
            place = place_of_edit(edit, self._known.get((edit.document_id, edit.annotator), {}))
            self.app.open_beyond(edit.document_id, place.start if place else 0)  # type: ignore[attr-defined]
        else:
            self.message = f"{self.key_of('sources')} opens the registry" if edit else "nothing was done yet"

    def action_back_to(self) -> None:
        """Undo what was done in the article after the edit."""
        if edit := self.edit:
            edits = back_to(self.project, edit)
            if edits:
                count = f"{len(edits)} edit{'' if len(edits) == 1 else 's'}"
                self.save_reverting(edits, f"back to “{edit.action}”, {count} undone")
            else:
                self.message = "nothing was done in this article after it"

    def action_leave(self) -> None:
        """Go back."""
        self.app.action_library()  # type: ignore[attr-defined]

    # --- drawing -----------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> list[Row]:
        """The row above the list."""
        where = "all articles" if self._scope is None else self._document(self._scope).name
        whose = "everybody" if self._everybody else self.project.annotator
        if self._hidden:
            whose += f", {self._hidden} hidden until you finish"
        count = f"{self.chosen + 1 if self._edits else 0} of {len(self._edits)}{'' if self._is_all else '+'}"
        left = (Run(" history ", "title"), Run(f" {where}", "strong"))
        return [spread(left, (Run(f"{count} · "), Run(f"{whose} ", "strong")), width)]

    def line(self, number: int, width: int) -> Row:
        """One edit."""
        return self._row(self._edits[number].edit, number == self.chosen, width)

    def _row(self, edit: Edit, is_chosen: bool, width: int) -> Row:
        bar, style = Run("▌" if is_chosen else " ", "key"), "strong" if is_chosen else ""
        who = cells(edit.annotator, 8) if self._everybody else ()
        where = cells(self._document(edit.document_id).name, max(10, width // 6)) if self._scope is None else ()
        told = summary(self._changes(edit, with_all=self._scope is not None), len(edit.removed) + len(edit.added))
        gap = (Run(" "),) if where or who else ()
        action = f"{edit.action[:ACTION]:<{ACTION}} "
        return (bar, Run(f"{when(edit.at)}  ", "muted"), *who, *where, *gap, Run(action, style), Run(told, "muted"))

    def below(self, width: int) -> list[Row]:
        """What is told of the chosen line."""
        edit = self.edit
        if edit is None:
            return [(Run("nothing was done here yet", "muted"),)]
        head = (Run(edit.action, "title"), Run(f"  {when(edit.at)}  {edit.annotator}", "muted"))
        where = (Run(self._document(edit.document_id).name, "muted"),)
        return [head, where, (), *change_rows(self._changes(edit, with_all=True), width, self.size.height)]

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles, the most useful first."""
        titles = {"scope": "all articles"} if self._scope is not None else {}
        return self.items_of(SHOWN, titles)


def summary(changes: Iterator[str], count: int) -> str:
    """The first change, and how many records more there are."""
    first = next(changes, "")
    more = count - 1 - (first[:1] == "~")
    return f"{first}{f'  and {more} more' if more > 0 else ''}"


def change_rows(changes: Iterator[str], width: int, most: int) -> Iterator[Row]:
    """A line for each change, as many as are seen."""
    for number, line in enumerate(changes):
        if number >= most:
            yield (Run("…", "muted"),)
            return
        first, *rest = paragraph(line[2:], width - 2) or [()]
        yield (Run(f"{line[:2]}", SIGNS.get(line[:1], "")), *first)
        yield from ((Run("  "), *row) for row in rest)


def place_of_edit(edit: Edit, known: dict[str, AnyRecord]) -> Span | None:
    """Where in the article something was changed: a record with a place, or else a part of a frame."""
    records = (*edit.added, *edit.removed)
    own = {record.id: record for record in records}
    parts = [i for each in records if isinstance(each, Attribution) for _, i in each.roles]
    members = (own.get(i) or known.get(i) for i in parts)
    return next((place for each in (*records, *members) if each and (place := place_of(each))), None)
