"""Changing the codebook and the records that follow it in one transaction: all of it stands, or none."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from annotator.domain.edits import RECODING, Edit
from annotator.domain.errors import CodebookError, NewCodebookError
from annotator.domain.records import Annotation, AnyRecord, Attribution, Link, Source
from annotator.store import applying, codebooks, history
from annotator.store.project_file import ProjectFile
from annotator.store.rows import TABLES

T = TypeVar("T")

OWNERS: Mapping[type[AnyRecord], str] = {
    Annotation: "label",
    Link: "relation",
    Attribution: "'frame'",
    Source: "'registry'",
}
"""What says, in the table of each kind, where the codebook asks about a record."""

COUNTED = "annotator, COUNT(*), COUNT(DISTINCT document_id)"
"""Whose records, how many, in how many documents."""


class Use(Struct, frozen=True):
    """How often one annotator's records name something of the codebook."""

    owner: str
    """The label or relation, `frame`, `registry` or `zone`."""
    attribute: str
    """The question that is answered; empty for the label, relation or zone itself."""
    value: str
    """The answer, or the kind of zone."""
    annotator: str
    """Whose records they are."""
    records: int
    """How many."""
    documents: int
    """In how many documents."""


class Rehearsed(Exception):  # noqa: N818
    """Ends a transaction that is only tried, so that nothing of it stays."""


class Recoder:
    """An open transaction in which codebook and records change together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def usage(self) -> Iterator[Use]:
        """Everything of a codebook that the records name."""
        for kind, owner in OWNERS.items():
            table = TABLES[kind].name
            yield from self._uses(f"SELECT {owner} AS owner, '', '', {COUNTED} FROM {table} GROUP BY owner, annotator")
            yield from self._uses(
                f"SELECT {owner} AS owner, question.key, answer.value, {COUNTED} FROM {table}, "
                "json_each(attributes) AS question, json_each(question.value) AS answer "
                "GROUP BY owner, question.key, answer.value, annotator"
            )
        yield from self._uses(f"SELECT 'zone', '', zone, {COUNTED} FROM zone_mark GROUP BY zone, annotator")

    def _uses(self, query: str) -> Iterator[Use]:
        return (Use(*row) for row in self._connection.execute(query))

    def records(self, kind: type[AnyRecord], owner: str, attribute: str = "") -> Iterator[AnyRecord]:
        """The records of one kind that name `owner`, or that answer one of its questions, set by set."""
        table = TABLES[kind]
        asked = "EXISTS (SELECT 1 FROM json_each(attributes) WHERE key = ?2)" if attribute else "?2 = ''"
        query = f"{table.select} WHERE {OWNERS[kind]} = ?1 AND {asked} ORDER BY document_id, annotator, rowid"
        return map(table.record, self._connection.execute(query, (owner, attribute)))

    def apply(self, edits: Iterable[Edit]) -> None:
        """Save the edits."""
        for edit in edits:
            applying.apply(self._connection, edit)

    def batch(self, batch: str) -> list[Edit]:
        """The edits that were made together, in the order they were saved."""
        query = f"SELECT {history.COLUMNS} FROM edit WHERE id GLOB ? ORDER BY seq"
        return list(map(history.read_edit, self._connection.execute(query, (f"{batch}/*",))))

    def use(self, text: str, name: str, by: str, at: datetime) -> int:
        """Use this codebook from now on; its version."""
        return codebooks.set_codebook(self._connection, text, name, by, at)

    @property
    def version(self) -> int:
        """The version of the codebook in use."""
        return codebooks.in_use(self._connection)

    def setting(self, name: str) -> str | None:
        """The value of a setting."""
        return codebooks.setting(self._connection, name)

    def set_setting(self, name: str, value: str) -> None:
        """Give a setting a value."""
        codebooks.set_setting(self._connection, name, value)

    def text(self, version: int) -> str:
        """The text of a version of the codebook."""
        found = self._connection.execute("SELECT text FROM codebook WHERE version = ?", (version,)).fetchone()
        if found is None:
            raise CodebookError("the project has no codebook; load one with `annotator codebook load FILE`")
        return str(found[0])


class Recoding:
    """The door to changing the codebook of a project file."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    @property
    def version(self) -> int:
        """The version of the codebook in use; 0 where none was loaded."""
        with self._file.reading() as connection:
            return codebooks.in_use(connection)

    def run(self, work: Callable[[Recoder], T], keep: bool = True) -> T:
        """Change codebook and records together, in one transaction; without `keep` it is only tried, and undone."""
        done: list[T] = []
        with suppress(Rehearsed), self._file.writing() as connection:
            done.append(work(Recoder(connection)))
            if not keep:
                raise Rehearsed
        return done[0]


def refuse_others(connection: sqlite3.Connection, edits: Iterable[Edit], codebook: int) -> None:
    """Raise where the codebook has changed since the edits were thought of, or one takes back a part of a change."""
    version = codebooks.in_use(connection) if codebook else 0
    if version != codebook:
        raise NewCodebookError(f"the codebook is now version {version}")
    for edit in edits:
        if edit.reverts.startswith(RECODING):
            raise CodebookError("the last change here is one of the codebook: `annotator codebook undo` takes it back")
