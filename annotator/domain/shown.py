"""The one way text from outside reaches a terminal: a character that could act on it is replaced by one that is seen.

The result has the length of the text, so offsets stay true.
"""

import re

MARK = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that has no picture of its own; one cell wide."""

INVISIBLE = (
    range(0x80, 0xA0),  # C1 controls
    (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F),  # soft hyphen, marks of direction, zero-width spaces
    range(0x2028, 0x202F),  # line and paragraph separator, bidirectional embeddings and overrides
    range(0x2060, 0x2070),  # word joiner, invisible operators, bidirectional isolates, old format controls
    (0xFEFF, *range(0xFFF9, 0xFFFC)),  # byte order mark, interlinear annotation
    range(0xD800, 0xE000),  # unpaired surrogates, which no terminal can be sent
    (*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0080)),  # musical format controls, tags
)
"""Code points that move, hide or end text; each is shown as `MARK`."""

VISIBLE = (
    {code: MARK for codes in INVISIBLE for code in codes}
    | {code: 0x2400 + code for code in range(0x20)}
    | {0x09: " ", 0x0A: " ", 0x7F: 0x2421}
)
"""What each character that is not shown as it is becomes."""

LONE_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
"""A zero-width joiner or non-joiner that joins nothing; elsewhere it is spelling (Persian, emoji)."""


def shown(text: str) -> str:
    """The text as it may be printed: same length, no control, bidirectional or invisible character in it."""
    if text.isprintable():
        return text
    return LONE_JOINER.sub(MARK, text.translate(VISIBLE))
