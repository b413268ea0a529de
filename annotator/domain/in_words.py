"""The words of the article that a record is about, and where they stand: for lists of records of every kind."""

from msgspec import Struct

from annotator.domain.documents import Document
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution, Link, Source
from annotator.domain.spans import words


class InWords(Struct, frozen=True):
    """A record as a list shows it."""

    document: str
    """The name of the article; empty for an entry of the source registry."""
    start: int
    """Where its first words stand; 0 where it has none."""
    line: int
    """The line they stand in, counted from 1; 0 where it has none."""
    words: str
    """The words, those of a frame with its roles before them."""


def in_words(record: AnyRecord, document: Document | None, annotations: AnnotationSet) -> InWords:
    """The record with its words."""
    if isinstance(record, Source) or document is None:
        return InWords("", 0, 0, record.name if isinstance(record, Source) else "")
    records, text = annotations.records, document.text
    if isinstance(record, Attribution):
        parts = [(role, each) for role, i in record.roles if isinstance(each := records.get(i), Annotation)]
        said = " · ".join(f"{role}: {words(text, each.fragments)}" for role, each in parts)
        start = min((each.envelope.start for _, each in parts), default=None)
    else:
        about = records.get(record.from_id) if isinstance(record, Link) else record
        fragments = about.fragments if isinstance(about, Annotation) else ()
        said, start = words(text, fragments), fragments[0].start if fragments else None
    line = 0 if start is None else text.count("\n", 0, start) + 1
    return InWords(document.name, start or 0, line, " ".join(said.split()))
