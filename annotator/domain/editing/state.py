"""What the editor knows while an analyst works on one article, and the one way it changes the annotation set."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, sentence_at, tokens
from annotator.domain.editing.nesting import nested
from annotator.domain.editing.segmentation import own_sentences
from annotator.domain.edits import Edit, applied
from annotator.domain.nearby import Nearby
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, AnyRecord, Attribution, Boundary
from annotator.domain.sources.registry import Registry
from annotator.domain.spans import Span


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
        self.registry_of: Callable[[], Registry] = lambda: Registry((), codebook, annotator)
        self.nearby = Nearby(self.annotations.records.values())
        self.sentences = self._segmented()
        self.focus = Focus(sentence=0, cursor=self.first_token(0))
        self.pending: Jump | Choose | Write | None = None
        self.cycle: Cycle | None = None
        self.last: Callable[[], Sequence[Edit]] | None = None
        self.found: tuple[Span, ...] = ()
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

    def first_token(self, sentence: int) -> Span:
        """The first token of a sentence, or the sentence itself where it has none."""
        span = self.sentences[sentence]
        return next(tokens(self.text, span), span)

    # --- changing focus and records ------------------------------------------------------------------------------

    def look(self, **changes: Any) -> None:
        """Change the focus."""
        self.focus = replace(self.focus, **changes)

    def go_to_sentence(self, index: int, **changes: Any) -> None:
        """Put the cursor at the start of a sentence, clamped to those there are."""
        index = max(0, min(index, len(self.sentences) - 1))
        self.look(sentence=index, cursor=self.first_token(index), selection=None, **changes)

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
        """A new version of a record, made now under the present codebook."""
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

    def adopt(self, edit: Edit) -> None:
        """Apply an edit, and let go of what is no longer there."""
        self.annotations = applied(self.annotations, edit, self.nearby.frames_with)
        self.nearby.remove(edit.removed)
        self.nearby.add(edit.added)
        if any(isinstance(record, Boundary) for record in (*edit.removed, *edit.added)):
            self._resegment()
        records = self.annotations.records
        self.look(
            active=self.active if self.active in records else None,
            frame=self.frame if self.frame in records else None,
        )

    def _resegment(self) -> None:
        self.sentences = self._segmented()
        self.look(sentence=sentence_at(self.sentences, self.cursor.start))
