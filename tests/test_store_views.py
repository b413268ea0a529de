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


SEARCHES = [
    ("ops-306", ["OPS-306"]),  # a hyphen is no operator
    ("U.S.", ["U.S."]),
    ("o'brien", ["O'Brien"]),
    ("café", ["Café"]),
    ('"the U.S."', ["the U.S."]),  # a phrase
    ("brien ops", ["Brien", "OPS"]),
    ("NOT", ["NOT"]),  # words that FTS5 takes for operators
    ("news.txt", []),  # the name alone
]


@pytest.mark.parametrize(("query", "found"), SEARCHES)
def test_a_search_is_literal(store, query, found):
    document = make_document("👩🏽‍🚒 OPS-306: the U.S. and O'Brien NOT in a Café.", "news.txt")
    add(store, annotated(document))
    (hit,) = store.search(query)
    assert hit.document_id == document.id
    covered = {offset for span in hit.spans for offset in range(span.start, span.end)}
    got = "".join(char for offset, char in enumerate(document.text) if offset in covered)
    assert set(got) - set(".-' ") <= set("".join(found))
    assert bool(hit.spans) == bool(found)


OPERATORS = [
    "",
    " ",
    '"',
    '""',
    'a"',
    "'",
    "*",
    "AND",
    "a AND",
    "NEAR(",
    "name:x",
    "(",
    "^",
    "-",
    "x*",
    "{a b}",
    "rank",
]
BYTES = [
    "a\0b",
    "\ud800",
    "; DROP TABLE document",
    "%",
    "\\",
    "\u202e",
    "👩🏽‍🚒",
    "document_search:a",
    "1e999",
    "a" * 9999,
]


@pytest.mark.parametrize("query", OPERATORS + BYTES)
def test_no_query_fails(store, query):
    add(store, annotated(make_document()))
    assert len(store.search(query, 5)) <= 1
    assert list(store.check()) == []


def test_search_ranks_limits_and_finds_every_place(store):
    add(store, *(annotated(make_document(f"{n} " + "moscow and the rest " * (n + 1), f"{n}.txt")) for n in range(5)))
    hits = store.search("Moscow", 3)
    assert len(hits) == 3
    text = store.load(hits[0].document_id).document.text
    assert {span.cut(text) for span in hits[0].spans} == {"moscow"}
    assert len(hits[0].spans) == text.count("moscow")


def test_a_text_with_the_search_marks_is_found_without_places(store):
    document = make_document("\ufdd0 moscow \ufdd1")
    add(store, annotated(document))
    assert store.search("moscow")[0].spans == ()
