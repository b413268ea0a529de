"""What is said of the work to come, of one annotator's work, and by metrics of one's choice, on the command line."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.agreement.cases import Cause
from annotator.agreement.counting import AGAIN, GOLD
from annotator.agreement.metrics import METRICS
from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.project import Project
from annotator.project.making import make_project
from annotator.project.reviewing import review

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project with all that both agree on in gold, which is finished in two articles."""
    path = tmp_path_factory.mktemp("commands") / "s.db"
    make_project(path, "eve", sample=True)
    with Project.open(path, "eve") as project:
        for document_id in project.store.document_ids()[:2]:
            bench = project.adjudication(document_id)
            assert bench
            edit = bench.accept_agreed()
            assert edit
            project.apply(edit)
            finish(project, document_id)
    return path


def finish(project: Project, document_id: str, who: str = GOLD) -> None:
    from annotator.domain.editing import Editor

    editor = Editor(project.load(document_id), who, project.codebook, project.codebook_version)
    project.apply(*editor.act("finish"))


@pytest.fixture
def cli(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command on a copy of the project; its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(made, tmp_path / "s.db")

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["--as", "eve", *words])
        return code, *capsys.readouterr()

    return call


def test_feedback_tells_the_work_against_gold_by_cause_with_the_sentences(cli: Cli) -> None:
    """Gold is what both marked alike, so that ben's work differs from it in extras only, and in what they entail."""
    code, out, _ = cli("feedback", "ben")
    assert code == Exit.DONE
    assert "ben and gold: 2 of" in out
    assert "gold : ben" in out
    found = json.loads(cli("feedback", "ben", "--json")[1])
    cases = [each["case"] for each in found["quoted"]]
    assert len(cases) == sum(n for label in found["feedback"]["causes"].values() for n in label.values()) > 10
    for each in found["quoted"]:
        words = each["right"] or each["own"]
        assert " ".join(words.split())[:20] in each["sentence"]
        assert f"{each['where']}\t" in out
    causes = [list(Cause).index(case["cause"]) for case in cases]
    assert causes == sorted(causes)
    only = cli("feedback", "ben", "--cause", "extra")[1]
    assert "extra (" in only
    assert "read again" not in only
    code, _, err = cli("feedback", "ben", "--cause", "moon")
    assert (code, "there is no cause" in err) == (Exit.USAGE, True)


def test_feedback_may_be_against_another_annotator(cli: Cli) -> None:
    assert "ana : ben" in cli("feedback", "ben", "--against", "ana")[1]
    code, _, err = cli("feedback", "ben", "--against", "ben")
    assert (code, "oneself" in err) == (Exit.ERROR, True)
    assert "nobody called “zoe”" in cli("feedback", "zoe")[2]


def test_feedback_without_gold_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_project(tmp_path / "p.db", "eve", sample=True)
    assert run(["--project", str(tmp_path / "p.db"), "feedback", "ben"]) == Exit.ERROR
    assert "there is no gold yet; adjudicate" in capsys.readouterr().err


def test_old_articles_are_due_for_a_retest_until_they_are_annotated_once_more(cli: Cli) -> None:
    """Five of nine are due after a year; the one done again is no longer, and tells how ben agrees with himself."""
    later = datetime.now(UTC) + timedelta(weeks=52)
    with Project.open(Path("s.db"), "eve") as project:
        found = review(project.store, project.codebook, "ben", now=later)
        assert (len(found.due), found.again) == (5, None)
        document = project.find_document(found.due[0])
        finish(project, document, f"ben{AGAIN}")
        again = review(project.store, project.codebook, "ben", now=later)
        assert found.due[0] not in again.due
        assert again.again is not None
        assert (again.again.documents, again.again.exact.value) == (1, 0.0)
    assert "ben with oneself, 1 articles once more: F1 exact 0.00" in cli("feedback", "ben")[1]


def test_a_target_tells_stop_from_train_again(cli: Cli) -> None:
    out = cli("agreement", "--target", "0.8")[1]
    assert "target 0.8" in out
    labels = {each["label"]: each for each in json.loads(cli("agreement", "--target", "0.8", "--json")[1])["labels"]}
    for each in labels.values():
        low, high = each["alpha"].get("low"), each["alpha"].get("high")
        assert (each["advice"] == "stop") == (low is not None and low >= 0.8)
        assert (each["advice"] == "train again") == (high is not None and high < 0.8)
    assert {"stop", "train again"} <= {each["advice"] for each in labels.values()}
    assert cli("agreement", "--target", "0.8", "--csv")[0] == Exit.USAGE


def test_metrics_are_told_by_name(cli: Cli) -> None:
    code, out, _ = cli("agreement", "ana", "ben", "--metric", "u_alpha", "--metric", "ac1")
    assert code == Exit.DONE
    assert METRICS["u_alpha"].title in out
    assert "not defined where one annotator's units overlap" in out
    found = json.loads(cli("agreement", "ana", "ben", "--metric", "ac1", "--json")[1])
    assert {each["label"] for each in found} >= {"", "source", "cue"}
    assert all(each["metric"] == "ac1" for each in found)
    assert "the metrics are" in cli("agreement", "--metric", "delta")[2]
