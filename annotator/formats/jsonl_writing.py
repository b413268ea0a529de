"""An annotated document as a line of JSONL."""

from typing import Any

import msgspec

from annotator.domain.documents import Document
from annotator.domain.nearby import place_of
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attributes,
    Attribution,
    Boundary,
    Record,
    ZoneMark,
)
from annotator.domain.spans import words
from annotator.formats.context import around
from annotator.formats.format import Writing
from annotator.formats.jsonl_lines import NO_SCORE, DocumentLine, FrameLine, SetLine, SpanLine, ZoneLine
from annotator.formats.times import stamp


def line_of(annotated: AnnotatedDocument, writing: Writing) -> DocumentLine:
    """The line that holds the document and all its sets."""
    document = annotated.document
    return DocumentLine(
        id=document.id,
        name=document.name,
        text=document.text,
        sha256=document.sha256,
        meta=_json(document.meta),
        zones=tuple([ZoneLine(start=zone.start, end=zone.end, kind=zone.kind) for zone in document.zones]),
        sentences=document.sentences,
        quotations=document.quotations,
        sets=tuple([_set(document, each, writing) for each in annotated.sets]),
    )


def _set(document: Document, annotations: AnnotationSet, writing: Writing) -> SetLine:
    """One annotator's set."""
    records = in_order(annotations)
    return SetLine(
        annotator=annotations.annotator,
        state=annotations.state or "",
        codebook=max((record.codebook for record in records), default=writing.codebook_version),
        annotations=tuple([_span(document.text, each) for each in records if type(each) is Annotation]),
        attributions=tuple([_frame(each) for each in records if type(each) is Attribution]),
        other_records=_json([each for each in records if type(each) not in (Annotation, Attribution)]),
    )


def in_order(annotations: AnnotationSet) -> list[AnyRecord]:
    """The records by their place, however they came: a record that was removed and brought back is at the end."""
    starts = {each.id: found.start for each in annotations.records.values() if (found := place_of(each))}

    def place(record: AnyRecord) -> tuple[int, str, str]:
        """Where the record stands; of corrections of the same place the later one holds, so they stay as they came."""
        if isinstance(record, Attribution):
            return min((starts.get(i, 0) for _, i in record.roles), default=0), "", record.id
        if isinstance(record, Boundary | ZoneMark):
            return record.offset if isinstance(record, Boundary) else starts[record.id], stamp(record.created), ""
        return starts.get(record.id, 0), "", record.id

    return sorted(annotations.records.values(), key=place)


def _span(text: str, annotation: Annotation) -> SpanLine:
    """An annotation with the words it covers."""
    place = annotation.envelope
    prefix, suffix = around(text, place)
    return SpanLine(
        **_header(annotation, annotation.attributes),
        label=annotation.label,
        start=place.start,
        end=place.end,
        text=words(text, annotation.fragments),
        prefix=prefix,
        suffix=suffix,
        fragments=annotation.fragments,
    )


def _frame(frame: Attribution) -> FrameLine:
    """A frame by the ids of its annotations."""
    return FrameLine(
        **_header(frame, frame.attributes),
        source=frame.source,
        cue=frame.cue or "",
        content=frame.content,
        parent=frame.parent or "",
        continues=frame.continues or "",
    )


def _header(record: Record, attributes: Attributes) -> dict[str, Any]:
    """What every record has."""
    return {
        "id": record.id,
        "attributes": _json(attributes) if attributes else "{}",
        "created": stamp(record.created),
        "codebook": record.codebook,
        "status": record.status,
        "origin": record.origin,
        "score": NO_SCORE if record.score is None else record.score,
        "flag": record.flag,
        "note": record.note,
    }


def _json(value: object) -> str:
    """The value as JSON text."""
    return msgspec.json.encode(value).decode()
