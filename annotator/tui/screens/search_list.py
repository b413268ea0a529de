"""What a query finds, as a list that grows while one goes through it; what looks and changes nothing."""

from collections.abc import Sequence

from textual import work
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from annotator.domain.errors import AnnotatorError
from annotator.domain.filters.hits import Hit
from annotator.domain.filters.language import Query
from annotator.project import Project
from annotator.project.searching import PAGE, Results, found_in_parts, read_query
from annotator.tui.screens.listing import ListPage
from annotator.tui.widgets.hit_rows import badge, hit_rows, place_row
from annotator.tui.widgets.lines import Row, Run, paragraph, spread

OFTEN = 0.2
"""Seconds after which a thread that looks tells what it has found."""

NOTHING = Results([], 0, 0, is_all=True)
"""What was found where nothing was looked for."""

NEAR = 10
"""How near to the end of what was found more is looked for."""

EXAMPLE = 26
"""Cells for an example."""

HELP = (
    ("diplomat moscow", "sentences with both words"),
    ("“Western diplomat”", "these words one after the other"),
    ("diplom* -moscow", "words that begin so, without another"),
    ("doc:syria envoy", "in articles with this name or headline"),
    ("label:cue said", "annotations of a label with this word"),
    ("naming:unnamed", "annotations with an answer that begins so"),
    ("label:source -has:naming", "annotations where a question is open"),
    ("has:flag", "what is flagged; has:note finds notes"),
    ("in:notes unsure", "words in notes; in:spans, in annotations"),
    ("annotator:ben label:claim", "somebody else's instead of your own"),
)
"""What can be written, and what it finds."""

FOOTER = ("query", "open", "next", "answer", "relabel", "flag", "remove", "undo", "library")
"""What the row of keys shows, the most useful first."""


class SearchList(ListPage):
    """What one query finds in the project."""

    NAME = "search"

    class More(Message):
        """More was found."""

        def __init__(self, query: Query, results: Results, is_last: bool, problem: str = "") -> None:
            super().__init__()
            self.query = query
            """What was looked for."""
            self.results = results
            """What was found since the last message."""
            self.is_last = is_last
            """Whether no other message follows."""
            self.problem = problem
            """Why it could not be looked for, where it could not."""

    def __init__(self, project: Project, text: str = "") -> None:
        """Take where to look, and what for, if that is known."""
        super().__init__(project.codebook)
        self.project = project
        """Where it is looked for."""
        self.text = text
        """The query as it was written."""
        self.hits: list[Hit] = []
        """What was found so far."""
        self._query = self._asked = Query()
        self._results = NOTHING
        self._problem = ""
        self._is_looking = False
        self._back_to = 0

    def on_mount(self) -> None:
        """Ask for a query."""
        if self.text:
            self.look_for(self.text)
        else:
            self.action_query()

    def on_screen_resume(self) -> None:
        """Show what was changed in an article meanwhile."""
        if self.text:
            chosen = self.chosen
            self.look_for(self.text, max(PAGE, self.count))
            self._back_to = chosen
            self.redraw()

    @property
    def document_id(self) -> str:
        """The article of what is chosen."""
        return self.hits[self.chosen].document.id if self.hits else ""

    # --- looking -----------------------------------------------------------------------------------------------------

    @property
    def is_behind(self) -> bool:
        """Whether what is listed was found for an earlier query."""
        return self._query is not self._asked

    def look_for(self, text: str, enough: int = PAGE) -> None:
        """Have a thread look for what was written; what was found before stays until then."""
        self.workers.cancel_node(self)
        self.text, self._problem, self._is_looking, self._back_to = text, "", False, 0
        try:
            self._asked = read_query(self.project, text)
        except AnnotatorError as error:
            self._asked, self._problem = Query(), str(error)
            self._begin()
            return
        if self._asked.place == "articles" and not self._asked.phrases:
            self._begin()  # nothing that could be found was written yet
        else:
            self._is_looking = True
            self._look(self._asked, 0, enough)

    def _begin(self) -> None:
        """List what is found for the query that was asked last, of which there is nothing yet."""
        self._query, self._results = self._asked, NOTHING
        self.hits, self.chosen, self.top = [], 0, 0

    def _look_on(self) -> None:
        if not self._results.is_all and not self._is_looking:
            self._is_looking = True
            self._look(self._query, self._results.after, PAGE)

    @work(thread=True, exclusive=True)
    def _look(self, query: Query, after: int, enough: int) -> None:
        """Look until there is enough, and tell what is found as it comes; stop where something else is looked for."""
        worker = get_current_worker()
        try:
            with Project.open(self.project.path, self.project.annotator) as project:
                project.store.stop_when(lambda: worker.is_cancelled)
                for found in found_in_parts(project, query, after, enough, OFTEN):
                    if worker.is_cancelled:
                        return
                    enough -= len(found.hits)
                    self.post_message(self.More(query, found, found.is_all or enough <= 0))
        except AnnotatorError as error:
            if not worker.is_cancelled:
                self.post_message(self.More(query, NOTHING, is_last=True, problem=str(error)))

    def on_search_list_more(self, message: More) -> None:
        """Show what else was found, unless something else is looked for by now."""
        message.stop()
        if message.query is not self._asked:
            return
        if self.is_behind:
            self._begin()
        self._is_looking = not message.is_last
        self._problem = message.problem
        self._take(message.results)
        self.redraw()

    def _take(self, found: Results) -> None:
        looked = self._results.looked + found.looked
        hidden = self._results.hidden + found.hidden
        self.hits += found.hits
        self._results = Results([], found.after, looked, found.is_all, hidden)
        self._go_back()

    def _go_back(self) -> None:
        """Choose again what was chosen before an article was opened, once it is found."""
        if 0 < self._back_to < self.count:
            self.chosen, self._back_to = self._back_to, 0

    # --- writing the query -------------------------------------------------------------------------------------------

    def action_query(self) -> None:
        """Ask what to look for; what is written is looked for key by key."""
        self.ask("what to look for; Enter goes to what is found", self.text, self.look_for)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is written so far."""
        event.stop()
        if self._written == self.look_for and event.value.strip() != self.text:
            self.look_for(event.value.strip())
            self.redraw()

    # --- moving ------------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many things were found so far."""
        return len(self.hits)

    def move(self, step: int) -> None:
        """Choose another one, and look for more where the end is near."""
        super().move(step)
        if self.chosen + NEAR >= self.count:
            self._look_on()

    def action_open(self) -> None:
        """Open the article at the chosen place."""
        if self.hits:
            hit = self.hits[self.chosen]
            owner = hit.record.annotator if hit.record else ""
            if owner and owner != self.project.annotator:
                self.message = f"this is {owner}'s; the article opens with your own annotations"
            self.app.open_beyond(hit.document.id, hit.start)  # type: ignore[attr-defined]

    # --- drawing -----------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> Sequence[Row]:
        """What is looked for, where, and how much was found."""
        where = {"articles": "sentences", "spans": "annotations", "notes": "notes and flags"}[self._query.place]
        found = f"{self.chosen + 1 if self.hits else 0} of {self.count}{'' if self._results.is_all else '+'}"
        looked = "" if self.is_behind else f"looked through {articles(self._results.looked)} "
        looking = f" · {looked}…" if self._is_looking else ""
        hidden = f" · {articles(self._results.hidden)} hidden until you finish" if self._results.hidden else ""
        left = (Run(" search ", "title"), Run(f" {self.text}", "strong"))
        return [spread(left, (Run(f"{where} · {found}{looking}{hidden} "),), width)]

    def empty(self, width: int) -> Sequence[Row]:  # noqa: ARG002
        """What can be written."""
        return [(), *((Run(f"  {each:<{EXAMPLE}}", "key"), Run(said, "muted")) for each, said in HELP)]

    def line(self, number: int, width: int) -> Row:
        """One thing found."""
        hit = self.hits[number]
        mark = badge(hit, self.palette())
        return place_row(hit.document, hit.spans, hit.sentence, mark, number == self.chosen, width)

    def detail(self, width: int) -> Sequence[Row]:
        """The chosen one in its context; else what is wrong with the query."""
        if self.hits:
            return hit_rows(self.hits[self.chosen], self.codebook, self.palette(), width)
        if self._problem:
            return paragraph(self._problem, width, "warning")
        if not self.text or self._is_looking:
            return []
        own = "; only your own annotations were looked at: annotator:NAME asks for somebody else's"
        return paragraph(f"nothing fits this{own if self._asked.is_of_own else ''}", width, "strong")

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles; while something is asked, those that answer."""
        if self.pending:
            return [(Run("press the letter of an answer", "strong"),), (Run("Esc", "key"), Run(" leave it"))]
        return self.items_of(FOOTER)


def articles(number: int) -> str:
    """So many articles, in words."""
    return f"{number:,} article{'' if number == 1 else 's'}"
