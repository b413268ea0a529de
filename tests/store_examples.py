"""Documents, records and edits for the tests of the store."""

from datetime import UTC, datetime, timedelta
from itertools import count

from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.edits import Edit
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnyRecord,
    Attribution,
    Boundary,
    Link,
    Progress,
    Remark,
    SentenceMark,
    Source,
    State,
    Status,
    ZoneMark,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.store.store import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NASTY = (
    "“Não 👩🏽‍🚒!”\r\n said שלום‮ O'Brien; DROP TABLE document;-- \\u0000 =1+1 [/b] \x1b[31m e\u0301 \u2028 \U0010ffff"
)
NUMBERS = count(1)


def make_document(text: str = NASTY, name: str = "nasty.txt", **more: str) -> Document:
    zones = (Zone(0, 4, "headline"), Zone(5, len(text), "body"))
    return Document(document_id(text), name, text, dict(more), zones, (Span(0, 5), Span(6, len(text))), (Span(0, 9),))


def header(document: Document, annotator: str = "ana", record_id: str = "", **more: object) -> dict:
    number = next(NUMBERS)
    made = {"id": record_id or f"r{number}", "document_id": document.id, "annotator": annotator, "created": NOON}
    return {**made, **more}


def make_annotation(document: Document, start: int, end: int, label: str = "source", **more: object) -> Annotation:
    return Annotation(label=label, fragments=(Span(start, end),), **header(document, **more))


def one_of_each(document: Document, annotator: str = "ana") -> list[AnyRecord]:
    """A record of every kind, with every field used somewhere."""

    def head(**more: object) -> dict:
        return header(document, annotator, **more)

    elsewhere = timedelta(hours=2)
    source = Annotation(
        label="source",
        fragments=(Span(0, 3), Span(5, 8)),
        attributes={"naming": ("named",), "ü": ("a", "'b'", "")},
        **head(score=0.1, note="a “note”\n=2", flag="!", origin="rules 1", status=Status.EDITED, codebook=3),
    )
    cue = Annotation(
        label="cue", fragments=(Span(9, 12),), **head(created=NOON + elsewhere + timedelta(microseconds=7))
    )
    content = Annotation(label="content", fragments=(Span(12, 20),), **head(status=Status.SUGGESTED))
    outer = Attribution(source=(source.id,), cue=cue.id, content=(content.id,), attributes={"x": ("y",)}, **head())
    inner = Attribution(content=(content.id,), parent=outer.id, continues=outer.id, **head())
    return [
        inner,
        outer,
        source,
        cue,
        content,
        SentenceMark(span=Span(0, 5), **head()),
        Boundary(offset=5, begins=False, **head()),
        ZoneMark(span=Span(0, 4), zone="byline", **head()),
        Remark(**head(note="on the article")),
        Remark(fragments=(Span(1, 2),), **head()),
        Progress(state=State.FINISHED, **head()),
        Link(relation="repeats", from_id=content.id, to_id="elsewhere", **head()),
        Source(name="diplomat-1", aliases=("a Western diplomat",), **head(document_id="")),
    ]


def annotated(document: Document, *records: AnyRecord, annotator: str = "ana") -> AnnotatedDocument:
    return AnnotatedDocument(document, (annotation_set(annotator, records),) if records else ())


def make_edit(document: Document | None, *added: AnyRecord, removed: tuple[AnyRecord, ...] = (), **more: str) -> Edit:
    made = {"id": f"e{next(NUMBERS)}", "annotator": "ana", "action": "mark", **more}
    return Edit(document_id=document.id if document else "", at=NOON, added=added, removed=removed, **made)


def indexed(store: Store, word: str) -> list[str]:
    """The ids of the documents that the full-text index has under a word."""
    query = (
        "SELECT document.id FROM document_search JOIN document ON document.number = document_search.rowid "
        "WHERE document_search MATCH ?"
    )
    with store._file.reading() as connection:
        return [row[0] for row in connection.execute(query, (word,))]
