"""Keys pressed on the annotate screen do what they say, and what the screen calls saved is in the project."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot

from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.editing import Level
from annotator.domain.errors import StoreError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    Attribution,
    SentenceMark,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.widgets.document_view import DocumentView
from annotator.tui.widgets.prompt import Prompt

SENTENCES = (
    "The port is closed, officials said on Monday.",
    '"It will open soon," a diplomat said.',
    "No ship came.",
    "Workers claim the crane is broken.",
)
TEXT = "\n\n".join(SENTENCES) + "\n"


def document(text: str = TEXT, sentences: tuple[str, ...] = SENTENCES) -> Document:
    starts = [text.index(each) for each in sentences]
    spans = tuple(Span(start, start + len(each)) for start, each in zip(starts, sentences, strict=True))
    return Document(
        id=document_id(text), name="port.txt", text=text, zones=(Zone(0, len(text), "body"),), sentences=spans
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "port.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        project.store.add([AnnotatedDocument(document())], by="ana", at=datetime.now(UTC), action="add")
    return path


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[None], AnnotateScreen]]:
    with Project.open(path, "ana") as project:
        app = Workbench(project, document().id, path.with_name("theme"), Level.OFF)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, AnnotateScreen)
            yield pilot, app.screen


def stored(path: Path) -> AnnotationSet:
    with Project.open(path, "ana") as project:
        return project.load(document().id).set_of("ana")


def rows(pilot: Pilot[None]) -> list[str]:
    """What is on the screen."""
    app = pilot.app
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size)]


def screen_text(pilot: Pilot[None]) -> str:
    return "\n".join(rows(pilot))


async def test_a_frame_marked_by_keys_is_in_the_project(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("v", "q", "s")
        assert "saved" in rows(pilot)[0]
        marked = screen.editor.annotations
    in_project = stored(path)
    assert in_project == marked
    frame = next(in_project.of(Attribution))
    assert frame.cue
    assert frame.source
    assert frame.content


async def test_the_screen_and_the_project_agree_after_any_keys(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        keys = [
            "v",
            "v",
            "q",
            "]",
            "[",
            "1",
            "a",
            "space",
            "v",
            "escape",
            "~",
            "j",
            "c",
            "+",
            "X",
            "u",
            "u",
            "U",
            "|",
            "F",
            "u",
        ]
        await pilot.press(*keys)
        await pilot.pause()
        here = screen.editor.annotations
    assert stored(path) == here


async def test_undo_works_across_a_restart(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("c", "space")
    async with opened(path) as (pilot, screen):
        await pilot.press("u", "u")
        assert not screen.editor.annotations.records
        await pilot.press("u")
        assert "nothing to undo" in screen_text(pilot)
        await pilot.press("U")
        assert list(screen.editor.annotations.of(Annotation))
    assert [type(record) for record in stored(path).records.values()] == [Annotation]


async def test_an_article_is_taken_up_where_it_was_left(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("space", "space")
    async with opened(path) as (pilot, screen):
        assert screen.editor.sentence == 2
        assert "sentence 3/4 · 2 read" in rows(pilot)[0]
    assert len(list(stored(path).of(SentenceMark))) == 2


async def test_nothing_is_called_saved_that_could_not_be_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(path) as (pilot, screen):
        with monkeypatch.context() as patch:
            patch.setattr(Project, "apply", refuse)
            await pilot.press("c")
            assert "NOT SAVED (1)" in rows(pilot)[0]
            assert "disk is full" in screen_text(pilot)
            await pilot.press("j", "c", "ctrl+q")
            assert "NOT SAVED (2)" in rows(pilot)[0]
            assert "again to leave" in screen_text(pilot)
            assert pilot.app.is_running
        assert not stored(path).records
        await pilot.press("ctrl+s")
        assert "NOT SAVED" not in rows(pilot)[0]
        here = screen.editor.annotations
    assert stored(path) == here
    assert len(here.records) == 2


def refuse(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


async def test_what_another_program_changed_is_read_again_and_said(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("c")
        with Project.open(path, "ana") as other:
            other.undo(document().id)
        await pilot.press("]")
        assert "not saved" in screen_text(pilot)
        assert not screen.editor.annotations.records
        await pilot.press("c")
        assert "NOT SAVED" not in screen_text(pilot)
    assert len(stored(path).records) == 1


async def test_an_undo_between_two_presses_of_a_key_is_no_fault(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("v", "u", "v")
        await pilot.press(")", "u")
        assert screen.editor.mode == "normal"
    assert len(list(stored(path).of(Annotation))) == 1


async def test_what_the_project_refuses_is_told_and_the_work_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("c")
        with monkeypatch.context() as patch:
            patch.setattr(Project, "to_revert", locked)
            await pilot.press("u")
            assert "is in use" in screen_text(pilot)
        await pilot.press("u")
        assert not screen.editor.annotations.records


def locked(*_: object) -> None:
    raise StoreError("port.db is in use by another program; try again")


async def test_an_undo_that_takes_much_away_asks_first(path: Path) -> None:
    many = [
        Annotation(
            id=f"a{n}",
            document_id=document().id,
            annotator="ana",
            created=datetime.now(UTC),
            label="claim",
            fragments=(Span(n, n + 3),),
        )
        for n in range(6)
    ]
    with Project.open(path, "ana") as project:
        project.store.add(
            [AnnotatedDocument(document(), (annotation_set("ana", many),))],
            by="ana",
            at=datetime.now(UTC),
            action="import",
        )
    async with opened(path) as (pilot, screen):
        await pilot.press("u")
        assert "again to do it" in screen_text(pilot)
        assert len(screen.editor.annotations.records) == 6
        await pilot.press("u")
        assert not screen.editor.annotations.records


async def test_a_note_that_is_only_confirmed_keeps_what_the_line_cannot_show(path: Path) -> None:
    note = "two\nlines\u200f"
    async with opened(path) as (pilot, screen):
        await pilot.press("c", "m")
        await pilot.press("x", "enter")
        (marked,) = screen.editor.annotations.of(Annotation)
        screen._take([screen.editor.change("note", [marked], [msgspec.structs.replace(marked, note=note)])])
        await pilot.press("m", "enter")
        assert [each.note for each in screen.editor.annotations.of(Annotation)] == [note]


async def test_a_note_is_written_in_a_line_of_its_own(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("c", "m")
        assert "note" in rows(pilot)[-1]
        await pilot.press(*"ask q", "enter")
        assert not pilot.app.screen.query(Prompt)
        await pilot.press("m", "escape")
        assert not pilot.app.screen.query(Prompt)
    assert next(stored(path).of(Annotation)).note == "ask q"


async def test_what_is_typed_before_the_line_is_there_goes_into_it(path: Path) -> None:
    """Fast hands, or a paste: the keys come all at once."""
    async with opened(path) as (pilot, _):
        await pilot.press("c", "m", *"old", "enter")
        for key in ("m", *"new", "enter"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
    assert next(stored(path).of(Annotation)).note == "new"


async def test_find_goes_to_the_words(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("/", *"crane", "enter")
        assert screen.editor.sentence == 3
        assert screen.editor.cursor.cut(TEXT) == "crane"


async def test_jump_letters_lie_on_the_words_and_take_the_cursor_there(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        plain = screen_text(pilot)
        await pilot.press("g")
        pending = screen.editor.pending
        letter, word = next((name, span) for name, span in pending.hints.items() if span.cut(TEXT) == "officials")  # type: ignore[union-attr]
        assert f"{letter}fficials"[len(letter) - 1 :] in screen_text(pilot) or letter in screen_text(pilot)
        assert screen_text(pilot) != plain
        await pilot.press(*letter)
        assert screen.editor.cursor == word
        assert "The port is closed, officials said on Monday." in screen_text(pilot)


async def test_answers_are_chosen_by_letter_from_the_card(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("s", "1")
        card = screen_text(pilot)
        assert "naming?" in card
        assert "press the letter of an answer" in card
        await pilot.press("a")
    annotation = next(stored(path).of(Annotation))
    assert annotation.attributes["naming"] == ("named",)


async def test_every_span_of_the_current_sentence_has_a_lane(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("v", "q", "s", "escape", "c")
        text = screen_text(pilot)
        assert all(name in text for name in ("QUOTE", "SOURCE", "CLAIM"))
        assert "═" in text


@pytest.mark.parametrize("start", [0, 2])
async def test_the_current_line_stays_where_it_is_when_lanes_appear(path: Path, start: int) -> None:
    async with opened(path, (80, 24)) as (pilot, _):
        await pilot.press(*["j"] * start)
        before = row_of(pilot, SENTENCES[start])
        for key in ("c", "escape", "v", "q"):
            await pilot.press(key)
            assert row_of(pilot, SENTENCES[start]) == before


def row_of(pilot: Pilot[None], sentence: str) -> int:
    return next(n for n, row in enumerate(rows(pilot)) if sentence[:30] in row)


async def test_a_click_places_the_cursor_a_drag_selects_and_two_clicks_choose_a_word(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        y = row_of(pilot, SENTENCES[1]) - 1
        x = rows(pilot)[y + 1].index("diplomat")
        await pilot.click(DocumentView, offset=(x + 2, y))
        assert screen.editor.sentence == 1
        assert screen.editor.cursor.cut(TEXT) == "diplomat"
        await pilot.click(DocumentView, offset=(x + 1, y), times=2)
        assert screen.editor.selection == screen.editor.cursor
        await pilot.press("escape")
        y = row_of(pilot, SENTENCES[1]) - 1
        await pilot.mouse_down(DocumentView, offset=(x, y))
        await pilot.hover(DocumentView, offset=(x + 10, y))
        await pilot.mouse_up(DocumentView, offset=(x + 10, y))
        assert screen.editor.selection is not None
        assert screen.editor.selection.cut(TEXT) == "diplomat said"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 12)])
async def test_the_screen_is_usable_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as (pilot, _):
        await pilot.press("v", "q", "s")
        found = rows(pilot)
        assert "saved" in found[0]
        assert "? keys" in found[-1]
        assert any("QUOTE" in row for row in found)


async def test_a_resize_wraps_the_text_anew_and_loses_nothing(path: Path) -> None:
    async with opened(path, (120, 40)) as (pilot, screen):
        await pilot.press("j", "j", "j")
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        words = " ".join(screen_text(pilot).split())
        assert all(word in words for sentence in SENTENCES for word in sentence.split())
        assert screen.editor.sentence == 3


async def test_the_card_can_be_hidden(path: Path) -> None:
    async with opened(path) as (pilot, _):
        assert "nothing active" in screen_text(pilot)
        await pilot.press("f2")
        assert "nothing active" not in screen_text(pilot)


async def test_the_palette_does_every_action(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        titles = {command.title for command in pilot.app.get_system_commands(screen)}
        assert {"Read on", "Undo", "Split or merge", "Library", "Theme: no-colour"} <= titles
        await pilot.press("ctrl+p", *"doubtful", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
    assert [mark.reading.value for mark in stored(path).of(SentenceMark)] == ["doubtful"]
