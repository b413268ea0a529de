"""Whether a file is a project of ours, sound and writable: looked at before anything could write to it."""

import os
import sqlite3
import stat
from pathlib import Path

from annotator.domain.errors import StoreError
from annotator.store.sqlite.faults import DAMAGED

APPLICATION_ID = 0x616E6E6F
"""Marks a SQLite file as an annotator project: `anno` in ASCII."""
VERSION = 2
"""The version of the schema: the number of the last migration, kept in `user_version`."""
HEADER = 100
"""How many bytes the header of a SQLite file has."""
SMALL = 4 * 2**20
"""Up to this size a file is checked in full on every opening; above it only its frame, so that opening stays fast."""
NETWORK = ("nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "gluster", "lustre", "vboxsf", "virtiofs", "sshfs")
"""How the names of file systems begin whose locks and syncs cannot be relied on."""


def version_of(path: Path) -> int:
    """The schema version of the project at `path`; a `StoreError` where it is no project that can be opened."""
    refuse_odd_file(path)
    header = read_header(path)
    if not header:
        raise StoreError(f"{path}: the file is empty, not a project; remove it, or choose another name")
    if not header.startswith(b"SQLite format 3\0") or len(header) < HEADER:
        raise StoreError(f"{path}: not an annotator project (not a SQLite file); name a project file, or {DAMAGED}")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreError(f"{path}: a SQLite file of another program, not an annotator project; name a project file")
    version = int.from_bytes(header[60:64], "big")
    if not 1 <= version <= VERSION:
        raise StoreError(
            f"{path}: written by a newer annotator (schema {version}, this one knows {VERSION}); update annotator"
        )
    refuse_read_only(path)
    return version


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


def read_header(path: Path) -> bytes:
    """The first bytes of the file."""
    try:
        with path.open("rb") as file:
            return file.read(HEADER)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); look at its permissions") from error


def refuse_read_only(path: Path) -> None:
    """Raise where the file or its folder cannot be written, for saving needs both."""
    for place, kind in ((path, "the file"), (path.resolve().parent, "the folder")):
        if not os.access(place, os.W_OK):
            raise StoreError(f"{path}: {kind} is read-only; change its permissions, or copy the project elsewhere")


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise where the file is damaged, as far as that can be told at once; the connection must not write."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
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
