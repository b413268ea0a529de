"""The history is looked through, undone and replayed by keys, and what it says is in the project."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.domain.records import AnnotatedDocument, Annotation
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.history import HistoryScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.screens.replay import ReplayScreen
from tests.store_examples import NOON
from tests.test_tui_desk import workbench
from tests.test_tui_screens import HOSTILE, article, assert_is_only_text, screen_text
from tests.test_tui_sources import press, write

TEXTS = {"one.txt": "The mayor said that the bridge was closed.", "two.txt": "The crew said no. Nobody asked why."}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without articles, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "p.db"
    make_project(path, "ana")
    return path


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(empty, tmp_path))
    with Project.open(path, "ana") as project:
        documents = [AnnotatedDocument(article(name, text)) for name, text in TEXTS.items()]
        project.store.add(documents, by="ana", at=NOON, action="add")
    return path


def labels(path: Path, name: str) -> list[str]:
    """The labels of what ana marked in an article, read by nobody who was there before."""
    with Project.open(path, "eve") as project:
        held = project.load(project.find_document(name)).set_of("ana")
    return [each.label for each in held.of(Annotation)]


async def marked(path: Path) -> None:
    """A whole frame in the first article and a cue in the second."""
    async with workbench(path, article="one") as pilot:
        await press(pilot, "v", "s", "q")
    async with workbench(path, article="two") as pilot:
        await press(pilot, "v")


def screen_of(pilot: Pilot[None]) -> HistoryScreen:
    assert isinstance(pilot.app.screen, HistoryScreen)
    return pilot.app.screen


async def test_every_edit_is_listed_newest_first_with_what_it_changed(path: Path) -> None:
    await marked(path)
    async with workbench(path) as pilot:
        await press(pilot, "f12")
        screen = screen_of(pilot)
        assert [each.edit.action for each in screen._edits] == ["mark cue", "mark quote", "mark source", "mark cue"]
        await press(pilot, "down", "down")
        shown = screen_text(pilot.app)
        assert "+ source “The mayor”" in shown
        assert "~ frame of “said”: +source “The mayor”" in shown
        await press(pilot, "tab")
        assert [each.edit.action for each in screen._edits] == ["mark quote", "mark source", "mark cue"]
        assert screen.edit is not None
        assert screen.edit.action == "mark source", "the chosen edit stays chosen"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_any_number_of_edits_is_undone_in_any_article_after_a_restart(path: Path) -> None:
    await marked(path)
    async with workbench(path) as pilot:
        await press(pilot, "f12", "u")
        assert "undo mark cue, in two.txt" in screen_text(pilot.app)
        assert (labels(path, "two"), len(labels(path, "one"))) == ([], 3)
        await press(pilot, "u", "u")
        assert "undo mark source, in one.txt" in screen_text(pilot.app)
        assert labels(path, "one") == ["cue"]
    async with workbench(path) as pilot:
        await press(pilot, "f12", "u", "u")
        assert "nothing to undo" in screen_text(pilot.app)
        assert labels(path, "one") == []
        await press(pilot, *["U"] * 5)
        assert "nothing to redo" in screen_text(pilot.app)
    assert (len(labels(path, "one")), labels(path, "two")) == (3, ["cue"])


async def test_one_key_goes_back_to_an_edit_in_its_article(path: Path) -> None:
    await marked(path)
    async with workbench(path, article="one") as pilot:
        await press(pilot, "f12", "down", "down", "B")
        assert "back to “mark cue”, 2 edits undone, in one.txt" in screen_text(pilot.app)
    assert (labels(path, "one"), labels(path, "two")) == (["cue"], ["cue"])


async def test_an_article_is_replayed_step_by_step_and_nothing_changes(path: Path) -> None:
    await marked(path)
    async with workbench(path, article="one") as pilot:
        await press(pilot, "f12", "r")
        replay = pilot.app.screen
        assert isinstance(replay, ReplayScreen)

        def present() -> list[str]:
            return [each.label for each in replay.editor.annotations.of(Annotation)]

        assert (replay.step, present()) == (3, ["cue", "source", "content"])
        await press(pilot, "left")
        assert (replay.step, present()) == (2, ["cue", "source"])
        assert "+ source “The mayor”" in screen_text(pilot.app)
        await press(pilot, "home")
        assert (replay.step, present()) == (0, [])
        assert "before the first edit" in screen_text(pilot.app)
        await press(pilot, "left", "right")
        assert present() == ["cue"]
        await press(pilot, "end", "right")
        assert replay.step == 3
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HistoryScreen)
        await press(pilot, "r", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AnnotateScreen)
    with Project.open(path, "ana") as project:
        assert len([each for each in project.history() if each.action != "add"]) == 4


async def test_one_key_opens_the_article_at_the_edit_and_what_is_done_there_is_listed(path: Path) -> None:
    await marked(path)
    async with workbench(path) as pilot:
        await press(pilot, "f12", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AnnotateScreen)
        assert pilot.app.screen.editor.document.name == "two.txt"
        await press(pilot, "exclamation_mark")
        await write(pilot, "who?")
        await press(pilot, "ctrl+l")
        await pilot.pause()
        assert screen_of(pilot)._edits[0].edit.action == "flag"


async def test_only_ones_own_edits_are_shown_unless_all_are_asked_for(path: Path) -> None:
    await marked(path)
    async with workbench(path, annotator="ben") as pilot:
        await press(pilot, "f12", "w")
        assert screen_of(pilot)._edits == []
        assert "hidden until you finish" in screen_text(pilot.app)
    async with workbench(path, annotator="gold") as pilot:
        await press(pilot, "f12")
        assert screen_of(pilot)._edits == []
        await press(pilot, "w")
        assert {each.edit.annotator for each in screen_of(pilot)._edits} == {"ana"}
        await press(pilot, "down", "B")
        assert "only ana can go back to that" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_hostile_words_are_only_text(path: Path, size: tuple[int, int]) -> None:
    with Project.open(path, "ana") as project:
        project.store.add([AnnotatedDocument(article("h.txt", HOSTILE))], by="ana", at=NOON, action=HOSTILE)
        project.apply(project.sources.editor.add(HOSTILE))
    async with workbench(path, article="h.txt", size=size) as pilot:
        await press(pilot, "v")
        await press(pilot, "f12")
        for key in ("down", "up", "tab", "r", "left", "right"):
            assert_is_only_text(pilot.app)
            await press(pilot, key)
