"""The cases behind a number: each disagreement with its cause, in its sentence, as both annotators have it."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from textual.app import ComposeResult

from annotator.agreement.cases import Case
from annotator.domain.documents import sentence_at
from annotator.domain.nearby import Nearby
from annotator.domain.records import AnnotatedDocument, Annotation
from annotator.domain.spans import Span, envelope, words
from annotator.project import Project
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.lanes import Mark
from annotator.tui.widgets.lines import Lines, Row, Run, paragraph, spread
from annotator.tui.widgets.marks import mark_of
from annotator.tui.widgets.sides import Side, in_context, sentences_of


class CasesScreen(Stepping):
    """A list of disagreements, and the chosen one in its sentence."""

    NAME = "cases"

    def __init__(self, project: Project, cases: Sequence[Case], title: str) -> None:
        super().__init__(project.codebook)
        self._project = project
        self._cases = cases
        self._title = title
        self.chosen = self.top = 0
        self._loaded: AnnotatedDocument | None = None
        self._names = {each.id: each.name for each in project.documents()}

    def compose(self) -> ComposeResult:
        """The list above, the sentence below."""
        yield Lines(self._heading, id="heading")
        yield Lines(self.list_rows, id="list")
        yield Lines(lambda width: [(Run("─" * width, "rule"),)], id="rule")
        yield Lines(self._sentence, id="context", indent=1)
        yield Lines(self.key_row, id="keys")

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self._cases)

    @property
    def case(self) -> Case:
        """The chosen case."""
        return self._cases[self.chosen]

    @property
    def document_id(self) -> str:
        """The article of the chosen case."""
        return self.case.document_id

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open the article there."""
        start = self.case.fragments[0].start if self.case.fragments else 0
        self.app.open_beyond(self.document_id, start)  # type: ignore[attr-defined]

    # --- drawing -------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        left = (Run(" cases ", "title"), Run(f" {self._title}", "strong"))
        return [spread(left, (Run(f"{self.chosen + 1} of {len(self._cases)} "),), width)]

    def line(self, number: int, width: int) -> Row:
        """One case."""
        case = self._cases[number]
        is_chosen = number == self.chosen
        detail = case.detail.replace("_", " ")
        left = (
            Run("▌ " if is_chosen else "  ", "key"),
            Run(f"{case.cause:<16}", "strong" if is_chosen else ""),
            Run(f" {case.label:<12}"),
            Run(f"{' : '.join(case.pair)}  ", "muted"),
            Run(detail, "strong" if is_chosen else ""),
        )
        return spread(left, (Run(f"{self._names.get(case.document_id, case.document_id)} ", "muted"),), width)

    def _sentence(self, width: int) -> Sequence[Row]:
        case, annotated = self.case, self._annotated()
        place = envelope(case.fragments) if case.fragments else sentences_of(annotated.document)[0]
        height = self.query_one("#context").size.height
        told = list(self._told(annotated, width))
        room = height - len(told) - 1
        sides = [self._side(annotated, place, n) for n in (0, 1)]
        rows = in_context(annotated.document, place, sides, self.palette(), width, room)
        if len(rows) > room:
            sides = [Side(side.head, tuple(filter(self._is_concerned, side.marks))) for side in sides]
            rows = in_context(annotated.document, place, sides, self.palette(), width, room)
        return [*told, (), *rows]

    def _is_concerned(self, mark: Mark) -> bool:
        """Whether the mark is one of those that the case is about, or has their label."""
        return mark.is_active or mark.is_near or mark.label == self.case.label

    def _told(self, annotated: AnnotatedDocument, width: int) -> Iterator[Row]:
        """What differs, in words, and the rule it puts in question."""
        case = self.case
        quoted = words(annotated.document.text, case.fragments) if case.fragments else ""
        yield (Run(f"{case.cause} ", "title"), Run(case.detail.replace("_", " "), "strong"), Run(f"  “{quoted}”"))
        if case.rule:
            yield from paragraph(f"{case.rule.name}: {case.rule.text}", width, "muted")[:2]

    def _annotated(self) -> AnnotatedDocument:
        """The article with the sets of both, as it is stored."""
        if self._loaded is None or self._loaded.document.id != self.document_id:
            self._loaded = self._project.load(self.document_id)
        return self._loaded

    def _side(self, annotated: AnnotatedDocument, place: Span, number: int) -> Side:
        """What one of the two has in the sentences of the place; the record that the case is about stands out."""
        sentences = sentences_of(annotated.document)
        first, last = sentence_at(sentences, place.start), sentence_at(sentences, max(place.start, place.end - 1))
        name = self.case.pair[number]
        nearby = Nearby(annotated.set_of(name).records.values())
        within = Span(sentences[first].start, sentences[last].end)
        own = (self.case.first, self.case.second)[number]
        found = nearby.of(Annotation, within)
        return Side((Run(name, "key"),), tuple(self._mark(each, nearby, own) for each in found))

    def _mark(self, annotation: Annotation, nearby: Nearby, own: str | None) -> Mark:
        frames = nearby.frames_with(annotation.id)
        is_own = own is not None and own in (annotation.id, *(frame.id for frame in frames))
        return replace(mark_of(self.codebook, annotation, frames), is_active=own == annotation.id, is_near=is_own)
