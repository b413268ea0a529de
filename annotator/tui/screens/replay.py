"""The replay: an article as it was after each edit of one annotator, step by step."""

from textual.app import ComposeResult

from annotator.domain.changes import Telling
from annotator.domain.documents import sentence_at
from annotator.domain.editing import Editor
from annotator.domain.edits import Edit
from annotator.domain.records import AnnotatedDocument, AnyRecord
from annotator.domain.replaying import replayed
from annotator.project import Project
from annotator.project.replaying import inverse
from annotator.tui.screens.history import change_rows, place_of_edit
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.desk_rows import when
from annotator.tui.widgets.document_view import DocumentView
from annotator.tui.widgets.lines import Lines, Row, Run, spread

LINES = 5
"""How many changes of an edit are shown."""

LEAP = 10
"""How many edits a page is."""


class ReplayScreen(KeyedPage):
    """An article at some step of its history; nothing here changes anything."""

    NAME = "replay"

    def __init__(self, project: Project, edit: Edit) -> None:
        """Take the project and the edit after which the article is shown first."""
        super().__init__(project.codebook)
        self.project = project
        """Where the history is."""
        self.edits = list(project.store.edits(edit.document_id, edit.annotator))
        """Every edit of the set, oldest first."""
        self.step = next(n for n, each in enumerate(self.edits, 1) if each.id == edit.id)
        """How many of them are done."""
        document = project.load(edit.document_id, ()).document
        held = AnnotatedDocument(document, (replayed(edit.annotator, self.edits[: self.step]),))
        self.editor = Editor(held, edit.annotator, project.codebook, project.codebook_version)
        """The article as it was."""
        self._known: dict[str, AnyRecord] = {
            record.id: record for each in self.edits for record in (*each.removed, *each.added)
        }
        self._look()

    def compose(self) -> ComposeResult:
        """The article, and below it what the edit changed."""
        yield Lines(self._heading, id="heading")
        yield DocumentView(self.editor, self.palette, id="document")
        yield Lines(self._changes, id="small", indent=1)
        yield Lines(self.key_row, id="keys")

    @property
    def document_id(self) -> str:
        """The article."""
        return self.editor.document.id

    @property
    def edit(self) -> Edit | None:
        """The edit that was done last; None before the first."""
        return self.edits[self.step - 1] if self.step else None

    # --- steps -------------------------------------------------------------------------------------------------------

    def action_step_on(self) -> None:
        """See the article after the next edit."""
        self._go(self.step + 1)

    def action_step_back(self) -> None:
        """See the article before this edit."""
        self._go(self.step - 1)

    def action_page_on(self) -> None:
        """Go some edits on."""
        self._go(self.step + LEAP)

    def action_page_back(self) -> None:
        """Go some edits back."""
        self._go(self.step - LEAP)

    def action_first(self) -> None:
        """See the article before the first edit."""
        self._go(0)

    def action_last(self) -> None:
        """See the article as it is now."""
        self._go(len(self.edits))

    def _go(self, step: int) -> None:
        """Do or undo the edits up to a step, on the screen alone."""
        step = max(0, min(step, len(self.edits)))
        done = self.edits[self.step : step]
        undone = [inverse(each) for each in reversed(self.edits[step : self.step])]
        for each in (*done, *undone):
            self.editor.take(each)
        self.step = step
        self._look()
        self.query_one(DocumentView).redraw((*done, *undone))

    def _look(self) -> None:
        """Look at the place of the edit."""
        place = place_of_edit(self.edit, self._known) if self.edit else None
        start = min(place.start, len(self.editor.text)) if place else 0
        self.editor.go_to_sentence(sentence_at(self.editor.sentences, start), active=None, frame=None, fragment=None)

    def action_open(self) -> None:
        """Open the article as it is now."""
        self.app.open_beyond(self.document_id, self.editor.current.start)  # type: ignore[attr-defined]

    def action_leave(self) -> None:
        """Go back to the history."""
        self.app.pop_screen()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        document, edit = self.editor.document, self.edit
        said = f"{when(edit.at)}  {edit.annotator}" if edit else "before the first edit"
        left = (Run(" replay ", "title"), Run(f" {document.meta.get('headline') or document.name}", "strong"))
        return [spread(left, (Run(f"{said} · step {self.step} of {len(self.edits)} "),), width)]

    def _changes(self, width: int) -> list[Row]:
        edit = self.edit
        if edit is None:
            return [(Run("nothing was marked yet", "muted"),)]
        changes = Telling(self.editor.text, self._known).changes(edit)
        return [(Run(edit.action, "title"),), *change_rows(changes, width, LINES)]
