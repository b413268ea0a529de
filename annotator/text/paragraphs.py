"""Where the paragraphs of a text are: its lines, without the white space around them."""

import re
from collections.abc import Iterator

from annotator.domain.documents import BREAKS
from annotator.domain.spans import Span

PARAGRAPH = re.compile(rf"\S(?:[^{BREAKS}]*\S)?")
"""From the first to the last character of a line that is not white space; a blank line is not a paragraph."""


def paragraphs(text: str) -> Iterator[Span]:
    """The non-blank lines of `text`, trimmed, in order."""
    for match in PARAGRAPH.finditer(text):
        yield Span(*match.span())
