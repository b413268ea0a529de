"""Records that both sides of a merge changed, told so that somebody can decide."""

from collections.abc import Callable, Iterable
from functools import cache

from msgspec import Struct

from annotator.domain.documents import Document
from annotator.domain.records import (
    Annotation,
    AnyRecord,
    Attribution,
    Boundary,
    Link,
    Progress,
    Remark,
    SentenceMark,
    Source,
    Status,
    ZoneMark,
)
from annotator.domain.spans import fragments, words
from annotator.project.reconciling import Held

SHORT = 40
"""How many code points stand for a place without an end."""


class Conflict(Struct, frozen=True, kw_only=True):
    """A record that both sides changed since they were one; it stays as it is here until somebody decides."""

    document: str
    """The name of its document; empty for the whole project."""
    annotator: str
    """Whose set it is in."""
    start: int
    """Where its words start; 0 where it has none."""
    words: str
    """Its words: here, or there where it was removed here."""
    ours: AnyRecord | None
    """As it stands here; None where it was removed here."""
    theirs: AnyRecord | None
    """As it stands there; None where it was removed there."""
    ours_in_words: str
    """The same for people."""
    theirs_in_words: str
    """The same for people."""


def conflicts(ours: Held, theirs: Held, slots: Iterable[str], document_of: Callable[[str], Document]) -> list[Conflict]:
    """What both sides changed in one annotation set, in reading order."""
    document = cache(document_of)
    found = [conflict(ours, theirs, slot, document) for slot in slots]
    return sorted(found, key=lambda each: (each.document, each.start, each.words))


def conflict(ours: Held, theirs: Held, slot: str, document_of: Callable[[str], Document]) -> Conflict:
    """What both sides made of one record."""
    held = ours if slot in ours else theirs
    record = held[slot]
    document = document_of(record.document_id) if record.document_id else None
    text = document.text if document else ""
    place = text_of(record, held, text)
    return Conflict(
        document=document.name if document else "",
        annotator=record.annotator,
        start=place[0],
        words=place[1],
        ours=ours.get(slot),
        theirs=theirs.get(slot),
        ours_in_words=in_words(ours, slot, text),
        theirs_in_words=in_words(theirs, slot, text),
    )


def in_words(held: Held, slot: str, text: str) -> str:
    """The record in one line: what it is, on which words, with which answers."""
    record = held.get(slot)
    if record is None:
        return "removed"
    words_there = text_of(record, held, text)[1]
    answers = (f"{name}={'+'.join(values)}" for name, values in sorted(getattr(record, "attributes", {}).items()))
    status = record.status if record.status is not Status.ACCEPTED else ""
    remarks = (f"{name}: {value}" for name, value in (("flag", record.flag), ("note", record.note)) if value)
    parts = (what(record), f"“{words_there}”" if words_there else "", *answers, status, *remarks)
    return " ".join(filter(None, parts))


def what(record: AnyRecord) -> str:
    """What the record says it is."""
    match record:
        case Annotation():
            return record.label
        case Attribution():
            return "frame"
        case SentenceMark():
            return record.reading
        case Boundary():
            return "a sentence begins" if record.begins else "no sentence begins"
        case ZoneMark():
            return record.zone
        case Progress():
            return record.state
        case Link():
            return record.relation
        case Source():
            return " = ".join((record.name, *record.aliases))
    return "remark"


def text_of(record: AnyRecord, held: Held, text: str) -> tuple[int, str]:
    """Where the words of the record start, and the words; nothing where it has none."""
    if isinstance(record, Boundary):
        return record.offset, text[record.offset : record.offset + SHORT]
    if isinstance(record, SentenceMark | ZoneMark):
        return record.span.start, record.span.cut(text)
    ids = [i for _, i in record.roles] if isinstance(record, Attribution) else [record.id]
    members = (held.get(i) for i in ids)
    spans = fragments(s for each in members if isinstance(each, Annotation | Remark) for s in each.fragments)
    return (spans[0].start, words(text, spans)) if spans else (0, "")
