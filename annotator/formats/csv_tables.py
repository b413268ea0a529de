"""CSV: three tables for a spreadsheet or a statistics program, one row a span, a frame and a sentence."""

from collections.abc import Iterable, Iterator

from annotator.domain.records import AnnotatedDocument, AnnotationSet, Link, Progress, Record, Remark, Source
from annotator.formats.csv_cells import LINE_END, cell
from annotator.formats.csv_page import Page
from annotator.formats.csv_reading import read
from annotator.formats.csv_rows import (
    FRAME_COLUMNS,
    SENTENCE_COLUMNS,
    SPAN_COLUMNS,
    AttributeColumns,
    frame_rows,
    sentence_rows,
    span_rows,
)
from annotator.formats.format import Losses, Writing
from annotator.formats.held import HeldText

__all__ = ["read", "write"]

SPANS, FRAMES, SENTENCES = "spans.csv", "frames.csv", "sentences.csv"
"""The names of the files that are written."""

UNHELD: dict[type[Record], str] = {
    Remark: "the CSV tables have no rows for remarks on words without a label",
    Progress: "the CSV tables do not say how far an annotator is with an article",
    Link: "the CSV tables have no rows for links",
    Source: "the CSV tables have no rows for entries of the source registry",
}
"""The kinds of record that are left out."""


def write(documents: Iterable[AnnotatedDocument], writing: Writing) -> Iterator[tuple[str, str]]:
    """The three tables, one after the other."""
    codebook = writing.codebook
    asked = (each for label in codebook.labels for each in label.attributes)
    of_spans = AttributeColumns(asked, SPAN_COLUMNS, writing.losses)
    of_frames = AttributeColumns(codebook.frame, FRAME_COLUMNS, writing.losses)
    usual = next((zone.name for zone in codebook.zones if zone.suggest), "")
    frames, sentences = HeldText(), HeldText()
    yield SPANS, _header(of_spans.header)
    frames.add(_header(of_frames.header))
    sentences.add(_header(SENTENCE_COLUMNS))
    for annotated in documents:
        _tell_losses(annotated, writing.losses)
        for each in annotated.sets or [AnnotationSet("")]:
            page = Page(annotated.document, each, usual)
            yield SPANS, "".join(span_rows(page, of_spans))
            frames.add("".join(frame_rows(page, of_frames)))
            sentences.add("".join(sentence_rows(page, writing.codebook_version)))
    for name, held in ((FRAMES, frames), (SENTENCES, sentences)):
        yield from ((name, piece) for piece in held.pieces())


def _tell_losses(annotated: AnnotatedDocument, losses: Losses) -> None:
    """Count what the tables leave out."""
    if annotated.document.meta:
        losses.add("the CSV tables have no columns for document fields")
    for each in annotated.sets:
        for record in each.records.values():
            if type(record) in UNHELD:
                losses.add(UNHELD[type(record)])


def _header(columns: Iterable[str]) -> str:
    """The row with the names of the columns."""
    return ",".join(map(cell, columns)) + LINE_END
