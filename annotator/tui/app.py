"""The workbench: opens a project's article or its library, keeps the theme, and lets nothing of a text into a crash."""

import asyncio
import gc
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from textual.app import SystemCommand
from textual.filter import LineFilter, NoColor
from textual.message import Message
from textual.screen import Screen

from annotator.domain.editing import Level
from annotator.domain.records import State
from annotator.domain.selecting import warm
from annotator.project import Project
from annotator.project.relearning import Relearning
from annotator.tui.commands import commands
from annotator.tui.navigation import Navigation
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.page import Page
from annotator.tui.screens.suggesting import BREATH, LONGEST
from annotator.tui.settings import chosen, remember, settings_file
from annotator.tui.themes import DARK, NO_COLOUR, THEMES, next_theme


class Workbench(Navigation):
    """One project, opened by one annotator."""

    CSS_PATH = Path(__file__).with_name("annotator.tcss")

    class Learned(Message):
        """What came of learning anew, in a line."""

        def __init__(self, told: str) -> None:
            super().__init__()
            self.told = told
            """The line."""

    def __init__(
        self,
        project: Project,
        document_id: str | None = None,
        settings: Path | None = None,
        level: Level | None = None,
    ) -> None:
        """Take the project, the article to open, if not the library, and the file that remembers the theme.

        Suggestions are shown as they were last, unless a level says which are.
        """
        super().__init__(project)
        self._document_id = document_id
        self._settings = settings or settings_file("theme")
        self._level_file = self._settings.with_name("suggestions")
        self.level = level or Level(chosen(self._level_file, list(Level), Level.ALL))
        self._relearning = Relearning(project.path, project.annotator)
        self.animation_level = "none"
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = NO_COLOUR.name if self.no_color else chosen(self._settings, THEMES, DARK.name)

    def get_default_screen(self) -> Screen[None]:
        """The article where one was asked for, else the library."""
        screen = self.article(self._document_id) if self._document_id else self.library()
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
        self.run_worker(warm, thread=True)
        if isinstance(self.screen, AnnotateScreen):
            self.screen.set_place(self.pages.place(self.screen.editor.document))
        elif self.level is not Level.OFF:
            self.run_worker(self._suggest_ahead, thread=True, exit_on_error=False)

    def _suggest_ahead(self) -> None:
        """Runs in a thread: while the list is looked at, has suggestions made for the first article that is to do."""
        time.sleep(BREATH)
        with Project.open(self.project.path, self.project.annotator) as reading:
            first = next((each for each in reading.documents() if each.state is not State.FINISHED), None)
        if first and first.length <= LONGEST:
            self.project.suggestions_for(first.id)

    def post_display_hook(self) -> None:
        """Have what a key changed saved after it is painted, so that no key waits for the disk."""
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.painted()

    def action_next_theme(self) -> None:
        """Change to the next theme."""
        self._set_theme(next_theme(self.theme))

    def _set_theme(self, name: str) -> None:
        self.theme = name
        remember(self._settings, name)

    def action_next_level(self) -> None:
        """Show more or fewer suggestions."""
        levels = list(Level)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
        remember(self._level_file, self.level)
        for screen in self.screen_stack:
            if isinstance(screen, AnnotateScreen):
                screen.show_level(self.level)

    def on_suggesting_finished(self) -> None:
        """See whether there is enough to learn anew from, where suggestions are wanted."""
        if self.level is not Level.OFF:
            self.run_worker(self._learn, thread=True, exit_on_error=False)

    def _learn(self) -> None:
        """Runs in a thread, and waits there for the process that learns."""
        if told := self._relearning.learn():
            self.post_message(self.Learned(told))

    def on_workbench_learned(self, message: "Workbench.Learned") -> None:
        """Say what was learned; the suggestions for the next articles come from it."""
        if isinstance(self.screen, Page):
            self.screen.say(message.told)

    def on_unmount(self) -> None:
        """Learn no more."""
        self._relearning.stop()

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


def run(project: Project, document_id: str | None = None) -> int:
    """Open the workbench on an article, or on the library; 0 when it was left, else it came to a fault.

    With a loop of its own, Textual leaves without waiting for threads: what they make can be made again.
    """
    workbench = Workbench(project, document_id)
    with closing(asyncio.new_event_loop()) as loop:
        workbench.run(loop=loop)
    return workbench.return_code or 0
