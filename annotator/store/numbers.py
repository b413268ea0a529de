"""The documents by their numbers, which count up as they are added: what any other order of a list is made of."""

from collections.abc import Iterable, Sequence

from annotator.domain.records import State
from annotator.store.listing import SELECT, Listed, listed, numbers_with
from annotator.store.loading import places
from annotator.store.project_file import ProjectFile


class Numbers:
    """Which documents there are, as numbers."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def all(self, text: str = "") -> list[int]:
        """Those whose name or headline has `text` in it, in the order they were added."""
        with self._file.reading() as connection:
            if text:
                return numbers_with(connection, text)
            # sorted here, because in this order SQLite would read the texts, which takes ten times as long
            return sorted(row[0] for row in connection.execute("SELECT number FROM document"))

    def of(self, ids: Iterable[str]) -> dict[str, int]:
        """Those with these ids, by id and in the same order; ids that are not there are left out."""
        query = "SELECT number FROM document WHERE id = ?"
        with self._file.reading() as connection:
            return {each: row[0] for each in ids if (row := connection.execute(query, (each,)).fetchone())}

    def declared_by(self, annotator: str) -> list[int]:
        """Those that the annotator was assigned, or has finished or reopened, in the order they were added."""
        query = (
            "SELECT DISTINCT document.number FROM progress JOIN document ON document.id = progress.document_id "
            "WHERE progress.annotator = ? ORDER BY document.number"
        )
        with self._file.reading() as connection:
            return [row[0] for row in connection.execute(query, (annotator,))]

    def finished_by(self, annotator: str) -> set[str]:
        """The ids of the documents that the annotator declared finished."""
        query = "SELECT document_id FROM progress WHERE annotator = ? AND state = ?"
        with self._file.reading() as connection:
            return {row[0] for row in connection.execute(query, (annotator, State.FINISHED.value))}

    def listing(self, annotator: str, numbers: Sequence[int]) -> list[Listed]:
        """What the library shows of these, in the same order."""
        with self._file.reading() as connection:
            query = f"{SELECT} WHERE number IN ({places(numbers)})"
            rows = connection.execute(query, numbers).fetchall()
            found = {each.number: each for each in listed(connection, annotator, rows)}
        return [found[number] for number in numbers if number in found]
