"""Decisions in the articles nearest to some words, found by the full-text index."""

import re
import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec

from annotator.domain.records import Annotation, Status
from annotator.domain.spans import Fragments
from annotator.store.loading import places
from annotator.store.project_file import ProjectFile

ARTICLES = 150
"""In how many of the nearest articles decisions are looked for."""

WORDS = 16
"""How many words of a query are looked up, the longest ones."""

NEAREST = """
    SELECT d.id, d.name, d.text FROM document_search AS s JOIN document AS d ON d.number = s.rowid
    WHERE document_search MATCH ? ORDER BY rank LIMIT ?
"""
"""The articles that hold any of the words, best first."""

FRAGMENTS = msgspec.json.Decoder(Fragments)
"""Reads where an annotation is."""

ANSWERS = msgspec.json.Decoder(dict[str, tuple[str, ...]])
"""Reads what is answered about it."""


class Decided(NamedTuple):
    """An annotation as it is stored, with its article."""

    record_id: str
    """Its id."""
    document_id: str
    """Its article."""
    document: str
    """The name of the article."""
    text: str
    """The text of the article."""
    annotator: str
    """Whose it is."""
    is_rejected: bool
    """Whether it is a suggestion that was rejected."""
    fragments: Fragments
    """Where the words are."""
    answers: dict[str, tuple[str, ...]]
    """What is answered about them."""


class Precedents:
    """The door to decisions made before."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def near(self, said: str, label: str, annotators: Collection[str]) -> list[Decided]:
        """What these annotators decided about a label in the articles nearest to some words."""
        with self._file.reading() as connection:
            return list(near(connection, said, label, annotators))


def near(connection: sqlite3.Connection, said: str, label: str, annotators: Collection[str]) -> Iterator[Decided]:
    """What these annotators decided about a label in the articles nearest to some words."""
    found = sorted({each.lower() for each in re.findall(r"\w+", said)}, key=len, reverse=True)[:WORDS]
    asked = " OR ".join(f'"{each}"' for each in found)
    rows = connection.execute(NEAREST, (asked, ARTICLES)).fetchall() if asked else []
    articles = {document_id: (name, text) for document_id, name, text in rows}
    query = (
        f"SELECT id, document_id, annotator, status, fragments, attributes FROM {Annotation.__struct_config__.tag} "
        f"WHERE label = ? AND annotator IN ({places(annotators)}) AND document_id IN ({places(articles)})"
    )
    for record_id, document_id, annotator, status, fragments, answers in connection.execute(
        query, (label, *annotators, *articles)
    ):
        name, text = articles[document_id]
        where, given = FRAGMENTS.decode(fragments), ANSWERS.decode(answers)
        yield Decided(record_id, document_id, name, text, annotator, status == Status.REJECTED, where, given)
