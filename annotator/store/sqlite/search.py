"""The full-text index, kept in step with the documents."""

import sqlite3

INDEX = """
    INSERT INTO document_search (rowid, name, text)
    SELECT number, name, text FROM document WHERE number > ? ORDER BY number
"""
"""Indexes the documents that were added after a certain one."""


def last_number(connection: sqlite3.Connection) -> int:
    """The number of the document that was added last; 0 where there is none."""
    return int(connection.execute("SELECT COALESCE(MAX(number), 0) FROM document").fetchone()[0])


def index_after(connection: sqlite3.Connection, number: int) -> None:
    """Index every document after the one with this number."""
    connection.execute(INDEX, (number,))


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
