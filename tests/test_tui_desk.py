"""The desk is worked by keys alone, and what it says is in the project; flags and notes are never labels."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from annotator.cli import run
from annotator.domain.acceptances import is_acceptance
from annotator.domain.editing import Level
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnyRecord,
    Attribution,
    Progress,
    Remark,
    State,
    annotation_set,
)
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.desk import DeskScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from tests.ferry import DIRECT, DOCUMENT, PLAN, header, mark, said
from tests.store_examples import NOON
from tests.test_tui_screens import HOSTILE, article, assert_is_only_text, screen_text
from tests.test_tui_sources import press, write


@asynccontextmanager
async def workbench(
    path: Path, annotator: str = "ana", article: str = "", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[None]]:
    """The workbench without suggestions."""
    with Project.open(path, annotator) as project:
        document = project.find_document(article) if article else None
        async with Workbench(project, document, path.with_name("theme"), Level.OFF).run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without articles, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "p.db"
    make_project(path, "ana")
    return path


def ferry() -> list[AnyRecord]:
    """A frame called indirect in whole quotation marks, a plural that is called one, and quotations without a frame."""
    plural = mark("source", "Two officials", naming="unnamed_bare", number="one")
    return [*said(DIRECT, speech="indirect"), plural, Progress(**header(), state=State.FINISHED)]


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(empty, tmp_path))
    with Project.open(path, "ana") as project:
        held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", ferry()),))
        other = article("other.txt", "The crew said yes.")
        project.store.add([held, AnnotatedDocument(other)], by="ana", at=NOON, action="import")
    return path


def own(path: Path, annotator: str = "ana", kind: type[AnyRecord] = Annotation) -> list[AnyRecord]:
    """The annotator's records of one kind in the ferry's article, read by nobody who was there before."""
    with Project.open(path, "eve") as project:
        return list(project.load(DOCUMENT.id).set_of(annotator).of(kind))


async def at_desk(pilot: Pilot[None]) -> DeskScreen:
    await press(pilot, "f10")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app.screen, DeskScreen)
    return pilot.app.screen


async def go_to(pilot: Pilot[None], rule: str) -> None:
    """Choose the first line of a check."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    for _ in range(30):
        if screen.item and screen.item.problem.rule == rule:
            return
        await press(pilot, "down")
    raise AssertionError(f"nothing of {rule} is listed")


def speech_types(path: Path) -> list[Sequence[str]]:
    return [each.attributes.get("speech_type", ()) for each in own(path, kind=Attribution)]  # type: ignore[union-attr]


async def test_a_problem_is_mended_by_one_key_and_that_is_undone_after_a_restart(path: Path) -> None:
    async with workbench(path) as pilot:
        await at_desk(pilot)
        await go_to(pilot, "V4")
        assert "1  speech type = direct" in screen_text(pilot.app)
        await press(pilot, "1")
        assert "u undoes" in screen_text(pilot.app)
        assert speech_types(path) == [("direct",)]
        assert " V4 " not in screen_text(pilot.app)
    async with workbench(path) as pilot:
        await at_desk(pilot)
        await press(pilot, "u")
        assert "undo speech_type = direct, in ferry.txt" in screen_text(pilot.app)
        assert speech_types(path) == [("indirect",)]
        await press(pilot, "U")
        assert speech_types(path) == [("direct",)]


async def test_one_of_several_fixes_is_chosen_by_its_digit(path: Path) -> None:
    async with workbench(path) as pilot:
        await at_desk(pilot)
        await go_to(pilot, "V7")
        await press(pilot, "9")
        assert "there is no fix 9 here" in screen_text(pilot.app)
        await press(pilot, "2")
    assert [each.attributes["number"] for each in own(path) if "number" in each.attributes] == [("unknown",)]  # type: ignore[union-attr]


async def test_a_problem_is_accepted_with_a_reason_listed_as_such_and_listed_again(path: Path) -> None:
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        await go_to(pilot, "V7")
        count = len(screen._items)
        await press(pilot, "a")
        await write(pilot, "the desk confirmed it")
        assert len(screen._items) == count - 1
        assert [each.note for each in own(path, kind=Remark) if is_acceptance(each)] == ["the desk confirmed it"]
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        assert len(screen._items) == count - 1
        await press(pilot, "tab")
        assert "the desk confirmed it" in screen_text(pilot.app)
        await press(pilot, "delete")
        assert own(path, kind=Remark) == []
        await press(pilot, "shift+tab")
        assert len(screen._items) == count


async def test_escape_while_writing_the_reason_accepts_nothing(path: Path) -> None:
    async with workbench(path) as pilot:
        await at_desk(pilot)
        await press(pilot, "a", "o", "k", "escape")
    assert own(path, kind=Remark) == []


async def test_one_key_opens_the_article_at_the_place_and_what_is_mended_there_is_gone(path: Path) -> None:
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        await go_to(pilot, "V7")
        await press(pilot, "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AnnotateScreen)
        editor = pilot.app.screen.editor
        assert editor.text[editor.cursor.start :].startswith("Two officials")
        editor.look(active=next(each.id for each in editor.annotations.of(Annotation) if "number" in each.attributes))
        await press(pilot, "delete", "ctrl+l")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert all(each.problem.rule != "V7" for each in screen._items)


async def test_the_list_is_limited_to_a_check_an_article_or_words(path: Path) -> None:
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        count = len(screen._items)
        await go_to(pilot, "V7")
        await press(pilot, "c")
        assert {each.problem.rule for each in screen._items} == {"V7"}
        await press(pilot, "c")
        assert (len(screen._items), screen.item and screen.item.problem.rule) == (count, "V7")
        await press(pilot, "slash")
        await write(pilot, "crew")
        assert 0 < len(screen._items) < count
        await press(pilot, "escape")
        assert len(screen._items) == count
        await press(pilot, "d", "escape", "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_from_an_article_the_desk_shows_that_one_first(path: Path) -> None:
    async with workbench(path, article="other") as pilot:
        screen = await at_desk(pilot)
        assert screen._items == []
        assert "nothing of this kind is here" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert {each.document_id for each in screen._items} == {DOCUMENT.id}


async def test_in_an_article_a_key_goes_from_problem_to_problem(path: Path) -> None:
    async with workbench(path, article="ferry") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AnnotateScreen)
        seen = []
        for _ in range(12):
            await press(pilot, "P")
            seen.append(screen.editor.message)
        count = int(seen[0].split(" of ")[1].split()[0])
        assert seen[count] == seen[0]
        assert len(set(seen[:count])) == count
        assert any("V7" in each for each in seen)
    async with workbench(path, article="other") as pilot:
        await press(pilot, "P")
        assert "nothing is wrong in this article" in screen_text(pilot.app)


# --- flags and notes --------------------------------------------------------------------------------------------------


async def test_frames_sentences_and_articles_are_noted_and_flagged_by_keys(path: Path) -> None:
    async with workbench(path, article="ferry") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AnnotateScreen)
        screen.editor.look(frame=own(path, kind=Attribution)[0].id)
        for key, text in (
            ("f", "of the frame"),
            ("F", "frame?"),
            ("s", "of the sentence"),
            ("a", "of all"),
            ("A", "all?"),
        ):
            await press(pilot, "M", key)
            await write(pilot, text)
    (frame,) = own(path, kind=Attribution)
    assert (frame.note, frame.flag) == ("of the frame", "frame?")
    remarks = sorted((len(each.fragments), each.note, each.flag) for each in own(path, kind=Remark))  # type: ignore[union-attr]
    assert remarks == [(0, "of all", "all?"), (1, "of the sentence", "")]


async def test_open_flags_are_listed_opened_and_resolved(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["is it ours?", "who is this?"]
    async with workbench(path, article="ferry") as pilot:
        await press(pilot, "exclamation_mark")
        await write(pilot, "who is this?")
        await press(pilot, "M", "A")
        await write(pilot, "is it ours?")
        screen = await at_desk(pilot)
        await press(pilot, "tab", "tab")
        assert [each.problem.message.rpartition(": ")[2] for each in screen._items] == asked
        await press(pilot, "backspace")
        assert [each.flag for each in own(path, kind=Remark)] == ["who is this?"]
        await press(pilot, "u")
    assert run(["flags", "--project", str(path), "--as", "ana"]) == 0
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()] == asked


async def test_a_note_is_a_thread_in_which_several_people_answer(path: Path) -> None:
    async with workbench(path, article="ferry") as pilot:
        await press(pilot, "M", "a")
        await write(pilot, "is the headline ours?")
        await press(pilot, "m")
        await write(pilot, "a note on words")
        await pilot.pause()
    async with workbench(path, annotator="ben") as pilot:
        screen = await at_desk(pilot)
        await press(pilot, *["tab"] * 3)
        assert len(screen._items) == 1, "what ana noted on words is not for ben, who has not finished the article"
        await press(pilot, "m")
        await write(pilot, "no, the agency's")
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        await press(pilot, *["tab"] * 3)
        assert screen.thread is not None
        assert [(each.annotator, each.text) for each in screen.thread.said] == [
            ("ana", "is the headline ours?"),
            ("ben", "no, the agency's"),
        ]
        shown = screen_text(pilot.app)
        assert shown.index("is the headline ours?") < shown.index("no, the agency's", shown.index("is the headline"))
        assert len(screen._items) == 2
    assert [each.note for each in own(path, "ben", Remark)] == ["no, the agency's"]


def test_no_flag_note_or_acceptance_counts_in_agreement_or_goes_out_as_a_label(path: Path, tmp_path: Path) -> None:
    """The figures and the tables are the same with and without them."""
    with Project.open(path, "ben") as project:
        copies = [replace(each, id=f"b-{each.id}", annotator="ben") for each in said(PLAN, speech="indirect")[:-1]]
        held = AnnotatedDocument(DOCUMENT, (annotation_set("ben", [*copies, replace(ferry()[-1], annotator="ben")]),))
        project.store.add([held], by="ben", at=NOON, action="import")
        before = figures(project, tmp_path / "before")
        span = (mark("cue", "said").fragments[0],)
        remarks = [
            Remark(**header(), flag="who?", fragments=span),
            Remark(**header(), note="look", fragments=span),
            Remark(**header(), flag=f"accepted V7 {'0' * 16}", note="so", fragments=span),
            Remark(**header(), note="of the article"),
        ]
        held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", remarks),))
        project.store.add([held], by="ana", at=NOON, action="import")
        assert figures(project, tmp_path / "after") == before


def figures(project: Project, folder: Path) -> tuple[object, bytes, bytes]:
    project.export("csv", folder)
    spans, frames = ((folder / f"{name}.csv").read_bytes() for name in ("spans", "frames"))
    return project.agreement().labels, spans, frames


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_hostile_words_are_only_text(path: Path, size: tuple[int, int]) -> None:
    with Project.open(path, "ana") as project:
        remark = Remark(**header(), flag=HOSTILE, note=HOSTILE)
        held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", [remark]),))
        project.store.add([held], by="ana", at=NOON, action="import")
        for name in (HOSTILE, f"{HOSTILE} again"):
            project.apply(project.sources.editor.add(name, ["one\u202ename"]))
    async with workbench(path, size=size) as pilot:
        await at_desk(pilot)
        for _ in range(5):
            assert_is_only_text(pilot.app)
            await press(pilot, "tab")


async def test_the_help_lists_every_key_of_the_desk(path: Path) -> None:
    async with workbench(path) as pilot:
        screen = await at_desk(pilot)
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        rows = "\n".join("".join(run.text for run in row) for row in pilot.app.screen.rows(120))
        assert all(action.help.split()[0] in rows and action.title in rows for action in screen.own_actions)
