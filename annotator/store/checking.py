"""A full check of a project: the file, its references, its texts, and every span in them."""

import sqlite3
from collections.abc import Iterator, Sequence

from msgspec import Struct

from annotator.domain.edits import is_whole
from annotator.domain.errors import StoreError
from annotator.domain.records import AnnotatedDocument, Attribution
from annotator.store.adding import reach
from annotator.store.loading import BATCH, batches, document_ids, load
from annotator.store.sqlite import search
from annotator.store.sqlite.inspection import integrity


class Finding(Struct, frozen=True):
    """One thing that is wrong with a project file."""

    where: str
    """The file, table, document or record it is about."""
    what: str
    """What is wrong."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(connection: sqlite3.Connection) -> Iterator[Finding]:
    """All that is wrong; nothing where the project is sound."""
    yield from (Finding("file", line) for line in integrity(connection))
    for table, row, to, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(table, f"row {row} points to a {to} that is not there")
    if not search.is_in_step(connection):
        yield Finding("search index", "it does not say what the documents say")
    for batch in batches(document_ids(connection), BATCH):
        for each in readable(connection, batch):
            yield from each if isinstance(each, list) else misfits(each)


def readable(connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[AnnotatedDocument | list[Finding]]:
    """The documents; for those that cannot be read, why not."""
    try:
        yield from load(connection, ids, None)
    except (StoreError, sqlite3.DatabaseError) as error:
        if len(ids) == 1:
            yield [Finding(f"document {ids[0]}", str(error))]
        else:
            for each in ids:
                yield from readable(connection, [each])


def misfits(each: AnnotatedDocument) -> Iterator[Finding]:
    """The records that reach beyond the text, and the frames that point to what is not there."""
    length = len(each.document.text)
    for annotations in each.sets:
        for record in annotations.records.values():
            where = f"{each.document.name}, {annotations.annotator}, record {record.id}"
            if reach(record) > length:
                yield Finding(where, f"it ends at {reach(record)}, but the text has {length} code points")
            if isinstance(record, Attribution) and not is_whole(annotations, record):
                yield Finding(where, "the frame points to a record that is not in its set")
