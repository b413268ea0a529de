"""From screen to screen: what opens an article, the library, the figures, the cases to decide, and what goes back."""

from textual.app import App

from annotator.domain.editing import Level
from annotator.project import Project
from annotator.store.listing import Listed
from annotator.tui.pages import Pages
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.page import Page

BESIDE = 2
"""How many screens lie on each other where none was opened from another: the first of all, and the present one."""


class Navigation(App[None]):
    """An application of which the screens are those of one project."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        """What is worked on."""
        self.pages = Pages(project)
        """Its documents."""
        self.level = Level.OFF
        """Which suggestions are shown."""

    def open_article(self, listed: Listed) -> None:
        """Open an article of the library."""
        self._show(self.article(listed.id, self.pages.place_of(listed)))

    def article(self, document_id: str, place: str = "") -> AnnotateScreen:
        """An article to annotate, at its place in the list."""
        return AnnotateScreen(self.project, document_id, place, level=self.level)

    def library(self) -> Page:
        """The list of articles."""
        from annotator.tui.screens.library import LibraryScreen

        return LibraryScreen(self.project, self.pages)

    def _show(self, screen: Page) -> None:
        """Show a screen instead of the present one; the first of all cannot be taken away, so it stays below."""
        screen.at_width(self.size.width)
        while len(self.screen_stack) > BESIDE:
            self.pop_screen()
        self.switch_screen(screen) if len(self.screen_stack) > 1 else self.push_screen(screen)

    def open_beyond(self, document_id: str, offset: int, annotator: str = "") -> None:
        """Open an article at a place, to come back to this screen with the key of the library."""
        screen = AnnotateScreen(self.project, document_id, annotator=annotator, at=offset, level=self.level)
        self.push_screen(screen.at_width(self.size.width))

    def action_next_document(self, step: int = 1) -> None:
        """Open the next article."""
        screen = self.screen
        if not isinstance(screen, Page) or not screen.HAS_NEIGHBOURS or not screen.may_leave():
            return
        if len(self.screen_stack) > BESIDE:
            screen.say(f"go back first: {screen.key_of('library')}")
        elif not self._open_neighbour(screen, step):
            screen.say("this is the last article" if step > 0 else "this is the first article")

    def _open_neighbour(self, screen: Page, step: int) -> bool:
        """Open the article after or before, for the same work; whether there is one."""
        document = self.project.load(screen.document_id, ()).document
        if isinstance(screen, AnnotateScreen):
            listed = self.pages.neighbour(document, step)
            if listed:
                self.open_article(listed)
            return listed is not None
        near = (each.id for each in self.pages.neighbours(document, step) if len(each.annotators) > 1)
        return any(map(self._adjudicate, near))

    def action_previous_document(self) -> None:
        """Open the article before."""
        self.action_next_document(-1)

    def action_library(self) -> None:
        """Go back: to the screen below where an article was opened from one, else to the list of articles."""
        screen = self.screen
        if not isinstance(screen, Page) or not screen.may_leave():
            return
        if len(self.screen_stack) > BESIDE:
            self.pop_screen()
        elif not screen.IS_HOME:
            self._show(self.library())

    def action_agreement(self) -> None:
        """Show how far annotators agree."""
        from annotator.tui.screens.agreement import AgreementScreen

        if isinstance(self.screen, Page) and self.screen.may_leave():
            self._show(AgreementScreen(self.project))

    def action_sources(self) -> None:
        """Show the source registry."""
        from annotator.tui.screens.sources import SourcesScreen

        if isinstance(self.screen, Page) and self.screen.may_leave():
            self._show(SourcesScreen(self.project))

    def action_adjudicate(self) -> None:
        """Decide between the annotators of the article that the screen is about."""
        screen = self.screen
        if not isinstance(screen, Page) or not screen.may_leave():
            return
        if not screen.document_id or not self._adjudicate(screen.document_id):
            blind = self.project.sight.is_at_work(screen.document_id)
            why = "you are to finish this article yourself first" if blind else "fewer than two annotators finished it"
            screen.say(f"nothing to adjudicate: {why if screen.document_id else 'choose an article first'}")

    def _adjudicate(self, document_id: str) -> bool:
        """Open the adjudicate screen on an article; whether two annotators finished it."""
        from annotator.tui.screens.adjudicate import AdjudicateScreen

        bench = self.project.adjudication(document_id)
        if bench:
            self._show(AdjudicateScreen(self.project, bench))
        return bench is not None

    def action_claims(self) -> None:
        """Show the claims of all articles."""
        from annotator.tui.screens.claims import ClaimsScreen

        if isinstance(self.screen, Page) and self.screen.may_leave():
            self._show(ClaimsScreen(self.project))

    def action_search(self) -> None:
        """Find words, annotations and notes."""
        from annotator.tui.screens.search import SearchScreen

        if isinstance(self.screen, Page) and self.screen.may_leave():
            self._show(SearchScreen(self.project))

    def action_desk(self) -> None:
        """Show what is wrong; from an article, in that one first."""
        from annotator.tui.screens.desk import DeskScreen

        screen = self.screen
        if isinstance(screen, Page) and screen.may_leave():
            self._show(DeskScreen(self.project, screen.document_id if isinstance(screen, AnnotateScreen) else ""))

    def action_history(self) -> None:
        """Show what changed; from an article, in that one first."""
        from annotator.tui.screens.history import HistoryScreen

        screen = self.screen
        if isinstance(screen, Page) and screen.may_leave():
            self._show(HistoryScreen(self.project, screen.document_id if isinstance(screen, AnnotateScreen) else ""))

    def action_help(self) -> None:
        """Show all keys, labels and answers."""
        from annotator.tui.screens.help import HelpScreen

        own = self.screen.own_actions if isinstance(self.screen, Page) else ()
        own = (*own, *self.project.keymap.actions) if isinstance(self.screen, Page) and self.screen.IS_HOME else own
        self.push_screen(HelpScreen(self.project.codebook, own))
