"""One annotator's work on one article, with the cells that several rows share."""

from bisect import bisect_right

from msgspec import Struct

from annotator.domain.documents import Document
from annotator.domain.editing.segmentation import own_sentences
from annotator.domain.nearby import own_zones
from annotator.domain.records import Annotation, AnnotationSet, Boundary, ZoneMark
from annotator.domain.spans import Span, words
from annotator.formats.context import around
from annotator.formats.csv_cells import cell

WHOSE = ("document_id", "document", "annotator")
"""The columns every row begins with."""

WHERE = ("sentence", "zone", "start", "end", "text", "prefix", "suffix")
"""The columns of a place in the text; offsets count code points, sentences from 1."""


class SpanCells(Struct, gc=False):
    """An annotation and the cells of it."""

    annotation: Annotation
    """The annotation itself."""
    extent: Span
    """From its first word to its last."""
    words: str
    """The words it covers, not yet a cell."""
    said: str
    """The cell of its words."""
    id: str
    """The cell of its id."""
    places: str
    """The cell of its fragments, such as `12-30;40-55`."""


class Page:
    """An article as one annotator sees it: with own sentences and zones."""

    def __init__(self, document: Document, annotations: AnnotationSet, usual: str) -> None:
        """Apply the annotator's corrections of sentences and zones; what is in no zone is of the `usual` kind."""
        self.text = document.text
        self.set = annotations
        self.whose = ",".join([cell(document.id), cell(document.name), cell(annotations.annotator)])
        self.sentences = own_sentences(document, annotations.of(Boundary))
        self.spans = {each.id: self._cells(each) for each in sorted(annotations.of(Annotation), key=_place)}
        self._starts = [span.start for span in self.sentences]
        self._zones = [(zone.end, cell(zone.kind)) for zone in document.zones]
        self._zone_starts = [zone.start for zone in document.zones]
        self._own_zones = list(annotations.of(ZoneMark))
        self._usual = cell(usual)

    def where(self, place: Span, said: str) -> str:
        """The cells of a place, the words of which are the cell `said`."""
        prefix, suffix = around(self.text, place)
        start, end = place.start, place.end
        number = bisect_right(self._starts, start)
        return f"{number},{self._zone(start)},{start},{end},{said},{cell(prefix)},{cell(suffix)}"

    def sentences_of(self, place: Span) -> range:
        """The indexes of the sentences that the place lies in."""
        first = bisect_right(self._starts, place.start) - 1
        return range(max(first, 0), bisect_right(self._starts, place.end - 1))

    def _cells(self, annotation: Annotation) -> SpanCells:
        """The annotation with its cells."""
        said = words(self.text, annotation.fragments)
        places = ";".join([f"{span.start}-{span.end}" for span in annotation.fragments])
        return SpanCells(annotation, annotation.envelope, said, cell(said), cell(annotation.id), places)

    def _zone(self, offset: int) -> str:
        """The cell of the kind of zone at the offset."""
        if self._own_zones and (own := own_zones(self._own_zones, Span(offset, offset + 1))):
            return cell(own[0].zone)
        index = bisect_right(self._zone_starts, offset) - 1
        end, kind = self._zones[index] if index >= 0 else (0, "")
        return kind if offset < end else self._usual


def _place(annotation: Annotation) -> tuple[object, str]:
    """What the order of spans goes by."""
    return annotation.fragments, annotation.label
