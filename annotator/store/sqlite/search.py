"""The full-text index: kept in step with the documents, and asked for the words that a user types."""

import re
import sqlite3
from collections.abc import Iterator

from msgspec import Struct

from annotator.domain.spans import Span

INDEX = """
    INSERT INTO document_search (rowid, name, text)
    SELECT number, name, text FROM document WHERE number > ? ORDER BY number
"""
"""Indexes the documents that were added after a certain one."""
FIND = """
    SELECT d.id, d.name, d.text, highlight(document_search, 1, ?, ?)
    FROM document_search JOIN document AS d ON d.number = document_search.rowid
    WHERE document_search MATCH ? ORDER BY rank LIMIT ?
"""
"""The best documents, with marks round the words that were found."""
TERM = re.compile(r'"([^"]*)"|(\S+)')
"""A phrase in quotation marks, or one word."""
MARKS = ("\ufdd0", "\ufdd1")
"""What stands round a word that was found; Unicode keeps both out of texts that are interchanged."""


class Found(Struct, frozen=True):
    """A document in which a search found something."""

    document_id: str
    """Its id."""
    name: str
    """Its name."""
    spans: tuple[Span, ...]
    """Where in the text; none where only the name fits."""


def last_number(connection: sqlite3.Connection) -> int:
    """The number of the document that was added last; 0 where there is none."""
    return int(connection.execute("SELECT COALESCE(MAX(number), 0) FROM document").fetchone()[0])


def index_after(connection: sqlite3.Connection, number: int) -> None:
    """Index every document after the one with this number."""
    connection.execute(INDEX, (number,))


def literal(query: str) -> str:
    """The query as FTS5 reads it: every word or quoted phrase must occur as it is typed; nothing is an operator."""
    terms = (phrase or word for phrase, word in TERM.findall(query.replace("\0", " ")))
    readable = (term.encode("utf-8", "ignore").decode() for term in terms)
    return " ".join('"' + term.replace('"', '""') + '"' for term in readable if re.search(r"\w", term))


def search(connection: sqlite3.Connection, query: str, limit: int) -> list[Found]:
    """At most `limit` documents that hold every word of the query, best first; none for a query without words."""
    asked = literal(query)
    rows = connection.execute(FIND, (*MARKS, asked, limit)) if asked else ()
    return [Found(document_id, name, tuple(marked(text, shown))) for document_id, name, text, shown in rows]


def marked(text: str, shown: str) -> Iterator[Span]:
    """Where the marks of `shown` stand in `text`; nothing where the text has such characters of its own."""
    if any(mark in text for mark in MARKS):
        return
    start = 0
    before, *pieces = shown.split(MARKS[0])
    for piece in pieces:
        start += len(before)
        inside, after = piece.split(MARKS[1])
        yield Span(start, start + len(inside))
        before = inside + after


def is_in_step(connection: sqlite3.Connection) -> bool:
    """Whether the index says what the documents say; needs a write lock, and changes nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO document_search (document_search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    finally:
        connection.rollback()
    return True
