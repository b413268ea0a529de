"""Writing brat: for each article a `.txt`, and for each annotator of it an `.ann` in the dialect of PolNeAR."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from annotator.domain.documents import Document
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attributes,
    Attribution,
    Boundary,
    Link,
    Progress,
    Record,
    Remark,
    SentenceMark,
    Source,
    Status,
    ZoneMark,
)
from annotator.domain.spans import Fragments, words
from annotator.formats.brat_lines import offsets, pieces
from annotator.formats.brat_names import (
    CONTINUES,
    FLAG,
    FRAME,
    FRAME_WITHOUT_SOURCE,
    NESTED_IN,
    NOTE,
    REMARK,
    UNBROKEN,
    labels_by_type,
    type_of,
)
from annotator.formats.files import slug, unused
from annotator.formats.format import Writing

UNHELD: dict[type[Record], str] = {
    SentenceMark: "brat cannot hold sentence marks",
    Boundary: "brat cannot hold corrected sentence boundaries",
    ZoneMark: "brat cannot hold corrected zones",
    Progress: "brat cannot hold how far an annotator is with an article",
    Source: "brat cannot hold entries of the source registry",
}
"""The kinds of record that are left out."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@-]{0,79}")
"""An annotator's name that can be part of a file name as it is."""

TYPE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""A flag that can be the type of a brat span."""


def write(documents: Iterable[AnnotatedDocument], writing: Writing) -> Iterator[tuple[str, str]]:
    """Each article as it stands, then a file for each of its annotation sets."""
    stems: set[str] = set()
    for annotated in documents:
        document = annotated.document
        if document.meta:
            writing.losses.add("brat cannot hold document fields")
        stem = unused(slug(re.sub(r"\.(txt|md)$", "", document.name)), document.id[:8], stems)
        yield f"{stem}.txt", document.text
        names: set[str] = set()
        for each in annotated.sets:
            plain = each.annotator if NAME.fullmatch(each.annotator) else slug(each.annotator)
            name = plain if plain.lower() not in names else ""
            name = unused(name, f"annotator-{len(names) + 1}", names)
            names.add(name.lower())
            if name != each.annotator:
                writing.losses.add(f"brat names the annotator in the file name, which cannot hold “{each.annotator}”")
            yield f"{stem}_{name}.ann", _AnnFile(document, each, writing).text()


def without_rejected(annotations: AnnotationSet) -> AnnotationSet:
    """The set without what its annotator rejected, which a reader of the file would take for annotations.

    What a record that stands refers to is kept.
    """
    records = annotations.records
    kept = {i for i, each in records.items() if each.status is not Status.REJECTED}
    new = kept
    while new := {i for each in new for i in _named(records[each]) if i in records} - kept:
        kept |= new
    return AnnotationSet(annotations.annotator, {i: each for i, each in records.items() if i in kept})


def _named(record: AnyRecord) -> set[str]:
    """The ids of the records that a record refers to."""
    if isinstance(record, Attribution):
        return {i for _, i in record.roles} | {i for i in (record.parent, record.continues) if i}
    return {record.from_id, record.to_id} if isinstance(record, Link) else set()


class _AnnFile:
    """One `.ann` file while it is written."""

    def __init__(self, document: Document, annotations: AnnotationSet, writing: Writing) -> None:
        """Begin with no lines."""
        self._text, self._set = document.text, without_rejected(annotations)
        if refused := len(annotations.records) - len(self._set.records):
            writing.losses.add("brat cannot hold that a suggestion or a frame was rejected", refused)
        self._codebook, self._losses = writing.codebook, writing.losses
        self._labels = labels_by_type(writing.codebook)
        owners = (writing.codebook.labels, writing.codebook.relations)
        asked = chain(writing.codebook.frame, *(each.attributes for owner in owners for each in owner))
        self._order = {each.name: place for place, each in enumerate(asked)}
        self._names: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {"T": [], "R": [], "A": [], "#": []}
        self._numbers = dict.fromkeys("TERA#", 0)

    def text(self) -> str:
        """The lines: spans in the order of the text, then frames, relations, attributes and notes."""
        records = self._set.records.values()
        for record in sorted((each for each in records if isinstance(each, Annotation | Remark)), key=self._place):
            self._add_span(record)
        frames = sorted(self._set.of(Attribution), key=self._frame_place)
        for frame in frames:
            self._add_frame(frame)
        for frame in frames:
            self._relate(frame, NESTED_IN, frame.parent)
            self._relate(frame, CONTINUES, frame.continues)
        for link in sorted(self._set.of(Link), key=self._link_place):
            self._add_link(link)
        self._tell_losses(records)
        return "".join(f"{line}\n" for lines in self._lines.values() for line in lines)

    def _place(self, record: Annotation | Remark) -> tuple[object, ...]:
        """What the order of spans goes by; ids are no part of it, as they differ between copies."""
        kind = record.label if isinstance(record, Annotation) else ""
        said = sorted(record.attributes.items()) if isinstance(record, Annotation) else ()
        return (record.fragments, kind, said, record.flag, record.note)

    def _frame_place(self, frame: Attribution) -> tuple[object, ...]:
        """What the order of frames goes by: where their first words are."""
        names = [self._names[i] for _, i in frame.roles]
        numbers = sorted(int(name[1:]) for name in names)
        return (
            numbers,
            frame.roles and [role for role, _ in frame.roles],
            sorted(frame.attributes.items()),
            frame.note,
        )

    def _link_place(self, link: Link) -> tuple[object, ...]:
        """What the order of links goes by: what they join."""
        ends = [self._names.get(each, "") for each in (link.from_id, link.to_id)]
        return (
            link.relation,
            [(name[:1], int(name[1:] or 0)) for name in ends],
            sorted(link.attributes.items()),
            link.note,
        )

    def _add_span(self, record: Annotation | Remark) -> None:
        """A `T` line, with its attributes and notes."""
        if isinstance(record, Annotation):
            name = self._bound(type_of(record.label, self._codebook), record.fragments)
            if not self._codebook.label(record.label):
                self._losses.add(f"annotations of label {record.label}, not in the codebook, come back as remarks")
            self._attributes(name, record.attributes)
            self._notes(name, record, record.flag)
        elif record.fragments:
            typed = TYPE.fullmatch(record.flag) and record.flag != REMARK and record.flag.lower() not in self._labels
            name = self._bound(record.flag if typed else REMARK, record.fragments)
            self._notes(name, record, "" if typed else record.flag)
        else:
            self._losses.add("brat cannot hold remarks on a whole article")
            return
        self._names[record.id] = name
        if pieces(self._text, record.fragments) != record.fragments:
            self._note(UNBROKEN, name, offsets(record.fragments))

    def _bound(self, kind: str, fragments: Fragments) -> str:
        """The name of a new `T` line."""
        held = pieces(self._text, fragments)
        name = self._next("T")
        self._lines["T"].append(f"{name}\t{kind} {offsets(held)}\t{words(self._text, held)}")
        return name

    def _add_frame(self, frame: Attribution) -> None:
        """The trigger and the event, with its attributes and notes."""
        if not frame.roles:
            self._losses.add("brat cannot hold frames without source, cue and content")
            return
        over = frame.cue or (*frame.content, *frame.source)[0]
        extent = self._set.annotation(over).fragments
        kind = FRAME if frame.source else FRAME_WITHOUT_SOURCE
        trigger = self._bound(kind, extent if frame.cue else extent[:1])
        name = self._names[frame.id] = self._next("E")
        numbered = [(role.capitalize(), i) for role, i in frame.roles]
        roles = [role for role, _ in numbered]
        arguments = [
            f" {role}{roles[:place].count(role) + 1 if role in roles[:place] else ''}:{self._names[i]}"
            for place, (role, i) in enumerate(numbered)
        ]
        self._lines["T"].append(f"{name}\t{kind}:{trigger}{''.join(arguments)}")
        self._attributes(name, frame.attributes)
        self._notes(name, frame, frame.flag)

    def _relate(self, frame: Attribution, kind: str, to_id: str | None) -> None:
        """An `R` line from a frame to another, if there is one."""
        if to_id and frame.id in self._names and to_id in self._names:
            self._relation(kind, frame.id, to_id)

    def _relation(self, kind: str, from_id: str, to_id: str) -> str:
        """The name of a new `R` line."""
        name = self._next("R")
        self._lines["R"].append(f"{name}\t{kind} Arg1:{self._names[from_id]} Arg2:{self._names[to_id]}")
        return name

    def _add_link(self, link: Link) -> None:
        """An `R` line, with its attributes and notes."""
        if link.from_id not in self._names or link.to_id not in self._names:
            self._losses.add("brat cannot hold links to other articles or to the source registry")
            return
        name = self._relation(link.relation, link.from_id, link.to_id)
        self._attributes(name, link.attributes)
        self._notes(name, link, link.flag)

    def _attributes(self, about: str, attributes: Attributes) -> None:
        """An `A` line for each value, in the order of the codebook."""
        for name, values in sorted(attributes.items(), key=lambda item: (self._order.get(item[0], 999), item[0])):
            for value in values:
                plain = re.sub(r"[\r\n]+", " ", value)
                if plain != value:
                    self._losses.add("brat cannot hold line breaks in the values of attributes")
                self._lines["A"].append(f"{self._next('A')}\t{name} {about} {plain}")

    def _notes(self, about: str, record: Record, flag: str) -> None:
        """A `#` line for each line of the note and of the flag."""
        if record.note or flag:
            self._note(NOTE, about, record.note)
            self._note(FLAG, about, flag)

    def _note(self, kind: str, about: str, said: str) -> None:
        """A `#` line for each line of what is said."""
        for line in said.split("\n") if said else ():
            self._lines["#"].append(f"{self._next('#')}\t{kind} {about}\t{line}")

    def _next(self, kind: str) -> str:
        """The next free name of this kind."""
        self._numbers[kind] += 1
        return f"{kind}{self._numbers[kind]}"

    def _tell_losses(self, records: Iterable[AnyRecord]) -> None:
        """Count what is left out of the records."""
        for record in records:
            if type(record) in UNHELD:
                self._losses.add(UNHELD[type(record)])
                continue
            self._losses.add("brat cannot hold when a record was made, and under which version of the codebook")
            if record.status is not Status.ACCEPTED or record.origin or record.score is not None:
                self._losses.add("brat cannot hold a record's status, origin and score")
