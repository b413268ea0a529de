"""Sources are linked, named, merged and related by keys alone, and what the screen says is in the project."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.domain.records import Annotation, Link, Source
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.screens.sources import SourcesScreen
from tests.test_tui_screens import HOSTILE, assert_is_only_text, screen_text

ARTICLE = "osmere-talks"


@asynccontextmanager
async def workbench(
    path: Path, annotator: str = "ana", article: str = "", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[None]]:
    with Project.open(path, annotator) as project:
        document = project.find_document(article) if article else None
        async with Workbench(project, document, path.with_name("theme")).run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_project(tmp_path / "p.db", "ana", sample=True)
    return tmp_path / "p.db"


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Write a line in place of what stands there."""
    await press(pilot, "ctrl+a", "ctrl+k", *text, "enter")


def registry(path: Path) -> tuple[dict[str, Source], list[Link]]:
    """The entries by name and all relations between them, read by nobody who was there before."""
    with Project.open(path, "eve") as project:
        records = [each for held in project.store.load_project() for each in held.records.values()]
    return {each.name: each for each in records if isinstance(each, Source)}, [
        each for each in records if isinstance(each, Link)
    ]


def references(path: Path, article: str = ARTICLE, annotator: str = "ana") -> list[Link]:
    with Project.open(path, "eve") as project:
        found = project.load(project.find_document(article)).set_of(annotator)
    return [each for each in found.of(Link) if each.relation == "refers_to"]


async def go_to(pilot: Pilot[None], words: str) -> None:
    """Make the source mention with these words the active one."""
    screen = pilot.app.screen
    assert isinstance(screen, AnnotateScreen)
    editor = screen.editor
    mentions = (each for each in editor.annotations.of(Annotation) if each.label == "source")
    found = next(each for each in mentions if editor.text[each.envelope.start : each.envelope.end] == words)
    editor.place(found.envelope.start)
    editor.look(active=found.id)
    screen.redraw()
    await pilot.pause()


async def with_entries(pilot: Pilot[None], *names: str) -> None:
    """The sources screen with some entries."""
    await press(pilot, "f7")
    for name in names:
        await press(pilot, "n")
        await write(pilot, name)


def screen_of(pilot: Pilot[None]) -> SourcesScreen:
    assert isinstance(pilot.app.screen, SourcesScreen)
    return pilot.app.screen


async def test_a_mention_is_linked_in_two_keys_where_the_guess_is_right(path: Path) -> None:
    async with workbench(path, article=ARTICLE) as pilot:
        await go_to(pilot, "A European envoy who follows the valley")
        await press(pilot, "@")
        assert "new entry" in screen_text(pilot.app)
        await press(pilot, "@")
        await go_to(pilot, "the envoy")
        await press(pilot, "@", "@")
        assert "refers to envoy-1" in screen_text(pilot.app)
        await pilot.pause()
    (entry,) = registry(path)[0].values()
    assert (entry.name, entry.aliases) == ("envoy-1", ("European envoy who follows the valley",))
    assert entry.attributes["naming"] == ("unnamed_described",)
    assert [(each.to_id, each.attributes["basis"]) for each in references(path)] == [(entry.id, ("definite_np",))] * 2

    async with workbench(path, article=ARTICLE) as pilot:
        await go_to(pilot, "the envoy")
        assert "@ envoy-1" in screen_text(pilot.app), "the card says whom the mention refers to, after a restart"
        await press(pilot, "u")
        await pilot.pause()
        assert len(references(path)) == 1
        await press(pilot, "U")
        await pilot.pause()
        await go_to(pilot, "the envoy")
        await press(pilot, "@", "0")
        await pilot.pause()
    assert len(references(path)) == 1


async def test_every_question_and_answer_is_seen_in_a_small_terminal(path: Path) -> None:
    async with workbench(path, size=(80, 24)) as pilot:
        await with_entries(pilot, "Sabine Orlo")
        screen = screen_of(pilot)
        await press(pilot, "o")
        assert screen.pending is not None
        for letter, _ in screen.pending.choices:
            assert screen.pending is not None
            text = screen_text(pilot.app)
            assert [title for _, title in screen.pending.choices if title.strip() not in text] == []
            await press(pilot, letter)
            if screen.pending:
                text = screen_text(pilot.app)
                assert [title for _, title in screen.pending.choices if title.strip() not in text] == []
            await press(pilot, "escape", "o")


async def test_a_second_source_of_one_name_is_told(path: Path) -> None:
    """It may be somebody else, so it is made; a slip is seen at once, and the undo key takes it back."""
    async with workbench(path) as pilot:
        await with_entries(pilot, "Sabine Orlo", "the ministry")
        assert "called so too" not in screen_text(pilot.app)
        await press(pilot, "n")
        await write(pilot, "sabine orlo")
        assert "another source is called so too" in screen_text(pilot.app)
        await press(pilot, "u", "k", "k", "r")
        await write(pilot, "the ministry")
        assert "another source is called so too" in screen_text(pilot.app)


async def test_an_entry_is_searched_and_its_certainty_answered(path: Path) -> None:
    async with workbench(path, article=ARTICLE) as pilot:
        await go_to(pilot, "Orlo")
        await press(pilot, "@", "n")
        await write(pilot, "Sabine Orlo")
        await go_to(pilot, "Osmere")
        await press(pilot, "@", "slash")
        await write(pilot, "sabin orlo")
        await press(pilot, "a")
        await press(pilot, "o")
        screen = pilot.app.screen
        assert isinstance(screen, AnnotateScreen)
        assert screen.editor.pending is not None
        letter = next(key for key, title in screen.editor.pending.choices if title == "certainty")  # type: ignore[union-attr]
        await press(pilot, letter, "c")
        await pilot.pause()
    assert [each.attributes for each in references(path)] == [
        {"basis": ("alias",), "certainty": ("certain",)},
        {"basis": ("metonym",), "certainty": ("possible",)},
    ]


async def test_without_a_source_mention_the_key_says_what_is_missing(path: Path) -> None:
    async with workbench(path, article=ARTICLE) as pilot:
        await press(pilot, "escape", "escape", "@")
        assert "no source mention is active" in screen_text(pilot.app)


async def test_two_entries_are_merged_by_keys_and_parted_again_after_a_restart(path: Path) -> None:
    async with workbench(path) as pilot:
        await with_entries(pilot, "Sabine Orlo", "Orlo", "Edda Roth")
        await press(pilot, "slash")
        await write(pilot, "orlo")
        await press(pilot, "up", "up", "space", "down", "M")
        assert "merge Orlo into Sabine Orlo" in screen_text(pilot.app)
    assert {name: each.aliases for name, each in registry(path)[0].items()} == {
        "Edda Roth": (),
        "Sabine Orlo": ("Orlo",),
    }
    async with workbench(path) as pilot:
        await press(pilot, "f7", "u")
        assert sorted(registry(path)[0]) == ["Edda Roth", "Orlo", "Sabine Orlo"]
        await press(pilot, "U")
        assert sorted(registry(path)[0]) == ["Edda Roth", "Sabine Orlo"]
        await press(pilot, "u", "u", "u", "u", "u")
        assert "nothing to undo" in screen_text(pilot.app)
    assert registry(path) == ({}, [])


async def test_two_entries_are_related_by_keys_and_that_is_taken_back(path: Path) -> None:
    async with workbench(path) as pilot:
        await with_entries(pilot, "diplomat-1", "diplomat-2")
        await press(pilot, "space", "up", "equals_sign")
        assert "distinct from" in screen_text(pilot.app)
        await press(pilot, "b", "b")
        (said,) = registry(path)[1]
        assert (said.relation, said.attributes) == ("distinct_from", {"certainty": ("probable",)})
        assert "probable, ana" in screen_text(pilot.app)
        await press(pilot, "minus", "a")
    assert registry(path)[1] == []


async def test_an_entry_is_renamed_answered_and_given_aliases_by_keys(path: Path) -> None:
    async with workbench(path) as pilot:
        await with_entries(pilot, "diplomat-1")
        await press(pilot, "r")
        await write(pilot, "Edda Roth")
        for name in ("Roth", "the minister"):
            await press(pilot, "a")
            await write(pilot, name)
        await press(pilot, "A", "a")
        await press(pilot, "o", "b", "a")
        screen = screen_of(pilot)
        await press(pilot, "o")
        assert screen.pending is not None
        letter = next(key for key, title in screen.pending.choices if title.strip() == "role")
        await press(pilot, letter)
        await write(pilot, "interior minister")
        assert "interior minister" in screen_text(pilot.app)
    (entry,) = registry(path)[0].values()
    assert (entry.name, entry.aliases) == ("Edda Roth", ("the minister",))
    assert entry.attributes == {"referent": ("person",), "role": ("interior minister",)}


async def test_every_mention_is_seen_in_context_and_one_key_opens_it(path: Path) -> None:
    async with workbench(path, article=ARTICLE) as pilot:
        await go_to(pilot, "Orlo")
        await press(pilot, "@", "n")
        await write(pilot, "Sabine Orlo")
        await go_to(pilot, "She")
        await press(pilot, "@", "@")
        await press(pilot, "f7")
        shown = screen_text(pilot.app)
        assert "After the meeting Orlo said" in shown
        assert "She said she made the journey" in shown
        assert "1 of 2" in shown
        await press(pilot, "tab", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AnnotateScreen)
        editor = pilot.app.screen.editor
        assert editor.text[editor.cursor.start :].startswith("She said she made")
        await press(pilot, "ctrl+l")
        screen = screen_of(pilot)
        await press(pilot, "S")
        await write(pilot, "somebody else")
        assert screen.entry is not None
    entries = registry(path)[0]
    assert sorted(entries) == ["Sabine Orlo", "somebody else"]
    assert sorted(each.to_id for each in references(path)) == sorted(each.id for each in entries.values())


async def test_the_chosen_mention_is_in_sight_on_the_smallest_screen(path: Path) -> None:
    async with workbench(path, article=ARTICLE, size=(40, 12)) as pilot:
        await go_to(pilot, "Orlo")
        await press(pilot, "@", "n")
        await write(pilot, "Sabine Orlo")
        await go_to(pilot, "She")
        await press(pilot, "@", "@")
        await press(pilot, "f7", "tab")
        assert "▌ She said she made" in screen_text(pilot.app)


async def test_an_entry_that_mentions_refer_to_is_not_taken_away(path: Path) -> None:
    async with workbench(path, article=ARTICLE) as pilot:
        await go_to(pilot, "Orlo")
        await press(pilot, "@", "n", "enter", "f7", "delete")
        assert "1 mentions refer to Orlo" in screen_text(pilot.app)
        await press(pilot, "n")
        await write(pilot, "Nobody")
        await press(pilot, "delete")
    assert list(registry(path)[0]) == ["Orlo"]


async def test_what_another_program_adds_is_seen_and_nothing_is_overwritten(path: Path) -> None:
    async with workbench(path) as pilot:
        await with_entries(pilot, "Edda Roth")
        with Project.open(path, "ana") as other:
            other.apply(other.sources.editor.rename(other.sources.find("Edda Roth"), "Edda Rothe"))
            other.apply(other.sources.editor.add("Sabine Orlo"))
        await press(pilot, "a")
        await write(pilot, "Roth")
        assert "not saved" in screen_text(pilot.app)
        assert "Sabine Orlo" in screen_text(pilot.app)
    assert {name: each.aliases for name, each in registry(path)[0].items()} == {
        "Edda Rothe": ("Edda Roth",),
        "Sabine Orlo": (),
    }


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_a_hostile_name_is_only_text(path: Path, size: tuple[int, int]) -> None:
    with Project.open(path, "ana") as project:
        entry = project.sources.editor
        project.apply(entry.add(HOSTILE, [f"{HOSTILE} again"], {"role": (HOSTILE,)}))
        project.apply(entry.add("Orlo"))
        one, two = project.sources.find(HOSTILE), project.sources.find("Orlo")
        project.apply(entry.relate(one, "same_as", two, {"certainty": ("possible",)}))
    async with workbench(path, size=size) as pilot:
        await press(pilot, "f7")
        for keys in (
            (),
            ("down",),
            ("o",),
            ("escape", "A"),
            ("escape", "minus"),
            ("escape", "space", "up", "equals_sign"),
        ):
            await press(pilot, *keys)
            assert_is_only_text(pilot.app)


async def test_escape_lets_go_shows_all_and_goes_back_and_help_lists_every_key(path: Path) -> None:
    async with workbench(path) as pilot:
        await with_entries(pilot, "Edda Roth", "Orlo")
        await press(pilot, "slash")
        await write(pilot, "orlo")
        await press(pilot, "space")
        screen = screen_of(pilot)
        assert (screen.held != "", "1 of 1" in screen_text(pilot.app)) == (True, True)
        await press(pilot, "escape")
        assert screen.held == ""
        await press(pilot, "escape")
        assert "of 2" in screen_text(pilot.app)
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        rows = "\n".join("".join(run.text for run in row) for row in pilot.app.screen.rows(120))
        assert all(action.help.split()[0] in rows and action.title in rows for action in screen.own_actions)
        await press(pilot, "escape", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LibraryScreen)
