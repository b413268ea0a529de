"""The list of sources, and the chosen one with its mentions in context; what looks at them and changes nothing."""

from collections.abc import Sequence
from itertools import islice

from textual.app import ComposeResult

from annotator.domain.sources.registry import Entry
from annotator.project import Project
from annotator.project.sources import InContext
from annotator.store.linked import Linked
from annotator.tui.screens.choosing import ChoosingPage
from annotator.tui.screens.stepping import Stepping
from annotator.tui.widgets.lines import Lines, Row, Run, spread
from annotator.tui.widgets.source_card import CHOSEN, Shown, mark, source_card

SHOWN = 20
"""How many mentions are read at once."""

FOUND = 200
"""How many sources a search shows."""

FOOTER = (
    "find", "open", "next_mention", "rename", "alias", "answer", "hold", "split", "new", "undo", "drop_alias", "leave",
)  # fmt: skip
"""What the row of keys shows, the most useful first."""

HELD = ("merge", "relate", "leave", "find", "open", "undo")
"""What it shows while a source is held."""


class SourcesPage(Stepping, ChoosingPage):
    """The list of all entries of the registry."""

    NAME = "sources"

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self.project = project
        """Where the registry is."""
        self.registry = project.sources.registry
        """All entries, as they were when the list was read."""
        self._ids: list[str] = []
        self._filter = ""
        self.chosen = self.top = self._mention = 0
        self.held = ""
        """The source that is held, to do something with it and another."""
        self._shown: tuple[str, int, list[InContext]] | None = None
        self.reload()

    def compose(self) -> ComposeResult:
        """The list, and beside or below it the chosen source."""
        yield Lines(self._heading, id="heading")
        yield Lines(self.list_rows, id="list")
        yield Lines(self._card, id="card", indent=1)
        yield Lines(self.key_row, id="keys")

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The chosen source."""
        return self.registry.entry(self._ids[self.chosen]) if self._ids else None

    @property
    def document_id(self) -> str:
        """The article of the chosen mention."""
        return self.mention.document.id if self.mention else ""

    @property
    def mentions(self) -> list[Linked]:
        """The annotator's mentions of the chosen source."""
        return self.project.sources.mentions(self.entry) if self.entry else []

    @property
    def mention(self) -> InContext | None:
        """The chosen mention, in its sentence."""
        found = self.contexts()
        return found[self._mention % SHOWN] if self._mention % SHOWN < len(found) else None

    def contexts(self) -> list[InContext]:
        """The chosen mention with those around it, read once."""
        if self.entry is None:
            return []
        page = self._mention // SHOWN
        if self._shown is None or self._shown[:2] != (self.entry.id, page):
            wanted = self.mentions[page * SHOWN : (page + 1) * SHOWN]
            self._shown = (self.entry.id, page, self.project.sources.in_context(wanted))
        return self._shown[2]

    def reload(self, show: str = "") -> None:
        """Read the list again, and stay at the source, or go to the one with this id."""
        wanted = show or (self._ids[self.chosen] if self._ids else "")
        self.registry = registry = self.project.sources.registry
        self._ids = [each.id for each in registry.search(self._filter, FOUND)] if self._filter else registry.ids()
        self._shown = None
        entry = registry.entry(wanted)
        place = self._ids.index(entry.id) if entry and entry.id in self._ids else self.chosen
        self.chosen = max(0, min(place, len(self._ids) - 1))
        self._mention = max(0, min(self._mention, len(self.mentions) - 1))

    def on_screen_resume(self) -> None:
        """Show what was done in the articles meanwhile."""
        self.reload()
        self.redraw()

    # --- looking -----------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many sources are listed."""
        return len(self._ids)

    def move(self, step: int) -> None:
        """Choose another source, and its first mention."""
        super().move(step)
        self._mention = 0

    def action_next_mention(self) -> None:
        """Go to the next mention."""
        self._mention = max(0, min(self._mention + 1, len(self.mentions) - 1))

    def action_previous_mention(self) -> None:
        """Go to the mention before."""
        self._mention = max(0, self._mention - 1)

    def action_find(self) -> None:
        """Ask for a name."""
        self.ask("find a source; nothing shows all", self._filter, self._find)

    def _find(self, text: str) -> None:
        self._filter, self.chosen, self._mention = text, 0, 0
        self._ids = []
        self.reload()

    def action_open(self) -> None:
        """Open the article at the chosen mention."""
        if found := self.mention:
            self.app.open_beyond(self.document_id, found.annotation.envelope.start)  # type: ignore[attr-defined]
        else:
            self.message = "no mention of yours refers to it"

    def action_hold(self) -> None:
        """Hold the source, or let it go."""
        if self.entry:
            self.held = "" if self.held == self.entry.id else self.entry.id

    def action_leave(self) -> None:
        """Let go, show all, or go back."""
        if self.held:
            self.held = ""
        elif self._filter:
            self._find("")
        else:
            self.app.action_library()  # type: ignore[attr-defined]

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        found = f"“{self._filter}”: " if self._filter else ""
        many = f"{self.chosen + 1 if self._ids else 0} of {len(self._ids)}"
        left = (Run(" sources ", "title"), Run(f" {self.project.path.name}", "muted"))
        right = (Run(f"{found}{many} · "), Run(f"{self.project.annotator} ", "strong"))
        return [spread(left, right, width)]

    def empty(self, width: int) -> Sequence[Row]:  # noqa: ARG002
        """Why nothing is listed, and what to do."""
        new = f"no sources yet: {self.key_of('link_source')} in an article, or {self.key_of('new')}"
        text = "no source is called anything like that" if self._filter else new
        return [(), (Run(f"  {text}", "muted"),)]

    def line(self, number: int, width: int) -> Row:
        """One source."""
        entry = self.registry.entry(self._ids[number])
        if entry is None:
            return ()
        is_chosen = number == self.chosen
        bar = Run("▌" if is_chosen else " ", "key")
        held = Run("◆ " if entry.id == self.held else f"{mark(entry)} ", "key" if entry.id == self.held else "muted")
        one = Run(f" ={len(entry.members)}", "muted") if entry.others else Run("")
        count = self.project.sources.count(entry)
        kind = next(iter(islice(entry.source.attributes.get("referent", ()), 1)), "").replace("_", " ")
        right = (Run(f"{kind} ", "muted"), Run(f"{count:>4} ", "" if count else "muted"))
        return spread((bar, held, Run(entry.name, "strong" if is_chosen else ""), one), right, width)

    def _card(self, width: int) -> Sequence[Row]:
        if self.pending:
            return self.choices(width, self.query_one("#card").size.height)
        if self.entry is None:
            return []
        contexts, first = self.contexts(), self._mention // SHOWN * SHOWN
        count = len(self.mentions)
        shown = Shown(self.entry, self.registry, contexts, self._mention - first, count, first)
        rows = source_card(shown, self.codebook, width)
        at = next((n for n, row in enumerate(rows) if row and row[0] == CHOSEN), 0)
        over = at + 2 - self.query_one("#card").size.height
        return [rows[0], *rows[over + 1 :]] if over > 0 else rows

    def key_items(self) -> Sequence[Row]:
        """The keys with their titles; others while a source is held or something is asked."""
        if self.pending:
            return [(Run("press the letter of an answer", "strong"),), (Run("Esc", "key"), Run(" leave it"))]
        return self.items_of(HELD if self.held else FOOTER)
