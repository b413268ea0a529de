"""The commands that change the codebook tell what they would do before they do it, and are taken back by one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.project.making import make_project

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command of `codebook` on the sample project; its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOTATOR_NAME", "ana")
    make_project(tmp_path / "s.db", "ana", sample=True)

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["codebook", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_dry_run_says_whose_records_change_and_shows_ones_own(sample: Cli) -> None:
    code, out, err = sample("rename", "value", "source.naming.unnamed_described", "described", "--dry-run")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == Exit.DONE
    assert ["ana", "58 records", "9 articles"] in rows
    assert ["ben", "49 records", "9 articles"] in rows
    shown = [row for row in rows if row[-1] == "" and "naming=unnamed_described" in row]
    assert len(shown) == 8
    assert all(row[3] == "naming=described" for row in shown)
    assert "nothing is changed yet" in err
    assert "version 1" in sample("show")[1]


def test_a_change_is_made_told_and_taken_back(sample: Cli) -> None:
    assert (
        "version 2 of the codebook: rename label claim to assertion"
        in sample("rename", "label", "claim", "assertion")[2]
    )
    assert "[label.assertion]" in sample("export")[1]
    assert "[label.claim]" in sample("export", "--version", "1")[1]
    out = json.loads(sample("undo", "--json")[1])
    assert out["annotators"]["ana"] == {"records": 185, "articles": 9}
    assert sample("export")[1] == sample("export", "--version", "1")[1]
    assert sample("undo")[0] == Exit.ERROR


def test_a_split_is_by_a_filter_or_leaves_a_flag(sample: Cli) -> None:
    out = sample("split", "label", "claim", "claim", "figure", "--if", "claim_type=quantity", "--dry-run")[1]
    assert "\tclaim\tfigure\t\n" in out
    out = sample("split", "label", "descriptor", "role", "place", "--key", "w", "--dry-run")[1]
    assert "\tdescriptor\trole\tlabel role or place?\n" in out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rename", "value", "source.naming", "x"], "a value is written as LABEL.ATTRIBUTE.VALUE"),
        (["merge", "attribute", "source.naming", "number"], "attributes cannot be merged"),
        (["split", "relation", "repeats", "a", "b"], "relations cannot be split"),
        (["split", "label", "claim", "a", "b", "--if", "quantity"], "write it as ATTRIBUTE=VALUE"),
        (["diff", "7"], "there are 1 to 1"),
        (["rename", "label", "\x1b[31m", "x"], "no label"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_way_on(sample: Cli, words: list[str], why: str) -> None:
    code, out, err = sample(*words)
    assert (code, out) == (Exit.ERROR, "")
    assert why in err
    assert "\x1b" not in err


def test_a_new_rule_is_told_and_its_decisions_are_listed_until_kept(sample: Cli, tmp_path: Path) -> None:
    text = sample("export")[1]
    (tmp_path / "new.toml").write_text(text.replace("One proposition that", "One statement that"), encoding="utf-8")
    assert "185 decisions of yours to revisit" in sample("load", "new.toml")[2]
    name, field, before, after = sample("diff")[1].rstrip("\n").split("\t")
    assert (name, field) == ("claim", "definition")
    assert before.replace("One proposition", "One statement") == after
    listed = [json.loads(line) for line in sample("revisit", "--json")[1].splitlines()]
    assert len(listed) == 185
    assert listed[0]["changes"][0]["field"] == "definition"
    assert listed[0]["record"]["codebook"] == listed[0]["version"] == 1
    assert "185 decisions kept under version 2" in sample("revisit", "--keep")[2]
    assert sample("revisit")[1] == ""


def test_a_codebook_without_what_is_in_use_is_taken_only_when_told_to(sample: Cli, tmp_path: Path) -> None:
    text = sample("export")[1]
    start, end = text.index("[label.addressee]"), text.index("# --- Attributions")
    (tmp_path / "less.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    code, _, err = sample("load", "less.toml")
    assert code == Exit.ERROR
    assert "addressee: 16 of ana, in 7 articles" in err
    assert "--anyway" in err
    assert sample("load", "less.toml", "--anyway")[0] == Exit.DONE
