"""`annotator suggest`, `train` and `agreement --with`: what they print, and that a kill in the middle loses nothing."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.project import Project
from annotator.suggest import SUGGESTERS, Suggester
from tests.conftest import CHECKOUT
from tests.small_brat import BRAT, TEXT
from tests.small_sample import ARTICLES, small_sample

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the sample project, made once, with the suggestions of the rules."""
    path = tmp_path_factory.mktemp("suggested") / "s.db"
    small_sample(path)
    with Project.open(path, "eve") as project:
        project.suggest("rules")
    return path


@pytest.fixture
def cli(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command on a copy of that project; its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "eve")
    shutil.copy(made, tmp_path / "s.db")

    def call(*words: object) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_suggest_says_what_it_did_and_does_nothing_twice(cli: Cli) -> None:
    with Project.open(Path("s.db"), "eve") as project:
        name = next(project.documents()).name
        project.undo(project.find_document(name), "rules@1")
    code, out, err = cli("suggest", "--suggester", "rules")
    assert (code, out) == (Exit.DONE, "")
    assert err.startswith("suggested: 1 document by rules@1; ")
    assert f"already there: {ARTICLES - 1} sets; skipped: 0" in err
    code, out, err = cli("suggest", "--suggester", "rules", "--json", name)
    assert (code, json.loads(out)["there"], json.loads(out)["documents"]) == (Exit.DONE, 1, {})


def test_suggest_again_says_which_sets_came_out_the_same(cli: Cli) -> None:
    err = cli("suggest", "--suggester", "rules", "--again")[2]
    assert f"already there: 0 sets; made anew and the same: {ARTICLES} sets; skipped: 0" in err


def test_a_command_that_is_interrupted_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Project, "suggest", interrupt)
    assert cli("suggest") == (Exit.INTERRUPTED, "", "annotator: stopped\n")


def test_a_failing_suggester_ends_no_batch_and_shows_in_the_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> list[object]:
        raise ValueError("words of an article")

    monkeypatch.setitem(
        SUGGESTERS,
        "bad",
        Suggester(name="bad", version="1", what="", make=lambda _: fail),  # type: ignore[arg-type]
    )
    code, _, err = cli("suggest", "--suggester", "bad")
    assert code == Exit.SKIPPED
    assert err.count("skipped: ") == ARTICLES + 1
    assert "words of an article" not in err


def test_wrong_names_and_numbers_are_told(cli: Cli) -> None:
    assert "the suggesters are" in cli("suggest", "--suggester", "nope")[2]
    assert cli("suggest", "--workers", "0")[0] == Exit.USAGE
    code, _, err = cli("agreement", "--with", "mine")
    assert (code, "“mine” has suggested nothing here" in err) == (Exit.ERROR, True)
    code, _, err = cli("suggest", "--suggester", "learned")
    assert (code, "annotator train learned" in err) == (Exit.ERROR, True)
    assert "is what a suggester is called" in cli("--as", "rules@1", "list")[2]


def test_a_project_keeps_its_suggester_until_the_best_is_asked_for_again(cli: Cli) -> None:
    assert cli("suggest", "--suggester", "rules", "--always")[0] == Exit.DONE
    with Project.open(Path("s.db"), "eve") as project:
        assert project.store.setting("suggester") == "rules"
    assert f"already there: {ARTICLES} sets" in cli("suggest")[2]


def scores(cli: Cli, *words: str) -> list[dict[str, object]]:
    code, out, _ = cli("agreement", "--with", "rules", "--json", *words)
    assert code == Exit.DONE
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_a_machine_agrees_with_itself(cli: Cli) -> None:
    (only,) = scores(cli, "rules@1")
    assert (only["machine"], only["annotator"], only["documents"]) == ("rules@1", "rules@1", ARTICLES)
    rates = only["rates"]
    assert isinstance(rates, list)
    assert {rate["by"] for rate in rates} == {"exact", "overlap", "token"}
    for rate in rates:
        assert rate["proposed"] == rate["marked"] == rate["right"] > 0
        assert [rate[name]["value"] for name in ("precision", "recall", "f1")] == [1.0, 1.0, 1.0]


def test_a_machine_is_scored_against_every_person_with_what_the_figures_rest_on(cli: Cli) -> None:
    assert [each["annotator"] for each in scores(cli)] == ["ana", "ben"]
    (ana,) = scores(cli, "ana")
    for rate in ana["rates"]:  # type: ignore[attr-defined]
        right, proposed, marked = rate["right"], rate["proposed"], rate["marked"]
        assert rate["precision"]["value"] == (round(right / proposed, 4) if proposed else None)
        assert rate["recall"]["value"] == (round(right / marked, 4) if marked else None)
        assert rate["f1"]["value"] == round(2 * right / (proposed + marked), 4)
    by = {(rate["name"], rate["by"]): rate["right"] for rate in ana["rates"]}  # type: ignore[attr-defined]
    assert by["frame", "exact"] <= by["frame", "overlap"]
    assert by["cue", "exact"] <= by["cue", "overlap"]


def test_the_scores_come_as_a_table_and_as_csv(cli: Cli) -> None:
    code, out, _ = cli("agreement", "--with", "rules@1", "ana")
    assert code == Exit.DONE
    for words in (f"rules@1 against ana: {ARTICLES} finished articles", "precision", "frame", "right, of frames:"):
        assert words in out
    rows = list(csv.DictReader(io.StringIO(cli("agreement", "--with", "rules", "ana", "--csv")[1])))
    (ana,) = scores(cli, "ana")
    told = {(row["name"], row["measure"]): row["value"] for row in rows}
    for rate in ana["rates"]:  # type: ignore[attr-defined]
        name = "" if rate["name"] == "frame" else rate["name"]
        assert float(told[name, f"{rate['by']} right"]) == rate["right"]
        assert float(told[name, f"{rate['by']} f1"]) == rate["f1"]["value"]
    assert cli("agreement", "--with", "rules", "--csv", "--json")[0] == Exit.USAGE


def test_machines_leave_agreement_adjudication_listing_and_check_alone(cli: Cli, tmp_path: Path) -> None:
    small_sample(tmp_path / "plain.db")
    plain = ("--project", "plain.db")
    with_machines = ("--project", "s.db")
    for words in (["agreement", "--json"], ["list"], ["check"], ["adjudicate"]):
        assert cli(*with_machines, *words) == cli(*plain, *words)


def test_a_set_of_a_machine_goes_out_and_comes_back_with_its_scores(cli: Cli, made: Path, tmp_path: Path) -> None:
    assert cli("--project", "s.db", "export", "--format", "jsonl", "--out", "out")[0] == Exit.DONE
    assert cli("--project", "new.db", "import", "out")[0] == Exit.DONE
    with Project.open(made, "eve") as old, Project.open(tmp_path / "new.db", "eve") as new:
        before, after = (
            {each.document.id: each.set_of("rules@1").records for each in project.store.load_all(None, ["rules@1"])}
            for project in (old, new)
        )
    assert after == before
    assert any(record.score for records in before.values() for record in records.values())


def test_brat_files_named_after_a_machine_are_its_suggestions(cli: Cli, tmp_path: Path) -> None:
    assert cli("--project", "s.db", "export", "--format", "brat", "--out", "out")[0] == Exit.DONE
    assert len(list(Path("out").glob("*_rules@1.ann"))) == ARTICLES
    assert cli("--project", "new.db", "import", "out")[0] == Exit.DONE
    with Project.open(tmp_path / "new.db", "eve") as project:
        held = next(project.store.load_all()).set_of("rules@1")
        assert {(each.status, each.origin) for each in held.records.values()} == {("suggested", "rules@1")}
    (itself,) = json.loads(cli("--project", "new.db", "agreement", "--with", "rules", "--json", "rules@1")[1])
    assert itself["documents"] == ARTICLES


def test_suggesting_that_is_killed_keeps_what_was_stored_and_goes_on_from_there(tmp_path: Path, made: Path) -> None:
    small_sample(tmp_path / "k.db")
    command = [sys.executable, "-m", "annotator", "suggest", "--suggester", "rules", "--workers", "2"]
    place = {**os.environ, "ANNOTATOR_PROJECT": str(tmp_path / "k.db")}
    process = subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.DEVNULL, env=place)
    with Project.open(tmp_path / "k.db", "eve") as project, Project.open(made, "eve") as whole:
        while process.poll() is None and not project.store.documents_of("rules@1"):
            time.sleep(0.002)
        process.kill()
        process.communicate()
        stored = project.store.documents_of("rules@1")
        assert stored
        for each in project.store.load_all(stored, ["rules@1"]):
            expected = whole.load(each.document.id, ["rules@1"]).set_of("rules@1")
            assert each.set_of("rules@1").records.keys() == expected.records.keys()
        assert [fault for fault in project.check() if fault.rule == "file"] == []
        told = project.suggest("rules")
        assert (told.there, sum(told.documents.values())) == (len(stored), ARTICLES - len(stored))
        assert len(list(project.store.edits(annotator="rules@1"))) == ARTICLES


def test_what_the_project_teaches_is_learned_kept_and_suggested(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for number in range(6):
        (tmp_path / "articles" / f"{number}.txt").write_text(f"{TEXT}It was day {number}.\n", encoding="utf-8")
        (tmp_path / "articles" / f"{number}_ana.ann").write_text(BRAT, encoding="utf-8")
    new = ("--project", "new.db")
    assert cli(*new, "import", "articles", "--finished")[0] == Exit.DONE
    code, out, err = cli(*new, "train", "learned")
    assert (code, "cue" in out, "seen 6 articles" in err) == (Exit.DONE, True, True)
    assert "6 documents by learned@1" in cli(*new, "suggest", "--suggester", "learned")[2]
    assert json.loads(cli(*new, "train", "learned", "--json")[1])["articles"] == 6
    assert "6 documents by learned@2" in cli(*new, "suggest", "--suggester", "learned")[2]
    with Project.open(tmp_path / "new.db", "eve") as project:
        assert project.store.annotators() == ["ana", "learned@2"]
