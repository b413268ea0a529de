"""What SQLite reports, told in words that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.errors import StoreError

DAMAGED = "restore a backup with `annotator restore FILE`; nothing was changed"
"""What to do with a file that cannot be trusted."""

ADVICE = {
    sqlite3.SQLITE_BUSY: "another program has kept it locked; close that program, then try again",
    sqlite3.SQLITE_LOCKED: "another program has kept it locked; close that program, then try again",
    sqlite3.SQLITE_READONLY: "the file or its folder cannot be written; change the permissions or copy it elsewhere",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be opened; look at their permissions",
    sqlite3.SQLITE_PERM: "the file or its folder cannot be opened; look at their permissions",
    sqlite3.SQLITE_FULL: "there is no room left on the disk; make room, then try again",
    sqlite3.SQLITE_IOERR: "the disk reported an error; look at the disk, then try again",
    sqlite3.SQLITE_CORRUPT: f"the file is damaged; {DAMAGED}",
    sqlite3.SQLITE_NOTADB: f"the file is damaged; {DAMAGED}",
    sqlite3.SQLITE_ERROR: f"the file does not hold what a project holds; {DAMAGED}",
}
"""What to do, by primary result code."""


def explained(error: sqlite3.Error, path: Path, saving: bool = False) -> StoreError:
    """The error as one that a user can act on; `saving` says that something was about to be saved."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    lost = "NOT saved: " if saving else ""
    return StoreError(f"{path}: {lost}{ADVICE.get(code, 'SQLite could not do it; try again')} ({error})")


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turns what SQLite raises inside into a `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error
