"""A line of our JSONL as the annotated document that was written, refused where it contradicts itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from annotator.domain.documents import Document, Zone, document_id, text_hash
from annotator.domain.edits import is_whole
from annotator.domain.errors import FormatError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Link,
    Remark,
    SentenceMark,
    Source,
    ZoneMark,
)
from annotator.domain.spans import Span, are_fragments
from annotator.formats.format import Reading
from annotator.formats.jsonl_lines import (
    NO_SCORE,
    DocumentLine,
    FrameLine,
    HeaderLine,
    OtherRecord,
    SetLine,
    SpanLine,
)
from annotator.formats.offsets import check_inside, check_words


def document_of(line: DocumentLine, reading: Reading) -> AnnotatedDocument:
    """The document and its sets; labels that the codebook lacks are kept and told."""
    _check_text(line)
    document = Document(
        id=line.id,
        name=line.name,
        text=line.text,
        meta=msgspec.json.decode(line.meta, type=dict[str, str]),
        zones=tuple([Zone(zone.start, zone.end, zone.kind) for zone in line.zones]),
        sentences=line.sentences,
        quotations=line.quotations,
    )
    sets = tuple([_set(document, each, reading) for each in line.sets])
    if len({each.annotator for each in sets}) < len(sets):
        raise FormatError("an annotator has two sets in it; join them")
    return AnnotatedDocument(document, sets)


def _check_text(line: DocumentLine) -> None:
    """Raise where the text is not the one that the line was made of, or a place lies outside of it."""
    if text_hash(line.text) != line.sha256 or document_id(line.text) != line.id:
        raise FormatError("its text has been changed since it was written (the hash differs); export it again")
    zones = tuple([Span(zone.start, zone.end) for zone in line.zones])
    for name, spans in (("zones", zones), ("sentences", line.sentences)):
        if spans and not are_fragments(spans):
            raise FormatError(f"its {name} overlap or are out of order; export it again")
    for span in (*zones[-1:], *line.sentences[-1:], *line.quotations):
        check_inside(len(line.text), span.end, "a zone, sentence or quotation")


def _set(document: Document, line: SetLine, reading: Reading) -> AnnotationSet:
    """One annotator's set, whole."""
    owner = {"document_id": document.id, "annotator": line.annotator}
    others = msgspec.json.decode(line.other_records, type=tuple[OtherRecord, ...])
    records: dict[str, AnyRecord] = {each.id: _span(document.text, each, owner) for each in line.annotations}
    records |= {each.id: _frame(each, owner) for each in line.attributions}
    records |= {each.id: _checked(each, document, line.annotator) for each in others}
    if len(records) < len(line.annotations) + len(line.attributions) + len(others):
        raise FormatError(f"two records of {line.annotator} have the same id; give one of them another")
    annotations = AnnotationSet(line.annotator, records)
    for frame in annotations.of(Attribution):
        if not is_whole(annotations, frame):
            raise FormatError(f"frame {frame.id} names a record that is not there; add it, or drop the frame")
    _tell_unknown(line.annotations, reading)
    return annotations


def _span(text: str, line: SpanLine, owner: dict[str, str]) -> Annotation:
    """An annotation whose offsets cut out the words that the line says."""
    where = f"annotation {line.id}"
    annotation = Annotation(**_header(line, owner), label=line.label, fragments=line.fragments)
    check_words(text, line.fragments, line.text, where)
    if annotation.envelope != (span := Span(line.start, line.end)):
        raise FormatError(f"{where}: its fragments do not go from {span.start} to {span.end}; mend one of them")
    return annotation


def _frame(line: FrameLine, owner: dict[str, str]) -> Attribution:
    """An attribution."""
    return Attribution(
        **_header(line, owner),
        source=line.source,
        cue=line.cue or None,
        content=line.content,
        parent=line.parent or None,
        continues=line.continues or None,
    )


def _header(line: HeaderLine, owner: dict[str, str]) -> dict[str, Any]:
    """What every record has."""
    return {
        **owner,
        "id": line.id,
        "created": _time(line.created),
        "codebook": line.codebook,
        "status": line.status,
        "origin": line.origin,
        "score": None if line.score == NO_SCORE else line.score,
        "flag": line.flag,
        "note": line.note,
        "attributes": {} if line.attributes == "{}" else _attributes(line.attributes),
    }


def _attributes(said: str) -> dict[str, tuple[str, ...]]:
    """Values by name."""
    return msgspec.json.decode(said, type=dict[str, tuple[str, ...]])


def _time(said: str) -> datetime:
    """A time with its zone."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise FormatError(f"“{said}” is not a time; write it like 2026-01-31T12:00:00+00:00") from None
    if at.tzinfo is None:
        raise FormatError(f"the time “{said}” has no zone; write +00:00 behind it")
    return at


def _checked(record: OtherRecord, document: Document, annotator: str) -> OtherRecord:
    """The record, if it belongs where it is and lies in the text."""
    owners = (document.id, "") if isinstance(record, Source | Link) else (document.id,)
    if record.document_id not in owners or record.annotator != annotator:
        raise FormatError(f"record {record.id} belongs to another document or annotator; move it there")
    if isinstance(record, Remark):
        places = record.fragments
    else:
        places = (record.span,) if isinstance(record, SentenceMark | ZoneMark) else ()
    for span in places:
        check_inside(len(document.text), span.end, f"record {record.id}")
    if record.created.tzinfo is None:
        raise FormatError(f"record {record.id}: its time has no zone; write +00:00 behind it")
    return record


def _tell_unknown(lines: Iterable[SpanLine], reading: Reading) -> None:
    """Count the annotations whose label the codebook lacks."""
    known = {label.name for label in reading.codebook.labels}
    for line in lines:
        if line.label not in known:
            reading.losses.add(f"annotations of label {line.label} were kept, but the codebook has no such label")
