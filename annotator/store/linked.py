"""What links tell without loading a document: which mentions refer to what, and who else points to a record."""

import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeVar

from annotator.domain.records import Record
from annotator.store.loading import batches, places
from annotator.store.rows import TABLES

R = TypeVar("R", bound=Record)


class Linked(NamedTuple):
    """One link, without its answers."""

    id: str
    """The link."""
    document_id: str
    """Its document; empty for one between entries of the registry."""
    from_id: str
    """What it starts from."""
    to_id: str
    """What it points to."""


def linked(connection: sqlite3.Connection, relation: str, annotator: str) -> Iterator[Linked]:
    """All links of one relation that the annotator drew, document by document."""
    query = "SELECT id, document_id, from_id, to_id FROM link WHERE relation = ? AND annotator = ? ORDER BY rowid"
    rows = connection.execute(query, (relation, annotator))
    return (Linked(link_id, document_id or "", one, other) for link_id, document_id, one, other in rows)


def records(connection: sqlite3.Connection, kind: type[R], ids: Collection[str]) -> list[R]:
    """The records of one kind with these ids; those that are not there are left out."""
    table = TABLES[kind]  # type: ignore[index]
    found: dict[str, R] = {}
    for batch in batches(ids):
        for row in connection.execute(f"{table.select} WHERE id IN ({places(batch)})", batch):
            record = table.record(row)
            found[record.id] = record  # type: ignore[assignment]
    return [found[each] for each in ids if each in found]


def others_point_to(connection: sqlite3.Connection, ids: Collection[str], annotator: str) -> bool:
    """Whether anybody else has a link from or to one of these records."""
    for batch in batches(ids):
        marks = places(batch)
        query = f"SELECT 1 FROM link WHERE annotator <> ? AND (to_id IN ({marks}) OR from_id IN ({marks})) LIMIT 1"
        if connection.execute(query, (annotator, *batch, *batch)).fetchone():
            return True
    return False


def last_edit(connection: sqlite3.Connection) -> int:
    """The number of the last edit that concerns the whole project; 0 before the first."""
    found = connection.execute("SELECT MAX(seq) FROM edit WHERE document_id IS NULL").fetchone()
    return int(found[0] or 0)
