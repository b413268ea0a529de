"""The formats that articles and annotations come in and leave in; a new one is an entry of `FORMATS`.

A package of your own may add formats: an entry point `annotator.formats` whose value is a `Format`, such as
`Format(name="tsv", suffixes=(".tsv",), holds="…", read=read_tsv)`.
"""

from collections.abc import Iterable
from pathlib import Path

from annotator.domain.errors import FormatError
from annotator.formats import brat, csv_tables, files, jsonl, text
from annotator.formats.format import Format, Losses, Reading, Writing

__all__ = ["FORMATS", "Format", "Losses", "Reading", "Writing", "expand", "format_named", "format_of"]

FORMATS: dict[str, Format] = {
    "text": Format(
        name="text",
        suffixes=(".txt", ".md"),
        holds="The article alone, in plain text or Markdown.",
        read=text.read,
    ),
    "csv": Format(
        name="csv",
        suffixes=(".csv",),
        holds="Written: a row for each span, frame and sentence, without links and registry. Read: an article a row.",
        read=csv_tables.read,
        write=csv_tables.write,
    ),
    "jsonl": Format(
        name="jsonl",
        suffixes=(".jsonl", ".ndjson"),
        holds="Everything, one article a line; what belongs to the whole project in a file of its own.",
        read=jsonl.read,
        write=jsonl.write,
        holds_registry=True,
    ),
    "brat": Format(
        name="brat",
        suffixes=(".ann",),
        holds="Spans, frames, attributes, links and notes of each annotator; not when or how they were made.",
        read=brat.read,
        write=brat.write,
    ),
}
"""The formats that come with the program, by name."""

ENTRY_POINTS = "annotator.formats"
"""Where other packages say which formats they add."""


def formats() -> dict[str, Format]:
    """All formats by name, those of other packages too."""
    # Only now, because it takes longer to import than all of this package.
    from importlib import metadata

    return FORMATS | {each.name: each.load() for each in metadata.entry_points(group=ENTRY_POINTS)}


def format_named(name: str) -> Format:
    """The format of this name."""
    found = FORMATS.get(name) or formats().get(name)
    if not found:
        raise FormatError(f"there is no format “{name}”; the formats are {', '.join(sorted(formats()))}")
    return found


def format_of(path: Path) -> Format:
    """The format that reads files whose name ends as this one does."""
    suffix = path.suffix.lower()
    for table in (FORMATS, formats()):
        for each in table.values():
            if each.read and suffix in each.suffixes:
                return each
    known = ", ".join(sorted(readable_suffixes()))
    raise FormatError(f"{path}: files that end in “{suffix}” cannot be read; those that can end in {known}")


def readable_suffixes() -> set[str]:
    """How the names of files end that some format reads."""
    return {suffix for each in formats().values() if each.read for suffix in each.suffixes}


def expand(paths: Iterable[Path], suffixes: Iterable[str] = ()) -> list[Path]:
    """The files that are named or lie in named folders and can be read, less the articles that an `.ann` brings along.

    With `suffixes`, folders give only files that end so.
    """
    return brat.without_articles_of(files.expand(paths, set(suffixes) or readable_suffixes()))
