"""An annotator's own sentences: the segmenter's, with what the annotator split and merged."""

from collections.abc import Iterable

from annotator.domain.documents import Document
from annotator.domain.records import Boundary
from annotator.domain.spans import Span, trimmed


def own_sentences(document: Document, boundaries: Iterable[Boundary]) -> tuple[Span, ...]:
    """The document's sentences after the annotator's boundaries; a later boundary at the same place wins."""
    changes = {boundary.offset: boundary.begins for boundary in boundaries}
    if not changes:
        return document.sentences
    ends = {span.start: span.end for span in document.sentences}
    starts = sorted((ends.keys() | {o for o, begins in changes.items() if begins}) - _merged(changes))
    last = max(ends.values(), default=len(document.text))
    stops = [*starts[1:], last] if starts else []
    spans = (trimmed(document.text, Span(a, b)) for a, b in zip(starts, stops, strict=True) if a < b)
    return tuple(span for span in spans if span)


def _merged(changes: dict[int, bool]) -> set[int]:
    return {offset for offset, begins in changes.items() if not begins}
