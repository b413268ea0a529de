"""On which line of a TOML text a table or key stands, which the standard parser does not tell."""

import re
from collections.abc import Iterator, Mapping

Path = tuple[str, ...]
"""The names from the top of the file down to a table or key."""

KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
KEYS = rf"({KEY}(?:\s*\.\s*{KEY})*)"
HEADER = re.compile(rf"\s*\[\[?\s*{KEYS}\s*\]")
ENTRY = re.compile(rf"\s*{KEYS}\s*=")
LONG_QUOTE = re.compile(r'"""|\'\'\'')


def line_numbers(text: str) -> dict[Path, int]:
    """The line of every table header and of every key that begins a line, counted from 1."""
    numbers: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_long_strings(text):
        if header := HEADER.match(line):
            table = _names(header[1])
            numbers.setdefault(table, number)
        elif entry := ENTRY.match(line):
            numbers.setdefault(table + _names(entry[1]), number)
    return numbers


def line_of(numbers: Mapping[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it that has one."""
    while path and path not in numbers:
        path = path[:-1]
    return numbers.get(path, 1)


def _names(keys: str) -> Path:
    return tuple(name.strip("\"'") for name in re.findall(KEY, keys))


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines that do not begin inside a string of several lines."""
    closing = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not closing:
            yield number, line
        if not closing and line.lstrip().startswith("#"):
            continue
        for mark in LONG_QUOTE.findall(line):
            if not closing:
                closing = mark
            elif mark == closing:
                closing = ""
