"""The codebook's versions and the project's settings."""

import sqlite3
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from annotator.store.rows import time_text

SELECT = "SELECT version, name, sha256, text, loaded_at, loaded_by FROM codebook ORDER BY version"
"""The columns of `StoredCodebook`."""


class StoredCodebook(Struct, frozen=True):
    """One version of the codebook, as it was loaded."""

    version: int
    """Counts up from 1; every record names the version it was made under."""
    name: str
    """Its name."""
    sha256: str
    """The hash of the text."""
    text: str
    """The TOML file."""
    loaded_at: datetime
    """When it was loaded."""
    loaded_by: str
    """Who loaded it."""


def codebooks(connection: sqlite3.Connection) -> list[StoredCodebook]:
    """Every version, oldest first."""
    rows = connection.execute(SELECT)
    return [
        StoredCodebook(version, name, digest, text, datetime.fromisoformat(at), by)
        for version, name, digest, text, at, by in rows
    ]


def in_use(connection: sqlite3.Connection) -> int:
    """The version of the codebook in use; 0 where none was loaded."""
    return int(connection.execute("SELECT COALESCE(MAX(version), 0) FROM codebook").fetchone()[0])


def set_codebook(connection: sqlite3.Connection, text: str, name: str, by: str, at: datetime) -> int:
    """The version of this text: the last one where it has it, else the next."""
    digest = sha256(text.encode("utf-8")).hexdigest()
    last = connection.execute("SELECT version, sha256 FROM codebook ORDER BY version DESC LIMIT 1").fetchone()
    if last and last[1] == digest:
        return int(last[0])
    version = last[0] + 1 if last else 1
    row = (version, name, digest, text, time_text(at), by)
    connection.execute("INSERT INTO codebook VALUES (?, ?, ?, ?, ?, ?)", row)
    return int(version)


def setting(connection: sqlite3.Connection, name: str) -> str | None:
    """The value of a setting; None where it was never set."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def set_setting(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Give a setting a value."""
    connection.execute("DELETE FROM setting WHERE name = ?", (name,))
    connection.execute("INSERT INTO setting VALUES (?, ?)", (name, value))
