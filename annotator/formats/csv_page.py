"""One annotator's work on one article, with what every row about it repeats."""

from bisect import bisect_right

from annotator.domain.documents import Document
from annotator.domain.editing.segmentation import own_sentences
from annotator.domain.records import AnnotationSet, Boundary, ZoneMark
from annotator.domain.spans import Span
from annotator.formats.context import around
from annotator.formats.csv_cells import guarded

Cell = str | int | float
"""What a cell holds; text is guarded, numbers are as they are."""

WHOSE = ("document_id", "document", "annotator")
"""The columns every row begins with."""

WHERE = ("sentence", "zone", "start", "end", "text", "prefix", "suffix")
"""The columns of a place in the text; offsets count code points, sentences from 1."""


class Page:
    """An article as one annotator sees it: with own sentences and zones."""

    def __init__(self, document: Document, annotations: AnnotationSet) -> None:
        """Apply the annotator's corrections of sentences and zones."""
        self.text = document.text
        self.set = annotations
        self.whose = (guarded(document.id), guarded(document.name), guarded(annotations.annotator))
        self.sentences = own_sentences(document, annotations.of(Boundary))
        self._document = document
        self._starts = [span.start for span in self.sentences]
        self._zones = [(mark.span, mark.zone) for mark in annotations.of(ZoneMark)]

    def where(self, place: Span, said: str) -> tuple[Cell, ...]:
        """The cells of a place and the words that stand there."""
        prefix, suffix = around(self.text, place)
        start = place.start
        number = bisect_right(self._starts, start)
        return (number, self._zone(start), start, place.end, guarded(said), guarded(prefix), guarded(suffix))

    def sentences_of(self, place: Span) -> range:
        """The indexes of the sentences that the place lies in."""
        first = bisect_right(self._starts, place.start) - 1
        return range(max(first, 0), bisect_right(self._starts, place.end - 1))

    def _zone(self, offset: int) -> str:
        """The kind of zone at the offset."""
        marked = [zone for span, zone in self._zones if offset in span]
        return guarded(marked[-1] if marked else self._document.zone_at(offset))
