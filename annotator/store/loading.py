"""Reading documents with their annotation sets, a batch of documents for each round of queries."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from annotator.domain.documents import Document
from annotator.domain.errors import StoreError
from annotator.domain.records import AnnotatedDocument, AnnotationSet, AnyRecord
from annotator.store.document_rows import SELECT, document
from annotator.store.rows import TABLES

BATCH = 200
"""How many documents are read at once."""

OWNER = attrgetter("document_id", "annotator")
"""Gives whose a record is, and where."""

Records = dict[tuple[str, str], dict[str, AnyRecord]]
"""Records by id, by document and annotator."""


def batches(values: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The values in lists of `size`, the last one shorter."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def places(values: Collection[Any]) -> str:
    """As many question marks as there are values, for an `IN`."""
    return ", ".join("?" * len(values))


def load(
    connection: sqlite3.Connection, ids: Sequence[str], annotators: Collection[str] | None
) -> list[AnnotatedDocument]:
    """The documents with these ids, in this order, with the sets of `annotators`; a `StoreError` for an unknown id."""
    rows = connection.execute(f"{SELECT} WHERE id IN ({places(ids)})", ids)
    documents = {row[1]: document(row) for row in rows}
    if missing := [each for each in ids if each not in documents]:
        raise StoreError(f"document {missing[0]} is not in this project; `annotator list` shows what is")
    return annotated([documents[each] for each in ids], records_of(connection, ids, annotators))


def annotated(documents: Iterable[Document], records: Records) -> list[AnnotatedDocument]:
    """Each document with its sets, by the names of their annotators."""
    sets: dict[str, list[AnnotationSet]] = {}
    for (document_id, annotator), by_id in sorted(records.items()):
        sets.setdefault(document_id, []).append(AnnotationSet(annotator, by_id))
    return [AnnotatedDocument(each, tuple(sets.get(each.id, ()))) for each in documents]


def load_project(connection: sqlite3.Connection, annotators: Collection[str] | None) -> list[AnnotationSet]:
    """The sets of records without a document, by the names of their annotators."""
    found = read_records(connection, "document_id IS NULL", [], annotators)
    return [AnnotationSet(annotator, by_id) for (_, annotator), by_id in sorted(found.items())]


def records_of(connection: sqlite3.Connection, ids: Sequence[str], annotators: Collection[str] | None) -> Records:
    """The records of these documents, in the order they were added."""
    return read_records(connection, f"document_id IN ({places(ids)})", ids, annotators)


def read_records(
    connection: sqlite3.Connection, where: str, values: Sequence[str], annotators: Collection[str] | None
) -> Records:
    """The records of every kind that fit the condition."""
    if annotators is not None:
        where, values = f"{where} AND annotator IN ({places(annotators)})", [*values, *annotators]
    found: Records = {}
    for table in TABLES.values():
        rows = connection.execute(f"{table.select} WHERE {where} ORDER BY document_id, annotator, rowid", values)
        for owner, of_one in groupby(map(table.record, rows), OWNER):
            found.setdefault(owner, {}).update((record.id, record) for record in of_one)
    return found


def load_all(
    connection: sqlite3.Connection, ids: Iterable[str] | None, annotators: Collection[str] | None
) -> Iterator[AnnotatedDocument]:
    """All documents, or those with these ids, a batch at a time."""
    for batch in batches(document_ids(connection) if ids is None else ids):
        yield from load(connection, batch, annotators)


def document_ids(connection: sqlite3.Connection) -> list[str]:
    """The ids of all documents, in the order they were added."""
    return [row[0] for row in connection.execute("SELECT id FROM document ORDER BY number")]
