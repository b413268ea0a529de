"""The history: every edit as it was saved, from which undo and audit are read."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from annotator.domain.edits import BATCH, Edit, History, batch_of
from annotator.domain.errors import EditError, StoreError
from annotator.domain.records import AnyRecord
from annotator.store.rows import Row, json_text, time_text

COLUMNS = "id, document_id, annotator, at, action, reverts, removed, added"
"""The columns of an edit."""
INSERT = f"INSERT INTO edit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
"""Appends an edit."""
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL in JSON, but not the six characters by which one is written."""
RECORDS = msgspec.json.Decoder(tuple[AnyRecord, ...])
"""Reads `removed` and `added`."""


def edit_row(edit: Edit) -> Row:
    """The edit as a row; an `EditError` where it would bring in a character that no database keeps."""
    head = (edit.id, edit.document_id or None, edit.annotator, time_text(edit.at), edit.action, edit.reverts)
    added = json_text(edit.added)
    if "\\u0000" in added and NUL.search(added):  # the plain search is forty times as quick
        raise EditError(f"“{edit.action}” is NOT saved: it holds a NUL character; remove it")
    return (*head, json_text(edit.removed), added)


def read_edit(row: tuple[Any, ...]) -> Edit:
    """The row as an edit."""
    edit_id, document_id, annotator, at, action, reverts, removed, added = row
    return Edit(
        id=edit_id,
        document_id=document_id or "",
        annotator=annotator,
        at=datetime.fromisoformat(at),
        action=action,
        reverts=reverts,
        removed=RECORDS.decode(removed),
        added=RECORDS.decode(added),
    )


def history(connection: sqlite3.Connection, document_id: str, annotator: str) -> History:
    """What the annotator can undo and redo in the document."""
    query = "SELECT id, reverts FROM edit WHERE document_id IS ? AND annotator = ? ORDER BY seq"
    return History(connection.execute(query, (document_id or None, annotator)))


def edit(connection: sqlite3.Connection, edit_id: str) -> Edit:
    """The edit with this id; a `StoreError` where there is none."""
    row = connection.execute(f"SELECT {COLUMNS} FROM edit WHERE id = ?", (edit_id,)).fetchone()
    if row is None:
        raise StoreError(f"the history has no edit {edit_id}; `annotator history` lists the edits")
    return read_edit(row)


def batches(connection: sqlite3.Connection, annotator: str) -> History:
    """What the annotator can undo and redo of whole batches, by their names."""
    query = "SELECT id, reverts FROM edit WHERE id GLOB ? AND annotator = ? ORDER BY seq"
    rows = connection.execute(query, (f"{BATCH}*", annotator))
    return History({batch_of(edit_id): batch_of(reverts) for edit_id, reverts in rows}.items())


def batch(connection: sqlite3.Connection, name: str) -> list[Edit]:
    """The edits of a batch that still stand: those that were not taken back one by one."""
    query = f"SELECT {COLUMNS} FROM edit WHERE id GLOB ? ORDER BY seq"
    made = map(read_edit, connection.execute(query, (f"{name}/*",)).fetchall())
    return [each for each in made if each.id in _standing(connection, each)]


def _standing(connection: sqlite3.Connection, edit: Edit) -> set[str]:
    """The edits of the same annotator and document that can be undone or redone."""
    found = history(connection, edit.document_id, edit.annotator)
    return {*found.done, *found.undone}


def edits(
    connection: sqlite3.Connection, document_id: str | None, annotator: str | None, since: datetime | None
) -> Iterator[Edit]:
    """The edits that fit, oldest first."""
    asked = (
        ("document_id IS ?", document_id, (document_id or None)),
        ("annotator = ?", annotator, annotator),
        ("at >= ?", since, time_text(since) if since else None),
    )
    conditions = [(condition, value) for condition, given, value in asked if given is not None]
    where = " AND ".join(condition for condition, _ in conditions) or "TRUE"
    query = f"SELECT {COLUMNS} FROM edit WHERE {where} ORDER BY seq"
    return map(read_edit, connection.execute(query, [value for _, value in conditions]))
