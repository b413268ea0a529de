"""What is printed on stdout: tables for people, lines of fields between tabs, JSON."""

import re
import sys
from collections.abc import Iterable, Sequence

from annotator.domain.shown import INVISIBLE, shown

WIDTH = 120
"""How wide a table is where no terminal says so."""

UNSAFE = re.compile(f"[{''.join(chr(code) for codes in INVISIBLE for code in codes)}\x7f]")
"""What could act on a terminal, of what JSON lets stand in a string as it is."""


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

    # Outside of its strings, which have an escape for every character, JSON has none of these.
    print(UNSAFE.sub(_escaped, msgspec.json.encode(value).decode()))


def _escaped(found: re.Match[str]) -> str:
    """The character as JSON escapes it, in two halves where it needs them."""
    units = found.group().encode("utf-16-be").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
