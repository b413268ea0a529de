"""What a command loads before it does anything: help and the workbench are to be there at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project.making import make_project
from tests.conftest import CHECKOUT

DATABASE = {"sqlmodel", "sqlalchemy", "alembic"}
HEAVY = DATABASE | {
    "textual",
    "msgspec",
    "nupunkt",
    "charset_normalizer",
    "rich",
    "sqlite3",
    "asyncio",
    "multiprocessing",
}
READERS = {"typer", "pydantic", "nupunkt", "charset_normalizer", "concurrent.futures.process", "rich.progress", "csv"}


def loaded_by(code: str) -> set[str]:
    """The modules that are loaded after `code`, in a process of its own."""
    report = "import sys\nprint(chr(10).join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["add", "--help"], ["codebook", "--help"], ["--version"]])
def test_help_loads_nothing_but_the_command_line(words: list[str]) -> None:
    loaded = loaded_by(f"from annotator.cli import run\nassert run({words}) == 0")
    assert "annotator.cli.app" in loaded
    assert not loaded & HEAVY
    assert not [name for name in loaded if re.match(r"annotator\.(store|project|formats|text|tui|agreement)", name)]


def test_the_way_to_an_open_article_loads_no_command_no_reader_and_no_orm(tmp_path: Path) -> None:
    """From the command to the workbench, through the saving of an edit, to the day's backup."""
    make_project(tmp_path / "p.db", "eve", sample=True)
    loaded = loaded_by(f"""
import sys
sys.stdin.isatty = sys.stdout.isatty = lambda: True
import annotator.tui.app
def take_over(project, document_id):
    assert project.codebook.labels
    assert project.load(document_id).sets
    assert project.undo(document_id, "ana")
annotator.tui.app.run = take_over
from annotator.cli import run
assert run(["annotate", "dam-crack.md", "--project", {str(tmp_path / "p.db")!r}]) == 0
""")
    assert "annotator.tui.app" in loaded
    assert not loaded & (DATABASE | READERS)
    assert len(list((tmp_path / "p-backups").iterdir())) == 1


def test_every_module_can_be_imported_alone() -> None:
    """So that no module leans on what another happened to load before."""
    names = [
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("cli", "project", "agreement")
        for path in sorted((CHECKOUT / "annotator" / folder).glob("*.py"))
    ]
    code = "\n".join(
        f"for name in [n for n in sys.modules if n.split('.')[0] == 'annotator']: del sys.modules[name]\nimport {name}"
        for name in names
    )
    loaded_by(f"import sys\n{code}")


def test_the_module_can_be_run_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "--version"], cwd=CHECKOUT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"annotator \d+\.\d+\.\d+\n", done.stdout)
