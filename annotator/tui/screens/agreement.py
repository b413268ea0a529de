"""The agreement screen: how far annotators agree, label by label, and why not; every number opens its cases."""

from collections.abc import Iterator, Sequence

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from annotator.agreement.cases import Case
from annotator.agreement.figures import Agreement
from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import Action
from annotator.project import Project
from annotator.tui.screens.cases import CasesScreen
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.widgets.agreement_tables import Cell, Table, tables, told, undefined
from annotator.tui.widgets.lines import Lines, Row, Run, row_width, spread, text_width

GROUP = "Agreement"

ACTIONS = tuple(
    Action(name, keys, title, help, GROUP)
    for name, keys, title, help in (
        ("cases", ("enter", "space"), "cases", "Open the cases behind the number, each in its sentence."),
        ("down", ("down", "j"), "down", "Go to the next row."),
        ("up", ("up", "k"), "up", "Go to the row before."),
        ("right", ("right", "l"), "right", "Go to the next number of the row."),
        ("left", ("left", "h"), "left", "Go to the number before."),
        ("next_table", ("tab", "pagedown"), "next table", "Go to the next table."),
        ("previous_table", ("shift+tab", "pageup"), "table before", "Go to the table before."),
        ("whole_text", ("w",), "body or whole text", "Count the body of the articles only, or all their text."),
        ("core", ("c",), "core or all frames", "Count the core profile only: direct and mixed quotes; or all frames."),
        ("library", ("escape", "ctrl+l"), "library", "Go back to the list of articles."),
    )
)
"""What keys do on this screen."""

GAP = 2
"""Cells between columns."""


class AgreementScreen(KeyedPage):
    """All figures of a project."""

    OWN_ACTIONS = ACTIONS

    class Compared(Message):
        """The figures are there."""

        def __init__(self, found: Agreement, cases: Sequence[Case]) -> None:
            super().__init__()
            self.found = found
            """All figures."""
            self.cases = cases
            """Every disagreement."""

    class Failed(Message):
        """The figures could not be had."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason
            """Why, and what to do."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self._project = project
        self._found: Agreement | None = None
        self._cases: Sequence[Case] = ()
        self._tables: list[Table] = []
        self._problem = ""
        self._is_whole = self._is_core = False
        self._row = self._column = self._top = 0

    def compose(self) -> ComposeResult:
        """The tables between the row that says who is compared and the row of keys."""
        yield Lines(self._heading, id="heading")
        yield Lines(self._page, id="tables", indent=1)
        yield Lines(self.key_row, id="keys")

    def on_mount(self) -> None:
        """Begin to compare."""
        self._compare()

    # --- comparing, in a thread of its own -----------------------------------------------------------------------

    @work(thread=True, exclusive=True)
    def _compare(self) -> None:
        """Compute all figures from the file, and tell the screen."""
        zones = None if self._is_whole else ()
        try:
            with Project.open(self._project.path, self._project.annotator) as project:
                comparison = project.comparison(zones=zones, core=self._is_core)
                self.post_message(self.Compared(comparison.agreement, list(comparison.cases())))
        except AnnotatorError as error:
            self.post_message(self.Failed(str(error)))

    def on_agreement_screen_compared(self, message: Compared) -> None:
        """Show the figures."""
        self._found, self._cases = message.found, message.cases
        self._tables = tables(message.found, message.cases, self.codebook) if message.found.documents else []
        self._row = min(self._row, max(0, len(self._stops()) - 1))
        self.redraw()

    def on_agreement_screen_failed(self, message: Failed) -> None:
        """Say why there are none."""
        self._problem = message.reason
        self.redraw()

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_cases(self) -> None:
        """Open the cases behind the chosen number."""
        cell = self._chosen()
        if cell is None or cell.which is None:
            return
        found = [case for case in self._cases if cell.which(case)]
        if found:
            self.app.push_screen(CasesScreen(self._project, found, cell.title).at_width(self.size.width))
        else:
            self.message = f"no case: {cell.title}"

    def action_down(self) -> None:
        """Go to the next row."""
        self._move(1)

    def action_up(self) -> None:
        """Go to the row before."""
        self._move(-1)

    def action_right(self) -> None:
        """Go to the next number that opens something."""
        self._sidle(1)

    def action_left(self) -> None:
        """Go to the number before."""
        self._sidle(-1)

    def action_next_table(self) -> None:
        """Go to the first row of the next table."""
        self._leap(1)

    def action_previous_table(self) -> None:
        """Go to the first row of the table before."""
        self._leap(-1)

    def action_whole_text(self) -> None:
        """Count the body, or all the text."""
        self._is_whole = not self._is_whole
        self._again()

    def action_core(self) -> None:
        """Count the core profile, or all frames."""
        self._is_core = not self._is_core
        self._again()

    def _again(self) -> None:
        self._found, self._tables = None, []
        self._compare()

    # --- the chosen cell -----------------------------------------------------------------------------------------

    def _stops(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """Every row with the number of its table."""
        return [(number, row) for number, table in enumerate(self._tables) for row in table.rows]

    def _chosen(self) -> Cell | None:
        stops = self._stops()
        return stops[self._row][1][self._column] if stops else None

    def _move(self, step: int) -> None:
        stops = self._stops()
        self._row = max(0, min(self._row + step, len(stops) - 1))
        if stops:
            self._settle(stops[self._row][1])

    def _settle(self, row: Sequence[Cell]) -> None:
        """Stay in the column, or go to the nearest before it that opens something."""
        column = min(self._column, len(row) - 1)
        self._column = next((n for n in range(column, -1, -1) if row[n].which), 0)

    def _sidle(self, step: int) -> None:
        if stops := self._stops():
            row = stops[self._row][1]
            ahead = range(self._column + step, len(row) if step > 0 else -1, step)
            self._column = next((n for n in ahead if row[n].which), self._column)

    def _leap(self, step: int) -> None:
        if stops := self._stops():
            table = max(0, min(stops[self._row][0] + step, len(self._tables) - 1))
            self._row = next(n for n, (number, _) in enumerate(stops) if number == table)
            self._settle(stops[self._row][1])

    # --- drawing -------------------------------------------------------------------------------------------------

    def _heading(self, width: int) -> list[Row]:
        scope = f"{'whole text' if self._is_whole else 'body'} · {'core' if self._is_core else 'all'} frames "
        left: Row = (Run(" agreement ", "title"), Run(f" {self._project.path.name}", "muted"))
        if self._found:
            who = ", ".join(self._found.annotators) or "nobody"
            of = f"{self._found.documents} of {self._found.total} articles"
            left = (Run(" agreement ", "title"), Run(f" {who}: {of}", "strong"))
        return [spread(left, (Run(scope),), width)]

    def _page(self, width: int) -> Sequence[Row]:
        if self._problem:
            return [(), (Run(self._problem, "warning"),)]
        if self._found is None:
            return [(), (Run("comparing…", "muted"),)]
        rows, at = self._rows(width)
        height = self.query_one("#tables").size.height
        if at < self._top + 2:
            self._top = at - 2
        if at > self._top + height - 2:
            self._top = at - height + 2
        if self._row + 1 == len(self._stops()):
            self._top = len(rows)
        self._top = max(0, min(self._top, len(rows) - height))
        return rows[self._top : self._top + height]

    def _rows(self, width: int) -> tuple[list[Row], int]:
        """All rows, and which of them is the chosen one."""
        rows: list[Row] = []
        at = number = 0
        for table in self._tables:
            widths = _widths(table)
            rows.append(_heading_row(table, widths, width))
            for row in table.rows:
                at = len(rows) if number == self._row else at
                rows.append(_cells(row, widths, self._column if number == self._row else -1))
                number += 1
            rows.append(())
        return [*rows, *self._basis()], at

    def _basis(self) -> Iterator[Row]:
        """What all of it rests on, and what counts for nothing."""
        found = self._found
        assert found is not None
        if not self._tables:
            yield (Run("no article was finished by two annotators: there is nothing to compare", "strong"),)
            yield (Run("finish articles with F in the annotate screen, or import finished sets", "muted"),)
        yield (Run(f"all labels at once: alpha {told(found.alpha)}, over {found.tokens:,} {found.unit}s", "muted"),)
        for name, missing in found.left_out.items():
            if missing:
                yield (Run(f"left out: {missing} of {found.total} articles not finished by {name}", "muted"),)
        yield from ((Run(reason, "muted"),) for reason in undefined(found))


def _widths(table: Table) -> list[int]:
    columns = zip(table.headings, *([cell.text for cell in row] for row in table.rows), strict=True)
    return [max(map(text_width, column)) for column in columns]


def _heading_row(table: Table, widths: Sequence[int], width: int) -> Row:
    first, *rest = zip(table.headings, widths, strict=True)
    row: list[Run] = [Run(f"  {first[0]}", "title"), Run(" " * (first[1] - text_width(first[0])))]
    row += [Run(" " * (GAP + size - text_width(text)) + text, "muted") for text, size in rest]
    note = Run(f"   {table.note}", "muted") if table.note else Run("")
    return (*row, note) if row_width((*row, note)) <= width else tuple(row)


def _cells(row: Sequence[Cell], widths: Sequence[int], chosen: int) -> Row:
    """One row: words to the left, numbers to the right, the chosen one marked."""
    runs = [Run("▌ " if chosen >= 0 else "  ", "key")]
    for n, (cell, width) in enumerate(zip(row, widths, strict=True)):
        room = " " * (width - text_width(cell.text))
        is_words = n == 0 or (cell.which is None and n == len(row) - 1)
        style = "here" if n == chosen else "strong" if n == 0 else "" if cell.which else "muted"
        gap = Run("" if n == 0 else " " * GAP)
        runs += [gap, Run(cell.text, style), Run(room)] if is_words else [gap, Run(room), Run(cell.text, style)]
    return tuple(runs)
