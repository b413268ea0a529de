"""Where the paragraphs of a text are: its lines, without the white space around them."""

import re
from collections.abc import Iterator

from annotator.domain.spans import Span

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""Every character that ends a line; a blank line is not a paragraph."""

PARAGRAPH = re.compile(rf"\S(?:[^{BREAKS}]*\S)?")
"""From the first to the last character of a line that is not white space."""


def paragraphs(text: str) -> Iterator[Span]:
    """The non-blank lines of `text`, trimmed, in order."""
    for match in PARAGRAPH.finditer(text):
        yield Span(*match.span())
