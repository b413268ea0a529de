"""Finding the articles that have some words in their name or headline, in a thread that another filter stops."""

from collections.abc import Sequence

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from annotator.domain.errors import AnnotatorError
from annotator.project import Project
from annotator.tui.screens.page import Page


class Filtering(Page):
    """A screen that is told which articles fit a filter."""

    class Filtered(Message):
        """Which documents have the words of a filter."""

        def __init__(self, text: str, numbers: Sequence[int], problem: str = "") -> None:
            super().__init__()
            self.text = text
            """The filter."""
            self.numbers = numbers
            """The numbers of the documents."""
            self.problem = problem
            """Why they are not known, where they are not."""

    @work(thread=True, exclusive=True)
    def filter_by(self, project: Project, text: str) -> None:
        """Find the documents with the words of the filter; stop where another one is written."""
        worker = get_current_worker()
        try:
            with Project.open(project.path, project.annotator) as reading:
                reading.store.stop_when(lambda: worker.is_cancelled)
                told = self.Filtered(text, reading.store.numbers.all(text))
        except AnnotatorError as error:
            told = self.Filtered(text, (), str(error))
        if not worker.is_cancelled:
            self.post_message(told)
