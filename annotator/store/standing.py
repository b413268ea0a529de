"""How far everybody is: states, sentences read and moments of work, counted in the database, without any record."""

import sqlite3
from collections import defaultdict
from datetime import datetime

from msgspec import Struct

from annotator.domain.machines import is_machine
from annotator.domain.records import State, state_of
from annotator.store.rows import TABLES

MOMENTS = " UNION ".join(
    f"SELECT document_id, annotator, {column} AS moment FROM {table}"
    for table, column in (
        ("edit", "at"),
        *((name, "created") for name in ("annotation", "attribution", "sentence_mark")),
    )
)
"""Every moment that is known of a person's work: each once, however many records were made in it."""


class Standing(Struct, frozen=True, kw_only=True):
    """How far one person is with one document."""

    document_id: str
    """The document."""
    annotator: str
    """The person, or `gold`."""
    state: State | None
    """How far that is."""
    read: int
    """How many sentences are marked as read or doubtful."""
    moments: tuple[datetime, ...] = ()
    """When something was done, in order."""


def standings(connection: sqlite3.Connection, timed: bool) -> list[Standing]:
    """One for every person and document, by person and then in the order of the documents; with moments if `timed`."""
    declared = {
        (of, who): State(state)
        for of, who, state in connection.execute("SELECT document_id, annotator, state FROM progress")
    }
    counts = _counts(connection)
    moments = defaultdict(list)
    for of, who, moment in connection.execute(f"SELECT * FROM ({MOMENTS}) ORDER BY moment") if timed else ():
        moments[of, who].append(datetime.fromisoformat(moment))
    order = {
        document_id: n for n, (document_id,) in enumerate(connection.execute("SELECT id FROM document ORDER BY number"))
    }
    return [
        Standing(
            document_id=of,
            annotator=who,
            state=state_of(declared.get((of, who)), sum(held.values())),
            read=held.get("sentence_mark", 0),
            moments=tuple(moments[of, who]),
        )
        for (of, who), held in sorted(counts.items(), key=lambda item: (item[0][1], order.get(item[0][0], -1)))
        if of in order and not is_machine(who)
    ]


def _counts(connection: sqlite3.Connection) -> dict[tuple[str, str], dict[str, int]]:
    """How many records of each kind everybody has in every document."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for table in TABLES.values():
        query = f"SELECT document_id, annotator, COUNT(*) FROM {table.name} GROUP BY document_id, annotator"
        for of, who, count in connection.execute(query):
            found[of, who][table.name] = count
    return found
