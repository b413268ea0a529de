"""Copies of a project, made by SQLite so that they are whole even while others save, and each one verified."""

import re
import sqlite3
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from annotator.domain.errors import StoreError
from annotator.store.drafts import draft, refuse_taken
from annotator.store.sqlite.connection import connected, opened
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import integrity, refuse_odd_file

BESIDE = ("", "-journal", "-wal", "-shm")
"""How the names of the files end that belong to one project."""
DAILY = re.compile(r"-(\d{4}-\d{2}-\d{2})\.backup$")
"""How the names of daily backups end."""


def backup(source: sqlite3.Connection, to: Path) -> None:
    """Copy the project to `to`, verified before it takes that name; a `StoreError` where something is there already."""
    with draft(to) as written, explaining(to):
        copy = sqlite3.connect(written, isolation_level=None)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")
            found = integrity(copy)
        finally:
            copy.close()
        if found:
            raise StoreError(f"{to}: NOT made, for the project itself is damaged ({found[0]}); restore an older backup")


def verified(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection to a project whose every page is sound."""
    connection = opened(path, timeout)
    with explaining(path):
        found = integrity(connection)
    if found:
        connection.close()
        raise StoreError(f"{path}: the file is damaged ({found[0]}); take another backup")
    return connection


def restore(source: Path, path: Path, timeout: float) -> Path | None:
    """Make the project at `path` what the backup holds; where what was there before went, if anything was."""
    held = verified(source, timeout)
    try:
        if not path.exists():
            backup(held, path)
            return None
        before = unused(path, "before-restore")
        try:
            present = verified(path, timeout)
        except StoreError:
            refuse_odd_file(path)
            set_aside(path, before)
            backup(held, path)
            return before
        try:
            backup(present, before)
            with explaining(path):
                held.backup(present)
        finally:
            present.close()
        return before
    finally:
        held.close()


def unused(path: Path, word: str) -> Path:
    """A name beside `path` that nothing has, such as `p.db.before-restore-1.backup`."""
    names = (path.with_name(f"{path.name}.{word}-{number}.backup") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def set_aside(path: Path, to: Path) -> None:
    """Give a damaged project, with the journal that belongs to it, another name."""
    refuse_taken(to)
    for end in reversed(BESIDE):
        part = path.with_name(path.name + end)
        if part.exists():
            part.rename(to.with_name(to.name + end))


def backup_if_due(path: Path, folder: Path, today: date, daily: int = 7, weekly: int = 4) -> Path | None:
    """Make today's backup of `path` in `folder` where there is none, and remove those no longer kept; the new file."""
    to = folder / f"{path.stem}-{today.isoformat()}.backup"
    if to.exists():
        return None
    source = connected(path, 30.0)
    try:
        backup(source, to)
    finally:
        source.close()
    made = {
        date.fromisoformat(match[1]): each for each in folder.glob(f"{path.stem}-*") if (match := dated(each, path))
    }
    for day in made.keys() - kept(made, daily, weekly):
        made[day].unlink()
    return to


def dated(name: Path, path: Path) -> re.Match[str] | None:
    """The date in the name of a daily backup of `path`; None for any other file."""
    return DAILY.fullmatch(name.name, len(path.stem))


def kept(days: Iterable[date], daily: int, weekly: int) -> Collection[date]:
    """The days whose backups are kept: the latest ones, and the latest of each of the latest weeks."""
    latest = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in latest:
        weeks.setdefault(day.isocalendar()[:2], day)
    return {*latest[:daily], *list(weeks.values())[:weekly]}
