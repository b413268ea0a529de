"""A progress bar on stderr for what takes more than a second, on a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from annotator.project.ticks import Tick, quiet

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""After how many seconds the bar appears."""


class Bar:
    """A bar that appears only once it is needed, because most jobs are done before."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.began = monotonic()
        self.progress: Progress | None = None

    def tick(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if self.progress is None and monotonic() - self.began > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            self.progress = Progress(console=Console(stderr=True), transient=True)
            self.progress.add_task(self.what)
            self.progress.start()
        if self.progress:
            self.progress.update(self.progress.task_ids[0], completed=done, total=total)

    def stop(self) -> None:
        """Take the bar away."""
        if self.progress:
            self.progress.stop()


@contextmanager
def progress(what: str) -> Iterator[Tick]:
    """What a long job may tell how far it is."""
    if not sys.stderr.isatty():
        yield quiet
        return
    bar = Bar(what)
    try:
        yield bar.tick
    finally:
        bar.stop()
