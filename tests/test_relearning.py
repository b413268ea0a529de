"""What is learned keeps up with the work: enough has to be new, one learns at a time, and a failure is one line."""

import sys
from pathlib import Path

import pytest

from annotator.domain.errors import AnnotatorError
from annotator.project import Project
from annotator.project.learning import alone, finished_articles, finished_before, is_due, newest_model
from annotator.project.making import make_project
from annotator.project.relearning import Relearning
from annotator.store.recoding import Recoder
from annotator.suggest.learned.quality import Quality, Score
from annotator.tui.app import Workbench
from tests.small_brat import BRAT, TEXT

DUE = [
    (0, 0, False),
    (4, 0, False),
    (5, 0, True),  # the first time
    (9, 5, False),
    (10, 5, True),  # five more
    (3, 5, False),  # some were reopened
    (205, 200, False),
    (220, 200, True),  # a tenth more, where there are many
]


@pytest.mark.parametrize(("finished", "before", "due"), DUE)
def test_something_is_learned_anew_once_five_articles_or_a_tenth_more_are_finished(
    finished: int, before: int, due: bool
) -> None:
    assert is_due(finished, before) == due


def test_how_good_it_is_fits_in_a_line() -> None:
    scores = {"source": Score(marked=20, proposed=20, right=12, found=12), "claim": Score(marked=2)}
    assert Quality(25, 25, scores).in_short == "learned from 25 articles; on held-out articles: source 60"
    assert Quality(1).in_short == "learned from 1 article; too few to say how good that is"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with five finished articles and one that is not."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"{TEXT}It was day {number}.\n", encoding="utf-8")
        (folder / f"{number}_ana.ann").write_text(BRAT, encoding="utf-8")
    make_project(tmp_path / "p.db", "eve")
    with Project.open(tmp_path / "p.db", "eve") as project:
        project.import_sets([folder], finished=True)
        (tmp_path / "next.txt").write_text(TEXT, encoding="utf-8")
        project.add([tmp_path / "next.txt"])
    return tmp_path / "p.db"


def test_it_is_learned_in_a_process_of_its_own_and_not_again_before_more_is_finished(path: Path) -> None:
    relearning = Relearning(path, "eve")
    assert relearning.learn().startswith("learned from 5 articles; ")
    with Project.open(path, "eve") as project:
        assert finished_articles(project.store) == 5
        machines = project.suggest("learned").documents
    assert machines == {"learned@1": 6}
    assert relearning.learn() == ""
    assert Relearning(path, "eve").learn() == ""


def test_what_was_learned_is_stored_whole_or_not_at_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(path, "eve") as project:
        project.learn()
        version, model = newest_model(project.store)
        assert (version, bool(model), finished_before(project.store)) == ("1", True, 5)
        give = Recoder.set_setting

        def fail(recoder: Recoder, name: str, value: str) -> None:
            if name == "learned version":
                raise AnnotatorError("the disk is full")
            give(recoder, name, value)

        monkeypatch.setattr(Recoder, "set_setting", fail)
        with pytest.raises(AnnotatorError, match="full"):
            project.learn()
        assert newest_model(project.store) == (version, model)
        assert project.store.setting("learned model 2") is None
        monkeypatch.undo()
        project.learn()
        assert newest_model(project.store)[0] == "2"
        assert project.store.setting("learned model 1") == ""


def test_two_do_not_learn_at_once_and_whoever_comes_second_is_told(path: Path) -> None:
    with alone(path), Project.open(path, "eve") as project, pytest.raises(AnnotatorError, match="just now"):
        project.learn()
    with alone(path):  # whoever had it has let go of it
        pass


def test_a_failure_is_one_line_and_is_not_tried_again_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    relearning = Relearning(path, "eve")
    monkeypatch.setattr(sys, "executable", "/no/python")
    assert relearning.learn().startswith("nothing was learned: ")
    assert relearning.learn() == ""


def test_what_is_being_learned_is_given_up_with_the_workbench(path: Path) -> None:
    relearning = Relearning(path, "eve")
    relearning.stop()
    assert relearning.learn() == ""
    with Project.open(path, "eve") as project:
        assert project.store.setting("learned version") is None


@pytest.mark.parametrize(("level", "asked"), [("all", 1), ("off", 0)])
async def test_the_workbench_says_what_was_learned_when_an_article_is_finished(
    path: Path, level: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.domain.editing import Level
    from tests.test_tui_annotate import rows

    calls: list[str] = []
    monkeypatch.setattr(Relearning, "learn", lambda self: calls.append("learn") or "learned from 6 articles; …")
    with Project.open(path, "eve") as project:
        document = project.find_document("next.txt")
        app = Workbench(project, document, path.with_name("theme"), Level(level))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await pilot.press("F")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert ("learned from 6 articles" in rows(pilot)[-1]) == bool(asked)
            await pilot.press("F")
            await app.workers.wait_for_complete()
            assert len(calls) == asked  # to open it again teaches nothing
