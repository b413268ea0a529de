"""The words around a span, by which a reader of an export can find it again."""

from annotator.domain.spans import Span

WIDTH = 32
"""How many characters of context an export gives on either side."""


def around(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after the span."""
    return text[max(0, span.start - WIDTH) : span.start], text[span.end : span.end + WIDTH]
