"""Open flags, and notes as threads: what several people wrote on the same words, oldest first.

A thread has no record of its own. Notes belong together that are on the same words of an article, or on the article.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from annotator.domain.acceptances import is_acceptance
from annotator.domain.checks import Problem, Severity
from annotator.domain.desk import Item, in_context
from annotator.domain.machines import is_machine
from annotator.domain.nearby import place_of
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Remark,
    Status,
)
from annotator.domain.shown import shown
from annotator.domain.spans import Fragments, envelope, fragments, words

LONGEST = 60
"""How many characters of an article a line repeats."""


class Said(Struct, frozen=True):
    """One note in a thread."""

    annotator: str
    """Who wrote it."""
    at: datetime
    """When."""
    text: str
    """What it says."""
    record_id: str
    """The record that holds it."""


class Thread(Struct, frozen=True, kw_only=True):
    """Everything that was noted on some words."""

    item: Item
    """Where it is, as it is listed."""
    fragments: Fragments
    """The words; none for the article."""
    words: str
    """What it is about: a label with its words, a frame, some words, or the article."""
    said: tuple[Said, ...]
    """The notes, oldest first."""


def flags_of(held: AnnotatedDocument, annotator: str, number: int = 0) -> Iterator[Item]:
    """The annotator's open flags in an article, in reading order."""
    annotations = held.set_of(annotator)
    flagged = [each for each in annotations.records.values() if _is_flagged(each)]
    placed = sorted(((place_in(annotations, each), each) for each in flagged), key=lambda pair: pair[0])
    for place, record in placed:
        message = f"{_named(held, record, place)}: {shown(record.flag)}"
        yield in_context(held.document, number, _listed("flag", message, place, record.id))


def _is_flagged(record: AnyRecord) -> bool:
    return bool(record.flag) and record.status is not Status.REJECTED and not is_acceptance(record)


def threads_of(held: AnnotatedDocument, annotator: str, is_open: bool, number: int = 0) -> Iterator[Thread]:
    """The threads of an article that the annotator may see, in reading order.

    Where the article is not open to the annotator, what others noted on words is seen only by joining in; what is noted
    on the article itself is for all.
    """
    threads: dict[Fragments, list[Said]] = {}
    names: dict[Fragments, str] = {}
    for each in (one for one in held.sets if not is_machine(one.annotator)):
        for record in each.records.values():
            if record.note and record.status is not Status.REJECTED and not is_acceptance(record):
                place = place_in(each, record)
                names.setdefault(place, _named(held, record, place))
                threads.setdefault(place, []).append(Said(each.annotator, record.created, record.note, record.id))
    for place, said in sorted(threads.items()):
        if is_open or not place or any(each.annotator == annotator for each in said):
            ordered = tuple(sorted(said, key=lambda each: each.at))
            message = f"{names[place]}: {shown(ordered[-1].annotator)}, {shown(ordered[-1].text)}"
            listed = _listed("note", message, place, ordered[0].record_id)
            item = in_context(held.document, number, listed)
            yield Thread(item=item, fragments=place, words=names[place], said=ordered)


def place_in(annotations: AnnotationSet, record: AnyRecord) -> Fragments:
    """The words that a record is about: of a frame, those of all its parts; none for the article."""
    if isinstance(record, Annotation | Remark):
        return record.fragments
    if isinstance(record, Attribution):
        members = (annotations.records.get(each) for _, each in record.roles)
        return fragments(span for each in members if isinstance(each, Annotation) for span in each.fragments)
    place = place_of(record)
    return (place,) if place else ()


def _listed(rule: str, message: str, place: Fragments, record_id: str) -> Problem:
    span = envelope(place) if place else None
    return Problem(rule=rule, severity=Severity.WARNING, message=message, record_id=record_id, span=span)


def _named(held: AnnotatedDocument, record: AnyRecord, place: Fragments) -> str:
    """What a line calls the words: a frame, a label with its words, or the article."""
    if not place:
        return "the article"
    cut = shown(" ".join(words(held.document.text, place).split()))
    quoted = f"“{cut if len(cut) <= LONGEST else cut[: LONGEST - 1] + '…'}”"
    if isinstance(record, Attribution):
        return f"the frame {quoted}"
    return f"{shown(record.label)} {quoted}" if isinstance(record, Annotation) else quoted
