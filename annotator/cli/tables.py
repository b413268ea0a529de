"""What is printed on stdout: tables for people, lines of fields between tabs, JSON."""

import sys
from collections.abc import Iterable, Sequence

from annotator.domain.shown import shown

WIDTH = 120
"""How wide a table is where no terminal says so."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()) -> None:
    """Print the rows; the columns in `numbers` are set to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in numbers else "left", no_wrap=heading in numbers)
    for row in rows:
        table.add_row(*(Text(shown(str(value))) for value in row))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)


def print_row(*fields: object) -> None:
    """Print the fields in one line, with tabs between them."""
    print("\t".join(shown(str(field)) for field in fields))


def print_json(value: object) -> None:
    """Print the value as JSON, one line."""
    import msgspec

    print(msgspec.json.encode(value).decode())
