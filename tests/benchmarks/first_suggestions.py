"""What suggestions cost at the start, and how soon they are on the screen: `latency.py --suggestions`.

The start is that of a process in a pseudo-terminal, by turns with suggestions and without, so that both meet the same
load. Suggestions are timed in processes of their own, each of which opens one article after the other as the keys do:
two without a stored set, the first of which waits for the model too, and then the first again, whose set is stored now.
"""

import asyncio
import json
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.domain.editing import Level
from annotator.project import Project
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.annotate import AnnotateScreen

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"
SIZE = (120, 40)
PATIENCE = 30.0
RUNS = 7
OPENED = ("first article", "second article", "first again, stored")
"""The articles that are timed, in order."""


class Watched(Workbench):
    """A workbench that notes when it first painted an article, and when it first painted it with suggestions."""

    seen: dict[tuple[int, bool], float]

    def post_display_hook(self) -> None:
        super().post_display_hook()
        if isinstance(self.screen, AnnotateScreen):
            now, has_some = time.perf_counter(), bool(self.screen.editor.offers)
            self.seen.setdefault((id(self.screen), False), now)
            if has_some:
                self.seen.setdefault((id(self.screen), True), now)

    async def until_suggested(self) -> float:
        """When the present article was first painted with suggestions."""
        while (moment := self.seen.get((id(self.screen), True))) is None:
            await asyncio.sleep(0.002)
        return moment


async def timed(path: Path, settings: Path) -> list[float]:
    """Seconds until there are suggestions: from the first paint, then from two keys that open an article."""
    with Project.open(path, "ana") as project:
        app = Watched(project, project.store.document_ids()[0], settings, Level.ALL)
        app.seen, found = {}, []
        async with app.run_test(size=SIZE):
            moment = await app.until_suggested()
            found.append(moment - app.seen[id(app.screen), False])
            for action in (app.action_next_document, app.action_previous_document):
                before, begun = app.screen, time.perf_counter()
                action()
                while app.screen is before:
                    await asyncio.sleep(0.001)
                found.append(await app.until_suggested() - begun)
        return found


@contextmanager
def started(path: Path, document: str, level: str, settings: Path) -> Iterator[tuple[int, float]]:
    """A workbench in a pseudo-terminal once it has painted the article: the terminal, and the seconds until then."""
    (settings / "annotator").mkdir(parents=True, exist_ok=True)
    (settings / "annotator" / "suggestions").write_text(level, encoding="utf-8")
    begun = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", XDG_CONFIG_HOME=str(settings))
        command = [sys.executable, "-m", "annotator", f"--project={path}", "--as=ana", "annotate", document]
        os.execv(command[0], command)
    os.set_blocking(terminal, True)
    read_until(terminal, b"saved")
    try:
        yield terminal, time.perf_counter() - begun
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
        os.close(terminal)


def read_until(terminal: int, needle: bytes) -> None:
    seen = b""
    while needle not in seen and select.select([terminal], [], [], PATIENCE)[0]:
        seen += os.read(terminal, 65536)


def first_key(terminal: int) -> float:
    """Seconds from the first key, pressed as soon as the article is there, until what it tells is painted."""
    begun = time.perf_counter()
    os.write(terminal, b"y")
    read_until(terminal, b"active")
    return time.perf_counter() - begun


def project_in(folder: Path) -> tuple[Path, str]:
    """A project with the sample articles and no sets of machines."""
    path = folder / "new.db"
    make_project(path, "ana")
    with Project.open(path, "ana") as project:
        project.add([CORPUS])
        return path, next(project.documents()).name


def starts(folder: Path, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds to the first paint and of the first key, with suggestions and without, by turns."""
    found: dict[str, list[tuple[float, float]]] = {"off": [], "all": []}
    for number in range(runs):
        for level, values in found.items():
            fresh = folder / f"{level}{number}"
            fresh.mkdir()
            path, name = project_in(fresh)
            with started(path, name, level, fresh) as (terminal, seconds):
                values.append((seconds, first_key(terminal)))
    return found


def waits(folder: Path, runs: int) -> list[list[float]]:
    """For each run, seconds until suggestions are shown for each article, each run in a new process and project."""
    path, _ = project_in(folder)
    found = []
    for number in range(runs):
        copy = folder / f"{number}.db"
        shutil.copy(path, copy)
        command = [sys.executable, "-m", __spec__.name, str(copy), str(folder / "theme")]
        found.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    return found


def measure(runs: int = RUNS) -> None:
    """Print the figures, with the load of the machine before and after."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; medians of {runs} (least – most), ms")
    with tempfile.TemporaryDirectory() as folder:
        found: Any = starts(Path(folder), runs)
        for index, what in enumerate(("start to painted article", "first key")):
            columns = {level: [values[index] for values in found[level]] for level in found}
            ratio = statistics.median(columns["all"]) / statistics.median(columns["off"])
            print(f"{what:>26}: without {told(columns['off'])}, with {told(columns['all'])}, ratio {ratio:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        for what, values in zip(OPENED, zip(*waits(Path(folder), runs), strict=True), strict=True):
            print(f"{what:>26}: suggestions after {told(list(values))}")
    print(f"load {os.getloadavg()[0]:.1f}")


def told(seconds: list[float]) -> str:
    """The median, the least and the most."""
    return f"{1000 * statistics.median(seconds):.0f} ({1000 * min(seconds):.0f} – {1000 * max(seconds):.0f})"


if __name__ == "__main__":
    print(json.dumps(asyncio.run(timed(Path(sys.argv[1]), Path(sys.argv[2])))))
