"""Spans of text: half-open intervals of Unicode code points, alone or as the fragments of one annotation."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from annotator.domain.errors import AnnotatorError


class Span(Struct, frozen=True, order=True, array_like=True):
    """The code points `[start, end)` of a text; never empty."""

    start: int
    """First code point inside."""
    end: int
    """First code point after the span."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise AnnotatorError(f"a span needs 0 <= start < end, but was given [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def cut(self, text: str) -> str:
        """The words of `text` that the span covers."""
        return text[self.start : self.end]


Fragments = tuple[Span, ...]
"""One or more spans of one annotation, sorted and disjoint."""


def covers(outer: Span, inner: Span) -> bool:
    """Whether every code point of `inner` lies in `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def overlaps(a: Span, b: Span) -> bool:
    """Whether the two spans share a code point."""
    return a.start < b.end and b.start < a.end


def envelope(fragments: Fragments) -> Span:
    """The shortest span over all `fragments`, their gaps included."""
    return Span(fragments[0].start, fragments[-1].end)


def fragments(spans: Iterable[Span]) -> Fragments:
    """The spans sorted, with overlapping ones joined; adjacent ones stay apart, as they were given."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and overlaps(joined[-1], span):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def are_fragments(spans: Fragments) -> bool:
    """Whether `spans` may stand as one annotation's fragments: at least one, sorted, disjoint."""
    return len(spans) == 1 or (bool(spans) and all(a.end <= b.start for a, b in pairwise(spans)))


def fragments_cover(outer: Fragments, inner: Fragments) -> bool:
    """Whether every inner fragment lies in some outer one."""
    return all(any(covers(o, i) for o in outer) for i in inner)


def fragments_overlap(a: Fragments, b: Fragments) -> bool:
    """Whether any two fragments share a code point; gaps are never filled."""
    return any(overlaps(x, y) for x in a for y in b)


def words(text: str, spans: Fragments) -> str:
    """The words the fragments cover, joined by one space."""
    return " ".join(span.cut(text) for span in spans)


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at either edge; None where nothing else is in it."""
    cut = span.cut(text)
    start = span.start + len(cut) - len(cut.lstrip())
    end = span.end - len(cut) + len(cut.rstrip())
    return Span(start, end) if start < end else None
