"""The list of the claims screen: what is proposed, what is related, families or all claims, read in the background."""

import gc
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.message import Message

from annotator.domain.claims.claim import Claim, claims_of
from annotator.domain.claims.families import Family
from annotator.domain.claims.pairs import Proposal
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import Link
from annotator.project import Project
from annotator.project.claims import Claims, propose, read_claims
from annotator.tui.screens.saved import SavedPage
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.claim_rows import list_row
from annotator.tui.widgets.lines import Row, Run, spread

VIEWS = ("proposed", "related", "families", "all claims")
"""What the list shows, in the order of the key."""

Item = Proposal | Link | Family | Claim
"""A line of the list."""


class ClaimList(SavedPage, Stepping):
    """The claims of one annotator over all articles, as a list."""

    THINGS: ClassVar[str] = "relations"

    class Told(Message):
        """The claims, or that there are none and why."""

        def __init__(self, claims: Claims | None, news: str = "") -> None:
            super().__init__()
            self.claims = claims
            """The claims; None where they could not be had."""
            self.news = news
            """What is said of it."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.claims: Claims | None = None
        """The claims with their links, once they are read."""
        self._items: list[Item] = []
        self._view, self._words, self._held = 0, "", ""
        self.chosen = self.top = 0
        self._opened = ""
        self._news = "reading …"

    # --- reading and comparing, in a thread of its own -----------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to read."""
        self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """Read all claims, show what was proposed last time, and compare them where they have changed."""
        try:
            with Project.open(self.project.path, self.project.annotator) as project:
                found = read_claims(project)
                self.post_message(self.Told(found, "comparing …"))
                propose(project, found)
            self.post_message(self.Told(found))
        except AnnotatorError as error:
            self.post_message(self.Told(None, str(error)))

    def on_claim_list_told(self, message: Told) -> None:
        """Show the claims; the proposals of a second reading join the links made meanwhile."""
        if message.claims and self.claims:
            self.claims.proposals = message.claims.proposals
        self.claims = self.claims or message.claims
        self._news = message.news
        gc.freeze()  # the claims are many, and to look through them for garbage would hold up a key
        self._refill()
        self.redraw()

    def on_screen_resume(self) -> None:
        """Take over what was changed in the article that was opened from here."""
        if self._opened and self.claims:
            annotator = self.project.annotator
            loaded = self.project.load(self._opened, [annotator])
            number = next((e.number for e in self.claims.claims.values() if e.document_id == self._opened), 0)
            if self.claims.renew(self._opened, claims_of(loaded, annotator, self.codebook, number)):
                self.claims = None
                self._news = "comparing …"
                self._read()
            self._opened = ""

    def reload(self) -> None:
        """Read everything again."""
        self.claims = None
        self._read()

    # --- what is shown -------------------------------------------------------------------------------------------

    def _refill(self) -> None:
        """Make the list of the present view; the choice stays on its line."""
        if self.claims:
            made: Sequence[Item] = (self.claims.queue, self.claims.related, self.claims.families, self.claims.ordered)[
                self._view
            ]()
            self._items = self._with_words(self.claims, made) if self._words else list(made)
            self.move(0)

    def _with_words(self, claims: Claims, items: Iterable[Item]) -> list[Item]:
        """The lines of which a claim, or the name of its article, has the words of the filter."""
        words = self._words.casefold()
        return [item for item in items if any(claims.has_words(each, words) for each in self._claims_of(item))]

    def _claims_of(self, item: Item) -> tuple[Claim, ...]:
        """The claims of a line, the left one first."""
        if self.claims is None or isinstance(item, Claim):
            return (item,) if isinstance(item, Claim) else ()
        if isinstance(item, Family):
            return item.claims
        ids = (item.first, item.second) if isinstance(item, Proposal) else (item.to_id, item.from_id)
        return tuple(self.claims.claims[each] for each in ids if each in self.claims.claims)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._items)

    @property
    def item(self) -> Item | None:
        """The chosen line."""
        return self._items[self.chosen] if self._items else None

    # --- moving ---------------------------------------------------------------------------------------------------

    def action_next_view(self) -> None:
        """Show the next view."""
        self._show_view(self._view + 1)

    def action_previous_view(self) -> None:
        """Show the view before."""
        self._show_view(self._view - 1)

    def _show_view(self, number: int) -> None:
        self._view = number % len(VIEWS)
        self.chosen = self.top = 0
        self._refill()

    def action_filter(self) -> None:
        """Ask for words."""
        self.ask("words in a claim or in an article's name; nothing shows all", self._words, self._filter)

    def _filter(self, words: str) -> None:
        self._words = words
        self.chosen = self.top = 0
        self._refill()

    # --- drawing -------------------------------------------------------------------------------------------------

    def heading(self, width: int) -> list[Row]:
        """The row above the list."""
        tabs = [Run(f" {name} ", "title" if n == self._view else "muted") for n, name in enumerate(VIEWS)]
        words = f"  /{self._words}" if self._words else ""
        news = self._news or f"{len(self.claims.claims) if self.claims else 0} claims"
        place = f"{self.chosen + 1} of {len(self._items)}" if self._items else "nothing"
        left = (Run(" claims ", "title"), *tabs, Run(words, "strong"))
        is_saved = not self.saving.unsaved
        saved = Run("saved ", "key") if is_saved else Run("NOT SAVED " if self.saving.problem else "saving ", "warning")
        return [spread(left, (Run(f"{news} · {place} · "), saved), width)]

    def line(self, number: int, width: int) -> Row:
        """One line: the relation or how well the pair fits, and the claims."""
        item = self._items[number]
        claims = self._claims_of(item)
        link = self.claims.link(claims[0].id, claims[1].id) if self.claims and len(claims) == 2 else None
        if isinstance(item, Proposal):
            mark = link.relation if link else f"{item.score:.2f}"
        elif isinstance(item, Family):
            mark = f"{len(claims)} claims"
        else:
            mark = "held" if isinstance(item, Claim) and item.id == self._held else (link.relation if link else "")
        return list_row(mark, claims[:2], number == self.chosen, width)
