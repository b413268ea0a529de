"""The precedents screen: the rule for the label at hand, and the decisions most like it that were made before."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from annotator.domain.codebook import Label, default_value
from annotator.domain.precedents import Precedent, Query, told
from annotator.domain.records import Attributes
from annotator.project import Project
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.guideline import rule
from annotator.tui.widgets.lines import Lines, Row, Run, paragraph, row_width, spread, text_width
from annotator.tui.widgets.palette import Palette

BEFORE = 0.35
"""The part of a row that the words before the marked ones may take."""


BRIEF = 4
"""How many rows a decision takes at most where there is little room."""


class PrecedentsScreen(KeyedPage):
    """What was decided before about words like those at hand."""

    NAME = "precedents"

    class Found(Message):
        """The decisions were found."""

        def __init__(self, precedents: Sequence[Precedent]) -> None:
            super().__init__()
            self.precedents = precedents
            """The most alike first, the rejected one last."""

    def __init__(self, project: Project, query: Query) -> None:
        super().__init__(project.codebook)
        self.project = project
        """Where the decisions are."""
        self.query_asked = query
        """What is to be decided."""
        self.precedents: Sequence[Precedent] | None = None
        """The decisions; None until they are found."""
        self.chosen = 0
        """Which of them is chosen."""

    def compose(self) -> ComposeResult:
        """The rule and the decisions between the row that says what this is and the row of keys."""
        yield Lines(self._heading, id="heading")
        yield Lines(self._rows, id="precedents", indent=1)
        yield Lines(self.key_row, id="keys")

    def on_mount(self) -> None:
        """Have the decisions looked for in a thread of their own."""
        self.run_worker(self._look, thread=True, exit_on_error=False)

    def _look(self) -> None:
        """Runs in the thread: it touches no widget, only sends a message."""
        from annotator.project.precedents import precedents

        worker = get_current_worker()
        with Project.open(self.project.path, self.project.annotator) as reading:
            found = precedents(reading, self.query_asked)
        if not worker.is_cancelled:
            self.post_message(self.Found(found))

    def on_precedents_screen_found(self, message: Found) -> None:
        """Show the decisions."""
        message.stop()
        self.precedents = message.precedents
        self.redraw()

    @property
    def document_id(self) -> str:
        """The article of the chosen decision."""
        return self.precedents[self.chosen].document_id if self.precedents else ""

    def action_next(self) -> None:
        """Go to the next decision."""
        self.chosen = min(self.chosen + 1, len(self.precedents or ()) - 1) if self.precedents else 0

    def action_previous(self) -> None:
        """Go to the decision before."""
        self.chosen = max(0, self.chosen - 1)

    def action_open(self) -> None:
        """Open the article at the chosen decision."""
        if not self.precedents:
            self.message = "there is nothing to open"
            return
        chosen = self.precedents[self.chosen]
        if chosen.annotator == self.project.annotator:
            self.app.open_beyond(chosen.document_id, chosen.span.start)  # type: ignore[attr-defined]
        else:
            self.message = f"decided by {chosen.annotator}: {self.key_of('adjudicate')} opens what was settled there"

    def action_leave(self) -> None:
        """Go back to the article."""
        self.app.pop_screen()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        said = " ".join(self.query_asked.words.split())
        return [spread((Run(" precedents ", "title"), Run(f" “{said}”")), (Run(f"{self.project.annotator} "),), width)]

    def _rows(self, width: int) -> list[Row]:
        """The rule and the decisions; in few rows where there is little room."""
        label = self.codebook.label(self.query_asked.label)
        title = (Run("decided before", "title"), Run("  by you and in gold", "muted"))
        if self.precedents is None:
            shown: list[Row] = [(Run("looking …", "muted"),)]
        elif not self.precedents:
            shown = [(Run("nothing like it yet", "muted"),)]
        else:
            shown = [row for number in range(len(self.precedents)) for row in (*self._precedent(number, width), ())]
        rows = [*(rule(label, self.palette(), width) if label else []), (), title, (), *shown]
        room = self.query_one("#precedents").size.height
        if len(rows) <= room:
            return rows
        brief = [*(_in_brief(label, self.palette()) if label else []), title]
        few = [self._precedent(number, width)[:BRIEF] for number in range(len(self.precedents or ()))]
        gap: list[Row] = [()] if len(brief) + sum(len(each) + 1 for each in few) <= room else []
        return [*brief, *(row for each in few for row in (*gap, *each))]

    def _precedent(self, number: int, width: int) -> list[Row]:
        each = (self.precedents or ())[number]
        is_chosen = number == self.chosen
        bar = Run("▌ " if is_chosen else "  ", "key")
        many = f" · {each.alike} alike" if each.alike > 1 else ""
        right = (Run(f"{each.document} · {each.annotator}{many}", "muted"),)
        verdict = Run("✗ rejected  ", "warning") if each.is_rejected else Run("")
        first = (bar, verdict, Run(each.words, "strong" if is_chosen else ""))
        before = _tail(each.before, int(width * BEFORE))
        context = (bar, Run(f"{before} ", "muted"), Run(each.words, "here"), Run(f" {each.after}", "muted"))
        answers = " · ".join(part for part in (self._told(each.answers), self._told(each.of_frame)) if part)
        said = paragraph(answers, max(10, width - row_width((bar,))))
        return [spread(first, right, width), context, *((bar, *row[1:]) for row in said)]

    def _told(self, answers: Attributes) -> str:
        """The answers that are no default."""
        label = self.codebook.label(self.query_asked.label)
        asked = (*(label.attributes if label else ()), *self.codebook.frame)
        plain = {each.name: default_value(each) for each in asked if each.default}
        return told({name: values for name, values in answers.items() if values != plain.get(name)})


def _in_brief(label: Label, palette: Palette) -> list[Row]:
    """The rule in a row, and its examples in one each."""
    return [
        (Run(f" {label.title} ", palette.chip(label.name)), Run(f" {label.definition}")),
        (Run("+ ", "key"), Run(label.positive)),
        (Run("− ", "warning"), Run(label.negative)),
    ]


def _tail(text: str, width: int) -> str:
    """The end of a text, from the beginning of a word on, in so many cells."""
    while text_width(text) > width and " " in text:
        text = text.partition(" ")[2]
    return f"… {text}" if text else ""
