"""The search screen: a query, what it finds as sentences in context, and the same done to all of it at once."""

from collections.abc import Sequence
from time import monotonic

from textual import work
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from annotator.domain.acting import Act, Target, answering, flagging, relabelling, removing
from annotator.domain.codebook import Attribute
from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.filters.hits import Hit
from annotator.domain.filters.language import Query
from annotator.project import Project
from annotator.project.batches import Targets, by_document, revert_batch
from annotator.project.searching import PAGE, Results, find, read_query
from annotator.tui.screens.keyed import key_item
from annotator.tui.screens.listing import ListPage
from annotator.tui.screens.preview import PreviewScreen, Scope
from annotator.tui.screens.search_keys import SEARCH_ACTIONS, SEARCH_FOOTER
from annotator.tui.widgets.hit_rows import badge, hit_rows, place_row
from annotator.tui.widgets.lines import Row, Run, paragraph, spread

AT_ONCE = 0.03
"""For how many seconds a key looks by itself; a thread goes on from there."""

MANY = 5000
"""How many things may be changed at once."""

NEAR = 10
"""How near to the end of what was found more is looked for."""

HELP = (
    "words, all in one sentence:  diplomat moscow     in their order:  “Western diplomat”     how they begin:  diplom*",
    "annotations:  label:source naming:unnamed     without:  -naming:named     unanswered:  label:source -has:naming",
    "words of annotations:  in:spans diplomat     of notes and flags:  in:notes unsure     flagged:  has:flag",
    "whose:  annotator:ben     in which articles:  doc:syria",
)
"""What can be written, by examples."""


class SearchScreen(ListPage):
    """What one query finds in the project."""

    OWN_ACTIONS = SEARCH_ACTIONS

    class More(Message):
        """More was found."""

        def __init__(self, query: Query, results: Results | None, problem: str = "") -> None:
            super().__init__()
            self.query = query
            """What was looked for."""
            self.results = results
            """What was found; None where it could not be looked for."""
            self.problem = problem
            """Why not."""

    def __init__(self, project: Project, text: str = "") -> None:
        """Take where to look, and what for, if that is known."""
        super().__init__(project.codebook)
        self.project = project
        """Where it is looked for."""
        self.text = text
        """The query as it was written."""
        self.hits: list[Hit] = []
        """What was found so far."""
        self._query = Query()
        self._results = Results([], 0, 0, is_all=True)
        self._problem = ""
        self._is_looking = False

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
            self.look_for(self.text)
            self.move(chosen)
            self.redraw()

    @property
    def document_id(self) -> str:
        """The article of what is chosen."""
        return self.hits[self.chosen].document.id if self.hits else ""

    # --- looking -----------------------------------------------------------------------------------------------------

    def look_for(self, text: str) -> None:
        """Look for what was written; a thread goes on where that takes longer than a key may."""
        self.text, self._problem, self._is_looking = text, "", False
        self.workers.cancel_node(self)
        self.hits, self.chosen, self.top = [], 0, 0
        self._results = Results([], 0, 0, is_all=True)
        try:
            self._query = read_query(self.project, text)
            until = monotonic() + AT_ONCE
            found = find(self.project, self._query, is_given_up=lambda: monotonic() > until)
        except AnnotatorError as error:
            self._query, self._problem = Query(), str(error)
            return
        self._take(found)
        if len(self.hits) < PAGE:
            self._look_on()

    def _look_on(self) -> None:
        if not self._results.is_all and not self._is_looking:
            self._is_looking = True
            self._look(self._query, self._results.after)

    @work(thread=True, exclusive=True)
    def _look(self, query: Query, after: int) -> None:
        """Look further."""
        worker = get_current_worker()
        try:
            with Project.open(self.project.path, self.project.annotator) as project:
                found = find(project, query, after, is_given_up=lambda: worker.is_cancelled)
            told = self.More(query, found)
        except AnnotatorError as error:
            told = self.More(query, None, str(error))
        if not worker.is_cancelled:
            self.post_message(told)

    def on_search_screen_more(self, message: More) -> None:
        """Show what else was found, unless something else is looked for by now."""
        message.stop()
        if message.query is not self._query:
            return
        self._is_looking = False
        self._problem = message.problem
        if message.results:
            self._take(message.results)
        self.redraw()

    def _take(self, found: Results) -> None:
        looked = self._results.looked + found.looked
        hidden = self._results.hidden + found.hidden
        self.hits += found.hits
        self._results = Results([], found.after, looked, found.is_all, hidden)

    # --- writing the query -------------------------------------------------------------------------------------------

    def action_query(self) -> None:
        """Ask what to look for; what is written is looked for key by key."""
        self.ask("what to look for; Enter goes to what is found", self.text, self.look_for)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is written so far."""
        event.stop()
        if event.value.strip() != self.text:
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

    # --- the same for all --------------------------------------------------------------------------------------------

    def action_answer(self) -> None:
        """Ask which question, then which answer."""
        questions = self._questions()
        if questions:
            names = [(each.title or each.name).replace("_", " ") for each in questions]
            self.choose("answer which question", names, lambda n: self._ask_answer(questions[n]))
        else:
            self.message = "no annotation or frame of yours was found that could be answered"

    def _ask_answer(self, question: Attribute) -> None:
        self.ask_attribute(question, "", lambda value: self._preview(answering(question.name, value)))

    def _questions(self) -> list[Attribute]:
        """What the codebook asks of the things found."""
        from annotator.domain.codebook import attributes_of

        records = (hit.record for hit in self.hits if hit.record)
        return list({each.name: each for record in records for each in attributes_of(self.codebook, record)}.values())

    def action_relabel(self) -> None:
        """Ask for the label."""
        labels = [each for each in self.codebook.labels if each.on]
        self.choose("which label", [each.title for each in labels], lambda n: self._preview(relabelling(labels[n])))

    def action_flag(self) -> None:
        """Ask for the reason."""
        self.ask("why all of it is flagged; nothing takes flags back", "", lambda said: self._preview(flagging(said)))

    def action_remove(self) -> None:
        """Remove what was found."""
        self._preview(removing())

    def _preview(self, act: Act) -> None:
        """Show what it would do to all that the query finds, or to the chosen one."""
        if not self.hits:
            self.message = "nothing was found to do it to"
            return
        query, hit = self._query, self.hits[self.chosen]
        scopes = (
            Scope("all that was found", lambda project: _targets(project, find(project, query, enough=MANY).hits)),
            Scope("this one", lambda project: _targets(project, [hit])),
        )
        screen = PreviewScreen(self.project, act, scopes, self._done)
        self.app.push_screen(screen.at_width(self.size.width))

    def _done(self, edits: Sequence[Edit]) -> None:
        if edits:
            self.say(f"{edits[0].action}: {_articles(len(edits))} changed; u undoes all of it")

    def action_undo(self) -> None:
        """Undo the last change to many."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo it."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        edits, left = revert_batch(self.project, again)
        if self.text:
            self.look_for(self.text)
        kept = f"; {_articles(left)} changed since and stay as they are" if left else ""
        nothing = f"no change to several articles is left to {'redo' if again else 'undo'}"
        self.message = f"{edits[0].action}: {_articles(len(edits))}{kept}" if edits else f"{nothing}{kept}"

    # --- drawing -----------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> Sequence[Row]:
        """What is looked for, where, and how much was found."""
        where = {"articles": "sentences", "spans": "annotations", "notes": "notes and flags"}[self._query.place]
        found = f"{self.chosen + 1 if self.hits else 0} of {self.count}{'' if self._results.is_all else '+'}"
        looking = f" · looked through {_articles(self._results.looked)} …" if self._is_looking else ""
        hidden = f" · {_articles(self._results.hidden)} hidden until you finish" if self._results.hidden else ""
        left = (Run(" search ", "title"), Run(f" {self.text}", "strong"))
        return [spread(left, (Run(f"{where} · {found}{looking}{hidden} "),), width)]

    def line(self, number: int, width: int) -> Row:
        """One thing found."""
        hit = self.hits[number]
        mark = badge(hit, self.palette())
        return place_row(hit.document, hit.spans, hit.sentence, mark, number == self.chosen, width)

    def detail(self, width: int) -> Sequence[Row]:
        """The chosen one in its context; else what is wrong with the query, or what can be written."""
        if self.hits:
            return hit_rows(self.hits[self.chosen], self.codebook, self.palette(), width)
        if self._problem:
            return paragraph(self._problem, width, "warning")
        head = "nothing fits this" if self.text and not self._is_looking else ""
        examples = [row for each in HELP for row in paragraph(each, width, "muted")]
        return [(Run(head, "strong"),), (), *examples]

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles; while something is asked, those that answer."""
        if self.pending:
            return [(Run("press the letter of an answer", "strong"),), (Run("Esc", "key"), Run(" leave it"))]
        named = {action.name: action for action in SEARCH_ACTIONS}
        return [key_item(named[name]) for name in SEARCH_FOOTER]


def _targets(project: Project, hits: Sequence[Hit]) -> Targets:
    """What was found as what something is done to; others' records stay out of it."""
    own = (hit for hit in hits if hit.record is None or hit.record.annotator == project.annotator)
    return by_document([(hit.document.id, _target(hit)) for hit in own])


def _target(hit: Hit) -> Target:
    """The record; or the sentence, where no record was found."""
    return Target(hit.spans, hit.record.id) if hit.record else Target((hit.span,))


def _articles(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"
