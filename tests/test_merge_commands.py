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


RENAME = ("codebook", "rename", "value", "source.naming.unnamed_described", "described")


def theirs(cli: Cli, *words: str) -> tuple[int, str, str]:
    """The same on the other copy."""
    return cli(*words, "--project", "theirs.db")


def names(path: str) -> set[str]:
    """How Ana's sources are named."""
    with Project.open(Path(path), "ana") as project:
        loaded = [project.load(each, ["ana"]) for each in project.store.document_ids()]
        marked = [each for held in loaded for each in held.set_of("ana").of(Annotation)]
        return {name for each in marked for name in each.attributes.get("naming", ())}


def test_a_copy_whose_codebook_names_things_otherwise_is_refused_before_anything_is_written(cli: Cli) -> None:
    """On whichever side the name was changed; once both name it so, or neither does, they merge."""
    note("theirs.db", "theirs")
    theirs(cli, *RENAME)
    before = Path("ours.db").read_bytes()
    code, _, told = cli("merge", "theirs.db")
    assert (code, "since “rename value source.naming.unnamed_described to described”; do the same here" in told) == (
        1,
        True,
    )
    assert Path("ours.db").read_bytes() == before
    cli(*RENAME)
    assert cli("merge", "theirs.db")[1].startswith("new: 0 documents, 0 records; changed: 1 record")
    assert "described" in names("ours.db")
    theirs(cli, "codebook", "undo")
    code, _, told = cli("merge", "theirs.db")
    assert (code, "do the same in theirs.db" in told) == (1, True)


def test_what_was_renamed_and_taken_back_in_a_copy_comes_in_without_that(cli: Cli) -> None:
    theirs(cli, *RENAME)
    theirs(cli, "codebook", "undo")
    note("theirs.db", "theirs")
    named = names("ours.db")
    assert cli("merge", "theirs.db")[1].startswith("new: 0 documents, 0 records; changed: 1 record")
    assert names("ours.db") == named
    assert cli("merge", "theirs.db")[1].startswith("new: 0 documents, 0 records; changed: 0 records")


def test_a_change_of_the_codebook_can_still_be_taken_back_after_a_merge_that_brought_versions(cli: Cli) -> None:
    """And it still counts as made here: a copy that has not made it is refused."""
    shutil.copy("theirs.db", "third.db")
    named = names("ours.db")
    cli(*RENAME)
    theirs(cli, *RENAME)
    theirs(cli, "codebook", "export", "own.toml")
    Path("own.toml").write_text("# theirs\n" + Path("own.toml").read_text(encoding="utf-8"), encoding="utf-8")
    theirs(cli, "codebook", "load", "own.toml")
    note("theirs.db", "theirs")
    code, out, _ = cli("merge", "theirs.db")
    assert (code, "codebook: 1 version of theirs kept; ours stays in use" in out) == (Exit.DONE, True)
    code, _, told = cli("merge", "third.db")
    assert (code, "do the same in third.db" in told) == (Exit.ERROR, True)
    assert cli("codebook", "undo")[0] == Exit.DONE
    assert names("ours.db") == named
