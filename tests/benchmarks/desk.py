"""How long a key takes on the desk with the problems of many articles, while they are still being found and afterwards.

Times of keys are CPU times, of the screen's thread while another one checks, so that other work does not count.

python -m tests.benchmarks.desk [--data FOLDER] [--articles 840] [--short]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from msgspec.structs import replace
from textual.pilot import Pilot

from annotator.domain.records import AnnotatedDocument, annotation_set
from annotator.project import Project
from annotator.project.desk import read_desk
from annotator.project.making import make_project
from annotator.tui.app import Workbench
from annotator.tui.screens.desk import DeskScreen
from tests.benchmarks.gold import CHECKOUT

SHARED = CHECKOUT.parent / "shared"
SEEDS = SHARED / "seeds"
LIMIT = 100
"""Milliseconds that a key may take."""

LOOKING = ("j", "j", "pagedown", "k", "tab", "shift+tab", "c", "j", "c", "d", "j", "d", "pageup")
"""What is pressed while the articles are being checked: moving, views, limits."""

DECIDING = ("j", "1", "u", "j", "c", "j", "c", "pagedown", "tab", "shift+tab", "d", "d")
"""What is pressed afterwards: mending and undoing too."""


Clock = Callable[[], float]
"""Tells seconds."""


class Watched(Workbench):
    """A workbench that knows when the desk was first painted."""

    painted: float | None = None
    """By the clock; None until it was."""

    def post_display_hook(self) -> None:
        super().post_display_hook()
        if self.painted is None and isinstance(self.screen, DeskScreen):
            self.painted = time.perf_counter()


async def timed(pilot: Pilot[None], keys: Sequence[str], clock: Clock) -> list[float]:
    """Milliseconds from each key to the end of its paint."""
    times = []
    for key in keys:
        began = clock()
        await pilot.press(key)
        times.append(1000 * (clock() - began))
    return times


async def key_times(path: Path) -> tuple[list[float], list[float]]:
    """The times of keys while the desk is being filled, and when it is."""
    with Project.open(path, "ana") as project:
        app = Watched(project, None, path.with_name("theme"))
        async with app.run_test(size=(120, 40)) as pilot:
            began = time.perf_counter()
            await pilot.press("f10")
            screen = app.screen
            assert isinstance(screen, DeskScreen)
            assert app.painted
            print(f"the desk is painted {1000 * (app.painted - began):.0f} ms after its key")
            during: list[float] = []
            while any(not each.is_finished for each in pilot.app.workers):
                during += await timed(pilot, LOOKING, time.thread_time)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            print(f"{len(screen._items):,} problems of {len(screen.desk.items) - 1:,} articles", end=" ")
            print(f"are listed after {time.perf_counter() - began:.1f} s")
            return during, await timed(pilot, DECIDING * 6, time.process_time)


def tell(name: str, times: Sequence[float]) -> None:
    """Print how long keys took."""
    cuts = quantiles(times, n=100)
    slow = sum(each > LIMIT for each in times)
    print(f"a key {name}: 50th {cuts[49]:.0f} ms, 95th {cuts[94]:.0f} ms, most {max(times):.0f} ms;", end=" ")
    print(f"{slow} of {len(times)} above {LIMIT} ms")


def everything_as(annotator: str, folder: Path, limit: int, path: Path) -> None:
    """Make a project in which one annotator has, of each article of the folder, somebody's whole set, finished.

    The seed articles are there too, with nothing marked in them.
    """
    read = path.with_name("read.db")
    make_project(read, annotator)
    make_project(path, annotator)
    with Project.open(read, annotator) as source, Project.open(path, annotator) as target:
        source.import_sets([folder], finished=True)
        held = [one_set(each, annotator) for each in source.store.load_all() if each.sets][:limit]
        target.store.add(held, by=annotator, at=datetime.now(UTC), action="benchmark")
        if SEEDS.is_dir():
            target.add([SEEDS])


def one_set(held: AnnotatedDocument, annotator: str) -> AnnotatedDocument:
    """The article with its first set, as this annotator's."""
    records = [replace(each, annotator=annotator) for each in held.sets[0].records.values()]
    return replace(held, sets=(annotation_set(annotator, records),))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "polnear" / "train", help="a folder of .ann")
    parser.add_argument("--articles", type=int, default=840)
    parser.add_argument("--short", action="store_true", help="the sample corpus, a few keys")
    wanted = parser.parse_args()
    folder = CHECKOUT / "corpus" if wanted.short or not wanted.data.is_dir() else wanted.data
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.db"
        everything_as("ana", folder, wanted.articles, path)
        with Project.open(path, "ana") as project:
            began = time.perf_counter()
            found = sum(len(items) for _, items in read_desk(project))
            print(f"{found:,} problems are found in {time.perf_counter() - began:.1f} s, without a screen")
        during, after = asyncio.run(key_times(path))
        if during:
            tell("while articles are being checked", during)
        tell("afterwards", after)


if __name__ == "__main__":
    main()
