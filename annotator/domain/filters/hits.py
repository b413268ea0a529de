"""What fits a query in one article: sentences, annotated words, frames, notes and flags, each in its sentence."""

from collections.abc import Iterator

from msgspec import Struct

from annotator.domain.acceptances import is_acceptance
from annotator.domain.codebook import Codebook, values_of
from annotator.domain.documents import Document, sentence_at
from annotator.domain.filters.language import MARKS, Condition, Query
from annotator.domain.filters.phrases import Finder, places
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, Attribution, Remark, Status
from annotator.domain.spans import Fragments, Span, fragments

Found = Annotation | Attribution | Remark
"""The records that a query finds."""


class Hit(Struct, frozen=True):
    """One thing found."""

    document: Document
    """The article."""
    sentence: int
    """The number of the sentence it begins in, from 0."""
    spans: Fragments
    """The words found, or those that the record is about."""
    record: Found | None = None
    """What was found; None for a sentence."""

    @property
    def span(self) -> Span:
        """The whole sentence."""
        return sentences_of(self.document)[self.sentence]

    @property
    def start(self) -> int:
        """Where the words begin."""
        return self.spans[0].start if self.spans else self.span.start


def sentences_of(document: Document) -> tuple[Span, ...]:
    """The sentences of the article; all of it where it has none."""
    return document.sentences or (Span(0, max(1, len(document.text))),)


class Search:
    """Looks for one query in one article after the other; the articles that `doc:` names are chosen by the store."""

    def __init__(self, query: Query, codebook: Codebook) -> None:
        self.query = query
        """What is looked for."""
        self._codebook = codebook
        self._finder = Finder()
        self._conditions = [each for each in query.conditions if each.field != "doc"]
        self._kinds = (
            Annotation,
            *([Attribution] if query.is_of_marked or query.answers else []),
            *([Remark] if query.is_of_marked else []),
        )

    def hits(self, annotated: AnnotatedDocument) -> Iterator[Hit]:
        """What fits in this article, in the order of the text."""
        document = annotated.document
        folded = self._finder.folded(document.text)
        if self.query.place == "articles":
            yield from self._sentences(document, folded)
            return
        found = [hit for each in annotated.sets for hit in self._records(each, document, folded)]
        yield from sorted(found, key=lambda hit: (hit.start, hit.record.annotator if hit.record else ""))

    # --- sentences ---------------------------------------------------------------------------------------------------

    def _sentences(self, document: Document, folded: str) -> Iterator[Hit]:
        """The sentences that hold every phrase and none that is to be absent."""
        if not self.query.phrases:
            return
        sentences = sentences_of(document)
        rest = sorted({sentence_at(sentences, place.start) for place in places(folded, self.query.phrases[0])})
        for number in rest:
            sentence = sentences[number]
            spans = self._words_in(sentence.cut(folded), sentence.start)
            if spans:
                yield Hit(document, number, spans)

    def _words_in(self, folded: str, start: int = 0) -> Fragments:
        """Where the phrases stand in some words that begin at an offset; nothing where the words do not fit."""
        if not self._fits_words(folded):
            return ()
        found = [places(folded, each) for each in self.query.phrases]
        return fragments(Span(each.start + start, each.end + start) for spans in found for each in spans)

    def _fits_words(self, folded: str) -> bool:
        return all(places(folded, each) for each in self.query.phrases) and not any(
            places(folded, each) for each in self.query.absent
        )

    # --- records -----------------------------------------------------------------------------------------------------

    def _records(self, held: AnnotationSet, document: Document, folded: str) -> Iterator[Hit]:
        """The records of one annotator that fit."""
        sentences = sentences_of(document)
        for record in held.records.values():
            if not isinstance(record, Annotation | Attribution | Remark) or record.status is Status.REJECTED:
                continue
            if is_acceptance(record):
                continue
            is_told = bool(record.flag or record.note) or self.query.place != "notes"
            if is_told and isinstance(record, self._kinds) and self._fits(record):
                spans = spans_of(held, record)
                said = self._finder.folded(f"{record.note}\n{record.flag}")
                words = " ".join(each.cut(folded) for each in spans)
                if self._fits_words(said if self.query.place == "notes" else words):
                    yield Hit(document, sentence_at(sentences, spans[0].start) if spans else 0, spans, record)

    def _fits(self, record: Found) -> bool:
        values = values_of(self._codebook, record)
        return all(self._meets(record, values, each) is not each.is_not for each in self._conditions)

    def _meets(self, record: Found, values: dict[str, tuple[str, ...]], condition: Condition) -> bool:
        """Whether the record is what the filter asks for."""
        field, value = condition.field, condition.value
        if field == "annotator":
            return record.annotator == value
        if field == "label":
            return isinstance(record, Annotation) and record.label == value
        if field == "has":
            return bool(getattr(record, value) if value in MARKS else values.get(value))
        return any(each.casefold().startswith(value) for each in values.get(field, ()))


def spans_of(held: AnnotationSet, record: Found) -> Fragments:
    """The words that a record is about: its own, or those of every part of the frame."""
    if not isinstance(record, Attribution):
        return record.fragments
    parts = (held.records.get(part) for _, part in record.roles)
    return fragments(span for part in parts if isinstance(part, Annotation) for span in part.fragments)
