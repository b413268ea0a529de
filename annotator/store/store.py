"""The store: one project file, opened, read and saved; the only door between the database and everything else."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from annotator.domain.edits import Edit, History
from annotator.domain.records import AnnotatedDocument, AnnotationSet
from annotator.store import (
    adding,
    applying,
    checking,
    codebooks,
    history,
    linked,
    listing,
    loading,
    standing,
)
from annotator.store.adding import Added, Occasion
from annotator.store.checking import Finding
from annotator.store.codebooks import StoredCodebook
from annotator.store.creating import create
from annotator.store.linked import Linked, R
from annotator.store.listing import Listed
from annotator.store.log import Log
from annotator.store.numbers import Numbers
from annotator.store.precedents import Precedents
from annotator.store.project_file import ProjectFile
from annotator.store.recoding import Recoding, refuse_others
from annotator.store.sqlite import backups, search
from annotator.store.sqlite.connection import opened
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import VERSION, network_file_system, number
from annotator.store.sqlite.search import Found
from annotator.store.standing import Standing

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook
    from annotator.domain.filters.language import Query
    from annotator.store.sqlite.candidates import Numbered

STEPS = 5000
"""After how many of its steps SQLite asks whether it may go on: every millisecond or so."""


class Store:
    """A project file. A writing method returns once its transaction is on the disk, or raises with nothing changed."""

    def __init__(self, file: ProjectFile) -> None:
        self.path = file.path
        self._file = file

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

    def load(self, document_id: str, annotators: Collection[str] | None = None) -> AnnotatedDocument:
        """The document with the sets of `annotators`, or of all who have one."""
        with self._file.reading() as connection:
            return loading.load(connection, [document_id], annotators)[0]

    def load_project(self, annotators: Collection[str] | None = None) -> list[AnnotationSet]:
        """The sets of what belongs to the whole project, such as the source registry."""
        with self._file.reading() as connection:
            return loading.load_project(connection, annotators)

    def load_all(
        self, ids: Iterable[str] | None = None, annotators: Collection[str] | None = None
    ) -> Iterator[AnnotatedDocument]:
        """All documents, or those with these ids, as they stand together now; save only after the last one is read."""
        with self._file.reading() as connection:
            yield from loading.load_all(connection, ids, annotators)

    def document_ids(self) -> list[str]:
        """The ids of all documents, in the order they were added."""
        with self._file.reading() as connection:
            return loading.document_ids(connection)

    def history(self, document_id: str, annotator: str) -> History:
        """What the annotator can undo and redo in the document."""
        with self._file.reading() as connection:
            return history.history(connection, document_id, annotator)

    def edit(self, edit_id: str) -> Edit:
        """The edit with this id."""
        with self._file.reading() as connection:
            return history.edit(connection, edit_id)

    def batches(self, annotator: str) -> History:
        """What the annotator can undo and redo of the changes that were made to several documents at once."""
        with self._file.reading() as connection:
            return history.batches(connection, annotator)

    def batch(self, name: str) -> list[Edit]:
        """The edits of one batch that still stand, the documents in the order in which they were changed."""
        with self._file.reading() as connection:
            return history.batch(connection, name)

    def edits(
        self, document_id: str | None = None, annotator: str | None = None, since: datetime | None = None
    ) -> Iterator[Edit]:
        """The edits that fit, oldest first; an empty `document_id` stands for project-wide ones."""
        with self._file.reading() as connection:
            yield from history.edits(connection, document_id, annotator, since)

    @property
    def log(self) -> Log:
        """The history and the remarks over all documents."""
        return Log(self._file)

    def find_document(self, name_or_id: str) -> str:
        """The id of the document with this id or name, or whose name alone has it in it."""
        with self._file.reading() as connection:
            return listing.find_document(connection, name_or_id)

    def listing(self, annotator: str, *, after: int = 0, limit: int = 50, text: str = "") -> list[Listed]:
        """A page of documents, after the one numbered `after`, whose name or headline has `text` in it."""
        with self._file.reading() as connection:
            return listing.listing(connection, annotator, after, limit, text)

    @property
    def numbers(self) -> Numbers:
        """The documents by their numbers, for lists in another order than that of adding."""
        return Numbers(self._file)

    def standings(self, timed: bool = False) -> list[Standing]:
        """How far everybody is with every document, by person, and when they worked at it if `timed`."""
        with self._file.reading() as connection:
            return standing.standings(connection, timed)

    def counts(self) -> dict[str, int]:
        """How many rows each table of documents, records and edits has."""
        with self._file.reading() as connection:
            return listing.counts(connection)

    def annotators(self) -> list[str]:
        """Everybody who has records, by name."""
        with self._file.reading() as connection:
            return listing.annotators(connection)

    def documents_of(self, annotator: str) -> set[str]:
        """The ids of the documents in which the annotator has records."""
        with self._file.reading() as connection:
            return listing.documents_of(connection, annotator)

    def linked(self, relation: str, annotator: str) -> list[Linked]:
        """All links of one relation that the annotator drew, without their answers."""
        with self._file.reading() as connection:
            return list(linked.linked(connection, relation, annotator))

    def records(self, kind: type[R], ids: Collection[str]) -> list[R]:
        """The records of one kind with these ids; those that are not there are left out."""
        with self._file.reading() as connection:
            return linked.records(connection, kind, ids)

    def others_point_to(self, ids: Collection[str], annotator: str) -> bool:
        """Whether anybody else has a link from or to one of these records."""
        with self._file.reading() as connection:
            return linked.others_point_to(connection, ids, annotator)

    def last_edit(self) -> int:
        """The number of the last edit that concerns the whole project; 0 before the first."""
        with self._file.reading() as connection:
            return linked.last_edit(connection)

    def search(self, query: str, limit: int = 50) -> list[Found]:
        """At most `limit` documents that hold every word and quoted phrase of the query, best first."""
        with self._file.reading() as connection:
            return search.search(connection, query, limit)

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
