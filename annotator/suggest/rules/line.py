"""A paragraph as the rules see it: its tokens, which of them are quoted, and where its sentences are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from annotator.domain.documents import TOKEN, Document, sentence_at
from annotator.domain.spans import Span, trimmed
from annotator.suggest.rules.lexicon import Language

Part = tuple[int, int]
"""Tokens of a line, as the index of the first and the index after the last."""


WORD = re.compile(rf"\d+(?:[.,]\d+)+|{TOKEN.pattern}")
"""A token, or a number with its points and commas."""

LONGEST = 6_000
"""How many code points are looked at together at most."""


class Line(Struct):
    """One paragraph, or what of it lies in one zone."""

    text: str
    """The whole text of the document."""
    language: Language
    """The words of its language."""
    spans: Sequence[Part]
    """Where in the text each token is."""
    words: Sequence[str]
    """The tokens as they stand."""
    low: Sequence[str]
    """The tokens in lower case and with plain apostrophes."""
    quoted: Sequence[int]
    """The number of the quotation that each token is in, from 1 on; 0 for none."""
    quotes: Sequence[Part]
    """The tokens of each outer quotation with its marks."""
    sentences: Sequence[Part]
    """The tokens of each sentence."""

    def sentence(self, index: int) -> Part:
        """The sentence of a token."""
        return self.sentences[bisect_right(self.sentences, index, key=lambda part: part[0]) - 1]

    def span(self, part: Part) -> Span:
        """Where in the text some tokens are."""
        return Span(self.spans[part[0]][0], self.spans[part[1] - 1][1])

    def cut(self, part: Part) -> str:
        """The words of some tokens."""
        return self.span(part).cut(self.text)

    def is_name(self, index: int) -> bool:
        """Whether the token is written with a capital and is no function word that begins a sentence."""
        word = self.words[index]
        return word[0].isupper() and self.low[index] not in self.language.sets["small"]


def lines(document: Document, language: Language, zones: frozenset[str]) -> Iterator[Line]:
    """The paragraphs of a document in zones of the given kinds."""
    outer = list(_outer(document.quotations))
    starts = [span.start for span in outer]
    for zone in document.zones:
        for span in _pieces(document, zone.span) if zone.kind in zones else ():
            low = max(0, bisect_right(starts, span.start) - 1)
            inside = [each for each in outer[low : bisect_left(starts, span.end)] if each.end > span.start]
            yield _line(document, language, span, inside)


def _pieces(document: Document, span: Span) -> Iterator[Span]:
    """The span, or the sentences of a longer one than any paragraph is, in pieces of a bounded length."""
    start = span.start
    while start < span.end:
        end = min(span.end, start + LONGEST)
        if end < span.end:
            sentence = document.sentences[sentence_at(document.sentences, end)]
            end = sentence.start if start < sentence.start else end
        if piece := trimmed(document.text, Span(start, end)):
            yield piece
        start = end


def _outer(quotations: Sequence[Span]) -> Iterator[Span]:
    """The quotations that lie in no other."""
    end = -1
    for span in quotations:
        if span.start >= end:
            yield span
            end = span.end


def _line(document: Document, language: Language, within: Span, quotations: Sequence[Span]) -> Line:
    """The tokens of a paragraph or a piece of it, with what of the document's quotations and sentences is in it."""
    text = document.text
    spans = [match.span() for match in WORD.finditer(text, within.start, within.end)]
    words = [text[start:end] for start, end in spans]
    low = [word.lower() for word in words]
    if "’" in text[within.start : within.end]:
        low = [word.replace("’", "'") for word in low]
    begins = [start for start, _ in spans]
    quotes = [(bisect_left(begins, span.start), bisect_left(begins, span.end)) for span in quotations]
    quoted = [0] * len(words)
    for number, (first, last) in enumerate(quotes, 1):
        quoted[first:last] = [number] * (last - first)
    first = max(0, bisect_right(document.sentences, within.start, key=lambda each: each.start) - 1)
    final = bisect_left(document.sentences, within.end, key=lambda each: each.start)
    cuts = [bisect_left(begins, each.start) for each in document.sentences[first:final]]
    cuts = sorted({0, *cuts, len(words)})
    return Line(text, language, spans, words, low, quoted, quotes, list(pairwise(cuts)))
