"""A document: its text, which never changes, and where its zones, sentences, quotations and tokens are."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct

from annotator.domain.combining import COMBINING
from annotator.domain.spans import Span

BODY = "body"
"""The kind of zone that text in no zone counts as."""

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""Every character that ends a line."""

LINE = re.compile(rf"[^{BREAKS}]+")
"""What is between two line breaks."""

CLITIC = r"['’](?:[sdm]|re|ve|ll)(?!\w)"
"""What an English word may carry: a source can end before it, as in `the mayor` of `the mayor’s claim`."""

TOKEN = re.compile(
    rf"(?<=\w)(?i:{CLITIC})|\w+(?:(?!(?i:{CLITIC}))['’.\-]\w+|[{COMBINING}\u200c\u200d]+\w*)*"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|[^\w\s](?:[{COMBINING}\U0001f3fb-\U0001f3ff]|\u200d[^\w\s])*"
)
"""A word with its inner apostrophes, points and hyphens (`U.S.` is `U.S` and `.`), a clitic, a flag, mark or emoji.

Combining marks and the joiners of Indic and Persian words belong to the character before them.
"""


class Zone(Struct, frozen=True, order=True, array_like=True):
    """A stretch of text of one kind, such as a byline; the zones of a document do not overlap."""

    start: int
    """First code point inside."""
    end: int
    """First code point after the zone."""
    kind: str
    """A zone kind of the codebook."""

    @property
    def span(self) -> Span:
        """Where the zone is."""
        return Span(self.start, self.end)


class Document(Struct, frozen=True):
    """One article exactly as decoded, with what is where in it; all offsets are code points of `text`."""

    id: str
    """Derived from the text, so that the same article meets itself in two analysts' projects."""
    name: str
    """The file name or other handle a user knows it by."""
    text: str
    """The article, never rewritten."""
    meta: dict[str, str] = {}
    """Document fields such as outlet, byline, published; values as given."""
    zones: tuple[Zone, ...] = ()
    """Sorted and disjoint; text in none of them is white space between paragraphs."""
    sentences: tuple[Span, ...] = ()
    """Sorted and disjoint, as segmented; an annotator's own splits and merges are records, not changes here."""
    quotations: tuple[Span, ...] = ()
    """Sorted; each with its quotation marks, nested ones included."""

    @property
    def sha256(self) -> str:
        """The hash of the UTF-8 text, in hexadecimal."""
        return text_hash(self.text)

    def zone_at(self, offset: int) -> str:
        """The kind of the zone at `offset`; `BODY` where there is none."""
        index = bisect_right(self.zones, offset, key=lambda zone: zone.start) - 1
        inside = index >= 0 and offset < self.zones[index].end
        return self.zones[index].kind if inside else BODY

    def paragraph_at(self, offset: int) -> Span:
        """The line around `offset`, without its line break; for a blank line the one before it, or else the next."""
        line = LINE.match(self.text, _line_start(self.text, offset))
        if not line and (end := len(self.text[:offset].rstrip(BREAKS))):
            return Span(_line_start(self.text, end), end)
        line = line or LINE.search(self.text, offset)
        return Span(*line.span()) if line else Span(0, 1)


def _line_start(text: str, offset: int) -> int:
    """Where the line around `offset` starts, found without looking at the lines before it."""
    width = 256
    while True:
        since = max(0, offset - width)
        found = max(text.rfind(each, since, offset) for each in BREAKS)
        if found >= 0 or not since:
            return found + 1
        width *= 8


def text_hash(text: str) -> str:
    """The SHA-256 of the UTF-8 text, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def document_id(text: str) -> str:
    """The id every copy of this text has: the first 64 bits of its hash."""
    return text_hash(text)[:16]


def sentence_at(sentences: tuple[Span, ...], offset: int) -> int:
    """The index of the last of the sorted `sentences` that starts at or before `offset`; 0 where none does."""
    return max(0, bisect_right(sentences, offset, key=lambda span: span.start) - 1)


def tokens(text: str, within: Span | None = None) -> Iterator[Span]:
    """The words and marks of `text`, or of the part `within`, in order."""
    start, end = (within.start, within.end) if within else (0, len(text))
    for match in TOKEN.finditer(text, start, end):
        yield Span(*match.span())
