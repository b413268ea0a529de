"""The full-text index: kept in step with the documents, and asked for the words that a user types."""

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
