"""Documents as rows and rows as documents."""

from datetime import datetime
from typing import Any

import msgspec

from annotator.domain.documents import Document, Zone, document_id, text_hash
from annotator.domain.errors import AnnotatorError, StoreError
from annotator.domain.spans import Span
from annotator.store.rows import Row, json_text, time_text
from annotator.store.sqlite.faults import DAMAGED

COLUMNS = "id, name, headline, length, sha256, added_at, added_by, meta, zones, sentences, quotations, text"
"""The columns that `document_row` fills."""
INSERT = f"INSERT INTO document ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
"""Adds a document."""
SELECT = "SELECT number, id, sha256, name, text, meta, zones, sentences, quotations FROM document"
"""The columns that `document` reads."""
HEADLINE = 200
"""How many code points of a headline are kept for the library."""

META = msgspec.json.Decoder(dict[str, str])
"""Reads `meta`."""
ZONES = msgspec.json.Decoder(tuple[Zone, ...])
"""Reads `zones`."""
SPANS = msgspec.json.Decoder(tuple[Span, ...])
"""Reads `sentences` and `quotations`."""


def document_row(document: Document, by: str, at: datetime) -> Row:
    """The document as a row; a `StoreError` where its text cannot be kept as it is."""
    text = document.text
    refuse_text(document)
    parts = (document.meta, document.zones, document.sentences, document.quotations)
    head = (document.id, document.name, headline(document), len(text), document.sha256, time_text(at), by)
    return (*head, *map(json_text, parts), text)


def refuse_text(document: Document) -> None:
    """Raise where the text holds what no database keeps, or is not the text of its id."""
    if "\0" in document.text:
        line = document.text[: document.text.index("\0")].count("\n") + 1
        raise StoreError(f"{document.name}:{line}: the text holds a NUL character; remove it, then add the file again")
    try:
        right = document_id(document.text)
    except UnicodeEncodeError as error:
        line = document.text[: error.start].count("\n") + 1
        raise StoreError(
            f"{document.name}:{line}: half a surrogate pair; save the file as UTF-8, then add it again"
        ) from error
    if document.id != right:
        raise StoreError(f"{document.name}: the text is not that of document {document.id}; its id would be {right}")


def headline(document: Document) -> str:
    """What the library shows of a document: its title, or its first line with words."""
    lines = (line.strip("#* \t\r") for line in document.text.splitlines())
    first = document.meta.get("headline") or document.meta.get("title") or next(filter(None, lines), "")
    return first[:HEADLINE]


def document(row: tuple[Any, ...]) -> Document:
    """The row of `SELECT` as a document; a `StoreError` where its text is not what was added."""
    _, doc_id, sha256, name, text, meta, zones, sentences, quotations = row
    if text_hash(text) != sha256:
        raise StoreError(f"document {doc_id} ({name}): its text is no longer what was added; {DAMAGED}")
    try:
        read = (META.decode(meta), ZONES.decode(zones), SPANS.decode(sentences), SPANS.decode(quotations))
    except (ValueError, AnnotatorError) as error:
        raise StoreError(f"document {doc_id} ({name}) cannot be read ({error}); {DAMAGED}") from error
    return Document(doc_id, name, text, *read)
