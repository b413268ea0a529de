"""What the editor knows while an analyst works on one article, and the one way it changes the annotation set."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, sentence_at, tokens
from annotator.domain.editing.nesting import nested
from annotator.domain.editing.offers import Level, Offers, Suggestion
from annotator.domain.editing.segmentation import own_sentences
from annotator.domain.edits import Edit, applied
from annotator.domain.keymap import USUAL
from annotator.domain.nearby import Nearby
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attributes,
    Attribution,
    Boundary,
    Status,
)
from annotator.domain.sources.registry import Registry
from annotator.domain.spans import Span

Propose = Callable[[Document, AnnotationSet, Annotation | Attribution], Attributes]
"""Proposes answers to the open questions about one record, from the records around it."""


class Jump(Struct, frozen=True):
    """The editor waits for the letters on one of the words."""

    hints: dict[str, Span]
    """The words by the letters drawn on them."""
    do: Callable[[Span], Sequence[Edit]]
    """What to do with the word."""
    typed: str = ""
    """The letters pressed so far."""


class Choose(Struct, frozen=True):
    """The editor waits for the letter of one of several answers."""

    title: str
    """What is asked."""
    choices: tuple[tuple[str, str], ...]
    """Pairs of letter and answer."""
    do: Callable[[str], Sequence[Edit]]
    """What to do with the answer."""


class Write(Struct, frozen=True):
    """The editor waits for a line of text."""

    prompt: str
    """What is asked."""
    initial: str
    """What stands there already."""
    do: Callable[[str], Sequence[Edit]]
    """What to do with the line."""


class Focus(Struct, frozen=True):
    """Where the analyst's attention is: everything about the editor that is not a record."""

    sentence: int
    """Index of the current sentence."""
    cursor: Span
    """The token under the cursor."""
    selection: Span | None = None
    """Words selected and not yet marked."""
    active: str | None = None
    """The active annotation."""
    frame: str | None = None
    """The active frame."""
    fragment: int | None = None
    """The fragment that the edge keys move; None for the outer edges."""
    head: Span | None = None
    """The token at the moving end of the selection; the cursor is at the other one."""
    suggestion: str | None = None
    """The active suggestion; there is none while something of one's own is active."""
    part: int = 0
    """Which of its spans the edge keys move."""


class Cycle(Struct):
    """A key that offers one thing after the other as long as nothing else is pressed."""

    name: str
    """The key's meaning."""
    options: Sequence[Any]
    """What it offers, best first."""
    do: Callable[[Any], Edit]
    """How an option is taken."""
    before: Focus
    """The focus that every option starts from."""
    index: int = 0
    """The option taken."""
    edit: Edit | None = None
    """The edit that took it."""


class EditorState:
    """One annotator at work on one document."""

    def __init__(
        self,
        annotated: AnnotatedDocument,
        annotator: str,
        codebook: Codebook,
        codebook_version: int = 1,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self.document: Document = annotated.document
        self.annotations: AnnotationSet = annotated.set_of(annotator)
        self.annotator = annotator
        self.codebook = codebook
        self.codebook_version = codebook_version
        self.now = now
        self.new_id = new_id
        self.keymap = USUAL
        self.registry_of: Callable[[], Registry] = lambda: Registry((), codebook, annotator)
        self.nearby = Nearby(self.annotations.records.values())
        self.offers = Offers()
        self.level = Level.OFF
        self.propose: Propose | None = None
        self.proposed: tuple[Sequence[AnyRecord], Mapping[str, Attributes]] | None = None
        self.sentences = self._segmented()
        self.focus = Focus(sentence=0, cursor=self.first_token(0))
        self.pending: Jump | Choose | Write | None = None
        self.cycle: Cycle | None = None
        self.last: Callable[[], Sequence[Edit]] | None = None
        self.found: tuple[Span, ...] = ()
        self.problem: tuple[str, str, str, Span | None] | None = None
        self.message = ""

    def _segmented(self) -> tuple[Span, ...]:
        sentences = own_sentences(self.document, self.annotations.of(Boundary))
        return sentences or (Span(0, max(1, len(self.document.text))),)

    # --- what is where -------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The article."""
        return self.document.text

    @property
    def sentence(self) -> int:
        """Index of the current sentence."""
        return self.focus.sentence

    @property
    def cursor(self) -> Span:
        """The token under the cursor."""
        return self.focus.cursor

    @property
    def selection(self) -> Span | None:
        """Words selected and not yet marked."""
        return self.focus.selection

    @property
    def active(self) -> str | None:
        """The active annotation's id."""
        return self.focus.active

    @property
    def frame(self) -> str | None:
        """The active frame's id."""
        return self.focus.frame

    @property
    def current(self) -> Span:
        """The current sentence."""
        return self.sentences[self.focus.sentence]

    @property
    def active_annotation(self) -> Annotation | None:
        """The active annotation."""
        record = self.annotations.records.get(self.focus.active or "")
        return record if isinstance(record, Annotation) else None

    @property
    def active_frame(self) -> Attribution | None:
        """The active frame."""
        record = self.annotations.records.get(self.focus.frame or "")
        return record if isinstance(record, Attribution) else None

    @property
    def suggestion(self) -> Suggestion | None:
        """The active suggestion."""
        return self.offers.get(self.focus.suggestion, self.level)

    @property
    def suggested_span(self) -> Annotation | None:
        """The span of the active suggestion that the edge keys move."""
        suggestion = self.suggestion
        return suggestion.spans[min(self.focus.part, len(suggestion.spans) - 1)] if suggestion else None

    def first_token(self, sentence: int) -> Span:
        """The first token of a sentence, or the sentence itself where it has none."""
        span = self.sentences[sentence]
        return next(tokens(self.text, span), span)

    # --- changing focus and records ------------------------------------------------------------------------------

    def look(self, **changes: Any) -> None:
        """Change the focus; what is one's own and active takes the place of a suggestion."""
        is_own = changes.get("active") or changes.get("frame")
        self.focus = replace(self.focus, **({"suggestion": None} | changes if is_own else changes))

    def go_to_sentence(self, index: int, **changes: Any) -> None:
        """Put the cursor at the start of a sentence, clamped to those there are."""
        index = max(0, min(index, len(self.sentences) - 1))
        self.look(sentence=index, cursor=self.first_token(index), selection=None, **changes)
        self.attend(next(iter(self.offers.beginning_in(self.current, self.level)), None))

    def attend(self, suggestion: Suggestion | None) -> None:
        """Make a suggestion the active one, or none, unless something of one's own is active."""
        if not self.active and not self.frame:
            self.look(suggestion=suggestion.id if suggestion else None, part=suggestion.main if suggestion else 0)

    def header(self) -> dict[str, Any]:
        """The header of a new record."""
        return {
            "id": self.new_id(),
            "document_id": self.document.id,
            "annotator": self.annotator,
            "created": self.now(),
            "codebook": self.codebook_version,
        }

    def renewed(self, record: Any, **changes: Any) -> Any:
        """A new version of a record, made under the present codebook; a suggestion that was taken is edited by it."""
        if record.origin and record.status is Status.ACCEPTED:
            changes = {"status": Status.EDITED} | changes
        return replace(record, created=self.now(), codebook=self.codebook_version, **changes)

    def change(self, action: str, removed: Sequence[AnyRecord] = (), added: Sequence[AnyRecord] = ()) -> Edit:
        """Make one edit of it, with the parents of nested frames brought up to date, and apply it."""
        edit = Edit(
            id=self.new_id(),
            document_id=self.document.id,
            annotator=self.annotator,
            at=self.now(),
            action=action,
            removed=tuple(removed),
            added=tuple(added),
        )
        edit = nested(self.annotations, self.nearby, edit)
        self.adopt(edit)
        return edit

    def take(self, edit: Edit) -> None:
        """Apply an edit made elsewhere, such as an undo; a key that was offering things begins anew."""
        self.cycle = self.pending = None
        self.adopt(edit)
        if any(record.origin for record in edit.removed):  # a decision that is taken back can be taken at once again
            self.attend(next(iter(self.offers.beginning_in(self.current, self.level)), None))

    def adopt(self, edit: Edit) -> None:
        """Apply an edit, and let go of what is no longer there."""
        self.annotations = applied(self.annotations, edit, self.nearby.frames_with)
        self.nearby.remove(edit.removed)
        self.nearby.add(edit.added)
        if any(isinstance(record, Boundary) for record in (*edit.removed, *edit.added)):
            self._resegment()
        if self.offers:
            self.offers.update(self.annotations, self.nearby, edit)
        records = self.annotations.records
        self.look(
            active=self.active if self.active in records else None,
            frame=self.frame if self.frame in records else None,
        )

    def _resegment(self) -> None:
        self.sentences = self._segmented()
        self.look(sentence=sentence_at(self.sentences, self.cursor.start))
