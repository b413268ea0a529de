"""Looking through the history over all documents, and through what was remarked on records."""

import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple

from annotator.domain.edits import Edit, History
from annotator.domain.records import AnyRecord
from annotator.store.history import COLUMNS, read_edit
from annotator.store.loading import places
from annotator.store.project_file import ProjectFile
from annotator.store.rows import REMARKED, TABLES


class Logged(NamedTuple):
    """An edit with its number."""

    number: int
    """Counts up in the order in which edits were saved."""
    edit: Edit
    """The edit."""


class Log:
    """What is asked of the history and of remarks."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def last_edit_of(self, annotator: str, again: bool = False) -> str | None:
        """The annotator's last edit in any document that can be undone, or redone with `again`."""
        with self._file.reading() as connection:
            return last(connection, annotator, again)

    def before(
        self, number: int | None, limit: int, document_id: str | None = None, annotator: str | None = None
    ) -> list[Logged]:
        """A page of the edits that fit, the newest first, from those saved before the one of this number."""
        with self._file.reading() as connection:
            return page(connection, document_id, annotator, number, limit)

    def touching(self, record_id: str) -> list[Edit]:
        """The edits that added, changed or removed the record, oldest first."""
        with self._file.reading() as connection:
            return list(touching(connection, record_id))

    def remarked(self, annotators: Collection[str] | None = None) -> list[AnyRecord]:
        """The records with a flag or a note, of these annotators or of all, in the order in which they were made."""
        with self._file.reading() as connection:
            return remarked(connection, annotators)


def last(connection: sqlite3.Connection, annotator: str, again: bool = False) -> str | None:
    """The annotator's last edit anywhere that can be undone, or redone with `again`.

    Documents are looked at from the one edited last, until those left were last edited before what was found.
    """
    query = "SELECT document_id, MAX(seq) FROM edit WHERE annotator = ? GROUP BY document_id ORDER BY 2 DESC"
    found: tuple[int, str] | None = None
    for document_id, newest in connection.execute(query, (annotator,)).fetchall():
        if found and newest < found[0]:
            break
        rows = connection.execute(
            "SELECT id, reverts, seq FROM edit WHERE document_id IS ? AND annotator = ? ORDER BY seq",
            (document_id, annotator),
        ).fetchall()
        folded = History((edit_id, reverts) for edit_id, reverts, _ in rows)
        wanted = folded.to_redo if again else folded.to_undo
        if wanted:
            found = max(
                found or (0, ""), (next(seq for edit_id, _, seq in reversed(rows) if edit_id == wanted), wanted)
            )
    return found[1] if found else None


def page(
    connection: sqlite3.Connection, document_id: str | None, annotator: str | None, before: int | None, limit: int
) -> list[Logged]:
    """At most `limit` edits that fit, the newest first, from those saved before the one numbered `before`."""
    asked = (
        ("document_id IS ?", document_id, (document_id or None)),
        ("annotator = ?", annotator, annotator),
        ("seq < ?", before, before),
    )
    conditions = [(condition, value) for condition, given, value in asked if given is not None]
    where = " AND ".join(condition for condition, _ in conditions) or "TRUE"
    query = f"SELECT seq, {COLUMNS} FROM edit WHERE {where} ORDER BY seq DESC LIMIT ?"
    rows = connection.execute(query, [*(value for _, value in conditions), limit])
    return [Logged(number, read_edit(tuple(row))) for number, *row in rows]


def touching(connection: sqlite3.Connection, record_id: str) -> Iterator[Edit]:
    """The edits that added, changed or removed the record, oldest first; the database narrows them down."""
    pattern = f'%"{record_id}"%'
    query = f"SELECT {COLUMNS} FROM edit WHERE removed LIKE ?1 OR added LIKE ?1 ORDER BY seq"
    for found in map(read_edit, connection.execute(query, (pattern,))):
        if any(record.id == record_id for record in (*found.removed, *found.added)):
            yield found


def remarked(connection: sqlite3.Connection, annotators: Collection[str] | None = None) -> list[AnyRecord]:
    """The records that have a flag or a note, in the order in which they were made."""
    who = f" AND annotator IN ({places(annotators)})" if annotators is not None else ""
    found = [
        table.record(row)
        for table in TABLES.values()
        for row in connection.execute(f"{table.select} WHERE ({REMARKED}){who}", [*(annotators or ())])
    ]
    return sorted(found, key=lambda record: record.created)
