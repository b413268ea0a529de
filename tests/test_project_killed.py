"""kill -9 at any moment of a command: what is there is whole, and doing it again gives what it would have given."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.project.exporting import UNFINISHED
from annotator.project.making import make_project
from tests.conftest import CHECKOUT
from tests.small_brat import BRAT, TEXT

ARTICLES = 100
RECORDS = 4


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of brat articles, which take more than one transaction."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(ARTICLES):
        (folder / f"{number:03}.txt").write_text(f"{TEXT}\nIt was number {number}.\n", encoding="utf-8")
        (folder / f"{number:03}_ana.ann").write_text(BRAT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def imported(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all of them."""
    path = tmp_path_factory.mktemp("imported") / "p.db"
    make_project(path, "eve")
    with Project.open(path, "eve") as project:
        project.import_sets([articles])
    return path


def started(*words: object) -> "subprocess.Popen[str]":
    """The process of a command that is about to begin its work."""
    command = [sys.executable, "-m", "tests.project_crash", *map(str, words)]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: "subprocess.Popen[str]") -> bool:
    """Kill the process; whether it was still at work."""
    process.kill()
    process.communicate()
    return process.returncode != 0


def eventually(claim: Callable[[], bool]) -> bool:
    """Whether the claim comes true within ten seconds."""
    until = time.monotonic() + 10
    while not claim() and time.monotonic() < until:
        time.sleep(0.002)
    return claim()


@pytest.mark.parametrize("moment", range(20))
def test_a_killed_import_leaves_whole_articles_and_the_next_one_gives_all(
    moment: int, articles: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.db"
    make_project(path, "eve")
    process = started("import", articles, "--project", path)
    time.sleep(random.Random(moment).uniform(0, 0.25))
    kill(process)
    with Project.open(path, "eve") as project:
        assert [fault for fault in project.check() if fault.rule == "file"] == []
        for each in project.store.load_all():
            assert [len(held.records) for held in each.sets] == [RECORDS]
        project.import_sets([articles])
        assert len(project.store.document_ids()) == ARTICLES
        assert project.store.counts()["annotation"] == ARTICLES * (RECORDS - 1)


@pytest.mark.parametrize("moment", range(20))
def test_a_killed_export_leaves_the_old_files_or_the_new_and_no_litter_after_the_next(
    moment: int, imported: Path, tmp_path: Path
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    form = ("csv", "jsonl")[moment % 2]
    with Project.open(imported, "eve") as project:
        new = {path.name: path.read_bytes() for path in project.export(form, whole).files}
        out.mkdir()
        for name in new:
            (out / name).write_text("old", encoding="utf-8")
        process = started("export", "--format", form, "--out", out, "--project", imported)
        time.sleep(random.Random(moment).uniform(0, 0.15))
        kill(process)
        for name, content in new.items():
            assert (out / name).read_bytes() in (b"old", content)
        project.export(form, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == new


def test_an_export_killed_while_it_writes_is_cleared_away_by_the_next(imported: Path, tmp_path: Path) -> None:
    process = started("export", "--out", tmp_path, "--project", imported)
    assert eventually(lambda: any(tmp_path.glob(f".*{UNFINISHED}")))
    assert kill(process)
    assert any(tmp_path.glob(f".*{UNFINISHED}"))
    with Project.open(imported, "eve") as project:
        written = project.export("csv", tmp_path).files
    assert sorted(tmp_path.iterdir()) == sorted(written)


def test_an_import_killed_between_its_transactions_keeps_what_was_saved(articles: Path, tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    process = started("import", articles, "--project", tmp_path / "p.db")
    with Project.open(tmp_path / "p.db", "eve") as project:
        assert eventually(lambda: bool(project.store.document_ids()))
        assert kill(process)
        saved = len(project.store.document_ids())
        assert saved % 10 == 0
        assert 0 < saved < ARTICLES


@pytest.mark.parametrize("moment", range(5))
def test_a_project_killed_while_it_is_made_is_there_whole_or_not_at_all(moment: int, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    process = started("add", tmp_path / "a.txt", "--project", tmp_path / "p.db")
    time.sleep(moment * 0.01)
    kill(process)
    if (tmp_path / "p.db").exists():
        with Project.open(tmp_path / "p.db", "eve") as project:
            assert project.codebook_version == 1


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs to see which processes there are")
def test_the_processes_that_read_end_with_the_one_that_is_killed(articles: Path, tmp_path: Path) -> None:
    make_project(tmp_path / "p.db", "eve")
    process = started("import", articles, "--project", tmp_path / "p.db", "--processes")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found: set[str] = set()
    assert eventually(lambda: bool(found.update(children.read_text(encoding="ascii").split()) or found))
    assert kill(process)
    assert eventually(lambda: not any(is_running(each) for each in found))


def is_running(process: str) -> bool:
    """Whether there is such a process, and not only what is left of it until somebody asks."""
    try:
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0]
            != "Z"
        )
    except OSError:
        return False
