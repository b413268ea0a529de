"""Which documents may hold what a query looks for, in the order they were added, told by indexes alone.

A document that is given may still hold nothing; one that holds something is always given.
"""

import re
import sqlite3
from collections.abc import Collection
from typing import Any, NamedTuple

from annotator.domain.codebook import Codebook
from annotator.domain.filters.language import Condition, Query
from annotator.store.listing import numbers_with, pattern
from annotator.store.loading import places
from annotator.store.rows import REMARKED, json_text

FEW = 5000
"""Up to so many records are fetched to know their documents; above it, each document is asked for its records."""

PLAIN = re.compile(r"[a-z0-9_ -]+")
"""Values that stand in JSON as they are."""


class Where(NamedTuple):
    """A condition of SQL."""

    sql: str
    """Its words."""
    values: tuple[Any, ...] = ()
    """What stands for its question marks."""


class Numbered(NamedTuple):
    """A document by its number."""

    number: int
    """Its place in the order of adding; the next ones come after it."""
    id: str
    """Its id."""


def candidates(
    connection: sqlite3.Connection,
    query: Query,
    codebook: Codebook,
    annotators: Collection[str] | None,
    after: int,
    limit: int,
) -> list[Numbered]:
    """At most `limit` documents after the one numbered `after` that may hold what the query looks for."""
    number, tables = "d.number", "document AS d"
    wheres = []
    if query.in_text:
        number, tables = "s.rowid", "document_search AS s CROSS JOIN document AS d ON d.number = s.rowid"
        wheres.append(Where("document_search MATCH ?", (" ".join(each.index_query for each in query.in_text),)))
    wheres.append(Where(f"{number} > ?", (after,)))
    wheres += _names(connection, query)
    if query.place != "articles":
        wheres.append(_records(connection, query, codebook, annotators))
    sql = " AND ".join(f"({each.sql})" for each in wheres)
    values = (value for each in wheres for value in each.values)
    rows = connection.execute(
        f"SELECT d.number, d.id FROM {tables} WHERE {sql} ORDER BY {number} LIMIT ?", (*values, limit)
    )
    return [Numbered(*row) for row in rows]


def _names(connection: sqlite3.Connection, query: Query) -> list[Where]:
    """That the document's name or headline has, or has not, the words of `doc:` in it."""
    asked = (each for each in query.conditions if each.field == "doc")
    return [
        Where(
            f"d.number {'NOT IN' if each.is_not else 'IN'} (SELECT value FROM json_each(?))",
            (json_text(numbers_with(connection, each.value)),),
        )
        for each in asked
    ]


def _records(
    connection: sqlite3.Connection, query: Query, codebook: Codebook, annotators: Collection[str] | None
) -> Where:
    """That the document has a record that may fit."""
    by_table = _conditions(query, codebook, annotators)
    few: set[str] = set()
    for table, each in by_table.items():
        found = connection.execute(f"SELECT document_id FROM {table} WHERE {each.sql} LIMIT {FEW}", each.values)
        ids = [row[0] for row in found]
        if len(ids) >= FEW:
            exist = (f"EXISTS (SELECT 1 FROM {t} WHERE document_id = d.id AND {w.sql})" for t, w in by_table.items())
            return Where(" OR ".join(exist), tuple(value for w in by_table.values() for value in w.values))
        few.update(filter(None, ids))
    return Where("d.id IN (SELECT value FROM json_each(?))", (json_text(sorted(few)),))


def _conditions(query: Query, codebook: Codebook, annotators: Collection[str] | None) -> dict[str, Where]:
    """By table, what holds of the records that may fit."""
    every = [Where(f"({REMARKED})")] if query.is_of_marked else []
    if annotators is not None:
        every.append(Where(f"annotator IN ({places(annotators)})", tuple(annotators)))
    answers = [where for each in query.answers if (where := _answer(codebook, each))]
    labels = tuple(query.wanted("label"))
    found = {"annotation": [*every, *answers, *(Where("label = ?", (each,)) for each in labels)]}
    if not labels and (query.is_of_marked or query.answers):
        found["attribution"] = [*every, *answers]
    if not labels and query.is_of_marked and not query.answers:
        found["remark"] = every
    return {table: _joined(each) for table, each in found.items()}


def _joined(wheres: list[Where]) -> Where:
    sql = " AND ".join(each.sql for each in wheres) or "TRUE"
    return Where(sql, tuple(value for each in wheres for value in each.values))


def _answer(codebook: Codebook, condition: Condition) -> Where | None:
    """That the answers, which are JSON, have the name and the value in them; None where a default may fit, too."""
    name, value = (condition.value, "") if condition.field == "has" else (condition.field, condition.value)
    asked = [
        each
        for owner in (*(label.attributes for label in codebook.labels), codebook.frame)
        for each in owner
        if each.name == name
    ]
    if any(each.default and each.default.casefold().startswith(value) for each in asked):
        return None
    if (value and not PLAIN.fullmatch(value)) or not PLAIN.fullmatch(name.casefold()):
        return None
    return Where("attributes LIKE ? ESCAPE '!'", (pattern(f'"{name}":[') + pattern(value),))
