"""The workbench: opens a project's article or its library, keeps the theme, and lets nothing of a text into a crash."""

import gc
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.app import App, SystemCommand
from textual.filter import LineFilter, NoColor
from textual.screen import Screen

from annotator.project import Project
from annotator.store.listing import Listed
from annotator.tui.commands import commands
from annotator.tui.pages import Pages
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.page import Page
from annotator.tui.themes import NO_COLOUR, THEMES, chosen_theme, next_theme, remember_theme, settings_file

BESIDE = 2
"""How many screens lie on each other where none was opened from another: the first of all, and the present one."""


class Workbench(App[None]):
    """One project, opened by one annotator."""

    CSS_PATH = Path(__file__).with_name("annotator.tcss")

    def __init__(self, project: Project, document_id: str | None = None, settings: Path | None = None) -> None:
        """Take the project, the article to open, if not the library, and the file that remembers the theme."""
        super().__init__()
        self._project = project
        self._document_id = document_id
        self._settings = settings or settings_file()
        self._pages = Pages(project)
        self.animation_level = "none"
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = NO_COLOUR.name if self.no_color else chosen_theme(self._settings)

    def get_default_screen(self) -> Screen[None]:
        """The article where one was asked for, else the library."""
        screen = AnnotateScreen(self._project, self._document_id) if self._document_id else self._library()
        return screen.at_width(self.size.width)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours in the theme that has none."""
        filters = list(super().get_line_filters())
        return [*filters, NoColor()] if self.theme == NO_COLOUR.name else filters

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """All actions, for the command palette."""
        return commands(screen, self._set_theme)

    def on_ready(self) -> None:
        """Now that the first screen is painted: collect garbage again, and say which article this is."""
        gc.enable()
        if isinstance(self.screen, AnnotateScreen):
            self.screen.set_place(self._pages.place(self.screen.editor.document))

    def post_display_hook(self) -> None:
        """Have what a key changed saved after it is painted, so that no key waits for the disk."""
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.painted()

    def open_article(self, listed: Listed) -> None:
        """Open an article of the library."""
        place = f"{listed.number}/{self._pages.total}"
        self._show(AnnotateScreen(self._project, listed.id, place))

    def _library(self) -> Page:
        from annotator.tui.screens.library import LibraryScreen

        return LibraryScreen(self._project, self._pages)

    def _show(self, screen: Page) -> None:
        """Show a screen instead of the present one; the first of all cannot be taken away, so it stays below."""
        screen.at_width(self.size.width)
        while len(self.screen_stack) > BESIDE:
            self.pop_screen()
        self.switch_screen(screen) if len(self.screen_stack) > 1 else self.push_screen(screen)

    def open_beyond(self, document_id: str, offset: int, annotator: str = "") -> None:
        """Open an article at a place, to come back to this screen with the key of the library."""
        screen = AnnotateScreen(self._project, document_id, annotator=annotator, at=offset)
        self.push_screen(screen.at_width(self.size.width))

    def action_next_document(self, step: int = 1) -> None:
        """Open the next article."""
        screen = self.screen
        if not isinstance(screen, Page) or not screen.may_leave():
            return
        if len(self.screen_stack) > BESIDE:
            screen.say("go back first: Ctrl+L")
        elif not self._open_neighbour(screen, step):
            screen.say("this is the last article" if step > 0 else "this is the first article")

    def _open_neighbour(self, screen: Page, step: int) -> bool:
        """Open the article after or before, for the same work; whether there is one."""
        document = self._project.load(screen.document_id, ()).document
        if isinstance(screen, AnnotateScreen):
            listed = self._pages.neighbour(document, step)
            if listed:
                self.open_article(listed)
            return listed is not None
        near = (each.id for each in self._pages.neighbours(document, step) if len(each.annotators) > 1)
        return any(map(self._open_bench, near))

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
        else:
            self._show(self._library())

    def action_agreement(self) -> None:
        """Show how far annotators agree."""
        from annotator.tui.screens.agreement import AgreementScreen

        if isinstance(self.screen, Page) and self.screen.may_leave():
            self._show(AgreementScreen(self._project))

    def action_adjudicate(self) -> None:
        """Decide between the annotators of the article that the screen is about."""
        screen = self.screen
        if not isinstance(screen, Page) or not screen.may_leave():
            return
        if not screen.document_id or not self._open_bench(screen.document_id):
            screen.say("there is nothing to adjudicate: fewer than two annotators finished this article")

    def _open_bench(self, document_id: str) -> bool:
        """Open the adjudicate screen on an article; whether two annotators finished it."""
        from annotator.tui.screens.adjudicate import AdjudicateScreen

        bench = self._project.adjudication(document_id)
        if bench:
            self._show(AdjudicateScreen(self._project, bench))
        return bench is not None

    def action_next_theme(self) -> None:
        """Change to the next theme."""
        self._set_theme(next_theme(self.theme))

    def _set_theme(self, name: str) -> None:
        self.theme = name
        remember_theme(self._settings, name)

    def action_help(self) -> None:
        """Show all keys, labels and answers."""
        from annotator.tui.screens.help import HelpScreen

        own = self.screen.OWN_ACTIONS if isinstance(self.screen, Page) else ()
        self.push_screen(HelpScreen(self._project.codebook, own))

    async def action_quit(self) -> None:
        """Leave, unless something is not saved."""
        if not isinstance(self.screen, Page) or self.screen.may_leave():
            self.exit()

    def _fatal_error(self) -> None:
        """Show a crash without the values of variables, which may be words of an article."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()


def run(project: Project, document_id: str | None = None) -> None:
    """Open the workbench on an article, or on the library."""
    Workbench(project, document_id).run()
