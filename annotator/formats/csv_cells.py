"""Cells that a spreadsheet shows and never computes, and from which the text can be had back."""

RISKY = frozenset("=+-@\t\r\n\0'＝＋－＠")
"""What a cell that a spreadsheet might compute begins with, and the guard itself."""

GUARD = "'"
"""What is put before such a cell; spreadsheets take it as the sign of plain text."""


def guarded(cell: str) -> str:
    """The cell with a guard before it where it needs one."""
    first = cell[:1]
    if first in RISKY or (first.isspace() and cell.lstrip()[:1] in RISKY):
        return GUARD + cell
    return cell


def unguarded(cell: str) -> str:
    """The text that was guarded: less one guard, if there is one."""
    return cell.removeprefix(GUARD)
