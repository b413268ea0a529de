"""Searching a project: a query is read once, then looked for in a few documents at a time."""

from collections.abc import Callable, Collection, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.domain.filters.hits import Hit, Search
from annotator.domain.filters.language import Query, Reader
from annotator.domain.records import AnnotatedDocument, State

if TYPE_CHECKING:
    from annotator.project import Project

PAGE = 50
"""How many hits are enough for a first look."""

FIRST, MOST = 16, 256
"""How many documents are looked through at first, and at most at once."""


class Results(Struct, frozen=True):
    """What was found so far."""

    hits: list[Hit]
    """In the order of the articles, and of their text."""
    after: int
    """The number of the last document that was looked through; the search goes on after it."""
    looked: int
    """How many documents were looked through."""
    is_all: bool
    """Whether no document is left."""
    hidden: int = 0
    """In how many documents others' annotations are not to be seen yet, because one's own work is not finished."""


def read_query(project: "Project", text: str) -> Query:
    """The query; an error that says where where it cannot be read."""
    return Reader(project.codebook, lambda: sorted({project.annotator, *project.store.annotators()})).read(text)


def find(
    project: "Project",
    query: Query,
    after: int = 0,
    enough: int = PAGE,
    is_given_up: Callable[[], bool] = lambda: False,
) -> Results:
    """What fits the query after the document of this number, until there are enough hits or it is given up.

    Without `annotator:`, only one's own annotations are looked at.
    """
    if query.place == "articles" and not query.phrases:
        return Results([], after, 0, is_all=True)
    search, annotators = Search(query, project.codebook), annotators_of(query, project.annotator)
    sees = Sight(project.annotator, query)
    hits: list[Hit] = []
    looked, size = 0, FIRST
    while len(hits) < enough and not is_given_up():
        chunk = project.store.candidates(query, project.codebook, annotators, after, size)
        for each in project.store.load_all([each.id for each in chunk], sees.loaded(annotators)):
            hits += search.hits(sees.of(each, annotators))
        looked += len(chunk)
        after = chunk[-1].number if chunk else after
        if len(chunk) < size:
            return Results(hits, after, looked, is_all=True, hidden=sees.hidden)
        size = min(MOST, size * 2)
    return Results(hits, after, looked, is_all=False, hidden=sees.hidden)


def found_in_parts(project: "Project", query: Query, after: int, enough: int, often: float) -> Iterator[Results]:
    """The same in parts, one after at most so many seconds, so that the first can be seen while others are found."""
    while enough > 0:
        until = monotonic() + often
        found = find(project, query, after, enough, lambda until=until: monotonic() >= until)  # type: ignore[misc]
        yield found
        if found.is_all:
            return
        after, enough = found.after, enough - len(found.hits)


class Sight:
    """What one annotator may see: others' annotations of an article only before or after working at it."""

    def __init__(self, own: str, query: Query) -> None:
        self._own = own
        self._needs_records = query.place != "articles"
        self.hidden = 0
        """In how many documents something was not shown."""

    def loaded(self, annotators: Collection[str] | None) -> Collection[str] | None:
        """Whose annotations are read: one's own, too, because they tell whether one has finished."""
        if not self._needs_records:
            return ()
        return None if annotators is None else {*annotators, self._own}

    def of(self, annotated: AnnotatedDocument, annotators: Collection[str] | None) -> AnnotatedDocument:
        """The article with the annotations that are looked at and may be seen."""
        state = annotated.set_of(self._own).state
        is_blind = state is not None and state is not State.FINISHED
        looked_at = [each for each in annotated.sets if annotators is None or each.annotator in annotators]
        seen = [each for each in looked_at if each.annotator == self._own or not is_blind]
        self.hidden += len(seen) < len(looked_at)
        return AnnotatedDocument(annotated.document, tuple(seen))


def annotators_of(query: Query, own: str) -> Collection[str] | None:
    """Whose annotations the query looks at; None for everybody's, where it only says whose it does not."""
    if named := query.wanted("annotator"):
        return sorted(set(named))
    return None if any(each.field == "annotator" for each in query.conditions) else [own]
