"""Any SQLite tool can read a project by its views, and a search takes what is typed as it is typed."""

import sqlite3
from pathlib import Path

import pytest

from annotator.domain.records import Annotation, Attribution
from annotator.domain.spans import Span, words
from annotator.store.store import Store
from tests.store_examples import NASTY, NOON, annotated, header, make_annotation, make_document


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "p.db")


def add(store: Store, *documents) -> None:
    store.add(documents, by="ana", at=NOON, action="import")


def ask(store: Store, query: str) -> list:
    """What a plain connection of another program gets."""
    connection = sqlite3.connect(f"file:{store.path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_span_is_shown_with_its_words_to_the_code_point(store):
    """Emoji and combining marks before a span do not shift it; the words of fragments are joined by a space."""
    document = make_document()
    spans = [make_annotation(document, at, end) for at in range(0, len(NASTY) - 3, 3) for end in (at + 1, at + 3)]
    several = Annotation(label="content", fragments=(Span(1, 5), Span(7, 8), Span(11, 14)), **header(document))
    add(store, annotated(document, *spans, several))
    shown = {
        row[0]: row[1:] for row in ask(store, "SELECT id, words, start, end, label, annotator, document FROM spans")
    }
    for record in (*spans, several):
        edges = (record.envelope.start, record.envelope.end)
        expected = (words(NASTY, record.fragments), *edges, record.label, "ana", "nasty.txt")
        assert shown[record.id] == expected


def test_a_frame_is_shown_with_the_words_of_its_roles(store):
    document = make_document("“It works,” said one diplomat and another diplomat.")
    one, other, cue, content = (make_annotation(document, *edges) for edges in ((17, 29), (34, 50), (12, 16), (1, 9)))
    speech = {"speech_type": ("direct",)}
    frame = Attribution(
        source=(one.id, other.id), cue=cue.id, content=(content.id,), attributes=speech, **header(document)
    )
    bare = Attribution(content=(content.id,), parent=frame.id, **header(document))
    add(store, annotated(document, one, other, cue, content, frame, bare))
    columns = "source, cue, content, attributes, parent"
    assert ask(store, f"SELECT {columns} FROM frames ORDER BY parent IS NOT NULL") == [
        ("one diplomat | another diplomat", "said", "It works", '{"speech_type":["direct"]}', None),
        (None, None, "It works", "{}", frame.id),
    ]
    assert ask(store, f"SELECT frames FROM spans WHERE id = '{cue.id}'") == [(f'["{frame.id}"]',)]
    assert len(ask(store, f"SELECT value FROM spans, json_each(frames) WHERE spans.id = '{content.id}'")) == 2
