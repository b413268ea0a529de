"""Cells that a spreadsheet shows and never computes, and from which the text can be had back.

Python's own CSV writer looks at each character in turn, which takes longer than all else in an export; so the one rule
of RFC 4180 that it would apply is here, and a test reads everything back with Python's reader.
"""

RISKY = frozenset("=+-@\t\r\n\0'＝＋－＠")
"""What a cell that a spreadsheet might compute begins with, and the guard itself."""

MAYBE_RISKY = RISKY | {char for char in map(chr, range(0x3001)) if char.isspace()}
"""What a cell that needs a guard begins with, white space included."""

GUARD = "'"
"""What is put before such a cell; spreadsheets take it as the sign of plain text."""

LINE_END = "\r\n"
"""What ends a row."""


def guarded(text: str) -> str:
    """The text with a guard before it where it needs one."""
    first = text[:1]
    if first in RISKY or (first.isspace() and text.lstrip()[:1] in RISKY):
        return GUARD + text
    return text


def unguarded(text: str) -> str:
    """The text that was guarded: less one guard, if there is one."""
    return text.removeprefix(GUARD)


def cell(text: str) -> str:
    """The text guarded, and in quotation marks where it needs them."""
    if not text:
        return text
    if text[0] in MAYBE_RISKY:
        text = guarded(text)
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        text = text.replace('"', '""')
        return f'"{text}"'
    return text
