"""What the desk shows, found in a thread of its own and told as it comes."""

import time

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from annotator.domain.desk import Item
from annotator.domain.errors import AnnotatorError
from annotator.domain.threads import Thread
from annotator.project import Project
from annotator.project.desk import read_desk
from annotator.project.remarks import open_flags, threads
from annotator.tui.screens.keyed import KeyedPage

OFTEN = 0.3
"""Seconds between two messages of the thread that checks."""


class Finding(KeyedPage):
    """A screen for which all articles are checked."""

    class Remarked(Message):
        """The flags and notes of all articles."""

        def __init__(self, flags: list[Item], threads: list[Thread]) -> None:
            super().__init__()
            self.flags = flags
            """The open flags."""
            self.threads = threads
            """The notes."""

    class Found(Message):
        """What was found in some articles."""

        def __init__(self, found: dict[str, list[Item]], done: tuple[int, int], problem: str = "") -> None:
            super().__init__()
            self.found = found
            """What is wrong, by article."""
            self.done = done
            """How many articles of how many are checked."""
            self.problem = problem
            """Why it goes no further."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self.project = project
        """Where the articles are."""

    @work(thread=True, exclusive=True)
    def find(self) -> None:
        """Read all articles, and tell what is found as it comes."""
        worker = get_current_worker()
        done, found, told = (0, 0), {}, time.monotonic()
        try:
            with Project.open(self.project.path, self.project.annotator) as project:

                def tick(number: int, total: int) -> None:
                    nonlocal done
                    done = (number, total)

                self.post_message(self.Remarked(open_flags(project), threads(project)))
                for document_id, items in read_desk(project, tick):
                    if worker.is_cancelled:
                        return
                    found[document_id] = items
                    if time.monotonic() - told > OFTEN:
                        self.post_message(self.Found(found, done))
                        found, told = {}, time.monotonic()
                    time.sleep(0.001)  # a key that waits goes first
            self.post_message(self.Found(found, (done[1], done[1])))
        except AnnotatorError as error:
            self.post_message(self.Found({}, (0, 0), str(error)))
