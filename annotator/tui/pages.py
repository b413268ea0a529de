"""The project's documents in pages, so that a hundred thousand of them open as fast as ten."""

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

    def neighbour(self, number: int, step: int) -> Listed | None:
        """The next document, or with a negative step the one before."""
        return self.before(number) if step < 0 else next(iter(self.after(number, 1)), None)

    def entry(self, document_id: str, name: str) -> Listed | None:
        """The listing of one document, found by its name."""
        page, after = [], 0
        while page := self.after(after, NEAR, name):
            if found := next((each for each in page if each.id == document_id), None):
                return found
            after = page[-1].number
        return None

    @property
    def total(self) -> int:
        """How many documents there are."""
        return self._project.store.counts()["document"]
