"""Suggestions on the annotate screen: they come after the first paint, and what a key does to one is in the project."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from annotator.domain.editing import Level
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Attribution, Status, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.tui.app import Workbench
from annotator.tui.screens import suggesting
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.suggesting import Suggesting
from tests.test_editing_suggestions import NOW
from tests.test_tui_annotate import SENTENCES, TEXT, document, path, row_of, rows, screen_text, stored

__all__ = ["path"]


def suggested() -> AnnotationSet:
    """A strong frame in the first sentence and a weak one in the last."""
    header = {"document_id": document().id, "annotator": "rules@1", "created": NOW, "origin": "rules@1"}
    records: list[Annotation | Attribution] = []
    frames = [
        ("officials", "said", "The port is closed", 0.93, "a reporting verb"),
        ("Workers", "claim", "the crane is broken", 0.41, "a verb that may report"),
    ]
    for number, (source, cue, content, score, note) in enumerate(frames):
        common = header | {"status": Status.SUGGESTED, "score": score, "note": note}
        ids = {}
        for label, words in (("source", source), ("cue", cue), ("content", content)):
            ids[label] = f"{label}{number}"
            start = TEXT.index(words)
            answers = {"naming": ("unnamed_described",)} if label == "source" else {}
            records.append(
                Annotation(
                    **common,
                    id=ids[label],
                    label=label,
                    fragments=(Span(start, start + len(words)),),
                    attributes=answers,
                )
            )
        members = {"source": (ids["source"],), "cue": ids["cue"], "content": (ids["content"],)}
        records.append(Attribution(**common, **members, id=f"frame{number}"))
    return annotation_set("rules@1", records)


@asynccontextmanager
async def opened(
    path: Path, level: Level | None = Level.ALL, size: tuple[int, int] = (120, 40), waits: bool = True
) -> AsyncIterator[tuple[Pilot[None], AnnotateScreen]]:
    with Project.open(path, "ana") as project:
        app = Workbench(project, document().id, path.with_name("theme"), level)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if waits:
                await app.workers.wait_for_complete()
                await pilot.pause()
            assert isinstance(app.screen, AnnotateScreen)
            yield pilot, app.screen


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Project, "suggestions_for", lambda *_: suggested())


async def test_an_accepted_suggestion_is_in_the_project_and_undo_takes_it_out(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("enter", "enter")
        assert "saved" in rows(pilot)[0]
        frame = next(stored(path).of(Attribution))
        assert (frame.status, frame.origin, frame.score) == (Status.ACCEPTED, "rules@1", 0.93)
        await pilot.press("u")
        assert not stored(path).records
        assert "strong, score 0.93" in screen_text(pilot)
        await pilot.press("U")
    assert next(stored(path).of(Attribution)).status is Status.ACCEPTED


async def test_a_rejected_suggestion_stays_away_after_a_restart_until_that_is_undone(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("tab", "backspace")
        assert "quote?" not in screen_text(pilot).lower()
    assert {each.status for each in stored(path).records.values()} == {Status.REJECTED}
    async with opened(path) as (pilot, _):
        await pilot.press("tab")
        assert "Workers" in screen_text(pilot).split("weak, score 0.41")[1]
        await pilot.press("u")
        assert not stored(path).records
        await pilot.press("k", "k", "k")
        assert "QUOTE?" in screen_text(pilot)


async def test_an_edge_of_a_suggestion_is_one_key_and_one_undo(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("tab", "]")
        held = stored(path)
        frame = next(held.of(Attribution))
        assert held.spans_of(frame, "content")[0][0].cut(TEXT) == "The port is closed,"
        assert frame.status is Status.EDITED
        await pilot.press("u")
    assert not stored(path).records


async def test_a_label_key_goes_through_candidates_and_the_project_has_the_last(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        await pilot.press("tab", "q", "q")
        here = screen.editor.annotations
    assert stored(path) == here
    assert len(list(here.of(Attribution))) == 1


async def test_the_chord_takes_the_strong_ones_alone(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("ctrl+t")
        assert "1 accepted" in screen_text(pilot)
        await pilot.press("j", "j", "j", "ctrl+t")
        assert "no strong suggestion" in screen_text(pilot)
    assert len(list(stored(path).of(Attribution))) == 1


async def test_the_reason_is_one_key_away(path: Path) -> None:
    async with opened(path, size=(80, 24)) as (pilot, _):
        await pilot.press("tab", "y")
        assert "rules@1, strong, score 0.93  a reporting verb" in rows(pilot)[-1]


async def test_strong_and_weak_ghosts_are_told_apart_without_colour(path: Path) -> None:
    async with opened(path) as (pilot, _):
        await pilot.press("tab")
        assert "QUOTE?" in screen_text(pilot)
        assert "┅" in screen_text(pilot)
        assert "┄unnamed described┄" in screen_text(pilot)
        await pilot.press("tab")
        assert "quote?" in screen_text(pilot)
        assert "QUOTE?" not in screen_text(pilot)
        assert "1 ·┅" in screen_text(pilot)


async def test_the_level_is_kept_for_next_time_and_off_shows_nothing(path: Path) -> None:
    async with opened(path, level=None) as (pilot, screen):
        assert "┄ all" in rows(pilot)[0]
        await pilot.press("f4", "f4", "f4")
        assert screen.editor.level is Level.OFF
        assert not {"┄", "┅"} & set(screen_text(pilot))
        await pilot.press("j", "k", "enter", "backspace")
        assert not stored(path).records
    async with opened(path, level=None) as (pilot, screen):
        assert screen.editor.level is Level.OFF
        assert not {"┄", "┅"} & set(screen_text(pilot))
        await pilot.press("f4")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "┄ all" in rows(pilot)[0]
        await pilot.press("tab", "enter")
    assert len(list(stored(path).of(Attribution))) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_suggestions_come_while_keys_are_pressed_and_the_line_stays(
    path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Event()

    def slow(*_: object) -> AnnotationSet:
        ready.wait(10)
        return suggested()

    monkeypatch.setattr(Project, "suggestions_for", slow)
    async with opened(path, size=size, waits=False) as (pilot, screen):
        await pilot.press("j", "j", "j", "c")
        before, focus = row_of(pilot, SENTENCES[3]), screen.editor.focus
        ready.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "quote?" in screen_text(pilot)
        assert row_of(pilot, SENTENCES[3]) == before
        assert screen.editor.focus == focus
    assert len(stored(path).records) == 1


@pytest.mark.parametrize(
    ("error", "told"), [(AnnotatorError("no model: get one"), "no model"), (ZeroDivisionError("x"), "ZeroDivision")]
)
async def test_what_goes_wrong_is_a_line_and_the_work_goes_on(
    path: Path, error: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> AnnotationSet:
        raise error

    monkeypatch.setattr(Project, "suggestions_for", fails)
    async with opened(path) as (pilot, _):
        assert told in rows(pilot)[-1]
        await pilot.press("v", "s", "q")
    assert len(list(stored(path).of(Attribution))) == 1


async def test_answers_for_a_frame_made_by_hand_look_proposed_until_enter(path: Path) -> None:
    async with opened(path) as (pilot, screen):
        screen.editor.propose = lambda document, around, record: (
            {"speech_type": ("direct",)} if isinstance(record, Attribution) else {}
        )
        await pilot.press("j", "v", "q", "s", "l")
        assert "┄direct┄" in screen_text(pilot)
        assert "take answers" in rows(pilot)[-1]
        assert not next(stored(path).of(Attribution)).attributes
        await pilot.press("enter")
        assert "┄direct┄" not in screen_text(pilot)
    assert next(stored(path).of(Attribution)).attributes == {"speech_type": ("direct",)}


async def test_the_next_articles_are_made_ready_once_no_key_is_pressed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Suggesting, "IDLE", 0.01)
    monkeypatch.setattr(Project, "suggestions_for", lambda _, document_id: asked.append(document_id) or suggested())
    with Project.open(path, "ana") as project:
        (path.parent / "next.txt").write_text("The bridge is open, the mayor said.\n", encoding="utf-8")
        project.add([path.parent / "next.txt"])
        ids = [each.id for each in project.documents()]
    async with opened(path) as (pilot, _):
        while len(asked) < 2:
            await pilot.pause(0.01)
    assert asked == ids


async def test_nothing_is_made_ready_while_no_suggestions_are_shown(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Suggesting, "IDLE", 600)
    monkeypatch.setattr(Suggesting, "_fetch_ahead", lambda _, document: asked.append(document.id))
    async with opened(path) as (pilot, screen):
        await pilot.press("f4", "f4", "f4")
        assert screen.editor.level is Level.OFF
        monkeypatch.setattr(Suggesting, "IDLE", 0.01)
        await pilot.pause(0.05)
        screen._look_ahead()
        await pilot.app.workers.wait_for_complete()
        assert asked == []
        await pilot.press("f4")
        while not asked:
            await pilot.pause(0.01)


@pytest.mark.parametrize("level", [Level.ALL, Level.OFF])
async def test_while_the_list_is_looked_at_the_first_article_to_do_is_made_ready(
    path: Path, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Project, "suggestions_for", lambda _, document_id: asked.append(document_id) or suggested())
    with Project.open(path, "ana") as project:
        app = Workbench(project, None, path.with_name("theme"), level)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
    assert asked == ([document().id] if level is Level.ALL else [])


async def test_a_long_article_shows_what_is_stored_and_makes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "LONGEST", 10)
    monkeypatch.setattr(Project, "suggestions_for", None)
    async with opened(path) as (pilot, _):
        assert "run `annotator suggest` first" in rows(pilot)[-1]
    with Project.open(path, "ana") as project:
        project.store.add([AnnotatedDocument(document(), (suggested(),))], by="rules@1", at=NOW, action="suggest")
    async with opened(path) as (pilot, _):
        await pilot.press("tab", "enter")
    assert len(list(stored(path).of(Attribution))) == 1
