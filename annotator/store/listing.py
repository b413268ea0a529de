"""What the library shows: pages of documents with what each annotator did, and finding one by its name."""

import sqlite3
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from annotator.domain.errors import StoreError
from annotator.domain.machines import is_machine
from annotator.domain.records import State, state_of
from annotator.store.document_rows import SPANS
from annotator.store.loading import places
from annotator.store.rows import TABLES

SELECT = "SELECT number, id, name, headline, length, sentences FROM document"
"""The columns that a page needs of each document."""
NEAR = 5
"""How many names are offered where none fits."""


class Listed(Struct, frozen=True, kw_only=True):
    """One document in the library."""

    number: int
    """Its place in the order of adding; the next page comes after it."""
    id: str
    """Its id."""
    name: str
    """Its name."""
    headline: str
    """Its title, or else its first line."""
    length: int
    """How many code points the text has."""
    sentences: int
    """How many sentences it has, as segmented."""
    state: State | None
    """How far the annotator is; None where nothing was started."""
    annotations: int
    """How many annotations the annotator has in it."""
    marked: int
    """How many sentences the annotator marked as read or doubtful."""
    annotators: tuple[str, ...]
    """Everybody but machines who has records in it, or is to read it."""
    states: dict[str, State] = {}
    """How far each of these is."""


def listing(connection: sqlite3.Connection, annotator: str, after: int, limit: int, text: str) -> list[Listed]:
    """At most `limit` documents after the one numbered `after`, whose name or headline has `text` in it."""
    if text:
        numbers = [number for number in numbers_with(connection, text) if number > after][:limit]
        rows = connection.execute(f"{SELECT} WHERE number IN ({places(numbers)}) ORDER BY number", numbers)
    else:
        rows = connection.execute(f"{SELECT} WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
    return list(listed(connection, annotator, rows.fetchall()))


def numbers_with(connection: sqlite3.Connection, text: str) -> list[int]:
    """The numbers of the documents whose name or headline has `text` in it, in whatever case."""
    query = "SELECT number FROM document WHERE name LIKE ? ESCAPE '!' OR headline LIKE ? ESCAPE '!'"
    return sorted(row[0] for row in connection.execute(query, [pattern(text)] * 2))


def pattern(text: str) -> str:
    """What `LIKE` needs to find the text anywhere, taken literally."""
    literal = "".join(f"!{char}" if char in "!%_" else char for char in text.lower())
    return f"%{literal}%"


def listed(connection: sqlite3.Connection, annotator: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[Listed]:
    """The rows with what was done in each document."""
    ids = [row[1] for row in rows]
    counts = counts_of(connection, ids)
    query = f"SELECT document_id, annotator, state FROM progress WHERE document_id IN ({places(ids)})"
    declared = {(of, who): State(state) for of, who, state in connection.execute(query, ids)}
    totals: dict[str, dict[str, int]] = {}
    for (of, who, _), count in counts.items():
        held = totals.setdefault(of, {})
        held[who] = held.get(who, 0) + count
    for number, document_id, name, headline, length, sentences in rows:
        mine = {kind: count for (of, who, kind), count in counts.items() if (of, who) == (document_id, annotator)}
        people = {who: n for who, n in sorted(totals.get(document_id, {}).items()) if not is_machine(who)}
        states = {who: state for who, n in people.items() if (state := state_of(declared.get((document_id, who)), n))}
        yield Listed(
            number=number,
            id=document_id,
            name=name,
            headline=headline,
            length=length,
            sentences=len(SPANS.decode(sentences)),
            state=states.get(annotator),
            annotations=mine.get("annotation", 0),
            marked=mine.get("sentence_mark", 0),
            annotators=tuple(people),
            states=states,
        )


def counts_of(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """How many records each annotator has in these documents, by document, annotator and table."""
    found: dict[tuple[str, str, str], int] = {}
    for table in TABLES.values():
        query = (
            f"SELECT document_id, annotator, COUNT(*) FROM {table.name} "
            f"WHERE document_id IN ({places(ids)}) GROUP BY document_id, annotator"
        )
        found.update({(of, who, table.name): count for of, who, count in connection.execute(query, ids)})
    return found


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many documents, records of each kind and edits there are, by table."""
    names = ("document", *(table.name for table in TABLES.values()), "edit")
    return {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}


def annotators(connection: sqlite3.Connection) -> list[str]:
    """Everybody who has records in the project, by name."""
    query = " UNION ".join(f"SELECT annotator FROM {table.name}" for table in TABLES.values())
    return sorted(row[0] for row in connection.execute(query))


def documents_of(connection: sqlite3.Connection, annotator: str) -> set[str]:
    """The ids of the documents in which the annotator has records."""
    query = " UNION ".join(f"SELECT document_id FROM {table.name} WHERE annotator = ?1" for table in TABLES.values())
    return {row[0] for row in connection.execute(query, (annotator,)) if row[0]}


def find_document(connection: sqlite3.Connection, name_or_id: str) -> str:
    """The id of the document with this id or name, or whose name alone has it; a `StoreError` that lists near names."""
    exact = connection.execute("SELECT id, name FROM document WHERE id = ?1 OR name = ?1", (name_or_id,)).fetchall()
    within = "SELECT id, name FROM document WHERE LOWER(name) LIKE ? ESCAPE '!' ORDER BY number LIMIT ?"
    found = exact or connection.execute(within, (pattern(name_or_id), NEAR + 1)).fetchall()
    if len(found) == 1:
        return str(found[0][0])
    if found:
        several = ", ".join(f"{name} ({document_id})" for document_id, name in found[:NEAR])
        raise StoreError(f"“{name_or_id}” fits several documents: {several}; name one by its id")
    names = [row[0] for row in connection.execute("SELECT name FROM document")]
    near = ", ".join(get_close_matches(name_or_id, names, NEAR, 0.5)) or "nothing near it"
    raise StoreError(f"no document has the name or id “{name_or_id}”; there is {near}; `annotator list` shows them all")
