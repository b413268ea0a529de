"""Opening a connection so that what is committed stays committed, whatever happens next."""

import sqlite3
from pathlib import Path

from annotator.domain.errors import StoreError
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import network_file_system, refuse_damaged, refuse_stranger

FIXED = (3, 51, 3)
"""The first SQLite without the WAL-reset bug, which loses commits where processes write together."""
BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""Older series with the same fix, and the patch that brought it."""
CAREFUL = ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "foreign_keys = ON", "cache_size = -16000")
"""Settings of every connection: nothing in a file is trusted, no reference may dangle, and 16 MB of it are kept."""


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite may use WAL with several processes on one file."""
    return version >= FIXED or version[2] >= BACKPORTS.get(version[:2], 1000)


def connected(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection to an existing file, set to refuse what a hostile file might try; nothing is written yet."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    for setting in CAREFUL:
        connection.execute(f"PRAGMA {setting}")
    return connection


def opened(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection to a sound project, ready to save; the file is looked at before anything may write to it."""
    refuse_stranger(path)
    with explaining(path):
        connection = connected(path, timeout)
        try:
            connection.execute("PRAGMA query_only = ON")
            refuse_damaged(connection, path)
            connection.execute("PRAGMA query_only = OFF")
            make_durable(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def make_durable(connection: sqlite3.Connection, path: Path) -> None:
    """Choose the journal that this SQLite and this file system can be trusted with, each commit synced to the disk."""
    safe = is_wal_safe(sqlite3.sqlite_version_info) and not network_file_system(path)
    wanted, sync = ("wal", "FULL") if safe else ("delete", "EXTRA")
    if journal(connection) != wanted:
        connection.execute(f"PRAGMA journal_mode = {wanted}")
    if wanted == "delete" and journal(connection) != wanted:
        raise StoreError(f"{path}: another program has it open with a newer SQLite; close that program, then try again")
    connection.execute(f"PRAGMA synchronous = {sync}")


def journal(connection: sqlite3.Connection) -> str:
    """The journal mode in use: `wal` or `delete`."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
