"""What a learner sees of an article: its paragraphs as tokens, with where each token stands."""

from bisect import bisect_right
from collections.abc import Collection, Iterator

from annotator.domain.documents import LINE, Document, sentence_at, tokens
from annotator.domain.selecting_window import quotations_near
from annotator.domain.spans import Span, covers

LONGEST = 1500
"""The most tokens of one passage; a longer paragraph is cut."""


class Passage:
    """The tokens of a paragraph, or of a piece of a very long one."""

    def __init__(self, document: Document, found: list[Span], number: int) -> None:
        """Take the tokens of the paragraph of this number."""
        self.number = number
        self.tokens = found
        self.size = len(found)
        raw = [token.cut(document.text) for token in found]
        self.words = [word.lower() for word in raw]
        self.shapes = [shape(word) for word in raw]
        self.sentences = [sentence_at(document.sentences, token.start) for token in found]
        self.starts = [token.start for token in found]
        self.quotes = ["-"] * self.size
        self._quote(document)

    def _quote(self, document: Document) -> None:
        """Note whether a token opens, closes or lies in an outermost quotation."""
        outer: Span | None = None
        for span in quotations_near(document, self.span(0, self.size)):
            if outer and covers(outer, span):
                continue
            outer = span
            first, last = self.part(span)
            self.quotes[first:last] = ["q"] * (last - first)
            if first < last:
                self.quotes[last - 1], self.quotes[first] = "c", "o"

    def part(self, span: Span) -> tuple[int, int]:
        """The indexes of the first token that the span touches and of the one after the last."""
        first = bisect_right(self.starts, span.start)
        if first and self.tokens[first - 1].end > span.start:
            first -= 1
        last = first
        while last < self.size and self.starts[last] < span.end:
            last += 1
        return first, last

    def span(self, first: int, last: int) -> Span:
        """From the token `first` to the one before `last`."""
        return Span(self.starts[first], self.tokens[last - 1].end)


def shape(word: str) -> str:
    """What kind of word it is: `x`, `Xx`, `X`, `XX`, a number, or the mark itself."""
    if word[0].isdigit():
        return "0"
    if not word[0].isalpha():
        return word
    if word[0].isupper():
        return "X" if len(word) == 1 else "XX" if word.isupper() else "Xx"
    return "x" if word.islower() else "xX" if word.lower() != word else "c"


def passages(document: Document, zones: Collection[str]) -> Iterator[Passage]:
    """The paragraphs of an article in zones of these kinds; all of them where none is named."""
    for number, line in enumerate(LINE.finditer(document.text)):
        found = list(tokens(document.text, Span(*line.span()))) if _is_open(document, line.start(), zones) else []
        for start in range(0, len(found), LONGEST):
            yield Passage(document, found[start : start + LONGEST], number)


def _is_open(document: Document, offset: int, zones: Collection[str]) -> bool:
    """Whether suggestions look into the zone at `offset`."""
    return not zones or document.zone_at(offset) in zones
