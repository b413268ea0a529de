"""Articles are adjudicated into gold by keys alone, from two sets or from six, and what is said to be saved is."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from annotator.agreement.settling import gold_id
from annotator.domain.editing import Level
from annotator.domain.edits import Edit
from annotator.domain.errors import StoreError
from annotator.domain.keymap import SCREENS
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Link,
    Progress,
    State,
    Status,
    annotation_set,
)
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from tests.test_tui_screens import HOSTILE, article, assert_is_only_text, screen_text

ARTICLE = "osmere-talks"


@asynccontextmanager
async def adjudicating(
    path: Path, name: str = ARTICLE, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[None], AdjudicateScreen]]:
    """The workbench with the article's cases on the screen, opened from the library by keys."""
    with Project.open(path, "eve") as project:
        async with Workbench(project, None, path.with_name("theme"), Level.OFF).run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*name, "f6")
            await pilot.pause()
            assert isinstance(pilot.app.screen, AdjudicateScreen)
            yield pilot, pilot.app.screen


def sample(tmp_path: Path) -> Path:
    """A project with the sample articles of ana and ben."""
    make_project(tmp_path / "p.db", "eve", sample=True)
    return tmp_path / "p.db"


def gold_of(path: Path, name: str = ARTICLE) -> AnnotationSet:
    """What is stored of gold, read by nobody who was there before."""
    with Project.open(path, "eve") as project:
        (found,) = [each.id for each in project.documents(name)]
        return project.load(found).set_of("gold")


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_two_sets_become_gold_by_keys_alone_and_gold_comes_back_equal_from_an_export(tmp_path: Path) -> None:
    """All agreed cases in one key, then one key a case; after a restart gold is there, and a re-import is the same."""
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        total = len(screen.bench.disputes)
        await press(pilot, "equals_sign")
        agreed = total - len(screen.bench.queue())
        assert agreed > 20
        keys = cycle(("version", "plus", "0"))
        for _ in range(total - agreed):
            key = next(keys)
            assert screen.case is not None
            name = screen.case.versions[-1].annotator
            await press(pilot, "ab"[screen.bench.lanes.index(name)] if key == "version" else key)
        assert screen.bench.queue() == []
        assert f"{total}/{total} decided" in screen_text(pilot.app)
        await press(pilot, "F")
        await pilot.pause()
        assert "saved" in screen_text(pilot.app)

    gold = gold_of(path)
    assert gold.state == State.FINISHED
    kinds = {each.status for each in gold.records.values() if isinstance(each, Annotation | Attribution)}
    assert kinds == {Status.ADJUDICATED, Status.REJECTED}
    async with adjudicating(path) as (pilot, screen):
        assert screen.bench.queue() == []
        assert "finished" in screen_text(pilot.app)
    with Project.open(path, "eve") as project:
        files = [path for path in project.export("jsonl", tmp_path / "out").files if path.suffix == ".jsonl"]
        make_project(tmp_path / "q.db", "eve")
        with Project.open(tmp_path / "q.db", "eve") as other:
            assert other.import_sets(files).skipped == []
    assert gold_of(tmp_path / "q.db") == gold


async def test_a_decision_is_undone_after_a_restart_and_redone(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        first = screen.case
        assert first is not None
        await press(pilot, "plus", "0")
        await pilot.pause()
    both = gold_of(path)
    async with adjudicating(path) as (pilot, screen):
        await press(pilot, "u", "u")
        assert not gold_of(path).records
        assert screen.case is not None
        assert screen.case.id == first.id, "an undo shows the case that is open again"
        await press(pilot, "u")
        assert "nothing to undo" in screen_text(pilot.app)
        await press(pilot, "U", "U")
    assert gold_of(path) == both


async def test_neither_stays_decided_and_can_be_decided_again(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        case = screen.case
        assert case is not None
        await press(pilot, "0")
        assert screen.case != case
        await press(pilot, "up")
        assert screen.case == case
        assert "✓ neither" in screen_text(pilot.app)
        await press(pilot, "plus", "up")
        assert "✓ neither" not in screen_text(pilot.app)
    gold = gold_of(path).records[gold_id(case.versions[0].record.id)]
    assert gold.status is Status.ADJUDICATED


async def test_a_reason_goes_with_the_next_decision(tmp_path: Path) -> None:
    """The rule of the codebook stands in the line already; Esc leaves it, and the reason is for one decision only."""
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        case = screen.case
        assert case is not None
        await press(pilot, "r", "escape", "r", *": whole", "enter")
        assert "reason: label." in screen_text(pilot.app)
        await press(pilot, "plus")
        other = screen.case
        assert other is not None
        await press(pilot, "plus")
        await pilot.pause()
    gold = gold_of(path).records
    assert gold[gold_id(case.versions[0].record.id)].note.endswith(": whole")
    assert gold[gold_id(other.versions[0].record.id)].note == ""


async def test_gold_is_edited_with_the_keys_of_the_annotate_screen(tmp_path: Path) -> None:
    """The version of most is taken and opened as gold's own; coming back shows what was edited; all of it is undone."""
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        case = screen.case
        assert case is not None
        await press(pilot, "enter")
        editing = pilot.app.screen
        assert isinstance(editing, AnnotateScreen)
        assert editing.editor.annotator == "gold"
        assert editing.editor.active is not None
        await press(pilot, "right_square_bracket", "ctrl+down")
        assert "go back first" in screen_text(pilot.app)
        edited = editing.editor.active
        await press(pilot, "ctrl+l")
        assert pilot.app.screen is screen
        assert screen.case is not None
        assert screen.case.id == case.id
        assert "edited" in screen_text(pilot.app)
        assert screen.bench.is_decided(screen.case)
        await press(pilot, "u", "u")
        assert not screen.bench.is_decided(screen.case)
    assert gold_of(path).records == {}
    assert edited


async def test_what_gold_rejects_is_not_shown_to_who_edits_gold(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, _):
        await press(pilot, "0", "up", "enter")
        editing = pilot.app.screen
        assert isinstance(editing, AnnotateScreen)
        assert editing.editor.annotations.records
        await press(pilot, "tab")
        assert editing.editor.active is None
        assert not any(edge in screen_text(pilot.app) for edge in "╰╚┗")


async def test_order_names_and_threshold_change_by_a_key(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        assert "misses first" in screen_text(pilot.app)
        for order in ("as the article goes", "by cause", "by label"):
            await press(pilot, "o")
            assert order in screen_text(pilot.app)
        assert "ana" in screen_text(pilot.app)
        await press(pilot, "n")
        assert not any(f"{key} {name}" in screen_text(pilot.app) for key in "ab" for name in ("ana", "ben"))
        await press(pilot, "percent_sign")
        assert "2 or more" in screen_text(pilot.app)
        await press(pilot, "j", "k")
        assert screen.bench.gold.records == {}


async def test_keys_lead_to_other_articles_to_help_and_back(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path, "bank-rate") as (pilot, screen):
        await press(pilot, "question_mark")
        helped = pilot.app.screen
        assert isinstance(helped, HelpScreen)
        text = "\n".join("".join(run.text for run in row) for row in helped.rows(100))
        assert all(action.help.split()[0] in text for action in SCREENS["adjudicate"])
        await press(pilot, "escape", "ctrl+up")
        assert "this is the first article" in screen_text(pilot.app)
        await press(pilot, "ctrl+down")
        following = pilot.app.screen
        assert isinstance(following, AdjudicateScreen)
        assert following.document_id != screen.document_id
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await press(pilot, "ctrl+p")
        await press(pilot, *"adjudicate", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AdjudicateScreen)


async def test_an_article_that_one_finished_is_nothing_to_adjudicate(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        project.store.add(
            [AnnotatedDocument(article("One", "One sentence."))], by="eve", at=datetime.now(UTC), action="add"
        )
        async with Workbench(project, None, tmp_path / "theme", Level.OFF).run_test(size=(120, 40)) as pilot:
            await press(pilot, "f6")
            assert isinstance(pilot.app.screen, LibraryScreen)
            assert "fewer than two annotators" in screen_text(pilot.app)
            await press(pilot, "down")
            assert "fewer than two annotators" not in screen_text(pilot.app)


async def test_saved_is_said_only_of_what_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be saved is kept and counted, leaving is refused once, and Ctrl+S saves it."""
    path = sample(tmp_path)

    def full(*_: Edit) -> None:
        raise StoreError("the disk is full")

    async with adjudicating(path) as (pilot, screen):
        with monkeypatch.context() as patched:
            patched.setattr(screen.project, "apply", full)
            await press(pilot, "plus")
            await pilot.pause()
            assert "NOT SAVED (1)" in screen_text(pilot.app)
            await press(pilot, "escape")
            assert pilot.app.screen is screen
            assert "not saved" in screen_text(pilot.app)
        assert gold_of(path).records == {}
        await press(pilot, "ctrl+s")
        assert "NOT SAVED" not in screen_text(pilot.app)
        assert gold_of(path).records


async def test_gold_changed_elsewhere_is_read_again(tmp_path: Path) -> None:
    path = sample(tmp_path)
    async with adjudicating(path) as (pilot, screen):
        with Project.open(path, "zoe") as other:
            bench = other.adjudication(screen.document_id)
            assert bench is not None
            other.apply(bench.take_neither(bench.queue()[0]))
        await press(pilot, "0")
        await pilot.pause()
        assert "read again" in screen_text(pilot.app)
        assert len(screen.bench.queue()) == len(screen.bench.disputes) - 1


# --- six annotators ------------------------------------------------------------------------------------------------


def perturbed(ana: AnnotationSet, name: str, number: int, length: int) -> AnnotationSet:
    """Ana's set as another annotator might have made it: some spans longer, some frames missing."""

    def own(record_id: str | None) -> str:
        return blake2b(f"{name}{record_id}".encode(), digest_size=16).hexdigest()

    def renamed(record: AnyRecord) -> AnyRecord:
        changes: dict[str, Any] = {"id": own(record.id), "annotator": name}
        if isinstance(record, Attribution):
            changes |= {role: tuple(map(own, getattr(record, role))) for role in ("source", "content")}
            changes |= {end: own(i) if (i := getattr(record, end)) else None for end in ("cue", "parent", "continues")}
        if isinstance(record, Annotation) and int(record.id[:4], 16) % (number + 2) == 0:
            *rest, last = record.fragments
            changes["fragments"] = (*rest, Span(last.start, min(length, last.end + number)))
        return replace(record, **changes)

    dropped = {each.id for each in ana.of(Attribution) if int(each.id[4:8], 16) % 6 == number}

    def kept() -> Iterator[AnyRecord]:
        for each in ana.records.values():
            if each.id not in dropped and not isinstance(each, Link):
                joints = ("parent", "continues") if isinstance(each, Attribution) else ()
                loose = {end: None for end in joints if getattr(each, end) in dropped}
                yield renamed(replace(each, **loose))

    return annotation_set(name, kept())


def six(tmp_path: Path) -> Path:
    """The sample with sets of four more annotators of one article."""
    path = sample(tmp_path)
    with Project.open(path, "eve") as project:
        loaded = project.load(project.find_document(ARTICLE))
        names = ("cleo", "dan", "emma", "finn")
        length = len(loaded.document.text)
        more = [perturbed(loaded.set_of("ana"), name, number, length) for number, name in enumerate(names, 1)]
        for each in more:
            edit = Edit(
                id=each.annotator,
                document_id=loaded.document.id,
                annotator=each.annotator,
                at=datetime.now(UTC),
                action="import",
                added=tuple(each.records.values()),
            )
            project.apply(edit)
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_six_sets_become_gold_by_keys_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    """Also in a small terminal: what at least four marked alike in one key, then whoever has most of the rest."""
    path = six(tmp_path)
    async with adjudicating(path, size=size) as (pilot, screen):
        lanes = screen.bench.lanes
        assert len(lanes) == 6
        assert all(f"{key} {name}" in screen_text(pilot.app) for key, name in zip("ab", lanes, strict=False))
        await press(pilot, "percent_sign", "percent_sign", "percent_sign")
        assert "4 or more" in screen_text(pilot.app)
        await press(pilot, "equals_sign")
        left = len(screen.bench.queue())
        assert 0 < left < len(screen.bench.disputes)
        for number in range(left):
            assert screen.case is not None
            name = screen.case.alike[0][0]
            await press(pilot, ("abcdef"[lanes.index(name)], "plus", "0")[number % 3])
        assert screen.bench.queue() == []
        await press(pilot, "F")
        await pilot.pause()
    gold = gold_of(path)
    assert gold.state is State.FINISHED
    assert any(each.origin.count(",") >= 3 for each in gold.of(Attribution))
    assert next(gold.of(Progress), None)


async def test_lanes_that_do_not_fit_are_scrolled(tmp_path: Path) -> None:
    path = six(tmp_path)
    async with adjudicating(path, size=(80, 24)) as (pilot, screen):
        for _ in screen.bench.disputes:
            if "PgDn" in screen_text(pilot.app):
                break
            await press(pilot, "down")
        before = screen_text(pilot.app)
        assert "PgDn" in before
        await press(pilot, *["pagedown"] * 9)
        assert "PgDn" not in screen_text(pilot.app)
        await press(pilot, *["pageup"] * 9)
        assert screen_text(pilot.app) == before


def hostile_sets(project: Project) -> None:
    """Add an article of which everything is hostile: its text, its name, an annotator, a label, answers and notes."""
    document = article(f"Name {HOSTILE}", f"Before {HOSTILE} after.")

    def made(annotator: str, end: int) -> AnnotationSet:
        head: dict[str, Any] = {"document_id": document.id, "annotator": annotator, "created": datetime.now(UTC)}
        span = Annotation(
            id=f"{annotator}1", label="claim", fragments=(Span(0, end),), attributes={"gist": (HOSTILE,)}, **head
        )
        odd = Annotation(id=f"{annotator}2", label="[/b]", fragments=(Span(3, 9),), note=HOSTILE, **head)
        return annotation_set(annotator, [span, odd, Progress(id=f"{annotator}3", state=State.FINISHED, **head)])

    both = AnnotatedDocument(document, (made("[red]ana", 20), made("ben", 40)))
    project.store.add([both], by="eve", at=datetime.now(UTC), action="add")


async def test_hostile_text_is_only_text_while_it_is_adjudicated(tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        hostile_sets(project)
        for size in ((120, 40), (80, 24)):
            async with Workbench(project, None, tmp_path / "theme", Level.OFF).run_test(size=size) as pilot:
                await press(pilot, "f6")
                assert isinstance(pilot.app.screen, AdjudicateScreen)
                assert_is_only_text(pilot.app, "[red]ana")
                for key in ("down", "o", "r", "escape", "plus", "enter", "ctrl+l", "question_mark"):
                    await press(pilot, key)
                    assert_is_only_text(pilot.app)
