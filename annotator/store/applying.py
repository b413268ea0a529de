"""Saving edits: each is checked against what is stored, so that two processes never overwrite each other."""

import sqlite3

import msgspec

from annotator.domain.edits import Edit
from annotator.domain.errors import EditError
from annotator.domain.records import Annotation, AnyRecord, Attribution
from annotator.store.history import INSERT, edit_row
from annotator.store.loading import places
from annotator.store.rows import TABLES

TAKEN = " UNION ALL ".join(f"SELECT 1 FROM {table.name} WHERE id = ?1" for table in TABLES.values())
"""Finds a record of any kind by its id."""
IDS = msgspec.json.Decoder(tuple[str, ...])
"""Reads the ids of a role."""


def apply(connection: sqlite3.Connection, edit: Edit) -> None:
    """Write one edit within the open transaction; an `EditError` where it does not fit what is stored."""
    refuse_foreign(edit)
    if connection.execute("SELECT 1 FROM edit WHERE id = ?", (edit.id,)).fetchone():
        raise EditError(f"“{edit.action}” is already saved (edit {edit.id})")
    for record in edit.removed:
        remove(connection, edit, record)
    for record in edit.added:
        if connection.execute(TAKEN, (record.id,)).fetchone():
            raise EditError(f"“{edit.action}” does not fit: record {record.id} is already there")
        table = TABLES[type(record)]
        connection.execute(table.insert, table.row(record))
    refuse_broken_frames(connection, edit)
    connection.execute(INSERT, edit_row(edit))


def refuse_foreign(edit: Edit) -> None:
    """Raise where the edit would touch the records of another annotator or another document."""
    for record in (*edit.removed, *edit.added):
        if record.annotator != edit.annotator:
            raise EditError(
                f"“{edit.action}” by {edit.annotator} does not fit: record {record.id} is {record.annotator}'s"
            )
        if edit.document_id and record.document_id not in ("", edit.document_id):
            raise EditError(f"“{edit.action}” does not fit: record {record.id} belongs to another document")


def remove(connection: sqlite3.Connection, edit: Edit, record: AnyRecord) -> None:
    """Delete the row of a record that is still exactly as the edit saw it."""
    table = TABLES[type(record)]
    row = connection.execute(f"{table.select} WHERE id = ?", (record.id,)).fetchone()
    if row is None or table.record(row) != record:
        raise EditError(f"“{edit.action}” does not fit: record {record.id} has changed since; reload the document")
    connection.execute(f"DELETE FROM {table.name} WHERE id = ?", (record.id,))


def refuse_broken_frames(connection: sqlite3.Connection, edit: Edit) -> None:
    """Raise where a frame would point to a record that is not there."""
    added = [record for record in edit.added if isinstance(record, Attribution)]
    broken = [frame.id for frame in added if not is_whole(connection, frame)]
    stay = {(type(record), record.id) for record in edit.added}
    pointed_at = (record for record in edit.removed if isinstance(record, Annotation | Attribution))
    gone = [record for record in pointed_at if (type(record), record.id) not in stay]
    for document_id in {record.document_id for record in gone}:
        broken += frames_with(connection, document_id, edit.annotator, {record.id for record in gone})
    if broken:
        raise EditError(f"“{edit.action}” would leave frame {broken[0]} pointing to a record that is not there")


def is_whole(connection: sqlite3.Connection, frame: Attribution) -> bool:
    """Whether every annotation and frame that `frame` names is stored in its set."""
    frames = {each for each in (frame.parent, frame.continues) if each}
    return are_stored(connection, frame, "annotation", {i for _, i in frame.roles}) and are_stored(
        connection, frame, "attribution", frames
    )


def are_stored(connection: sqlite3.Connection, frame: Attribution, table: str, ids: set[str]) -> bool:
    """Whether all of `ids` are in the table, in the set of `frame`."""
    query = f"SELECT COUNT(*) FROM {table} WHERE id IN ({places(ids)}) AND document_id IS ? AND annotator = ?"
    found = connection.execute(query, (*ids, frame.document_id or None, frame.annotator)).fetchone()[0] if ids else 0
    return bool(found == len(ids))


def frames_with(connection: sqlite3.Connection, document_id: str, annotator: str, ids: set[str]) -> list[str]:
    """The frames of a set that name one of `ids`; the database narrows them down, the ids decide."""
    naming = "cue = ? OR parent = ? OR continues = ? OR source LIKE ? OR content LIKE ?"
    query = (
        "SELECT id, source, content, cue, parent, continues FROM attribution WHERE document_id IS ? AND annotator = ?"
        f" AND ({naming})"
    )
    return [
        frame
        for each in ids
        for frame, source, content, *single in connection.execute(
            query, (document_id or None, annotator, each, each, each, f"%{each}%", f"%{each}%")
        )
        if each in (*IDS.decode(source), *IDS.decode(content), *single)
    ]
