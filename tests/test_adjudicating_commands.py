"""What `annotator adjudicate` tells users and scripts, and what it does only when asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.project import Project
from annotator.project.making import make_project

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command on the sample project."""
    monkeypatch.chdir(tmp_path)
    make_project(tmp_path / "s.db", "eve", sample=True)

    def call(*words: object) -> tuple[int, str, str]:
        code = run(["--project", "s.db", "--as", "eve", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_it_lists_where_what_and_why_and_who_says_the_same_and_changes_nothing(cli: Cli) -> None:
    before = Path("s.db").read_bytes()
    code, out, err = cli("adjudicate", "dam-crack")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == Exit.DONE
    assert err == f"{len(rows)} cases to decide\n"
    assert {row[0].partition(":")[0] for row in rows} == {"dam-crack.md"}
    assert rows[0][2] == "missed"
    assert {row[3] for row in rows if row[2] == "agreed"} == {"ana+ben"}
    assert Path("s.db").read_bytes() == before


def test_accepting_takes_what_is_alike_with_the_reason_and_leaves_the_rest(cli: Cli) -> None:
    cases = [json.loads(line)["case"] for line in cli("adjudicate", "--json")[1].splitlines()]
    agreed = sum(case["cause"] is None for case in cases)
    assert 0 < agreed < len(cases)
    _, out, err = cli("adjudicate", "--accept", "--reason", "both say so")
    assert err == f"{len(cases) - agreed} cases to decide; {agreed} accepted\n"
    assert len(out.splitlines()) == len(cases) - agreed
    assert cli("adjudicate", "--accept")[2].endswith("; 0 accepted\n")
    with Project.open(Path("s.db"), "eve") as project:
        edits = [edit for edit in project.history() if edit.annotator == "gold"]
        assert all(edit.action.endswith("agreed by eve") for edit in edits)
        assert {record.note for edit in edits for record in edit.added} == {"both say so"}


def test_those_who_did_not_finish_are_not_compared(cli: Cli) -> None:
    assert cli("adjudicate", "--between", "ana", "--between", "zoe") == (Exit.DONE, "", "0 cases to decide\n")
