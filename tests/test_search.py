"""A query is read, or refused with the place; what it finds is all that fits, and only what one may see."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.cli import run
from annotator.domain.codebook import Attribute, Codebook, Label
from annotator.domain.documents import Document, document_id
from annotator.domain.edits import Edit
from annotator.domain.filters.hits import Hit, Search
from annotator.domain.filters.language import QueryError, Reader
from annotator.domain.filters.phrases import Finder, places
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, Progress, Remark, State, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.searching import annotators_of, find, read_query
from tests.store_examples import NOON

CODEBOOK = Codebook(
    name="small",
    labels=(
        Label(
            name="source",
            title="Source",
            key="s",
            color="#ffffff",
            shape="solid",
            attributes=(Attribute(name="naming", values=("named", "unnamed_bare", "unnamed_described")),),
        ),
        Label(name="cue", title="Cue", key="v", color="#ffffff", shape="double"),
    ),
    frame=(Attribute(name="Medium", values=("print", "air")), Attribute(name="remark")),
)
READER = Reader(CODEBOOK, lambda: ("ana", "annabel", "ben"))
PARTS_OF_TEXT = (
    "Said a Western diplomat.",
    "The diplomat of Málaga’s council said: no.",
    "Western and diplomat, too.",
    "A café\u0301 opened.",
)
TEXT = " ".join(PARTS_OF_TEXT)
SENTENCES = tuple(Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in PARTS_OF_TEXT)


def words(hits: Iterator[Hit] | list[Hit]) -> list[str]:
    return [" | ".join(each.cut(hit.document.text) for each in hit.spans) for hit in hits]


def in_text(query: str, text: str = TEXT, sentences: tuple[Span, ...] = SENTENCES) -> list[str]:
    document = Document(document_id(text), "a.txt", text, sentences=sentences)
    return words(Search(READER.read(query), CODEBOOK).hits(AnnotatedDocument(document)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("diplomat", ["diplomat", "diplomat", "diplomat"]),
        ("western diplomat", ["Western | diplomat", "Western | diplomat"]),  # all words in one sentence
        ('"western diplomat"', ["Western diplomat"]),
        ("„western-diplomat“", ["Western diplomat"]),  # punctuation within does not matter
        ("diplomat -western", ["diplomat"]),
        ('diplomat -"western diplomat"', ["diplomat", "diplomat"]),
        ("diplo", []),  # whole words only
        ("diplo* too", ["diplomat | too"]),
        ("malaga", ["Málaga"]),  # accents do not matter, nor do clitics
        ("cafe", ["café\u0301"]),  # nor does how an accent is written
        ("CAFÉ", ["café\u0301"]),
        ("DIPLOMAT no", ["diplomat | no"]),
    ],
)
def test_words_find_the_sentences_that_hold_all_of_them(query: str, found: list[str]) -> None:
    assert in_text(query) == found


@pytest.mark.parametrize(
    ("query", "at", "message"),
    [
        ('say "never', 5, "never closed"),
        ("label:", 6, "needs something after the colon"),
        ("moscow label:sorce", 14, "is none of them: source, cue"),
        ("naming:bare", 8, "no answer to naming begins with “bare”; answers are \\?, named, unnamed_bare"),
        ("nam:x", 1, "no filter “nam”.*filters are label, annotator, doc, has, in, naming, Medium, remark"),
        ("-moscow", 1, "only leaves things out"),
        ("-label:cue", 1, "only leaves things out"),
        ("doc:syria", 1, "needs words"),
        ("a ?!", 3, "no letter or digit"),
        ("in:moon x", 4, "articles, spans, notes"),
        ("-in:notes x", 1, "cannot be turned round"),
        ("in:articles label:cue", 1, "leave it out"),
        ("annotator:eve", 11, "is none of them: ana, annabel, ben"),
        ("annotator:an", 11, "could be several things: ana, annabel"),
        ("has:flags", 5, "is none of them: flag, note, naming, Medium, remark"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_with_its_place(query: str, at: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        READER.read(query)
    assert (caught.value.at + 1, f"character {at} of “{query}”" in str(caught.value)) == (at, True)


PARTS = [
    "label:",
    "naming:",
    "-",
    '"',
    "“",
    "”",
    " ",
    "in:",
    "has:",
    "doc:",
    "annotator:",
    "*",
    ":",
    "unn",
    "source",
    "a",
]


@given(st.text() | st.lists(st.sampled_from(PARTS) | st.characters(), max_size=12).map("".join))
@example("\0")
@example('"*" AND (a NEAR b) OR "')
@example("\ud800*")
@example("a\u0301\u0301*")
def test_any_string_is_a_query_or_an_error_that_says_where(text: str) -> None:
    """And a query that is read can be looked for."""
    try:
        query = READER.read(text)
    except QueryError as error:
        at = error.at
    else:
        at = 0
        list(Search(query, CODEBOOK).hits(noted()))
    assert 0 <= at <= len(text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))), st.text(alphabet="ab éÉ\u0301-_ßİ", max_size=8))
def test_folding_keeps_every_offset_and_a_phrase_finds_itself(text: str, phrase: str) -> None:
    finder = Finder()
    assert len(finder.folded(text)) == len(text)
    read = finder.phrase(phrase)
    assert read is None or places(finder.folded(f"{text} {phrase} {text}"), read)


def test_the_full_text_index_finds_every_letter_that_a_phrase_finds() -> None:
    """Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Hangul: the index folds no letter otherwise."""
    ranges = ((0x80, 0x370), (0x391, 0x528), (0x5D0, 0x64B), (0x904, 0x93A), (0xAC00, 0xAC40), (0xFF21, 0xFF5B))
    letters = [chr(code) for start, end in ranges for code in range(start, end) if chr(code).isalnum()]
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'unicode61')")
    index.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", [(ord(each), f"a{each}b") for each in letters])
    finder = Finder()
    for letter in letters:
        phrase = finder.phrase(f"a{letter}b")
        assert phrase is not None
        found = index.execute(
            "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?", (phrase.index_query, ord(letter))
        )
        assert found.fetchone(), letter


# --- records ----------------------------------------------------------------------------------------------------------


def noted() -> AnnotatedDocument:
    document = Document(document_id(TEXT), "a.txt", TEXT, sentences=SENTENCES)
    head = {"document_id": document.id, "annotator": "ana", "created": NOON}

    def span(name: str, start: int, end: int, label: str, **more: object) -> Annotation:
        return Annotation(id=name, label=label, fragments=(Span(start, end),), **head, **more)  # type: ignore[arg-type]

    records = [
        span("1", 5, 23, "source", attributes={"naming": ("unnamed_described",)}, flag="Who is it?"),
        span("2", 0, 4, "cue", note="the usual one"),
        span("3", 29, 37, "source", attributes={"naming": ("unnamed_bare",)}),
        span("4", SENTENCES[2].start, SENTENCES[2].start + 7, "source"),
        Attribution(id="5", source=("1",), cue="2", attributes={"Medium": ("air",), "remark": ("Live!",)}, **head),
        Remark(id="6", fragments=SENTENCES[2:3], flag="check it", **head),
        Remark(id="7", note="whole article", **head),
        Remark(id="8", flag="accepted V4 0123456789abcdef", note="no flag, but a problem that is right", **head),
    ]
    return AnnotatedDocument(document, (annotation_set("ana", records),))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("label:source", "1 3 4"),
        ("label:so -naming:unn", "4"),
        ("naming:unnamed", "1 3"),  # answers that begin so
        ("naming:UNNAMED_D", "1"),
        ("label:source -has:naming", "4"),
        ("has:naming", "1 3"),
        ("medium:air", "5"),
        ("remark:live", "5"),
        ("naming:unnamed western", "1"),  # words within the annotation
        ("label:source western -diplomat", "4"),
        ("has:flag", "1 6"),
        ("has:flag label:source", "1"),
        ("has:note", "2 7"),
        ("in:notes", "2 7 1 6"),
        ("in:notes usual", "2"),
        ("in:notes -usual who", "1"),
        ("in:spans diplomat", "1 3"),
        ("label:cue label:source", ""),
        ("annotator:ben label:cue", ""),
    ],
)
def test_filters_find_the_records_that_meet_all_of_them(query: str, found: str) -> None:
    hits = Search(READER.read(query), CODEBOOK).hits(noted())
    assert " ".join(hit.record.id for hit in hits if hit.record) == found


# --- projects ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "p.db"
    make_project(path, "ana", sample=True)
    return path


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(Path(copyfile(template, tmp_path / "p.db")), "ana") as opened:
        yield opened


TERMS = [
    *("said", "the envoy", '"the envoy"', "Orlo", "diplom*", "-said", "label:source", "label:cue", "-label:cue"),
    *("naming:unnamed", "naming:named", "-naming:unnamed", "speech_type:direct", "speech_type:indirect", "has:note"),
    *("has:flag", "-has:naming", "in:spans", "in:notes", "annotator:ana", "annotator:ben", "-annotator:ana"),
    *("doc:osmere", "-doc:bank", "doc:DAM", "motive_stated:no", "polarity:aff", "xyzzy"),
]


@given(st.lists(st.sampled_from(TERMS), min_size=1, max_size=4, unique=True).map(" ".join))
@example("label:source -has:naming doc:DAM")
@example("-annotator:ana naming:unnamed")
@example("motive_stated:no")  # a default that stands where nothing was answered
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_indexes_leave_out_nothing_that_fits(project: Project, text: str) -> None:
    """Looking into every article by itself finds the same, in the same order; and so does going page by page."""
    try:
        query = read_query(project, text)
    except QueryError:
        return
    whose = annotators_of(query, "ana")
    asked = [each for each in query.conditions if each.field == "doc"]
    named = [({listed.id for listed in project.documents(each.value)}, each.is_not) for each in asked]
    search, every = Search(query, project.codebook), []
    for each in project.store.load_all(None, whose):
        if all((each.document.id in ids) is not is_not for ids, is_not in named):
            every += list(search.hits(each))
    found = find(project, query, enough=10**6)
    assert (found.hits, found.is_all) == (every, True)
    paged: list[Hit] = []
    page = find(project, query, enough=1)
    while True:
        paged += page.hits
        if page.is_all:
            break
        page = find(project, query, page.after, enough=1)
    assert paged == every


def test_records_are_found_through_an_index(project: Project) -> None:
    connection = sqlite3.connect(project.path)

    def plan(where: str) -> str:
        rows = connection.execute(f"EXPLAIN QUERY PLAN SELECT document_id FROM annotation WHERE {where} LIMIT 5000")
        return " ".join(row[3] for row in rows)

    assert "ix_annotation_label" in plan("annotator IN ('ana') AND label = 'source'")
    assert "ix_annotation_remarked" in plan("(flag <> '' OR note <> '') AND annotator IN ('ana')")


def test_many_records_are_looked_up_document_by_document(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    few = find(project, read_query(project, "naming:unnamed"), enough=10**6)
    monkeypatch.setattr("annotator.store.sqlite.candidates.FEW", 5)
    assert find(project, read_query(project, "naming:unnamed"), enough=10**6).hits == few.hits
    assert len(few.hits) > 5


def test_others_annotations_are_hidden_until_ones_own_are_finished(project: Project) -> None:
    ben = read_query(project, "annotator:ben label:cue")
    before = find(project, ben, enough=10**6)
    document = project.load(project.find_document("bank-rate"), ["ana"])
    (progress,) = document.set_of("ana").of(Progress)

    reopened = replace(progress, state=State.IN_PROGRESS)
    head = {"id": "e", "document_id": document.document.id, "annotator": "ana", "at": NOON, "action": "reopen"}
    project.apply(Edit(**head, removed=(progress,), added=(reopened,)))  # type: ignore[arg-type]
    after = find(project, ben, enough=10**6)
    assert after.hits == [hit for hit in before.hits if hit.document.name != "bank-rate.txt"]
    assert (before.hidden, after.hidden) == (0, 1)
    assert find(project, read_query(project, "doc:bank label:cue"), enough=10**6).hits, "one's own are seen"


LITERAL = "👩🏽‍🚒 OPS-306: the U.S. and O'Brien NOT in a Café. \ufdd0 moscow \ufdd1"


@pytest.fixture
def literal(tmp_path: Path) -> Iterator[Project]:
    """A project of one article with marks and words that a search engine may take for its own."""
    make_project(tmp_path / "l.db", "ana")
    with Project.open(tmp_path / "l.db", "ana") as project:
        document = Document(document_id(LITERAL), "news.txt", LITERAL, sentences=(Span(0, len(LITERAL)),))
        project.store.add([AnnotatedDocument(document)], by="ana", at=NOON, action="add")
        yield project


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ops-306", ["OPS-306"]),  # a hyphen is no operator
        ("U.S.", ["U.S"]),
        ("o'brien", ["O'Brien"]),
        ("café", ["Café"]),
        ('"the U.S."', ["the U.S"]),  # a phrase
        ("obrien's NOT", []),  # a word that is not there
        ("NOT", ["NOT"]),  # a word that FTS5 takes for an operator
        ("moscow", ["moscow"]),
        ("news.txt", []),  # the name alone
    ],
)
def test_a_search_is_literal(literal: Project, query: str, found: list[str]) -> None:
    hits = find(literal, read_query(literal, query)).hits
    assert words(hits) == found


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
def test_no_query_fails(literal: Project, query: str) -> None:
    """It finds something, or nothing, or is refused; the file is as it was."""
    with suppress(QueryError):
        assert len(find(literal, read_query(literal, query)).hits) <= 1
    assert list(literal.store.check()) == []


def test_an_empty_query_finds_nothing_and_looks_nowhere(project: Project) -> None:
    found = find(project, read_query(project, "  "))
    assert (found.hits, found.looked, found.is_all) == ([], 0, True)


def test_a_search_that_is_given_up_goes_on_where_it_stopped(project: Project) -> None:
    given_up = find(project, read_query(project, "said"), is_given_up=lambda: True)
    assert (given_up.hits, given_up.after, given_up.is_all) == ([], 0, False)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_lines_and_json_and_refuses_a_bad_query(project: Project, capsys) -> None:  # type: ignore[no-untyped-def]
    general = ["--project", str(project.path), "--as", "ana", "search"]
    assert run([*general, "label:source", "naming:unnamed", "--limit", "2"]) == 0
    told = capsys.readouterr()
    first, second = (line.split("\t") for line in told.out.splitlines())
    assert first[:6] == ["bank-rate.txt", "3", "206", "ana", "source", "31 of 40 economists"]
    assert second[5] == "a growing number"
    assert "the first 2 lines" in told.err
    assert run([*general, "--json", '"a diplomat"', "osmere"]) == 0
    line = capsys.readouterr().out
    assert '"words":["Osmere","a diplomat"]' in line
    assert run([*general, '"a diplomat']) == 1
    assert 'character 1 of “"a diplomat”: this quotation mark is never closed' in capsys.readouterr().err
    assert run([*general, "label:addressee", "xyzzy"]) == 0
    assert capsys.readouterr().err.endswith("nothing of yours fits; annotator:NAME looks into somebody else's\n")
    assert run([*general, "xyzzy"]) == 0
    assert capsys.readouterr().err == "nothing fits\n"
    assert run([*general, "--limit", "0", "--", "said", "-the"]) == 0
    assert all(" the " not in f" {each} " for each in capsys.readouterr().out.splitlines())
