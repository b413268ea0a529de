"""What the history says is what was: replayed to any point, at any time, undone in any article, told in words."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.domain.changes import Telling
from annotator.domain.documents import Document
from annotator.domain.edits import Edit, applied
from annotator.domain.errors import AnnotatorError, EditError
from annotator.domain.records import (
    AnnotatedDocument,
    Annotation,
    AnnotationSet,
    AnyRecord,
    Attribution,
    Progress,
    State,
    annotation_set,
)
from annotator.domain.replaying import replayed, sets_at
from annotator.project import Project
from annotator.project.desk import Desk, read_desk
from annotator.project.making import make_project
from annotator.project.replaying import as_it_was, back_to, moment, revert, to_revert_anywhere
from annotator.text.segment import segment
from tests.ferry import DOCUMENT, PLAN, frame, header, links, mark, said
from tests.store_examples import NOON, annotated, make_annotation, make_document, make_edit

STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove", "undo", "redo"]), st.integers(0, 50)), max_size=14
)
"""What is done one after the other, each with a number that says to what."""


def changed(held: AnnotationSet, what: str, number: int, document: Document) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """What such a step would remove and add."""
    records = list(held.records.values())
    chosen = records[number % len(records)] if records else None
    if what == "add" or chosen is None:
        return [], [make_annotation(document, number % 5, number % 5 + 1)]
    return [chosen], [replace(chosen, note=f"{number}")] if what == "change" else []


@given(STEPS)
def test_edits_replayed_to_any_point_give_the_set_at_that_point(steps: list[tuple[str, int]]) -> None:
    document = make_document()
    sets, edits = [AnnotationSet("ana")], list[Edit]()
    for what, number in steps:
        if what in ("undo", "redo") and edits:
            edit = edits[number % len(edits)].inverse(f"i{len(edits)}", NOON)
        else:
            removed, added = changed(sets[-1], what, number, document)
            edit = make_edit(document, *added, removed=tuple(removed))
        try:
            after = applied(sets[-1], edit)
        except EditError:
            continue
        sets.append(after)
        edits.append(edit)
    for point, held in enumerate(sets):
        assert replayed("ana", edits[:point]).records == held.records


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without articles, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "p.db"
    make_project(path, "ana")
    return path


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 1), STEPS.map(lambda steps: steps[:4])), max_size=4))
def test_the_history_in_the_file_gives_every_state_that_was_and_undoes_to_the_first(
    empty: Path, rounds: list[tuple[int, list[tuple[str, int]]]]
) -> None:
    """Over two articles, with undo and redo wherever the last edit was, after a restart each time."""
    documents = [make_document(name="a.txt"), make_document("Another text, long enough.", name="b.txt")]
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        snapshots: list[tuple[int, list[AnnotationSet]]] = []
        for which, steps in [(0, []), *rounds]:
            with Project.open(path, "ana") as project:
                if not snapshots:
                    project.store.add(map(annotated, documents), by="ana", at=NOON, action="add")
                for what, number in steps:
                    if what in ("undo", "redo"):
                        revert(project, to_revert_anywhere(project, again=what == "redo"))
                    else:
                        held = project.load(documents[which].id, ["ana"]).set_of("ana")
                        removed, added = changed(held, what, number, documents[which])
                        project.apply(make_edit(documents[which], *added, removed=tuple(removed)))
                    snapshots.append((project.store.counts()["edit"], states(project, documents)))
                snapshots.append((project.store.counts()["edit"], states(project, documents)))
        with Project.open(path, "ana") as project:
            edits = list(project.history())
            for count, were in snapshots:
                for document, held in zip(documents, were, strict=True):
                    own = [each for each in edits[:count] if each.document_id == document.id]
                    assert replayed("ana", own).records == held.records
            while found := to_revert_anywhere(project):
                revert(project, found)
            assert [held.records for held in states(project, documents)] == [{}, {}]


def states(project: Project, documents: list[Document]) -> list[AnnotationSet]:
    return [project.load(each.id, ["ana"]).set_of("ana") for each in documents]


def test_edits_that_do_not_follow_from_each_other_are_refused() -> None:
    document = make_document()
    record = make_annotation(document, 0, 3)
    with pytest.raises(EditError, match="does not follow"):
        replayed("ana", [make_edit(document, removed=(record,))])


# --- undo in any article, and back to an edit -------------------------------------------------------------------------


@pytest.fixture
def project(empty: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(Path(shutil.copy(empty, tmp_path)), "ana") as project:
        texts = ("one.txt", "The mayor said no."), ("two.txt", "The crew said yes.")
        documents = [segment(name, text) for name, text in texts]
        project.store.add([AnnotatedDocument(each) for each in documents], by="ana", at=NOON, action="add")
        yield project


def do(project: Project, name: str, words: str, at: datetime = NOON, annotator: str = "ana") -> Edit:
    document = project.load(project.find_document(name), ()).document
    start = document.text.index(words)
    record = make_annotation(document, start, start + len(words), annotator=annotator)
    edit = replace(make_edit(document, record, annotator=annotator, action=f"mark {words}"), at=at)
    project.apply(edit)
    return edit


def test_the_last_edit_is_undone_wherever_it_was(project: Project) -> None:
    do(project, "one", "mayor")
    do(project, "two", "crew")
    do(project, "one", "said")
    do(project, "two", "yes", annotator="ben")
    actions = []
    for _ in range(4):
        edits = to_revert_anywhere(project)
        revert(project, edits)
        actions += [each.action for each in edits]
    assert actions == ["undo mark said", "undo mark crew", "undo mark mayor"]
    with Project.open(project.path, "ana") as again:
        for action in ("redo mark mayor", "redo mark crew", "redo mark said"):
            (edit,) = to_revert_anywhere(again, again=True)
            revert(again, [edit])
            assert edit.action == action
        assert to_revert_anywhere(again, again=True) == []


def test_what_was_done_to_several_articles_at_once_is_undone_and_redone_at_once(project: Project) -> None:
    ids = [project.find_document(name) for name in ("one", "two")]
    documents = [project.load(each, ()).document for each in ids]
    edits = [
        replace(make_edit(each, make_annotation(each, 0, 3)), id=f"batch-x/{n}") for n, each in enumerate(documents)
    ]
    project.apply(*edits)
    for again, count in ((False, 0), (True, 1), (False, 0)):
        revert(project, to_revert_anywhere(project, again))
        assert [len(project.load(each).set_of("ana").records) for each in ids] == [count, count]
    assert to_revert_anywhere(project) == []


def test_back_to_an_edit_undoes_all_after_it_in_its_article_alone(project: Project) -> None:
    first = do(project, "one", "mayor")
    do(project, "one", "said")
    do(project, "two", "crew")
    do(project, "one", "no")
    edits = back_to(project, first)
    revert(project, edits)
    assert [each.action for each in edits] == ["undo mark no", "undo mark said"]
    assert [len(project.load(project.find_document(name)).set_of("ana").records) for name in ("one", "two")] == [1, 1]
    assert back_to(project, first) == []
    with pytest.raises(AnnotatorError, match="undone itself"):
        back_to(project, next(each for each in project.history() if each.action == "mark no"))
    with pytest.raises(AnnotatorError, match="only ben"):
        back_to(project, do(project, "one", "The", annotator="ben"))


# --- as it was at a time ----------------------------------------------------------------------------------------------


def test_the_state_at_a_time_is_that_of_every_set(project: Project) -> None:
    hour = timedelta(hours=1)
    do(project, "one", "mayor", NOON)
    do(project, "one", "said", NOON + hour)
    do(project, "two", "crew", NOON + 2 * hour)
    ids = project.store.document_ids()
    for at, counts in ((NOON - hour, [0, 0]), (NOON, [1, 0]), (NOON + hour, [2, 0]), (NOON + 3 * hour, [2, 1])):
        documents, _ = as_it_was(project, ids, at)
        assert [len(each.set_of("ana").records) for each in documents] == counts
    now = sets_at(project.history())
    assert {owner: held.records for owner, held in now.items()} == {
        (each, "ana"): project.load(each).set_of("ana").records for each in ids
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T14:30:00+00:00", datetime(2026, 11, 22, 14, 30, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, 999_999).astimezone()),
        ("2026-11-22T14:30", datetime(2026, 11, 22, 14, 30).astimezone()),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, expected: datetime) -> None:
    assert moment(text) == expected


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(AnnotatorError, match="write it as"):
        moment("yesterday")


def test_an_export_of_the_time_before_an_edit_lacks_it_and_one_of_now_is_the_same(
    project: Project, tmp_path: Path
) -> None:
    do(project, "one", "mayor", NOON)
    do(project, "one", "said", NOON + timedelta(hours=1))
    project.export("jsonl", tmp_path / "now")
    project.export("jsonl", tmp_path / "then", at=NOON + timedelta(hours=2))
    project.export("jsonl", tmp_path / "before", at=NOON)
    now, then, before = ((tmp_path / each / "articles.jsonl").read_bytes() for each in ("now", "then", "before"))
    assert now == then
    assert now.count(b'"label":"source"') == 2
    assert before.count(b'"label":"source"') == 1


# --- the commands -----------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert run(list(words)) in (Exit.DONE, Exit.FOUND)
    return capsys.readouterr().out.splitlines()


def test_the_commands_tell_a_records_life_and_the_state_at_a_time(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit = do(project, "one", "mayor", NOON)
    record = edit.added[0]
    assert isinstance(record, Annotation)
    later = replace(record, label="cue")
    project.apply(
        replace(
            make_edit(make_document(), action="relabel"),
            document_id=edit.document_id,
            removed=(record,),
            added=(later,),
        )
    )
    own = ("--project", str(project.path), "--as", "ana")
    lines = told(capsys, "history", "--record", record.id, *own)
    assert [line.split("\t")[3:] for line in lines] == [
        ["mark mayor", "+ source “mayor”"],
        ["relabel", "~ cue “mayor”: was source"],
    ]
    edits = [json.loads(line) for line in told(capsys, "history", "--record", record.id, "--json", *own)]
    assert [len(each["added"]) for each in edits] == [1, 1]
    assert told(capsys, "history", "--at", "2026-11-21", *own) == []
    state = told(capsys, "history", "one", "--at", "2026-11-23", *own)
    assert state == [f"one.txt\tana\tcue “mayor”\t{record.id}"]
    assert run(["history", "--record", "nothing", *own]) != 0


def test_check_leaves_out_what_was_accepted_and_lists_it_on_wish(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.path
    plural = mark("source", "Two officials", naming="unnamed_bare", number="one")
    held = AnnotatedDocument(DOCUMENT, (annotation_set("ana", [plural]),))
    project.store.add([held], by="ana", at=NOON, action="import")
    own = ("--project", str(path), "--as", "ana")
    before = [line for line in told(capsys, "check", *own) if "\tana\t" in line]
    item = next(each for _, items in read_desk(project) for each in items if each.problem.rule == "V7")
    Desk(project).accept(item, "it says so")
    after = [line for line in told(capsys, "check", *own) if "\tana\t" in line]
    assert len(after) == len(before) - 1
    (accepted,) = told(capsys, "check", "--accepted", *own)
    assert accepted.endswith("\tit says so")
    assert (set(before) - set(after)) == {accepted.removesuffix("\tit says so")}


# --- in words ---------------------------------------------------------------------------------------------------------

TOLD: list[tuple[Callable[[], tuple[list[Any], list[Any]]], list[str]]] = [
    (lambda: ([], [mark("cue", "said")]), ["+ cue “said”"]),
    (lambda: ([mark("cue", "said")], []), ["- cue “said”"]),
    (lambda: ([], [Progress(**header(), state=State.FINISHED)]), ["+ article finished"]),
    (lambda: both(mark("cue", "said"), note="hm"), ["~ cue “said”: note “hm”"]),
    (
        lambda: both(mark("source", "they"), attributes={"naming": ("pronoun",)}),
        ["~ source “they”: naming none → pronoun"],
    ),
    (lambda: both(mark("source", "they"), fragments=mark("cue", "said").fragments), ["~ source “said”: was “they”"]),
    (lambda: ([], links(("repeats", "a", "b"))), ["+ … repeats …"]),
]


def both(record: AnyRecord, **changes: Any) -> tuple[list[AnyRecord], list[AnyRecord]]:
    return [record], [replace(record, **changes)]


@pytest.mark.parametrize(("records", "lines"), TOLD)
def test_an_edit_is_told_by_what_it_changed(
    records: Callable[[], tuple[list[Any], list[Any]]], lines: list[str]
) -> None:
    removed, added = records()
    edit = replace(make_edit(DOCUMENT, *added), removed=tuple(removed))
    assert list(Telling(DOCUMENT.text).changes(edit)) == lines


def test_a_frame_is_told_by_its_cue_and_by_the_spans_that_came_and_went() -> None:
    *parts, whole = said(PLAN, speech="indirect")
    assert isinstance(whole, Attribution)
    bare = replace(whole, source=(), attributes={})
    edit = replace(make_edit(DOCUMENT, whole), removed=(bare,))
    (line,) = Telling(DOCUMENT.text, {each.id: each for each in parts}).changes(edit)
    assert line == "~ frame of “said”: +source “The mayor”; speech_type none → indirect"
    assert next(Telling(DOCUMENT.text).changes(make_edit(DOCUMENT, *frame(None, None, mark("content", PLAN))))) == (
        f"+ content “{PLAN}”"
    )


def test_undoing_in_an_article_and_elsewhere_is_the_same_history(project: Project) -> None:
    """Undo in an article sees what was undone from elsewhere."""
    first = do(project, "one", "mayor")
    do(project, "one", "said")
    revert(project, to_revert_anywhere(project))
    undone = project.undo(first.document_id)
    assert undone is not None
    assert undone.action == "undo mark mayor"
    assert project.undo(first.document_id) is None
