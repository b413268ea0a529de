"""Reading a table of articles: one article a row, in a column whose name tells so."""

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from annotator.domain.errors import FormatError
from annotator.domain.records import AnnotatedDocument
from annotator.formats.format import LIMIT, Reading
from annotator.formats.items import TEXT_FIELDS, article_from, good_items, text_field
from annotator.formats.text import text_of

DELIMITERS = ",;\t"
"""What may stand between two cells."""

OURS = {"document_id", "annotator"}
"""The columns by which the tables that we write are told from those of articles."""


def read(path: Path, reading: Reading) -> Iterator[AnnotatedDocument]:
    """The article in each row; the other columns become its fields, and a bad row is skipped and told."""
    table = text_of(path, reading)
    # A cell holds a whole article, and Python's own limit is 128 KiB.
    csv.field_size_limit(LIMIT)
    return good_items(path, _attempts(path, table), reading)


def _attempts(path: Path, text: str) -> Iterator[tuple[int, Callable[[], AnnotatedDocument]]]:
    """The line at which each row begins, and how to read it."""
    delimiter, header = _header(path, text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(rows)
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, partial(_refuse, str(error))
            continue
        if row:
            yield line, partial(_document, header, row, f"{path.stem}-{line}")


def _header(path: Path, text: str) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns, one of which holds the article."""
    headers = {}
    for delimiter in DELIMITERS:
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        headers[delimiter] = [name.strip() for name in row]
        if set(headers[delimiter]) >= OURS:
            raise FormatError(
                f"{path}:1: this is an export of annotations, which CSV cannot bring back; import the JSONL"
            )
        if text_field(row):
            return delimiter, headers[delimiter]
    seen = ", ".join(f"“{name[:40]}”" for name in max(headers.values(), key=len, default=[])[:20])
    wanted = ", ".join(TEXT_FIELDS)
    raise FormatError(f"{path}:1: no column is named {wanted}; the columns are {seen or 'none'}; rename one of them")


def _document(header: list[str], row: list[str], unnamed: str) -> AnnotatedDocument:
    """The article in the row."""
    if len(row) != len(header):
        raise FormatError(
            f"the row has {len(row)} cells, but there are {len(header)} columns; check its quotation marks"
        )
    return AnnotatedDocument(article_from(dict(zip(header, row, strict=True)), unnamed))


def _refuse(error: str) -> AnnotatedDocument:
    """Say why a row is no good."""
    raise FormatError(f"the row is not CSV ({error}); check its quotation marks")
