"""What a project file holds, read: its documents, everybody's sets, and the history of edits."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from annotator.domain.edits import Edit, History
from annotator.domain.records import AnnotatedDocument, AnnotationSet
from annotator.store import history, linked, listing, loading, standing
from annotator.store.linked import Linked, R
from annotator.store.listing import Listed
from annotator.store.project_file import ProjectFile
from annotator.store.standing import Standing


class Contents:
    """The documents, sets and edits of one project file; nothing here writes."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def document_ids(self) -> list[str]:
        """The ids of all documents, in the order they were added."""
        with self._file.reading() as connection:
            return loading.document_ids(connection)

    def find_document(self, name_or_id: str) -> str:
        """The id of the document with this id or name, or whose name alone has it in it."""
        with self._file.reading() as connection:
            return listing.find_document(connection, name_or_id)

    def listing(self, annotator: str, *, after: int = 0, limit: int = 50, text: str = "") -> list[Listed]:
        """A page of documents, after the one numbered `after`, whose name or headline has `text` in it."""
        with self._file.reading() as connection:
            return listing.listing(connection, annotator, after, limit, text)

    def counts(self) -> dict[str, int]:
        """How many rows each table of documents, records and edits has."""
        with self._file.reading() as connection:
            return listing.counts(connection)

    def standings(self, timed: bool = False) -> list[Standing]:
        """How far everybody is with every document, by person, and when they worked at it if `timed`."""
        with self._file.reading() as connection:
            return standing.standings(connection, timed)

    def annotators(self) -> list[str]:
        """Everybody who has records, by name."""
        with self._file.reading() as connection:
            return listing.annotators(connection)

    def documents_of(self, annotator: str) -> set[str]:
        """The ids of the documents in which the annotator has records."""
        with self._file.reading() as connection:
            return listing.documents_of(connection, annotator)

    def load(self, document_id: str, annotators: Collection[str] | None = None) -> AnnotatedDocument:
        """The document with the sets of `annotators`, or of all who have one."""
        with self._file.reading() as connection:
            return loading.load(connection, [document_id], annotators)[0]

    def load_all(
        self, ids: Iterable[str] | None = None, annotators: Collection[str] | None = None
    ) -> Iterator[AnnotatedDocument]:
        """All documents, or those with these ids, as they stand together now; save only after the last one is read."""
        with self._file.reading() as connection:
            yield from loading.load_all(connection, ids, annotators)

    def load_project(self, annotators: Collection[str] | None = None) -> list[AnnotationSet]:
        """The sets of what belongs to the whole project, such as the source registry."""
        with self._file.reading() as connection:
            return loading.load_project(connection, annotators)

    def records(self, kind: type[R], ids: Collection[str]) -> list[R]:
        """The records of one kind with these ids; those that are not there are left out."""
        with self._file.reading() as connection:
            return linked.records(connection, kind, ids)

    def linked(self, relation: str, annotator: str) -> list[Linked]:
        """All links of one relation that the annotator drew, without their answers."""
        with self._file.reading() as connection:
            return list(linked.linked(connection, relation, annotator))

    def others_point_to(self, ids: Collection[str], annotator: str) -> bool:
        """Whether anybody else has a link from or to one of these records."""
        with self._file.reading() as connection:
            return linked.others_point_to(connection, ids, annotator)

    def history(self, document_id: str, annotator: str) -> History:
        """What the annotator can undo and redo in the document."""
        with self._file.reading() as connection:
            return history.history(connection, document_id, annotator)

    def edit(self, edit_id: str) -> Edit:
        """The edit with this id."""
        with self._file.reading() as connection:
            return history.edit(connection, edit_id)

    def edits(
        self, document_id: str | None = None, annotator: str | None = None, since: datetime | None = None
    ) -> Iterator[Edit]:
        """The edits that fit, oldest first; an empty `document_id` stands for project-wide ones."""
        with self._file.reading() as connection:
            yield from history.edits(connection, document_id, annotator, since)

    def batch(self, name: str) -> list[Edit]:
        """The edits of one batch that still stand, the documents in the order in which they were changed."""
        with self._file.reading() as connection:
            return history.batch(connection, name)

    def batches(self, annotator: str) -> History:
        """What the annotator can undo and redo of the changes that were made to several documents at once."""
        with self._file.reading() as connection:
            return history.batches(connection, annotator)

    def last_edit(self) -> int:
        """The number of the last edit that concerns the whole project; 0 before the first."""
        with self._file.reading() as connection:
            return linked.last_edit(connection)
