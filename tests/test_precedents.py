"""Precedents are what the annotator and gold decided about like words; nobody else's work, and nothing decided here."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.editing import Editor, Level
from annotator.domain.precedents import Precedent, Query, most_alike, query_of
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, Status, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.precedents import precedents
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.precedents import PrecedentsScreen

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def article(name: str, *sentences: str) -> Document:
    text = "\n\n".join(sentences)
    spans = tuple(Span(at := text.index(each), at + len(each)) for each in sentences)
    return Document(id=document_id(text), name=name, text=text, zones=(Zone(0, len(text), "body"),), sentences=spans)


HERE = article("here.txt", "A Western diplomat said no.", "The mayor left.")
THERE = article(
    "there.txt", "A European diplomat said yes.", "An Eastern diplomat [sic] nodded.", "The baker said bread."
)
LAST = article("last.txt", "A Western diplomat in the capital agreed.", "A Western envoy slept.")


def source(
    document: Document, words: str, annotator: str, naming: str = "unnamed_described", **more: Status
) -> Annotation:
    at = document.text.index(words)
    place = (Span(at, at + len(words)),)
    return Annotation(
        id=f"{annotator}-{document.name}-{at}",
        document_id=document.id,
        annotator=annotator,
        created=NOW,
        label="source",
        fragments=place,
        attributes={"naming": (naming,)},
        **more,
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "p.db"
    make_project(path, "ana")
    said = source(THERE, "A European diplomat", "ana")
    frame = Attribution(
        id="frame", document_id=THERE.id, annotator="ana", created=NOW, source=(said.id,),
        attributes={"speech_type": ("indirect",)},
    )  # fmt: skip
    rejected = source(LAST, "A Western envoy", "ana", status=Status.REJECTED)
    marked = [
        (HERE, [source(HERE, "A Western diplomat", "ana")], source(HERE, "A Western diplomat", "gold", "role_unique")),
        (
            THERE,
            [said, frame, source(THERE, "The baker", "ana", "role_unique")],
            source(THERE, "An Eastern diplomat", "ben"),
        ),
        (LAST, [rejected], source(LAST, "A Western diplomat in the capital", "gold")),
    ]
    with Project.open(path, "ana") as opened:
        for document, mine, theirs in marked:
            sets = (annotation_set("ana", mine), annotation_set(theirs.annotator, [theirs]))
            opened.store.add([AnnotatedDocument(document, sets)], by="ana", at=NOW, action="add")
        yield opened


def asked(project: Project) -> Query:
    editor = Editor(project.load(HERE.id, ["ana"]), "ana", project.codebook)
    editor.look(active="ana-here.txt-0")
    return query_of(editor)


def test_own_and_gold_decisions_are_found_the_most_alike_first_and_the_rejected_one_last(project: Project) -> None:
    found = precedents(project, asked(project))
    assert [(each.words, each.annotator, each.is_rejected) for each in found] == [
        ("A European diplomat", "ana", False),
        ("A Western diplomat in the capital", "gold", False),
        ("A Western envoy", "ana", True),
    ]
    assert found[0].answers == {"naming": ("unnamed_described",)}
    assert found[0].of_frame == {"speech_type": ("indirect",)}
    assert found[0].after == "said yes. An Eastern diplomat [sic] nodded. The baker said bread."


def test_nobody_sees_anothers_set_nor_gold_of_the_article_at_hand(project: Project) -> None:
    with Project.open(project.path, "ben") as other:
        editor = Editor(other.load(HERE.id, ["ben"]), "ben", other.codebook)
        found = precedents(other, Query(label="source", words="A Western diplomat", context="", document_id=HERE.id,
                                        place=editor.current), limit=9)  # fmt: skip
    assert {(each.annotator, each.document) for each in found} == {("ben", "there.txt"), ("gold", "last.txt")}


def test_without_a_span_the_sentence_is_asked_about_as_a_quote(project: Project) -> None:
    editor = Editor(project.load(HERE.id, ["ana"]), "ana", project.codebook)
    query = query_of(editor)
    assert (query.label, query.words, query.place) == ("content", "A Western diplomat said no.", HERE.sentences[0])


@pytest.mark.parametrize("words", ["", "!!", '" OR text:x', "\0", "🙂", "NEAR(a b)"])
def test_any_words_may_be_asked_about(project: Project, words: str) -> None:
    query = Query(label="source", words=words, context="", document_id=HERE.id, place=HERE.sentences[0])
    assert isinstance(precedents(project, query), list)


def test_the_same_words_with_the_same_answers_are_told_once_with_a_count() -> None:
    def decided(number: int, naming: str) -> Precedent:
        return Precedent(
            record_id=str(number), document_id="d", document="d.txt", annotator="ana", span=Span(0, 9),
            words="Officials" if number % 2 else "officials", before="", after="", answers={"naming": (naming,)},
        )  # fmt: skip

    query = Query(label="source", words="officials", context="officials said", document_id="e", place=Span(0, 9))
    told = most_alike(query, [decided(n, "unnamed_bare" if n else "named") for n in range(6)], 3)
    assert {(each.answers["naming"], each.alike) for each in told} == {(("named",), 1), (("unnamed_bare",), 5)}


async def test_a_key_shows_them_another_opens_one_and_another_comes_back(project: Project, tmp_path: Path) -> None:
    before = project.load(HERE.id).sets
    app = Workbench(project, HERE.id, tmp_path / "theme", Level.OFF)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("comma", "=")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PrecedentsScreen)
        rows = [strip.text for strip in screen._compositor.render_strips(app.size)]
        assert any("naming unnamed described · speech type indirect" in row for row in rows)
        assert any("✗ rejected" in row for row in rows)
        assert any("[sic]" in row for row in rows)
        await pilot.press("down", "enter")
        assert "F6" in screen.message
        await pilot.press("up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, AnnotateScreen)
        assert app.screen.document_id == THERE.id
        await pilot.press("ctrl+l")
        assert app.screen is screen
        await pilot.press("escape")
        assert isinstance(app.screen, AnnotateScreen)
        assert app.screen.document_id == HERE.id
    assert project.load(HERE.id).sets == before
