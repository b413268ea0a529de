"""Adding documents with annotation sets in one transaction: what is there already stays as it is, and is counted."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.documents import Document
from annotator.domain.edits import Edit, is_whole
from annotator.domain.errors import StoreError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Boundary,
    Remark,
    SentenceMark,
    ZoneMark,
    annotation_set,
)
from annotator.store.document_rows import INSERT, document_row
from annotator.store.history import INSERT as INSERT_EDIT
from annotator.store.history import edit_row
from annotator.store.loading import batches, places, records_of
from annotator.store.rows import TABLES, Row
from annotator.store.sqlite import search

CHUNK = 500
"""How many ids are asked for at once."""


class Conflict(Struct, frozen=True):
    """A record that was not added, because one with its id and other content is there."""

    document: str
    """The name of the document it was offered for."""
    annotator: str
    """Whose set it was offered for."""
    record_id: str
    """Its id."""

    def __str__(self) -> str:
        return f"{self.document}: kept record {self.record_id} as it is; the one offered by {self.annotator} differs"


class Added(Struct, frozen=True):
    """What came of adding."""

    documents_new: int = 0
    """Documents that were added."""
    documents_there: int = 0
    """Documents that were there already, by their text."""
    records_new: int = 0
    """Records that were added."""
    records_there: int = 0
    """Records that were there already, with the same content."""
    conflicts: tuple[Conflict, ...] = ()
    """Records that were there with other content, and stay so."""


def reach(record: AnyRecord) -> int:
    """The end of the text that a record needs: 0 where it needs none."""
    if isinstance(record, Annotation | Remark):
        return record.fragments[-1].end if record.fragments else 0
    if isinstance(record, SentenceMark | ZoneMark):
        return record.span.end
    return record.offset if isinstance(record, Boundary) else 0


def refuse_misfits(each: AnnotatedDocument) -> None:
    """Raise where a record lies outside the text, or in a set or document that is not its own."""
    length = len(each.document.text)
    for held in each.sets:
        for record in held.records.values():
            if record.document_id not in ("", each.document.id) or record.annotator != held.annotator:
                raise StoreError(f"{each.document.name}: record {record.id} belongs to another document or annotator")
            if reach(record) > length:
                raise StoreError(f"{each.document.name}: record {record.id} ends at {reach(record)} of {length}")


class Occasion(Struct, frozen=True, kw_only=True):
    """On which occasion documents are added."""

    by: str
    """Who adds them."""
    at: datetime
    """When."""
    action: str
    """What the history calls it."""


def add(connection: sqlite3.Connection, documents: Sequence[AnnotatedDocument], occasion: Occasion) -> Added:
    """Write what is new within the open transaction: documents, records, and an edit of the history for each set."""
    there = known_documents(connection, {each.document.id for each in documents})
    connection.execute("SAVEPOINT adding")
    try:
        return add_new(connection, documents, there, records_in(connection, there), occasion)
    except sqlite3.IntegrityError:  # an id is taken in another document, which is rare, and slow to look for beforehand
        connection.execute("ROLLBACK TO adding")
        ids = [record_id for each in documents for held in each.sets for record_id in held.records]
        return add_new(connection, documents, there, known_records(connection, ids), occasion)


def add_new(
    connection: sqlite3.Connection,
    documents: Sequence[AnnotatedDocument],
    there: set[str],
    seen: dict[str, AnyRecord],
    occasion: Occasion,
) -> Added:
    """Write what is neither `there` nor `seen`, which are the documents and records in the project."""
    ids = {each.document.id for each in documents}
    new = {each.document.id: each.document for each in documents if each.document.id not in there}
    insert_documents(connection, [document_row(each, occasion.by, occasion.at) for each in new.values()])
    held = [(each.document, annotations) for each in documents for annotations in each.sets]
    conflicts: list[Conflict] = []
    records: list[AnyRecord] = []
    for document, annotations in held:
        mine, clashing = sorted_out(annotations, seen)
        refuse_broken_frames(connection, document, annotations.annotator, mine)
        conflicts += [Conflict(document.name, annotations.annotator, i) for i in clashing]
        records += mine
        if mine:
            connection.execute(INSERT_EDIT, edit_row(edit_of(document, annotations, mine, occasion)))
    insert_records(connection, records)
    offered = sum(len(annotations.records) for _, annotations in held)
    kept = offered - len(records) - len(conflicts)
    return Added(len(new), len(ids) - len(new), len(records), kept, tuple(conflicts))


def known_documents(connection: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Which of the documents are there already."""
    found: set[str] = set()
    for chunk in batches(ids, CHUNK):
        found.update(
            row[0] for row in connection.execute(f"SELECT id FROM document WHERE id IN ({places(chunk)})", chunk)
        )
    return found


def records_in(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, AnyRecord]:
    """The records that these documents have already."""
    found: dict[str, AnyRecord] = {}
    for chunk in batches(ids, CHUNK):
        for by_id in records_of(connection, chunk, None).values():
            found.update(by_id)
    return found


def known_records(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, AnyRecord]:
    """The records that are there already under one of these ids, whatever their kind."""
    found: dict[str, AnyRecord] = {}
    for chunk in batches(ids, CHUNK):
        for table in TABLES.values():
            rows = connection.execute(f"{table.select} WHERE id IN ({places(chunk)})", chunk)
            found.update((row[0], table.record(row)) for row in rows)
    return found


def sorted_out(annotations: AnnotationSet, seen: dict[str, AnyRecord]) -> tuple[list[AnyRecord], list[str]]:
    """The records of the set that are new, which join `seen`, and the ids that are taken by something else."""
    new: list[AnyRecord] = []
    clashing: list[str] = []
    for record_id, record in annotations.records.items():
        if record_id not in seen:
            seen[record_id] = record
            new.append(record)
        elif not is_same(seen[record_id], record):
            clashing.append(record_id)
    return new, clashing


def is_same(stored: AnyRecord, offered: AnyRecord) -> bool:
    """Whether the two say the same; when and under which codebook it was written down does not matter."""
    return type(stored) is type(offered) and offered == replace(
        stored, created=offered.created, codebook=offered.codebook
    )


def refuse_broken_frames(
    connection: sqlite3.Connection, document: Document, annotator: str, new: list[AnyRecord]
) -> None:
    """Raise where a new frame points to a record that is neither new nor stored in its set."""
    offered = annotation_set(annotator, new)
    broken = [frame for frame in offered.of(Attribution) if not is_whole(offered, frame)]
    if broken:
        stored = records_of(connection, [document.id], [annotator]).get((document.id, annotator), {})
        union = AnnotationSet(annotator, {**stored, **offered.records})
        broken = [frame for frame in broken if not is_whole(union, frame)]
    if broken:
        raise StoreError(f"{document.name}: frame {broken[0].id} of {annotator} points to a record that is not there")


def edit_of(document: Document, annotations: AnnotationSet, new: list[AnyRecord], occasion: Occasion) -> Edit:
    """The edit by which these records came; it says who added them where that was not their annotator."""
    own = occasion.by == annotations.annotator
    return Edit(
        id=str(uuid4()),
        document_id=document.id,
        annotator=annotations.annotator,
        at=occasion.at,
        action=occasion.action if own else f"{occasion.action} by {occasion.by}",
        added=tuple(new),
    )


def insert_documents(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Write the rows of new documents, and index them."""
    before = search.last_number(connection)
    connection.executemany(INSERT, rows)
    search.index_after(connection, before)


def insert_records(connection: sqlite3.Connection, records: Iterable[AnyRecord]) -> None:
    """Write the rows of new records, kind by kind; annotations come first, because frames refer to them."""
    by_kind: dict[type[AnyRecord], list[AnyRecord]] = {kind: [] for kind in TABLES}
    for record in records:
        by_kind[type(record)].append(record)
    for kind, table in TABLES.items():
        connection.executemany(table.insert, map(table.row, by_kind[kind]))
