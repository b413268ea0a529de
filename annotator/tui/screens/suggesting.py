"""Suggestions for the article on a screen: asked for in a thread once it is painted, and shown when they come."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import ClassVar

from textual.message import Message
from textual.worker import get_current_worker

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.editing import Editor, Level
from annotator.domain.editing.state import Propose
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine, newest, suggester_of
from annotator.domain.records import Annotation, AnnotationSet, Attribution, Progress, State
from annotator.domain.suggestions import offered
from annotator.project import Project
from annotator.tui.pages import Pages
from annotator.tui.screens.saved import Saved
from annotator.tui.widgets.document_view import DocumentView

LONGEST = 60_000
"""Code points of an article above which suggestions are shown only if they are stored, as making them takes long."""

BREATH = 0.03
"""Seconds that the work on suggestions waits, so that the paint before it is out at the terminal."""

AHEAD = 2
"""For how many of the next articles suggestions are made ahead."""

IDLE = 2.0
"""Seconds without a key after which that begins."""


class Suggesting(Saved):
    """A screen of one article on which machines suggest."""

    IDLE: ClassVar[float] = IDLE
    editor: Editor
    """What the keys mean and what is marked."""
    project: Project
    """Where suggestions are kept."""
    _asked: bool = False
    _pressed: float = 0.0

    class Suggested(Message):
        """Suggestions came, or the reason why there are none."""

        def __init__(self, suggestions: Sequence[AnnotationSet], propose: Propose | None, problem: str = "") -> None:
            super().__init__()
            self.suggestions = suggestions
            """The machines' sets, the most trusted first."""
            self.propose = propose
            """Proposes answers about what the analyst marks."""
            self.problem = problem
            """What went wrong, in a line."""

    class Finished(Message):
        """An article was declared finished, and that is saved."""

    def save(self) -> bool:
        """Save what waits, and tell the workbench where an article was declared finished by it."""
        finished = any(
            isinstance(each, Progress) and each.state is State.FINISHED
            for edit in self.saving.unsaved
            for each in edit.added
        )
        saved = super().save()
        if finished and saved:
            self.post_message(self.Finished())
        return saved

    def painted(self) -> None:
        """Save what waits; after the first paint, ask for suggestions."""
        super().painted()
        if not self._asked and self.is_mounted:
            self._asked = self.editor.level is not Level.OFF
            if self._asked:
                self.ask_for_suggestions()

    def ask_for_suggestions(self) -> None:
        """Have suggestions made, or read, in a thread of their own."""
        self.run_worker(
            partial(self._fetch, self.editor.document, self.editor.codebook),
            thread=True,
            group="suggestions",
            exit_on_error=False,
        )

    def _fetch(self, document: Document, codebook: Codebook) -> None:
        """Runs in the thread: it touches no widget, only sends a message."""
        worker = get_current_worker()
        time.sleep(BREATH)
        try:
            is_long = len(document.text) > LONGEST
            found = stored(self.project, document) if is_long else [self.project.suggestions_for(document.id)]
            message = self.Suggested(found, proposer(codebook))
        except AnnotatorError as error:
            message = self.Suggested((), None, str(error))
        except Exception as error:  # a suggester may be a stranger's code: whatever it does, the work goes on
            message = self.Suggested((), None, f"no suggestions: {type(error).__name__}: {error}")
        if not worker.is_cancelled:
            self.post_message(message)

    def on_suggesting_suggested(self, message: "Suggesting.Suggested") -> None:
        """Show the suggestions; the cursor and what is active stay where they are."""
        message.stop()
        if message.problem:
            self.say(message.problem)
            return
        self.editor.propose = message.propose
        self.editor.offer(message.suggestions)
        self.query_one(DocumentView).renew()
        self.redraw()
        self.set_timer(self.IDLE, self._look_ahead)

    def show_level(self, level: Level) -> None:
        """Show the suggestions of a level."""
        if self._asked and self.editor.level is Level.OFF:
            self.set_timer(self.IDLE, self._look_ahead)
        self.editor.show(level)
        self.query_one(DocumentView).renew()
        self.say(f"suggestions: {level.value}")

    def redraw(self, edits: Sequence[Edit] = ()) -> None:
        """Show the present state of the editor."""

    # --- the next articles -------------------------------------------------------------------------------------------

    def pressed(self) -> None:
        """Note that a key was pressed, so that nothing is made ahead just now."""
        self._pressed = time.monotonic()

    def _look_ahead(self) -> None:
        """Have suggestions for the next articles made once no key has been pressed for a while, if any are shown."""
        if self.editor.level is Level.OFF:
            return
        if (wait := self._pressed + self.IDLE - time.monotonic()) > 0:
            self.set_timer(wait, self._look_ahead)
            return
        work = partial(self._fetch_ahead, self.editor.document)
        self.run_worker(work, thread=True, group="suggestions", exit_on_error=False)

    def _fetch_ahead(self, document: Document) -> None:
        worker = get_current_worker()
        with Project.open(self.project.path, self.project.annotator) as reading:
            following = list(islice(Pages(reading).neighbours(document, 1), AHEAD))
        for each in following:
            if not worker.is_cancelled and self.editor.level is not Level.OFF and each.length <= LONGEST:
                self.project.suggestions_for(each.id)


def stored(project: Project, document: Document) -> list[AnnotationSet]:
    """The newest sets of machines that the project has, those of fixed rules last."""
    with Project.open(project.path, project.annotator) as reading:
        sets = [offered(each, reading.codebook) for each in reading.load(document.id).sets]
    names = [each.annotator for each in sets]
    newest_ones = {newest(names, suggester_of(name)) for name in names if is_machine(name)}
    kept = [each for each in sets if each.annotator in newest_ones]
    if not kept:
        raise AnnotatorError("the article is too long to suggest while it is open: run `annotator suggest` first")
    return sorted(kept, key=lambda each: suggester_of(each.annotator) == "rules")


def proposer(codebook: Codebook) -> Propose:
    """What proposes answers under this codebook."""
    from annotator.suggest.attributes import answers_for

    def propose(
        document: Document, around: AnnotationSet, record: Annotation | Attribution
    ) -> Mapping[str, tuple[str, ...]]:
        try:
            return {name: each.values for name, each in answers_for(document, around, codebook, record).items()}
        except Exception:  # it is called while a key is painted, and no proposal is worth a crash
            return {}

    return propose
