"""The store: one project file, opened, read and saved; the only door between the database and everything else."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from annotator.domain.edits import Edit
from annotator.domain.records import AnnotatedDocument
from annotator.store import (
    adding,
    applying,
    checking,
    codebooks,
)
from annotator.store.adding import Added, Occasion
from annotator.store.checking import Finding
from annotator.store.codebooks import StoredCodebook
from annotator.store.contents import Contents
from annotator.store.creating import create
from annotator.store.log import Log
from annotator.store.numbers import Numbers
from annotator.store.precedents import Precedents
from annotator.store.project_file import ProjectFile
from annotator.store.recoding import Recoding, refuse_others
from annotator.store.sqlite import backups
from annotator.store.sqlite.connection import opened
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import VERSION, network_file_system, number

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook
    from annotator.domain.filters.language import Query
    from annotator.store.sqlite.candidates import Numbered

STEPS = 5000
"""After how many of its steps SQLite asks whether it may go on: every millisecond or so."""


class Store(Contents):
    """A project file. A writing method returns once its transaction is on the disk, or raises with nothing changed."""

    def __init__(self, file: ProjectFile) -> None:
        super().__init__(file)
        self.path = file.path

    @classmethod
    def create(cls, path: Path, *, timeout: float = 30.0) -> Self:
        """Make a new project at `path` and open it; a `StoreError` where something is there already."""
        create(path)
        return cls.open(path, timeout=timeout)

    @classmethod
    def open(cls, path: Path, *, timeout: float = 30.0) -> Self:
        """Open the project at `path`; waits up to `timeout` seconds, here and in every method, for others to finish.

        The file of an older annotator is brought up to date, after a backup beside it.
        """
        file = ProjectFile(path, opened(path, timeout), timeout)
        if number(file.connection(), "user_version") < VERSION:
            from annotator.store.migrating import upgrade  # Alembic is slow to import

            upgrade(file, timeout)
        return cls(file)

    def stop_when(self, is_given_up: Callable[[], bool]) -> None:
        """From now on, reading stops with a `StoreError` soon after this holds; for a thread with its own store."""
        self._file.connection().set_progress_handler(is_given_up, STEPS)

    def close(self) -> None:
        """Close the file; it opens again when it is next used."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, documents: Iterable[AnnotatedDocument], *, by: str, at: datetime, action: str) -> Added:
        """Add what is new, all or nothing; what is there already is left as it is, and counted."""
        offered = list(documents)
        for each in offered:
            adding.refuse_misfits(each)
        with self._file.writing() as connection:
            return adding.add(connection, offered, Occasion(by=by, at=at, action=action))

    def apply(self, *edits: Edit, codebook: int = 0) -> None:
        """Save the edits, all or none; an `EditError` where one does not fit what is stored.

        Where they say under which version of the codebook they were made, a newer one is a `NewCodebookError`.
        """
        with self._file.writing() as connection:
            refuse_others(connection, edits, codebook)
            for edit in edits:
                applying.apply(connection, edit)

    @property
    def log(self) -> Log:
        """The history and the remarks over all documents."""
        return Log(self._file)

    @property
    def numbers(self) -> Numbers:
        """The documents by their numbers, for lists in another order than that of adding."""
        return Numbers(self._file)

    def candidates(
        self, query: "Query", codebook: "Codebook", annotators: Collection[str] | None, after: int, limit: int
    ) -> "list[Numbered]":
        """At most `limit` documents after the one numbered `after` that may hold what the query looks for."""
        from annotator.store.sqlite import candidates

        with self._file.reading() as connection:
            return candidates.candidates(connection, query, codebook, annotators, after, limit)

    def codebook(self) -> StoredCodebook | None:
        """The codebook in use; None where none was loaded."""
        return next(reversed(self.codebooks()), None)

    def codebooks(self) -> list[StoredCodebook]:
        """Every version of the codebook, oldest first."""
        with self._file.reading() as connection:
            return codebooks.codebooks(connection)

    def set_codebook(self, text: str, name: str, by: str, at: datetime) -> int:
        """Use this codebook from now on; its version, which is a new one unless the text is the last one's."""
        with self._file.writing() as connection:
            return codebooks.set_codebook(connection, text, name, by, at)

    @property
    def precedents(self) -> Precedents:
        """Decisions in the articles nearest to some words."""
        return Precedents(self._file)

    @property
    def recoding(self) -> Recoding:
        """Changing the codebook together with the records that follow it."""
        return Recoding(self._file)

    def setting(self, name: str) -> str | None:
        """The value of a setting; None where it was never set."""
        with self._file.reading() as connection:
            return codebooks.setting(connection, name)

    def set_setting(self, name: str, value: str) -> None:
        """Give a setting a value."""
        with self._file.writing() as connection:
            codebooks.set_setting(connection, name, value)

    def backup(self, to: Path) -> None:
        """Copy the project to a new file and verify the copy; others may go on saving."""
        with explaining(self.path):
            backups.backup(self._file.connection(), to)

    def backup_if_due(self, folder: Path, today: date) -> Path | None:
        """Make the day's backup in `folder` unless it is there, and keep 7 daily and 4 weekly ones; the new file."""
        return backups.backup_if_due(self.path, folder, today)

    @staticmethod
    def restore(backup: Path, path: Path, *, timeout: float = 30.0) -> Path | None:
        """Make the project at `path` what `backup` holds; the backup of what was there before, if anything was."""
        return backups.restore(backup, path, timeout)

    def check(self) -> Iterator[Finding]:
        """All that is wrong with the file, its texts and its spans; nothing where it is sound."""
        with explaining(self.path):
            yield from checking.check(self._file.connection())

    def warnings(self) -> tuple[str, ...]:
        """What the user should know about where the file lies."""
        kind = network_file_system(self.path)
        advice = f"{self.path} lies on a network file system ({kind}), whose locks may fail; let one program use it"
        return (advice,) if kind else ()
