"""Articles are shared out evenly, a part of them twice; who has which merges, and progress is timed without pauses."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import run
from annotator.domain.assigning import shared_out
from annotator.domain.documents import Document
from annotator.domain.editing import Editor, Level
from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine
from annotator.domain.records import State
from annotator.project import Project
from annotator.project.assigning import assign, holders, paces, withdraw
from annotator.project.making import make_project
from annotator.project.queue import measure, useful
from annotator.project.searching import find, read_query
from annotator.project.timing import IDLE, per_sentence, worked
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.library import LibraryScreen

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "Officials said on Monday that the port would open again. Nobody else could confirm that on Monday.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with ten articles that nobody has begun."""
    make_project(tmp_path / "p.db", "eve")
    opened = Project.open(tmp_path / "p.db", "eve")
    for number in range(10):
        (tmp_path / f"a{number}.txt").write_text(f"Article {number}. {TEXT}", encoding="utf-8")
    opened.add(sorted(tmp_path.glob("a*.txt")))
    return opened


# --- sharing out --------------------------------------------------------------------------------------------------


@given(
    st.integers(0, 60),
    st.integers(2, 5),
    st.sampled_from([0.0, 0.1, 0.2, 0.25, 0.5, 1.0]),
)
def test_everything_is_given_evenly_and_the_share_goes_to_two(count: int, people: int, overlap: float) -> None:
    """Every article has one reader or two different ones, as many two as asked for, and nobody has much more."""
    documents, names = [f"d{n}" for n in range(count)], [f"p{n}" for n in range(people)]
    shares = shared_out(documents, names, overlap, {})
    assert list(shares) == documents
    assert all(len(set(given)) == len(given) and given for given in shares.values())
    assert sum(len(given) == 2 for given in shares.values()) == int(count * overlap + 1e-9)
    loads = Counter(name for given in shares.values() for name in given)
    assert max(loads[name] for name in names) - min(loads[name] for name in names) <= 2


def test_all_pairs_share_articles_before_one_shares_twice() -> None:
    """Agreement can be told of every two annotators."""
    shares = shared_out([f"d{n}" for n in range(30)], ["ana", "ben", "cem"], 0.2, {})
    pairs = Counter(frozenset(given) for given in shares.values() if len(given) == 2)
    assert len(pairs) == 3
    assert max(pairs.values()) == 2


def test_nobody_is_given_an_article_twice_and_what_one_has_counts() -> None:
    held = {"a": {"ana"}, "b": {"ana"}}
    assert shared_out(["a", "c", "d"], ["ana", "ben"], 0.0, held) == {"a": ("ben",), "c": ("ben",), "d": ("ana",)}
    assert shared_out(["a"], ["ana"], 0.0, held) == {"a": ()}


# --- in a project --------------------------------------------------------------------------------------------------


def test_an_assignment_is_a_record_of_ones_own_set_until_one_begins(project: Project) -> None:
    told = assign(project, ["ana", "ben"], overlap=0.2)
    assert told.documents == {"ana": 6, "ben": 6}
    assert told.shared == 2
    first = project.store.document_ids()[0]
    assert project.load(first, ["ana"]).set_of("ana").state is State.ASSIGNED
    assert assign(project, ["ana", "ben"]).documents == {"ana": 0, "ben": 0}, "nothing is left that nobody has"


def test_what_was_begun_is_not_taken_back(project: Project) -> None:
    ids = project.store.document_ids()
    assign(project, ["ana"], ids[:2])
    editor = Editor(project.load(ids[0], ["ana"]), "ana", project.codebook)
    project.apply(*editor.act("read_on"))
    assert project.load(ids[0], ["ana"]).set_of("ana").state is State.IN_PROGRESS
    assert withdraw(project, ["ana"], ids) == 1
    assert set(holders(project.store)) == {ids[0]}


def test_finishing_takes_the_place_of_the_assignment_and_reopening_keeps_it_ones_own(project: Project) -> None:
    first = project.store.document_ids()[0]
    assign(project, ["ana"], [first])
    editor = Editor(project.load(first, ["ana"]), "ana", project.codebook)
    for state in (State.FINISHED, State.IN_PROGRESS):
        project.apply(*editor.act("finish"))
        assert project.load(first, ["ana"]).set_of("ana").state is state
    assert project.store.numbers.declared_by("ana") == [1]


def test_two_copies_that_assign_and_finish_merge_and_a_finished_article_stays_finished(
    project: Project, tmp_path: Path
) -> None:
    """Whoever assigns later than somebody finished elsewhere takes nothing back, in whichever direction one merges."""
    first, second = project.store.document_ids()[:2]
    project.close()
    shutil.copy(project.path, tmp_path / "other.db")
    with Project.open(tmp_path / "other.db", "ana") as other:
        editor = Editor(other.load(first, ["ana"]), "ana", other.codebook)
        other.apply(*editor.act("finish"))
        assign(other, ["ben"], [second])
    assign(project, ["ana"], [first, second])
    project.merge(tmp_path / "other.db")
    assert project.load(first, ["ana"]).set_of("ana").state is State.FINISHED
    assert holders(project.store) == {first: {"ana"}, second: {"ana", "ben"}}
    with Project.open(tmp_path / "other.db", "ana") as other:
        project.close()
        other.merge(project.path)
        assert other.load(first, ["ana"]).set_of("ana").state is State.FINISHED
        assert holders(other.store) == {first: {"ana"}, second: {"ana", "ben"}}


@pytest.mark.parametrize("names", [["a/b"], ["rules@1"]])
def test_only_people_are_given_articles(project: Project, names: list[str]) -> None:
    with pytest.raises(AnnotatorError):
        assign(project, names)


def test_two_people_are_needed_to_share(project: Project) -> None:
    with pytest.raises(AnnotatorError, match="two annotators"):
        assign(project, ["ana"], overlap=0.2)


def test_whoever_is_still_to_read_an_article_sees_nobody_elses_work_on_it(tmp_path: Path) -> None:
    """Neither the cases to settle nor the list of disagreements, before one has finished."""
    make_project(tmp_path / "p.db", "eve", sample=True)
    with Project.open(tmp_path / "p.db", "eve") as project:
        document_id = project.find_document("bank-rate.txt")
        assert project.adjudication(document_id) is not None
        assign(project, ["eve"], [document_id])
        assert project.adjudication(document_id) is None
        others = {case.document_id for case in project.comparison(["ana", "ben"]).cases()}
        assert others
        assert document_id not in others
        editor = Editor(project.load(document_id, ["eve"]), "eve", project.codebook)
        project.apply(*editor.act("finish"))
        assert project.adjudication(document_id) is not None
        assert document_id in {case.document_id for case in project.comparison(["ana", "ben"]).cases()}


# --- time ---------------------------------------------------------------------------------------------------------

WORK = [
    ([], 0),  # nothing done
    ([5], 0),  # one moment says nothing of time
    ([0, 10, 30], 30),  # all in one go
    ([30, 0, 10], 30),  # in whatever order they come
    ([0, 10, 10 + IDLE.seconds], 10),  # as long as a pause is a pause
    ([0, 10, 10 + IDLE.seconds - 1], 10 + IDLE.seconds - 1),  # just under it is work
    ([0, 0, 0], 0),  # many records of one moment, as an import makes
    ([0, 20, 9000, 9030], 50),  # before and after lunch
]


@pytest.mark.parametrize(("seconds", "expected"), WORK)
def test_work_is_the_time_between_moments_without_pauses(seconds: list[int], expected: int) -> None:
    assert worked(NOON + timedelta(seconds=each) for each in seconds) == timedelta(seconds=expected)


def test_time_per_sentence_is_unknown_without_a_sentence_or_time() -> None:
    moments = [NOON, NOON + timedelta(seconds=30)]
    assert per_sentence(moments, 3) == 10
    assert per_sentence(moments, 0) is None
    assert per_sentence([NOON], 3) is None


def test_progress_is_timed_from_what_was_saved(project: Project) -> None:
    """Two sentences 20 seconds apart and one after a night."""
    first = project.store.document_ids()[0]
    clock = iter(NOON + timedelta(seconds=each) for each in (0, 20, 40000) for _ in "ab")
    editor = Editor(project.load(first, ["ana"]), "ana", project.codebook, now=lambda: next(clock))
    for _ in range(3):
        project.apply(*editor.act("read_on"))
    (pace,) = paces(project, ["ana"])
    assert (pace.read, pace.seconds, pace.per_sentence) == (3, 20.0, pytest.approx(6.67, abs=0.01))


# --- commands and screens -------------------------------------------------------------------------------------------

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(project.path.parent)
    monkeypatch.setenv("ANNOTATOR_NAME", "eve")

    def call(*words: str) -> tuple[int, str, str]:
        code = run(list(words))
        return (code, *capsys.readouterr())

    return call


def test_the_command_gives_lists_and_takes_back(cli: Cli) -> None:
    assert cli("assign", "--to", "ana,ben", "--overlap", "20%")[2].startswith("assigned: 6 to ana, 6 to ben; 2 of")
    _, out, _ = cli("assign", "--list")
    assert "ana (assigned) ben (assigned)" in out
    found = [json.loads(line) for line in cli("assign", "--json")[1].splitlines()]
    assert sum(len(each["annotators"]) for each in found) == 12
    assert "taken back: 6 articles" in cli("assign", "--back", "--to", "ben")[2]
    assert "ben" not in cli("assign", "--list")[1]
    assert cli("assign", "--to", "ana,ben", "--overlap", "many")[0] == 2


def test_progress_can_be_read_by_people_and_programs(cli: Cli) -> None:
    cli("assign", "a3.txt", "--to", "ana")
    assert "a3.txt" in cli("progress")[1]
    (line,) = cli("progress", "--json")[1].splitlines()
    assert json.loads(line) == {
        "document": "a3.txt",
        "annotator": "ana",
        "state": "assigned",
        "read": 0,
        "seconds": 0.0,
        "per_sentence": None,
    }


def test_without_anything_learned_no_article_is_called_the_most_useful(cli: Cli) -> None:
    code, _, told = cli("progress", "--next")
    assert code == 1
    assert "annotator train learned" in told


class Doubting:
    """Stands for what was learned: the higher an article's number, the less sure it is of each of its sentences."""

    def doubts(self, document: Document) -> list[float]:
        return [int(document.name[1]) / 10] * 3


def test_the_most_useful_article_is_one_that_nobody_began_and_ones_own_before_others(project: Project) -> None:
    """Learning measures what nobody has begun; what somebody begins later is left out for that person."""
    ids = project.store.document_ids()
    editor = Editor(project.load(ids[9], ["ben"]), "ben", project.codebook)
    project.apply(*editor.act("finish"))
    measure(project.store, Doubting())  # type: ignore[arg-type]
    assert [each.listed.id for each in useful(project)] == list(reversed(ids[:9]))
    assert useful(project)[0].doubt == 0.8
    project.apply(*Editor(project.load(ids[8], ["eve"]), "eve", project.codebook).act("read_on"))
    assign(project, ["eve"], [ids[2], ids[5]])
    assert [each.listed.id for each in useful(project)][:3] == [ids[5], ids[2], ids[7]]


def test_the_command_names_the_most_useful_article(project: Project, cli: Cli) -> None:
    measure(project.store, Doubting())  # type: ignore[arg-type]
    assert cli("progress", "--next")[1].split("\t")[1:] == ["a9.txt", "0.90\n"]
    assert json.loads(cli("progress", "--next", "--json")[1])["listed"]["name"] == "a9.txt"


def test_names_that_nobody_here_has_are_told(cli: Cli) -> None:
    """Nothing is taken back from, or said of, somebody who is not there; a new reader is welcome, but named."""
    code, _, told = cli("assign", "--to", "ana", "a1.txt")
    assert (code, "new here: ana" in told) == (0, True)
    code, _, told = cli("progress", "anna")
    assert (code, "nobody called “anna” annotated here; did you mean ana?" in told) == (1, True)
    code, _, told = cli("assign", "--back", "--to", "bne")
    assert (code, "nobody called “bne”" in told) == (1, True)
    assert "new here" not in cli("assign", "--to", "ana", "a2.txt")[2]
    cli("assign", "--to", "ana")
    code, _, told = cli("assign", "--to", "zoe")
    assert (code, told) == (
        0,
        "nothing was assigned: every article is somebody's already; name those that others are to read, too\n",
    )


async def test_ones_own_articles_come_first_and_the_next_article_is_ones_own(project: Project, tmp_path: Path) -> None:
    ids = project.store.document_ids()
    assign(project, ["eve"], [ids[4], ids[7]])
    app = Workbench(project, None, tmp_path / "theme", Level.OFF)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.document_id == ids[4]
        await pilot.press("enter")
        await pilot.press("ctrl+down")
        await pilot.pause()
        assert isinstance(app.screen, AnnotateScreen)
        assert app.screen.document_id == ids[7]
        await pilot.press("ctrl+down")
        await pilot.pause()
        assert app.screen.document_id == ids[0]


async def test_a_key_of_the_library_assigns_and_takes_back(project: Project, tmp_path: Path) -> None:
    ids = project.store.document_ids()
    app = Workbench(project, None, tmp_path / "theme", Level.OFF)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("down", "ctrl+g", *"ana", "comma", *"ben", "enter")
        await pilot.pause()
        assert holders(project.store) == {ids[1]: {"ana", "ben"}}
        await pilot.press("ctrl+g", "minus", *"ben", "enter")
        await pilot.pause()
        assert holders(project.store) == {ids[1]: {"ana"}}
        await pilot.press("ctrl+g", *"rules", "escape", "a", "7")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.document_id == ids[7], "after Esc the filter has the keys again"


async def test_the_most_useful_article_comes_first_once_it_is_known(project: Project, tmp_path: Path) -> None:
    ids = project.store.document_ids()
    app = Workbench(project, None, tmp_path / "theme", Level.OFF)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.document_id == ids[0], "nothing was learned, so nothing is sorted"
        project.store.set_setting("usefulness of articles", json.dumps({ids[3]: 0.2, ids[8]: 0.9, "gone": 1.0}))
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert app.screen.document_id == ids[8]
        await pilot.press("enter", "space", "ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        assert app.screen.document_id == ids[3], "what was begun is not to be read next"


def test_nobody_sees_others_work_on_an_article_before_finishing_it(tmp_path: Path) -> None:
    """Neither whoever was given it, nor whoever has begun it, nor a newcomer; machines and gold are no secret."""
    make_project(tmp_path / "blind.db", "eve", sample=True)
    with Project.open(tmp_path / "blind.db", "eve") as project:
        (document_id, *_) = project.store.document_ids()

        def seen() -> set[str]:
            query = read_query(project, "-annotator:eve label:cue")
            found = {hit.record.annotator for hit in find(project, query, enough=10**6).hits if hit.record}
            told = {edit.annotator for edit in project.history(document_id)}
            assert {name for name in told | found if is_machine(name)}
            return {name for name in told | found if not is_machine(name)} - {"eve"}

        assert seen() == set()
        assign(project, ["eve"], [document_id])
        assert (seen(), project.adjudication(document_id)) == (set(), None)
        editor = Editor(project.load(document_id, ["eve"]), "eve", project.codebook, project.codebook_version)
        project.apply(*editor.act("read_on"))
        assert (seen(), project.adjudication(document_id)) == (set(), None)
        project.apply(*editor.act("finish"))
        assert seen() == {"ana", "ben"}
        assert project.adjudication(document_id)
    with Project.open(tmp_path / "blind.db", "gold") as project:
        editor = Editor(project.load(document_id, ["gold"]), "gold", project.codebook, project.codebook_version)
        project.apply(*editor.act("read_on"))
        assert {edit.annotator for edit in project.history(document_id)} > {"ana", "ben", "gold"}
