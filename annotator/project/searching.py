"""Searching a project: a query is read once, then looked for in a few documents at a time."""

from collections.abc import Callable, Collection, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.domain.filters.hits import Hit, Search
from annotator.domain.filters.language import Query, Reader
from annotator.domain.records import AnnotatedDocument

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
    sight, hidden = project.sight, 0
    needed = () if query.place == "articles" else annotators
    hits: list[Hit] = []
    looked, size = 0, FIRST
    while len(hits) < enough and not is_given_up():
        chunk = project.store.candidates(query, project.codebook, annotators, after, size)
        for each in project.store.load_all([each.id for each in chunk], needed):
            seen = tuple(own for own in each.sets if sight.sees(each.document.id, own.annotator))
            hidden += len(seen) < len(each.sets)
            hits += search.hits(AnnotatedDocument(each.document, seen))
        looked += len(chunk)
        after = chunk[-1].number if chunk else after
        if len(chunk) < size:
            return Results(hits, after, looked, is_all=True, hidden=hidden)
        size = min(MOST, size * 2)
    return Results(hits, after, looked, is_all=False, hidden=hidden)


def found_in_parts(project: "Project", query: Query, after: int, enough: int, often: float) -> Iterator[Results]:
    """The same in parts, one after at most so many seconds, so that the first can be seen while others are found."""
    while enough > 0:
        until = monotonic() + often
        found = find(project, query, after, enough, lambda until=until: monotonic() >= until)  # type: ignore[misc]
        yield found
        if found.is_all:
            return
        after, enough = found.after, enough - len(found.hits)


def annotators_of(query: Query, own: str) -> Collection[str] | None:
    """Whose annotations the query looks at; None for everybody's, where it only says whose it does not."""
    if named := query.wanted("annotator"):
        return sorted(set(named))
    return None if any(each.field == "annotator" for each in query.conditions) else [own]
