"""The project's documents in pages, so that a hundred thousand of them open as fast as ten."""

from collections.abc import Iterator

from annotator.domain.documents import Document
from annotator.project import Project
from annotator.store.listing import Listed

NEAR = 64
"""How many documents are read at once when looking backwards."""


class Pages:
    """The documents of a project in the order they were added."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def after(self, number: int, limit: int, text: str = "") -> list[Listed]:
        """The documents after the one with this number whose name or headline has `text` in it."""
        return self._project.store.listing(self._project.annotator, after=number, limit=limit, text=text)

    def before(self, number: int) -> Listed | None:
        """The document before the one with this number."""
        reach = NEAR
        while number > 1:
            found = [each for each in self.after(max(0, number - 1 - reach), reach) if each.number < number]
            if found or reach >= number:
                return found[-1] if found else None
            reach *= 8
        return None

    def neighbour(self, document: Document, step: int) -> Listed | None:
        """The document after this one, or with a negative step the one before."""
        return next(self.neighbours(document, step), None)

    def neighbours(self, document: Document, step: int) -> Iterator[Listed]:
        """The documents after this one in order, or with a negative step those before, the nearest first."""
        here = self._entry(document)
        while here:
            here = self.before(here.number) if step < 0 else next(iter(self.after(here.number, 1)), None)
            if here:
                yield here

    def place(self, document: Document) -> str:
        """Which of how many the document is, such as `3/12`."""
        here = self._entry(document)
        return f"{here.number}/{self.total}" if here else ""

    def _entry(self, document: Document) -> Listed | None:
        """The listing of one document, found by its name."""
        after = 0
        while page := self.after(after, NEAR, document.name):
            if found := next((each for each in page if each.id == document.id), None):
                return found
            after = page[-1].number
        return None

    @property
    def total(self) -> int:
        """How many documents there are."""
        return self._project.store.counts()["document"]
