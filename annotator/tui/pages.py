"""The project's documents in pages, so that a hundred thousand of them open as fast as ten."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from annotator.domain.documents import Document
from annotator.project import Project
from annotator.store.listing import Listed


class Order(StrEnum):
    """In which order the documents come."""

    MINE = "mine first"
    USEFUL = "most useful first"


class Pages:
    """The documents of a project in one order: one's own first where articles were assigned, else as they were added.

    A place is how many documents come before; it holds until the order is made anew.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.order = Order.MINE
        """The present order."""
        self._numbers: dict[str, list[int]] = {}

    def renew(self) -> None:
        """Make the order anew, as documents, assignments or what is useful may have changed."""
        self._numbers.clear()

    def sort(self, order: Order) -> bool:
        """Put the documents in this order; whether anything comes first in it."""
        self.order = order
        self.renew()
        return bool(self._first())

    def page(self, place: int, limit: int, text: str = "") -> list[Listed]:
        """At most `limit` documents from this place on, of those whose name or headline has `text` in it."""
        numbers = self._ordered(text)[max(0, place) : place + limit]
        return self._project.store.numbers.listing(self._project.annotator, numbers) if numbers else []

    def knows(self, text: str) -> bool:
        """Whether pages of the documents with `text` are to be had at once."""
        return text in self._numbers

    def narrow(self, text: str, numbers: Collection[int]) -> None:
        """Take which documents have `text` in their name or headline, as a thread has found."""
        ordered, found = self._ordered(""), frozenset(numbers)
        self._numbers = {"": ordered, text: [each for each in ordered if each in found]}

    def count(self, text: str = "") -> int:
        """How many documents have `text` in their name or headline."""
        return len(self._ordered(text))

    def neighbour(self, document: Document, step: int) -> Listed | None:
        """The document after this one, or with a negative step the one before."""
        return next(self.neighbours(document, step), None)

    def neighbours(self, document: Document, step: int) -> Iterator[Listed]:
        """The documents after this one in order, or with a negative step those before, the nearest first."""
        place = self._place(document)
        if place is not None:
            ahead = range(place - 1, -1, -1) if step < 0 else range(place + 1, self.total)
            for each in ahead:
                yield from self.page(each, 1)

    def place(self, document: Document) -> str:
        """Which of how many the document is, such as `3/12`."""
        number = self._project.store.numbers.of([document.id]).get(document.id)
        return self._told(number) if number else ""

    def place_of(self, listed: Listed) -> str:
        """The same for a document that was listed."""
        return self._told(listed.number)

    @property
    def total(self) -> int:
        """How many documents there are."""
        return self.count()

    def _told(self, number: int) -> str:
        return f"{self._ordered('').index(number) + 1}/{self.total}"

    def _place(self, document: Document) -> int | None:
        number = self._project.store.numbers.of([document.id]).get(document.id)
        numbers = self._ordered("")
        return numbers.index(number) if number in numbers else None

    def _ordered(self, text: str) -> list[int]:
        """The numbers of the documents with `text`, in the present order."""
        if "" not in self._numbers:
            self._numbers[""] = with_first(self._project.store.numbers.all(), self._first())
        if text not in self._numbers:
            self.narrow(text, self._project.store.numbers.all(text))
        return self._numbers[text]

    def _first(self) -> list[int]:
        """The numbers of the documents that come before all others."""
        if self.order is Order.MINE:
            return self._project.store.numbers.declared_by(self._project.annotator)
        from annotator.project.queue import useful

        return [each.listed.number for each in useful(self._project)]


def with_first(numbers: Sequence[int], first: Sequence[int]) -> list[int]:
    """The numbers, those of `first` before the others and in its order."""
    there = set(numbers)
    ahead = [number for number in first if number in there]
    there.difference_update(ahead)
    return [*ahead, *(number for number in numbers if number in there)]
