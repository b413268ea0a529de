"""The search screen finds while one writes, opens the place by one key, and changes many as one step to undo."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document, Zone, document_id
from annotator.domain.filters.language import Query
from annotator.domain.keymap import SCREENS
from annotator.domain.records import AnnotatedDocument, Annotation, Attribution, Remark, annotation_set
from annotator.domain.spans import Span
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.searching import Results, found_in_parts, read_query
from annotator.store.numbers import Numbers
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.library import LibraryScreen
from annotator.tui.screens.preview import PreviewScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.widgets.prompt import Prompt
from tests.test_tui_screens import HOSTILE, assert_is_only_text, screen_text


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "p.db"
    make_project(path, "ana", sample=True)
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(copyfile(template, tmp_path / "p.db"))


@asynccontextmanager
async def workbench(path: Path, article: str = "", size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    with Project.open(path, "ana") as project:
        document = project.find_document(article) if article else None
        async with Workbench(project, document, path.with_name("theme")).run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot


LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000000) SELECT COUNT(*) FROM n"
"""What SQLite takes a minute for, unless it is stopped."""


def count_long(project: Project) -> None:
    with project.store._file.reading() as connection:
        connection.execute(LONG).fetchone()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until nothing is looked for or saved any more."""
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def searching(pilot: Pilot[None], query: str) -> SearchScreen:
    """The search screen with what the query finds."""
    if not isinstance(pilot.app.screen, SearchScreen):
        await press(pilot, "f9")
    if not pilot.app.screen.query(Prompt):
        await press(pilot, "slash")
    pilot.app.screen.query_one(Prompt).value = query  # as if it were pasted
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, SearchScreen)
    return pilot.app.screen


def stored(path: Path) -> dict[str, Annotation]:
    """All annotations of ana by id, read by nobody who was there before."""
    with Project.open(path, "eve") as project:
        return {e.id: e for each in project.store.load_all(None, ["ana"]) for e in each.set_of("ana").of(Annotation)}


async def test_what_is_written_is_looked_for_key_by_key_and_one_key_opens_the_place(path: Path) -> None:
    async with workbench(path) as pilot:
        await press(pilot, "f9", *"the envo")
        assert "nothing fits this" in screen_text(pilot.app)
        await press(pilot, "y")
        assert "osmere-talks" in screen_text(pilot.app)
        await press(pilot, "enter", "down")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        hit = screen.hits[1]
        sentence = " ".join(hit.span.cut(hit.document.text).split())
        assert sentence[:60] in screen_text(pilot.app)
        assert f"2 of {len(screen.hits)}" in screen_text(pilot.app)
        await press(pilot, "enter")
        article = pilot.app.screen
        assert isinstance(article, AnnotateScreen)
        assert (article.document_id, article.editor.cursor.start) == (hit.document.id, hit.start)
        await press(pilot, "ctrl+l")
        assert pilot.app.screen is screen
        assert screen.chosen == 1, "one comes back to the same place"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_an_older_search_is_interrupted_and_its_late_result_never_replaces_a_newer_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = Event(), Event()

    def slow(project: Project, query: Query, *rest: Any) -> Iterator[Results]:
        if query != read_query(project, "tal"):
            yield from found_in_parts(project, query, *rest)
            return
        began.set()
        try:
            count_long(project)
        finally:
            ended.set()

    monkeypatch.setattr("annotator.tui.screens.search_list.found_in_parts", slow)
    async with workbench(path) as pilot:
        await pilot.press("f9", *"tal")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert began.wait(20)
        older = screen._asked
        assert screen.is_behind
        await press(pilot, "k", "s")
        assert ended.wait(1), "the older search ended before the newer one was done"
        assert not screen.is_behind
        newer = list(screen.hits)
        assert newer
        screen.post_message(screen.More(older, Results(newer[:1], 1, 1, is_all=True), is_last=True))
        await pilot.pause()
        assert screen.hits == newer
        assert f"1 of {len(newer)}" in screen_text(pilot.app)


async def test_nothing_is_done_to_what_an_earlier_query_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(path)
    async with workbench(path) as pilot:
        screen = await searching(pilot, "label:cue said")
        monkeypatch.setattr(screen, "_look", lambda *_: None)  # a thread that never gets there
        screen.look_for("label:cue told")
        assert screen.hits, "what was found stays until there is something newer"
        await press(pilot, "delete")
        assert pilot.app.screen is screen
        assert "still looking" in screen_text(pilot.app)
        await press(pilot, "a")
        assert screen.pending is None
    assert stored(path) == before


async def test_an_older_filter_of_the_library_is_interrupted_and_enter_opens_what_the_newest_finds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = Event(), Event()
    plain = Numbers.all

    def slow(numbers: Numbers, text: str = "") -> list[int]:
        if text != "osm":
            return plain(numbers, text)
        began.set()
        try:
            with numbers._file.reading() as connection:
                return [connection.execute(LONG).fetchone()[0]]
        finally:
            ended.set()

    monkeypatch.setattr(Numbers, "all", slow)
    async with workbench(path) as pilot:
        await pilot.press(*"osm")
        assert began.wait(20)
        await pilot.press(*"ere-", "enter")
        assert ended.wait(5)
        await press(pilot)
        assert isinstance(pilot.app.screen, AnnotateScreen)
        assert pilot.app.screen.editor.document.name == "osmere-talks.md"


async def test_a_malformed_query_says_where_and_the_next_key_mends_it(path: Path) -> None:
    async with workbench(path) as pilot:
        await press(pilot, "f9", *'"envoy')
        assert 'character 1 of “"envoy”: this quotation mark is never closed' in screen_text(pilot.app)
        await press(pilot, '"')
        assert "never closed" not in screen_text(pilot.app)
        assert "osmere-talks" in screen_text(pilot.app)
        await press(pilot, "enter")
        await searching(pilot, "label:sorce")
        assert "is none of them: source, cue" in screen_text(pilot.app)


async def test_every_answer_is_seen_in_a_small_terminal(path: Path) -> None:
    async with workbench(path, size=(80, 24)) as pilot:
        screen = await searching(pilot, "label:source naming:unnamed")
        await press(pilot, "a")
        assert screen.pending is not None
        assert len(screen.pending.choices) > 9
        text = screen_text(pilot.app)
        assert [title for _, title in screen.pending.choices if title not in text] == []
        await press(pilot, "b")
        text = screen_text(pilot.app)
        assert [title for _, title in screen.pending.choices if title not in text] == []


async def test_many_are_answered_after_a_preview_and_undone_as_one_after_a_restart(path: Path) -> None:
    before = stored(path)
    bare = {i for i, each in before.items() if each.attributes.get("naming") == ("unnamed_bare",)}
    async with workbench(path) as pilot:
        screen = await searching(pilot, "label:source naming:unnamed_b")
        assert len(screen.hits) == len(bare) > 3
        await press(pilot, "a")
        letter = next(key for key, title in screen.pending.choices if title == "naming")  # type: ignore[union-attr]
        await press(pilot, letter)
        letter = next(key for key, title in screen.pending.choices if title == "unnamed described")  # type: ignore[union-attr]
        await press(pilot, letter)
        preview = pilot.app.screen
        assert isinstance(preview, PreviewScreen)
        assert f"{len(bare)} of {len(bare)} in " in screen_text(pilot.app)
        assert "naming: unnamed_bare → unnamed" in screen_text(pilot.app)
        kept = preview.lines[0].target.record_id
        await press(pilot, "space")
        assert f"{len(bare) - 1} of {len(bare)} in " in screen_text(pilot.app)
        assert stored(path) == before, "nothing is saved before Enter"
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        assert "u undoes all of it" in screen_text(pilot.app)
        assert [hit.record.id for hit in screen.hits if hit.record] == [kept], "what was found is looked for again"
    after = stored(path)
    assert {i for i in before if after[i] != before[i]} == bare - {kept}
    assert all(after[i].attributes["naming"] == ("unnamed_described",) for i in bare - {kept})
    async with workbench(path) as pilot:
        screen = await searching(pilot, "said")
        await press(pilot, "u")
        assert "undo naming = unnamed_described" in screen.message
        assert stored(path) == before
        await press(pilot, "U")
        assert {i: each.attributes for i, each in stored(path).items()} == {i: e.attributes for i, e in after.items()}
        await press(pilot, "u", "u")
        assert "no change to several articles is left to undo" in screen.message


async def test_many_are_flagged_relabelled_and_removed(path: Path) -> None:
    async with workbench(path) as pilot:
        screen = await searching(pilot, "envoy doc:osmere")
        count = len(screen.hits)
        await press(pilot, "exclamation_mark", *"who?", "enter")
        assert isinstance(pilot.app.screen, PreviewScreen)
        await press(pilot, "enter")
        with Project.open(path, "ana") as project:
            marks = list(project.load(project.find_document("osmere")).set_of("ana").of(Remark))
        assert [each.flag for each in marks if each.flag] == ["who?"] * count
        await searching(pilot, "label:addressee")
        await press(pilot, "l")
        letter = next(key for key, title in screen.pending.choices if title == "Descriptor")  # type: ignore[union-attr]
        addressees = {hit.record.id for hit in screen.hits if hit.record}
        await press(pilot, letter, "enter")
        assert {i for i, each in stored(path).items() if i in addressees and each.label == "descriptor"} == addressees
        await press(pilot, "u")
        assert {i for i, each in stored(path).items() if each.label == "addressee"} == addressees


async def test_this_one_alone_is_a_key_away_and_escape_changes_nothing(path: Path) -> None:
    before = stored(path)
    async with workbench(path) as pilot:
        screen = await searching(pilot, "label:cue said")
        await press(pilot, "down", "delete", "escape")
        assert pilot.app.screen is screen
        assert stored(path) == before
        hit = screen.hits[1]
        await press(pilot, "delete", "tab")
        assert "1 of 1 in 1 article" in screen_text(pilot.app)
        await press(pilot, "enter")
    assert hit.record is not None
    assert before.keys() - stored(path).keys() == {hit.record.id}


async def test_the_star_marks_the_same_string_here_or_everywhere(path: Path) -> None:
    with Project.open(path, "ana") as project:
        found = project.load(project.find_document("osmere"), ["ana"])
        text = found.document.text
        annotation = next(e for e in found.set_of("ana").of(Annotation) if e.fragments[0].cut(text) == "Osmere")
        frames = len(list(found.set_of("ana").of(Attribution)))
    before = stored(path)
    async with workbench(path, "osmere-talks") as pilot:
        article = pilot.app.screen
        assert isinstance(article, AnnotateScreen)
        article.editor.place(annotation.envelope.start)
        article.editor.look(active=annotation.id, frame=None)
        await press(pilot, "asterisk")
        preview = pilot.app.screen
        assert isinstance(preview, PreviewScreen)
        here = sum(each.is_change for each in preview.lines)
        await press(pilot, "tab")
        everywhere = sum(each.is_change for each in preview.lines)
        assert everywhere > here > 0
        await press(pilot, "enter")
        assert pilot.app.screen is article
        assert f"{everywhere} records added in " in screen_text(pilot.app)
        new = stored(path).keys() - before.keys()
        assert len(new) == everywhere
        shown = {each.id for each in article.editor.annotations.of(Annotation)}
        assert len(new & shown) == here, "the article shows at once what was marked in it"
        assert len(list(article.editor.annotations.of(Attribution))) == frames
        await press(pilot, "u")
        assert stored(path) == before, "undone as one, in all articles"
        assert not new & {each.id for each in article.editor.annotations.of(Annotation)}
        await press(pilot, "asterisk", "A", "enter")
        assert "nothing is ticked" in screen_text(pilot.app)
        await press(pilot, "A", "x", "enter")
    assert len(stored(path)) == len(before) + here - 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_hostile_articles_notes_and_queries_are_only_text(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "p.db"
    make_project(path, "ana")
    text = f"envoy {HOSTILE} envoy"
    document = Document(
        document_id(text), HOSTILE, text, zones=(Zone(0, len(text), "body"),), sentences=(Span(0, len(text)),)
    )
    head = {"document_id": document.id, "annotator": "ana", "created": datetime(2026, 1, 1, tzinfo=UTC)}
    span = Annotation(id="1", label="source", fragments=(Span(2, len(text)),), flag=HOSTILE, note=HOSTILE, **head)
    with Project.open(path, "ana") as project:
        held = AnnotatedDocument(document, (annotation_set("ana", [span]),))
        project.store.add([held], by="ana", at=datetime.now(UTC), action="add")
    async with workbench(path, size=size) as pilot:
        for query in ("envoy", "label:source", "has:flag"):
            await searching(pilot, query)
            assert_is_only_text(pilot.app)
            await press(pilot, "delete")
            assert_is_only_text(pilot.app)
            await press(pilot, "escape")
        screen = await searching(pilot, "x")
        screen.look_for(f'"{HOSTILE}" -in:{HOSTILE}')
        screen.redraw()
        await pilot.pause()
        assert_is_only_text(pilot.app)


async def test_help_lists_every_key_and_no_codebook_takes_the_keys_of_the_workbench(path: Path) -> None:
    async with workbench(path) as pilot:
        await searching(pilot, "said")
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        rows = "\n".join("".join(run.text for run in row) for row in pilot.app.screen.rows(120))
        assert all(action.title in rows for action in SCREENS["search"])
        await press(pilot, "escape", "delete", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        rows = "\n".join("".join(run.text for run in row) for row in pilot.app.screen.rows(120))
        assert all(action.title in rows for action in SCREENS["preview"])


def test_every_question_of_the_codebook_is_a_filter(path: Path) -> None:
    with Project.open(path, "ana") as project:
        book: Codebook = project.codebook
        for asked in (*book.frame, *(each for label in book.labels for each in label.attributes)):
            value = asked.values[0] if asked.values else "x"
            assert read_query(project, f"{asked.name}:{value}").conditions[0].field == asked.name


async def test_more_than_may_be_changed_at_once_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.tui.screens.search.MANY", 3)
    before = stored(path)
    async with workbench(path) as pilot:
        await searching(pilot, "label:cue")
        await press(pilot, "delete")
        assert "more than 3 are found" in screen_text(pilot.app)
        await press(pilot, "enter")
    assert stored(path) == before
