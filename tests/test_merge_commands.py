"""What `annotator merge` tells users and scripts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.edge import Exit
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation
from annotator.project import Project
from annotator.project.making import make_project
from tests.store_examples import NOON

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command on one of two copies of the sample project."""
    monkeypatch.chdir(tmp_path)
    make_project(tmp_path / "ours.db", "eve", sample=True)
    shutil.copy("ours.db", "theirs.db")

    def call(*words: object) -> tuple[int, str, str]:
        code = run(["--project", "ours.db", "--as", "eve", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def note(path: str, text: str, label: str = "claim") -> Annotation:
    """Write a note on Ana's first annotation of a label."""
    with Project.open(Path(path), "ana") as project:
        loaded = project.load(project.find_document("harbour-fire"))
        record = next(each for each in loaded.set_of("ana").of(Annotation) if each.label == label)
        changed = Annotation(**{n: getattr(record, n) for n in record.__struct_fields__} | {"note": text})
        edit = Edit(
            id=f"{path} {text}",
            document_id=loaded.document.id,
            annotator="ana",
            at=NOON,
            action="note",
            removed=(record,),
            added=(changed,),
        )
        project.apply(edit)
        return changed


def test_the_summary_says_what_came_and_the_backup_where_it_is(cli: Cli) -> None:
    note("theirs.db", "theirs")
    code, out, err = cli("merge", "theirs.db")
    assert code == Exit.DONE
    assert out == "new: 0 documents, 0 records; changed: 1 record; removed: 0 records; conflicts: 0\n"
    assert "ours.db.before-merge-1.backup" in err
    assert Path("ours.db.before-merge-1.backup").exists()


def test_conflicts_are_listed_with_words_and_both_versions_and_the_exit_code_says_so(cli: Cli) -> None:
    note("ours.db", "mine")
    record = note("theirs.db", "theirs")
    code, out, _ = cli("merge", "theirs.db")
    row, summary = out.splitlines()
    assert code == Exit.SKIPPED
    kind, document, annotator, ours, theirs = row.split("\t")
    assert (kind, document, annotator) == ("conflict", "harbour-fire.txt", "ana")
    assert ours.startswith("ours: claim “")
    assert ours.endswith("note: mine")
    assert theirs.endswith("note: theirs")
    assert summary.endswith("conflicts: 1 (ours stay until you decide)")
    code, out, _ = cli("merge", "theirs.db", "--json")
    (conflict,) = json.loads(out)["conflicts"]
    assert code == Exit.SKIPPED
    assert (conflict["theirs"]["id"], conflict["theirs"]["note"]) == (record.id, "theirs")


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_conflicts_can_be_decided_for_one_merge(cli: Cli, take: str) -> None:
    note("ours.db", "mine")
    note("theirs.db", "theirs")
    code, out, _ = cli("merge", "theirs.db", "--take", take)
    assert (code, out.splitlines()[-1].endswith(f"conflicts: 1 ({take} taken)")) == (Exit.DONE, True)
    code, out, _ = cli("merge", "theirs.db")
    assert (code, out.splitlines()[-1].endswith("conflicts: 0")) == (Exit.DONE, True)


def test_what_is_no_project_is_an_error(cli: Cli) -> None:
    Path("x.db").write_text("no project")
    code, out, err = cli("merge", "x.db")
    assert (code, out) == (Exit.ERROR, "")
    assert "not an annotator project" in err
