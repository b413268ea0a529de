"""From code points to terminal cells and back: grapheme clusters, their widths, and where lines wrap.

All functions take text that went through `shown`, so that no character of it acts on the terminal.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

NOT_PLAIN = re.compile(
    "[^ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2400-\u2426\ufffd]"
)
"""Anything but characters that are one cell wide and never join another: these are measured cluster by cluster."""

UNSURE = re.compile("[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
"""Modifiers that terminals measure differently; left out when drawing, so that a row keeps its width."""


def is_plain(text: str) -> bool:
    """Whether each character of `text` is a cluster of its own, one cell wide."""
    return text.isascii() or NOT_PLAIN.search(text) is None


def drawn(cluster: str) -> str:
    """The cluster as it goes to the terminal: always at least one cell, and as wide everywhere."""
    sure = UNSURE.sub("", cluster).rstrip("\u200d")
    return sure if cell_len(sure) else "\ufffd"


@lru_cache(maxsize=512)
def clusters(text: str) -> tuple[tuple[int, int, int], ...]:
    """Start, end and width of each grapheme cluster, the width as it is drawn."""
    if is_plain(text):
        return tuple((i, i + 1, 1) for i in range(len(text)))
    return tuple((start, end, cell_len(drawn(text[start:end]))) for start, end, _ in split_graphemes(text)[0])


def drawn_text(text: str) -> str:
    """The text cluster by cluster as it is drawn."""
    return text if is_plain(text) else "".join(drawn(text[start:end]) for start, end, _ in clusters(text))


def columns(text: str) -> list[int]:
    """The column of each code point of a line, and last the width of the line; a cluster shares one column."""
    if is_plain(text):
        return list(range(len(text) + 1))
    found, column = [], 0
    for start, end, width in clusters(text):
        found += [column] * (end - start)
        column += width
    return [*found, column]


def index_at(line_columns: list[int], column: int) -> int:
    """The index of the first code point of the cluster drawn at `column`, or of the line's last one."""
    last = bisect_right(line_columns, column, hi=len(line_columns) - 1) - 1
    return bisect_left(line_columns, line_columns[max(0, last)])


def wrap(text: str, start: int, end: int, width: int) -> list[int]:
    """The offsets at which the visual lines of `text[start:end]` begin; white space at a wrap stays on its line."""
    if end - start <= width and text.isascii():
        return [start]
    part = text[start:end]
    cuts = _wrap_plain(part, max(1, width)) if is_plain(part) else _wrap_clusters(part, max(2, width))
    return [start + cut for cut in cuts]


def _wrap_plain(part: str, width: int) -> list[int]:
    cuts, cut = [0], 0
    while len(part) - cut > width:
        after_space = part.rfind(" ", cut, cut + width + 1) + 1
        cut = after_space if after_space > cut else cut + width
        cuts.append(cut)
    return cuts if cuts[-1] < len(part) else cuts[:-1]


def _wrap_clusters(part: str, width: int) -> list[int]:
    cuts, column, chance, chance_column = [0], 0, 0, 0
    for start, end, cells in clusters(part):
        is_space = part[start:end] == " "
        while column + cells > width and not is_space:
            cut, column = (chance, column - chance_column) if chance > cuts[-1] else (start, 0)
            cuts.append(cut)
        column += cells
        if is_space or cells > 1:
            chance, chance_column = end, column
    return cuts
