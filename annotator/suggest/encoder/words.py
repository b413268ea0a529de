"""An article as the encoder reads it: words, the word pieces they are made of, and how each word is written."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from annotator.domain.documents import BREAKS, Document, tokens
from annotator.domain.spans import Span

BREAK_PIECE = 1
"""The word piece that stands for the end of a paragraph: one that the vocabulary leaves unused."""

UNKNOWN, START, END = 100, 101, 102
"""The word pieces for what the vocabulary lacks, and for the two ends of a window."""

SHAPES = ("break", "lower", "title", "upper", "capital", "mixed", "digit", "mark", "quotation mark")
"""How a word may be written; the encoder's own vocabulary is of small letters only."""

PLACES = ("outside", "inside", "nested", "opening", "closing")
"""Where a word may be as to quotation marks."""

FEATURES = len(SHAPES) * len(PLACES)
"""How many ways of writing and places there are together."""

QUOTATION_MARKS = frozenset('"“”„‟«»‹›‘‚`')

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Words:
    """The words of one article with the ends of its paragraphs between them, and their word pieces."""

    spans: tuple[Span, ...]
    """Where each word is; a paragraph's end is where its line break is."""
    breaks: NDArray[np.bool_]
    """Whether each word is the end of a paragraph."""
    pieces: Ints
    """The word pieces of all words, one after the other."""
    first: Ints
    """The index of each word's first piece, and at the end how many pieces there are."""
    features: Ints
    """For each piece, how its word is written and where it is as to quotation marks."""

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts."""
        return [span.start for span in self.spans]

    def within(self, span: Span) -> tuple[int, int]:
        """The words from the one around the start of `span` up to but not including the one after its end."""
        since = max(0, bisect_right(self.starts, span.start) - 1)
        return since, max(since + 1, bisect_right(self.starts, span.end - 1))

    def window(self, since: int, size: int) -> int:
        """The word after a window of at most `size` pieces, or else one word, that begins with the word `since`."""
        stop = int(np.searchsorted(self.first, self.first[since] + size, side="right")) - 1
        return max(since + 1, stop)

    def back(self, word: int, size: int) -> int:
        """The first word of which at most `size` pieces lie before this word."""
        return int(np.searchsorted(self.first, self.first[word] - size))


def words_of(document: Document, tokenizer: Tokenizer) -> Words:
    """The article's words as the encoder reads them."""
    spans, breaks = _spans(document.text)
    written = [
        "" if is_break else document.text[span.start : span.end] for span, is_break in zip(spans, breaks, strict=True)
    ]
    pieces, first = _pieces(written, tokenizer)
    shapes = np.array([_shape(word) for word in written], np.int64)
    features = shapes * len(PLACES) + _places(document, spans)
    return Words(tuple(spans), np.array(breaks, bool), pieces, first, np.repeat(features, np.diff(first)))


def _spans(text: str) -> tuple[list[Span], list[bool]]:
    """The words and paragraph ends of `text`, and which of them are ends."""
    spans: list[Span] = []
    breaks: list[bool] = []
    end = 0
    for token in tokens(text):
        gap = text[end : token.start]
        if spans and (at := next((i for i, char in enumerate(gap) if char in BREAKS), -1)) >= 0:
            spans.append(Span(end + at, end + at + 1))
            breaks.append(True)
        spans.append(token)
        breaks.append(False)
        end = token.end
    return spans, breaks


def _pieces(written: list[str], tokenizer: Tokenizer) -> tuple[Ints, Ints]:
    """The pieces of the words, and where each word's begin; a word that the tokenizer drops is an unknown piece."""
    encoding = tokenizer.encode(written, is_pretokenized=True, add_special_tokens=False)
    of_word: list[list[int]] = [[] for _ in written]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            of_word[word].append(piece)
    filled = [found or [UNKNOWN if word else BREAK_PIECE] for word, found in zip(written, of_word, strict=True)]
    first = np.concatenate(([0], np.cumsum([len(each) for each in filled]))).astype(np.int64)
    return np.array([piece for each in filled for piece in each], np.int64), first


@lru_cache(maxsize=20_000)
def _shape(word: str) -> int:
    """The index of the way the word is written."""
    if not word:
        name = "break"
    elif word[0] in QUOTATION_MARKS or word == "''":
        name = "quotation mark"
    elif not any(char.isalnum() for char in word):
        name = "mark"
    elif word[0].isdigit():
        name = "digit"
    elif not any(char.isupper() for char in word):
        name = "lower"
    elif len(word) == 1:
        name = "capital"
    elif word.isupper():
        name = "upper"
    else:
        name = "title" if word[0].isupper() and word[1:].islower() else "mixed"
    return SHAPES.index(name)


def _places(document: Document, spans: list[Span]) -> Ints:
    """For each word the index of its place as to the document's quotations."""
    starts = np.array([span.start for span in spans], np.int64)
    depth = np.zeros(len(spans) + 1, np.int64)
    edges = np.zeros(len(spans), np.int64)
    for quotation in document.quotations:
        since, until = (int(np.searchsorted(starts, at)) for at in (quotation.start, quotation.end))
        if until <= since:
            continue
        depth[since] += 1
        depth[until] -= 1
        edges[since] = PLACES.index("opening")
        if document.text[spans[until - 1].start] in QUOTATION_MARKS:
            edges[until - 1] = PLACES.index("closing")
    return np.where(edges > 0, edges, np.minimum(np.cumsum(depth[:-1]), 2))


class Window(NamedTuple):
    """A stretch of words that goes through the network at once, and the words that are taken from it."""

    since: int
    """Its first word."""
    until: int
    """The word after its last."""
    first: int
    """The first word that is taken from it; those before are there to be seen."""
    end: int
    """The word after the last that is taken from it."""


def windows(words: Words, size: int, context: int) -> Iterator[Window]:
    """Windows of at most `size` pieces that take every word once, whole paragraphs where they fit.

    Each sees up to `context` pieces before what is taken from it, and nothing after a whole paragraph. A paragraph that
    is longer than a window is cut, with half a context on each side of the cut.
    """
    first, since, count = 0, 0, len(words.spans)
    while first < count:
        if words.window(since, size) <= first:  # the next word is so long that nothing can be seen before it
            since = first
        until = words.window(since, size)
        end = _end(words, first, until, context) if until < count else count
        yield Window(since, end if words.breaks[end - 1] else until, first, end)
        first, since = end, max(since + 1, words.back(end, context))


def _end(words: Words, first: int, until: int, context: int) -> int:
    """Up to where words are taken from a window: the last end of a paragraph in it, or else half a context before."""
    ends = np.flatnonzero(words.breaks[first:until])
    return first + int(ends[-1]) + 1 if len(ends) else max(first + 1, words.back(until, context // 2))
