"""What analysts write down: annotations, attributions, sentence marks and their kin, gathered in annotation sets.

Every record is a frozen value with the same header. An edit removes some and adds others; nothing is changed in place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.domain.spans import Fragments, Span, are_fragments, envelope

Attributes = Mapping[str, tuple[str, ...]]
"""Values by attribute name; one value is a tuple of one."""


class Status(StrEnum):
    """How a record came to stand."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    ADJUDICATED = "adjudicated"


class Reading(StrEnum):
    """What an annotator says of a sentence; a sentence without a mark is unread."""

    READ = "read"
    DOUBTFUL = "doubtful"


class State(StrEnum):
    """How far an annotator is with an article; no record at all means not started."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in progress"
    FINISHED = "finished"


class Record(Struct, frozen=True, kw_only=True, tag_field="record", gc=False):
    """The header that every record has."""

    id: str
    """Unique in the world, so that two analysts' files merge."""
    document_id: str
    """The document it belongs to; empty for what belongs to the whole project."""
    annotator: str
    """Whose set it is in: a person, a suggester, or `gold`."""
    created: datetime
    """When this version of the record was made, with time zone."""
    codebook: int = 1
    """The version of the project's codebook it was made under."""
    status: Status = Status.ACCEPTED
    """How it came to stand."""
    origin: str = ""
    """The suggester and its version, where a machine proposed it."""
    score: float | None = None
    """The suggester's score from 0 to 1."""
    flag: str = ""
    """Why it was flagged; empty when it is not. Never a label."""
    note: str = ""
    """A free remark. Never a label."""


class Annotation(Record, frozen=True, kw_only=True, tag="annotation"):
    """One labelled span, in one or more fragments."""

    label: str
    """A label of the codebook."""
    fragments: Fragments
    """Sorted and disjoint."""
    attributes: Attributes = {}
    """Values of the label's attributes."""

    def __post_init__(self) -> None:
        if not are_fragments(self.fragments):
            raise AnnotatorError(f"annotation {self.id}: its fragments must be sorted and disjoint, at least one")

    @property
    def envelope(self) -> Span:
        """From the first fragment's start to the last one's end."""
        return envelope(self.fragments)


class Attribution(Record, frozen=True, kw_only=True, tag="attribution"):
    """A frame: who said what through which words, by the ids of annotations of the same set."""

    source: tuple[str, ...] = ()
    """The source mentions, in order; empty where nobody is named or described."""
    cue: str | None = None
    """The words that attribute."""
    content: tuple[str, ...] = ()
    """What is attributed; each may be in several fragments."""
    attributes: Attributes = {}
    """Values of the frame's attributes."""
    parent: str | None = None
    """The frame in whose content this one lies."""
    continues: str | None = None
    """The earlier frame that this one carries on."""

    @property
    def roles(self) -> tuple[tuple[str, str], ...]:
        """Pairs of role and annotation id: sources, cue, contents."""
        cue = (("cue", self.cue),) if self.cue else ()
        return (*(("source", i) for i in self.source), *cue, *(("content", i) for i in self.content))


class SentenceMark(Record, frozen=True, kw_only=True, tag="sentence_mark"):
    """A sentence that was read, even if nothing was found in it."""

    span: Span
    """The sentence as it stood when it was marked."""
    reading: Reading = Reading.READ
    """What the annotator says of it."""


class Boundary(Record, frozen=True, kw_only=True, tag="boundary"):
    """One annotator's correction of the segmentation: a sentence does, or does not, begin here."""

    offset: int
    """The code point at which a sentence begins or used to begin."""
    begins: bool
    """Whether a sentence begins here."""


class ZoneMark(Record, frozen=True, kw_only=True, tag="zone_mark"):
    """One annotator's correction of what kind of zone a paragraph is."""

    span: Span
    """The paragraph."""
    zone: str
    """A zone kind of the codebook."""


class Remark(Record, frozen=True, kw_only=True, tag="remark"):
    """A flag or note on words without a label, or on the article where there are no fragments; it never counts."""

    fragments: Fragments = ()
    """The words it is about."""


class Progress(Record, frozen=True, kw_only=True, tag="progress"):
    """How far an annotator is with a document; one a document and annotator."""

    state: State = State.IN_PROGRESS
    """Only finished articles count in agreement."""


class Link(Record, frozen=True, kw_only=True, tag="link"):
    """A relation of the codebook from one record to another, such as a claim that repeats a claim."""

    relation: str
    """A relation of the codebook."""
    from_id: str
    """The record it starts from, in the document of the link."""
    to_id: str
    """The record it points to, perhaps in another document."""
    attributes: Attributes = {}
    """Values of the relation's attributes."""


class Source(Record, frozen=True, kw_only=True, tag="source"):
    """An entry of the source registry: a person, group, state, outlet or document, named or anonymous."""

    name: str
    """The canonical name, or a handle such as `diplomat-1`."""
    aliases: tuple[str, ...] = ()
    """Other strings it goes by."""
    attributes: Attributes = {}
    """Values of the registry's attributes."""


AnyRecord = Annotation | Attribution | SentenceMark | Boundary | ZoneMark | Remark | Progress | Link | Source
"""Every kind of record; the store has a table for each."""

R = TypeVar("R", bound=Record)


class AnnotationSet(Struct, frozen=True):
    """All that one annotator recorded in one document."""

    annotator: str
    """A person, a suggester or `gold`."""
    records: Mapping[str, AnyRecord] = {}
    """By id; treat as read-only."""

    def of(self, kind: type[R]) -> Iterator[R]:
        """The records of one kind, in the order they were added."""
        return (record for record in self.records.values() if isinstance(record, kind))

    def annotation(self, record_id: str) -> Annotation:
        """The annotation with this id; an error where there is none."""
        record = self.records.get(record_id)
        if not isinstance(record, Annotation):
            raise AnnotatorError(f"{self.annotator}'s set has no annotation {record_id!r}")
        return record

    def spans_of(self, frame: Attribution, role: str) -> list[Fragments]:
        """The fragments of each annotation that fills `role` in `frame`."""
        return [self.annotation(i).fragments for r, i in frame.roles if r == role]

    @property
    def state(self) -> State | None:
        """How far the annotator is; None where nothing was started."""
        progress = next(self.of(Progress), None)
        return state_of(progress.state if progress else None, len(self.records))


def state_of(declared: State | None, records: int) -> State | None:
    """How far an annotator is who declared that, or was given the article, and has so many records in it."""
    if declared is State.ASSIGNED and records > 1:
        return State.IN_PROGRESS
    return declared or (State.IN_PROGRESS if records else None)


class AnnotatedDocument(Struct, frozen=True):
    """The one value that travels: a document with its annotation sets, one per annotator."""

    document: Document
    """The article."""
    sets: tuple[AnnotationSet, ...] = ()
    """At most one for each annotator."""

    def set_of(self, annotator: str) -> AnnotationSet:
        """The annotator's set, empty where there is none yet."""
        found = (each for each in self.sets if each.annotator == annotator)
        return next(found, AnnotationSet(annotator))


def annotation_set(annotator: str, records: Iterable[AnyRecord]) -> AnnotationSet:
    """A set of these records."""
    return AnnotationSet(annotator, {record.id: record for record in records})
