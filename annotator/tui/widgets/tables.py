"""Tables of numbers on a screen, each cell with the cases behind it, and the place in them that is chosen."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from annotator.agreement.cases import Case
from annotator.agreement.coefficients import Measure
from annotator.tui.widgets.lines import Row, Run, row_width, text_width

Which = Callable[[Case], bool]
"""Says whether a case is behind a cell."""

SCALE = 20
"""Cells of a chart from 0 to 1."""

GAP = 2
"""Cells between columns."""

MARK = "▌ "
"""What stands before the chosen row."""


class Cell(Struct, frozen=True):
    """A number in a table."""

    text: str
    """What is shown."""
    which: Which | None = None
    """The cases behind it; None where it opens nothing."""
    title: str = ""
    """What these cases are, in words."""
    is_words: bool = False
    """Whether it is words, which stand to the left, and no number."""


class Table(Struct, frozen=True):
    """Rows of cells under headings; the first column names what a row is about."""

    headings: tuple[str, ...]
    """The first one is the table's title."""
    rows: tuple[tuple[Cell, ...], ...]
    """Each as long as the headings."""
    note: str = ""
    """What is to be known of it."""


def told(measure: Measure) -> str:
    """The measure with its interval."""
    value = plain(measure)
    if measure.low is None or measure.high is None:
        return value
    return f"{value} ({round(measure.low, 2) + 0.0:.2f} to {round(measure.high, 2) + 0.0:.2f})"


def plain(measure: Measure) -> str:
    """The measure alone; a dash where it is undefined."""
    return "-" if measure.value is None else f"{round(measure.value, 2) + 0.0:.2f}"


def chart(measure: Measure, target: float | None = None) -> str:
    """The measure as a point between 0 and 1, on the line of its interval, with a stroke where the target is."""
    if measure.value is None:
        return " " * SCALE
    cells = ["·"] * SCALE
    if target is not None:
        cells[_cell(target)] = "│"
    low, high = (each if each is not None else measure.value for each in (measure.low, measure.high))
    for at in range(_cell(low), _cell(high) + 1):
        cells[at] = "┿" if cells[at] == "│" else "━"
    cells[_cell(measure.value)] = "●"
    return "".join(cells)


def _cell(value: float) -> int:
    return max(0, min(SCALE - 1, round(value * (SCALE - 1))))


class TableCursor:
    """The cell that is chosen, and the rows that are seen."""

    def __init__(self) -> None:
        self._tables: Sequence[Table] = ()
        self._stops: list[tuple[int, tuple[Cell, ...]]] = []
        self._row = self._column = self._top = 0

    def take(self, tables: Sequence[Table]) -> None:
        """Go through these tables, from the same row where there is one."""
        self._tables = tables
        self._stops = [(number, row) for number, table in enumerate(tables) for row in table.rows]
        self.move(0)

    @property
    def chosen(self) -> Cell | None:
        """The chosen cell."""
        return self._stops[self._row][1][self._column] if self._stops else None

    def move(self, step: int) -> None:
        """Go to another row."""
        self._row = max(0, min(self._row + step, len(self._stops) - 1))
        if self._stops:
            self._settle()

    def sidle(self, step: int) -> None:
        """Go to the next cell of the row that opens something."""
        if self._stops:
            row = self._stops[self._row][1]
            ahead = range(self._column + step, len(row) if step > 0 else -1, step)
            self._column = next((n for n in ahead if row[n].which), self._column)

    def leap(self, step: int) -> None:
        """Go to the first row of another table."""
        if self._stops:
            table = max(0, min(self._stops[self._row][0] + step, len(self._tables) - 1))
            self._row = next(n for n, (number, _) in enumerate(self._stops) if number == table)
            self._top = sum(len(each.rows) + 2 for each in self._tables[:table])
            self._settle()

    def _settle(self) -> None:
        """Stay in the column, or go to the nearest before it that opens something."""
        row = self._stops[self._row][1]
        column = min(self._column, len(row) - 1)
        self._column = next((n for n in range(column, -1, -1) if row[n].which), 0)

    # --- drawing -------------------------------------------------------------------------------------------------

    def page(self, width: int, height: int, below: Sequence[Row]) -> Sequence[Row]:
        """As many rows as there is room for, the chosen one among them; `below` stands under the tables."""
        rows, at = self._rows(width)
        rows.extend(below)
        if at < self._top + 1:
            self._top = at - 1
        if at > self._top + height - 2:
            self._top = at - height + 2
        if self._row + 1 >= len(self._stops):
            self._top = len(rows)
        self._top = max(0, min(self._top, len(rows) - height))
        return rows[self._top : self._top + height]

    def _rows(self, width: int) -> tuple[list[Row], int]:
        """All rows, and which of them is the chosen one; of a table that is too wide, the columns up to that cell."""
        rows: list[Row] = []
        at = number = 0
        here = self._stops[self._row][0] if self._stops else 0
        for place, table in enumerate(self._tables):
            widths = _widths(table)
            columns = _seen(widths, width, self._column if place == here else 0)
            rows.append(_heading(table, widths, columns, width))
            for row in table.rows:
                at = len(rows) if number == self._row else at
                rows.append(_cells(row, widths, columns, self._column if number == self._row else -1))
                number += 1
            rows.append(())
        return rows, at


def _widths(table: Table) -> list[int]:
    columns = zip(table.headings, *([cell.text for cell in row] for row in table.rows), strict=True)
    return [max(map(text_width, column)) for column in columns]


def _seen(widths: Sequence[int], width: int, chosen: int) -> list[int]:
    """The columns for which there is room: the first, then those from the second on, or up to the chosen one."""
    room = width - len(MARK) - widths[0]
    start = 1
    while start < chosen and sum(GAP + each for each in widths[start : chosen + 1]) > room:
        start += 1
    return [0, *range(start, len(widths))]


def _heading(table: Table, widths: Sequence[int], columns: Sequence[int], width: int) -> Row:
    """The headings as their columns are set, and the note where there is room for it."""
    row: list[Run] = [Run(" " * len(MARK))]
    for n in columns:
        text = f"‹{table.headings[n]}" if n > 1 and n - 1 not in columns else table.headings[n]
        row += _set(Run(text, "title" if n == 0 else "muted"), widths[n], n, n == 0 or table.rows[0][n].is_words)
    note = Run(f"   {table.note}", "muted")
    return (*row, note) if table.note and row_width((*row, note)) <= width else tuple(row)


def _cells(row: Sequence[Cell], widths: Sequence[int], columns: Sequence[int], chosen: int) -> Row:
    """One row, the chosen cell marked."""
    runs = [Run(MARK if chosen >= 0 else " " * len(MARK), "key")]
    for n in columns:
        style = "here" if n == chosen else "strong" if n == 0 else "" if row[n].which else "muted"
        runs += _set(Run(row[n].text, style), widths[n], n, n == 0 or row[n].is_words)
    return tuple(runs)


def _set(run: Run, width: int, column: int, is_left: bool) -> tuple[Run, ...]:
    """The words in their column: words to the left, numbers to the right."""
    gap, room = Run(" " * GAP if column else ""), Run(" " * (width - text_width(run.text)))
    return (gap, run, room) if is_left else (gap, room, run)
