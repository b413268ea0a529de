"""The agreement screen: how far annotators agree, why not, and what to do next; every number opens its cases."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.message import Message

from annotator.domain.errors import AnnotatorError
from annotator.project import Project
from annotator.tui.screens.agreement_views import TITLES, Asked, Shown, View, people, shown_of
from annotator.tui.screens.cases import CasesScreen
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.lines import Lines, Row, Run, spread
from annotator.tui.widgets.tables import TableCursor


class AgreementScreen(KeyedPage):
    """All figures of a project."""

    NAME = "agreement"

    class Computed(Message):
        """A view is there."""

        def __init__(self, shown: Shown) -> None:
            super().__init__()
            self.shown = shown
            """The view."""

    class Failed(Message):
        """A view could not be had."""

        def __init__(self, asked: Asked, reason: str) -> None:
            super().__init__()
            self.asked = asked
            """What was asked for."""
            self.reason = reason
            """Why, and what to do."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self._project = project
        self._asked = Asked()
        self._shown: dict[Asked, Shown] = {}
        self._problem = ""
        self._cursor = TableCursor()

    def compose(self) -> ComposeResult:
        """The tables between the row that says who is compared and the row of keys."""
        yield Lines(self._heading, id="heading")
        yield Lines(self._page, id="tables", indent=1)
        yield Lines(self.key_row, id="keys")

    def on_mount(self) -> None:
        """Begin to compare."""
        self._compute(self._asked)

    # --- computing, in a thread of its own -----------------------------------------------------------------------

    @work(thread=True, exclusive=True)
    def _compute(self, asked: Asked) -> None:
        """Compute a view from the file, and tell the screen."""
        try:
            with Project.open(self._project.path, self._project.annotator) as project:
                self.post_message(self.Computed(shown_of(project, asked)))
        except AnnotatorError as error:
            self.post_message(self.Failed(asked, str(error)))

    def on_agreement_screen_computed(self, message: Computed) -> None:
        """Keep the view, and show it if it is still wanted."""
        self._shown[message.shown.asked] = message.shown
        self._show()

    def on_agreement_screen_failed(self, message: Failed) -> None:
        """Say why there is none."""
        if message.asked == self._asked:
            self._problem = message.reason
            self.redraw()

    def _ask(self, asked: Asked) -> None:
        """Show a view, computed now or before."""
        self._asked, self._problem = asked, ""
        if asked not in self._shown:
            self._compute(asked)
        self._cursor = TableCursor()
        self._show()

    def _show(self) -> None:
        if there := self._shown.get(self._asked):
            self._cursor.take(there.tables)
        self.redraw()

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_cases(self) -> None:
        """Open the cases behind the chosen number."""
        cell, there = self._cursor.chosen, self._shown.get(self._asked)
        if cell is None or cell.which is None or there is None:
            return
        found = [case for case in there.cases if cell.which(case)]
        if found:
            self.app.push_screen(CasesScreen(self._project, found, cell.title).at_width(self.size.width))
        else:
            self.message = f"no case: {cell.title}"

    def action_figures(self) -> None:
        """Show all figures."""
        self._ask(replace(self._asked, view=View.FIGURES))

    def action_plan(self) -> None:
        """Show the weeks, and what to do next."""
        self._ask(replace(self._asked, view=View.PLAN))

    def action_feedback(self) -> None:
        """Show an annotator's page, or the next one's."""
        names = people(self._project)
        if not names:
            self.message = "nobody annotated anything here"
            return
        here = names.index(self._asked.annotator) if self._asked.annotator in names else -1
        is_next = self._asked.view is View.FEEDBACK or here < 0
        name = names[(here + 1) % len(names)] if is_next else names[here]
        self._ask(replace(self._asked, view=View.FEEDBACK, annotator=name))

    def action_metrics(self) -> None:
        """Show all metrics by name."""
        self._ask(replace(self._asked, view=View.METRICS))

    def action_whole_text(self) -> None:
        """Count the body, or all the text."""
        self._ask(replace(self._asked, is_whole=not self._asked.is_whole))

    def action_core(self) -> None:
        """Count the core profile, or all frames."""
        self._ask(replace(self._asked, is_core=not self._asked.is_core))

    def action_down(self) -> None:
        """Go to the next row."""
        self._cursor.move(1)

    def action_up(self) -> None:
        """Go to the row before."""
        self._cursor.move(-1)

    def action_right(self) -> None:
        """Go to the next number that opens something."""
        self._cursor.sidle(1)

    def action_left(self) -> None:
        """Go to the number before."""
        self._cursor.sidle(-1)

    def action_next_table(self) -> None:
        """Go to the first row of the next table."""
        self._cursor.leap(1)

    def action_previous_table(self) -> None:
        """Go to the first row of the table before."""
        self._cursor.leap(-1)

    # --- drawing -------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        asked, there = self._asked, self._shown.get(self._asked)
        scope = f"{'whole text' if asked.is_whole else 'body'} · {'core' if asked.is_core else 'all'} frames "
        who = there.compared if there else self._project.path.name
        left = (Run(" agreement ", "title"), Run(f" {TITLES[asked.view]} · {who}", "strong"))
        return [spread(left, (Run(scope),), width)]

    def _page(self, width: int) -> Sequence[Row]:
        if self._problem:
            return [(), (Run(self._problem, "warning"),)]
        there = self._shown.get(self._asked)
        if there is None:
            return [(), (Run("comparing…", "muted"),)]
        notes: list[Row] = [(Run(each, "muted"),) for each in there.notes]
        return self._cursor.page(width, self.query_one("#tables").size.height, notes)
