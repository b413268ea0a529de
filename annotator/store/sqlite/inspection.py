"""Whether a file is a project of ours, sound and writable: looked at before anything could write to it."""

import os
import sqlite3
import stat
from pathlib import Path

from annotator.domain.errors import StoreError
from annotator.store.sqlite.faults import DAMAGED

APPLICATION_ID = 0x616E6E6F
"""Marks a SQLite file as an annotator project: `anno` in ASCII."""
VERSION = 3
"""The version of the schema: the number of the last migration, kept in `user_version`."""
SMALL = 4 * 2**20
"""Up to this size a file is checked in full on every opening; above it only its frame, so that opening stays fast."""
NETWORK = ("nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "gluster", "lustre", "vboxsf", "virtiofs", "sshfs")
"""How the names of file systems begin whose locks and syncs cannot be relied on."""


def refuse_stranger(path: Path) -> None:
    """Raise unless the file is a project that this annotator knows and may write; it is only read, and never locked."""
    refuse_odd_file(path)
    application_id, version = read_header(path)
    if application_id != APPLICATION_ID:
        raise StoreError(f"{path}: not an annotator project but another program's; name a project file, or {DAMAGED}")
    refuse_unknown(version, path)
    refuse_read_only(path)


def refuse_unknown(version: int, path: Path) -> None:
    """Raise where the schema is of a version that this annotator cannot bring up to date."""
    if not 1 <= version <= VERSION:
        raise StoreError(
            f"{path}: its schema is {version}, and this annotator knows 1 to {VERSION}; update annotator, or {DAMAGED}"
        )


def refuse_odd_file(path: Path) -> None:
    """Raise unless `path` is a regular file; a FIFO or device is not even opened."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened ({error.strerror}); make a project with `annotator add`") from error
    if stat.S_ISDIR(mode):
        raise StoreError(f"{path}: is a folder; name the project file in it")
    if not stat.S_ISREG(mode):
        raise StoreError(f"{path}: is not a regular file; name a project file")


def read_header(path: Path) -> tuple[int, int]:
    """The application id and the schema version in the file, whatever journal lies beside it.

    SQLite reads them, because closing a file that Python opened would drop this process's locks on it.
    """
    if not path.stat().st_size:
        raise StoreError(f"{path}: the file is empty, not a project; remove it, or choose another name")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute(
                "PRAGMA writable_schema = ON"
            )  # a file that grows, or whose writer was killed, is no harm
            return number(connection, "application_id"), number(connection, "user_version")
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN:
            raise StoreError(f"{path}: cannot be read; look at its permissions") from error
        raise StoreError(f"{path}: not an annotator project ({error}); name a project file, or {DAMAGED}") from error


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """The value of a pragma that is a number."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def refuse_read_only(path: Path) -> None:
    """Raise where the file or its folder cannot be written, for saving needs both."""
    for place, kind in ((path, "the file"), (path.resolve().parent, "the folder")):
        if not os.access(place, os.W_OK):
            raise StoreError(f"{path}: {kind} is read-only; change its permissions, or copy the project elsewhere")


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise where the file is of an unknown version, or damaged, as far as that can be told at once without writing."""
    refuse_unknown(number(connection, "user_version"), path)
    pages, size = number(connection, "page_count"), number(connection, "page_size")
    length = path.stat().st_size
    in_file = connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
    if in_file and length < pages * size:
        raise StoreError(f"{path}: the file is cut short ({length} of {pages * size} bytes); {DAMAGED}")
    found = integrity(connection) if length <= SMALL else []
    if found:
        raise StoreError(f"{path}: the file is damaged ({found[0]}); {DAMAGED}")


def integrity(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file; nothing where it is sound."""
    lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [] if lines == ["ok"] else lines


def network_file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of network file system that `path` lies on, or nothing."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = path.resolve()
    held = [(fields[1], fields[2]) for line in lines if len(fields := line.split()) > 2]
    over = [(where, kind) for where, kind in held if place.is_relative_to(where.replace("\\040", " "))]
    kind = max(over, key=lambda each: len(each[0]), default=("", ""))[1]
    return kind if kind.startswith(NETWORK) else ""
