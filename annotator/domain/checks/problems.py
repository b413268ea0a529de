"""What a check is given and what it finds."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from annotator.domain.codebook import Codebook, values_of
from annotator.domain.documents import Document
from annotator.domain.nearby import Nearby, place_of
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Link, Status, ZoneMark
from annotator.domain.shown import shown
from annotator.domain.spans import Fragments, Span, words

LONGEST = 60
"""How many characters of an article a message repeats."""


class Severity(StrEnum):
    """How a problem counts."""

    ERROR = "error"
    """The record breaks the codebook."""
    WARNING = "warning"
    """The record may be right; an analyst should look."""


class Fix(Struct, frozen=True):
    """One way to mend a problem, by what it does; `annotator.domain.mending` knows how."""

    does: str
    """A name of `MENDS`."""
    name: str = ""
    """The attribute, label, zone or relation it is about."""
    value: str = ""
    """The answer it gives."""
    record_id: str = ""
    """The record it changes, where that is not the problem's."""

    def __str__(self) -> str:
        if self.does == "drop alias":
            return f"drop alias {self.value} of {self.name}"
        if self.value:
            shown_name = f"{self.name} = {self.value}"
            return f"frame with {shown_name}" if self.does == "frame" else shown_name
        return f"{self.does} {self.name}".strip()


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that a check found."""

    rule: str
    """The check, as it is named in `CHECKS`."""
    severity: Severity
    """How it counts."""
    message: str
    """What is wrong, with the words it is about; safe to print."""
    record_id: str = ""
    """The record; empty where the problem is in the text itself."""
    span: Span | None = None
    """Where to look; None for what has no place in this text."""
    fixes: tuple[Fix, ...] = ()
    """What would mend it, the likeliest first; none where only the analyst can tell."""
    about: str = ""
    """Tells it from other problems that the same rule has with the same record."""


class Checked:
    """A document and one annotator's set in it, with what several checks look up; rejected records do not count."""

    def __init__(self, document: Document, annotations: AnnotationSet, codebook: Codebook) -> None:
        self.document = document
        self.codebook = codebook
        self.records = {i: each for i, each in annotations.records.items() if each.status != Status.REJECTED}
        self.set = AnnotationSet(annotations.annotator, self.records)

    @cached_property
    def annotations(self) -> list[Annotation]:
        """The annotations."""
        return [record for record in self.records.values() if isinstance(record, Annotation)]

    @cached_property
    def frames(self) -> list[Attribution]:
        """The attributions."""
        return [record for record in self.records.values() if isinstance(record, Attribution)]

    @cached_property
    def links(self) -> list[Link]:
        """The links."""
        return [record for record in self.records.values() if isinstance(record, Link)]

    @cached_property
    def zone_marks(self) -> list[ZoneMark]:
        """The annotator's corrections of zones."""
        return [record for record in self.records.values() if isinstance(record, ZoneMark)]

    @cached_property
    def nearby(self) -> Nearby:
        """The records by place."""
        return Nearby(self.records.values())

    def sources(self) -> Iterator[Annotation]:
        """The annotations of the label that is the source."""
        names = {label.name for label in self.codebook.labels if label.role == "source"}
        return (annotation for annotation in self.annotations if annotation.label in names)

    def values(self, record: AnyRecord) -> dict[str, tuple[str, ...]]:
        """The record's values, defaults included."""
        return values_of(self.codebook, record)

    def annotation(self, record_id: str) -> Annotation | None:
        """The annotation with this id, if it is in the set."""
        record = self.records.get(record_id)
        return record if isinstance(record, Annotation) else None

    def frame(self, record_id: str | None) -> Attribution | None:
        """The attribution with this id, if it is in the set."""
        record = self.records.get(record_id or "")
        return record if isinstance(record, Attribution) else None

    def members(self, frame: Attribution, role: str = "") -> list[Annotation]:
        """The annotations that fill the role, or any role, as far as they are in the set."""
        found = (self.annotation(i) for each, i in frame.roles if role in ("", each))
        return [annotation for annotation in found if annotation]

    def content(self, frame: Attribution) -> Fragments:
        """Every fragment of what the frame attributes, in order."""
        return tuple(sorted(span for each in self.members(frame, "content") for span in each.fragments))

    def place(self, record: AnyRecord) -> Span | None:
        """Where to look for the record: for a frame its cue, or else its first part."""
        if not isinstance(record, Attribution):
            return place_of(record)
        members = [*self.members(record, "cue"), *self.members(record)]
        return members[0].envelope if members else None

    def quote(self, fragments: Fragments) -> str:
        """The words of the fragments, in quotation marks and in short."""
        cut = shown(" ".join(words(self.document.text, fragments).split()))
        return f"“{cut if len(cut) <= LONGEST else cut[: LONGEST - 1] + '…'}”"

    def name(self, record: AnyRecord) -> str:
        """What a message calls the record."""
        if isinstance(record, Annotation):
            return self.quote(record.fragments)
        if isinstance(record, Attribution):
            place = self.place(record)
            return f"the frame of {self.quote((place,))}" if place else f"frame {record.id}"
        return f"{type(record).__name__.lower()} {record.id}"

    def error(self, rule: str, record: AnyRecord, message: str, *fixes: Fix, about: str = "") -> Problem:
        """An error in the record; the message goes on after its words."""
        return self._problem(Severity.ERROR, rule, record, message, fixes, about)

    def warning(self, rule: str, record: AnyRecord, message: str, *fixes: Fix, about: str = "") -> Problem:
        """A warning about the record; the message goes on after its words."""
        return self._problem(Severity.WARNING, rule, record, message, fixes, about)

    def _problem(
        self, severity: Severity, rule: str, record: AnyRecord, message: str, fixes: tuple[Fix, ...], about: str
    ) -> Problem:
        return Problem(
            rule=rule,
            severity=severity,
            message=f"{self.name(record)} {shown(message)}",
            record_id=record.id,
            span=self.place(record),
            fixes=fixes,
            about=about,
        )
