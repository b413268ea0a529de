"""Where the quotations of a text are, paired paragraph by paragraph; an apostrophe never opens or closes one."""

import re
from collections.abc import Iterator

from msgspec import Struct

from annotator.domain.documents import BREAKS
from annotator.domain.spans import Span

MARK = re.compile(
    rf"[\"“”„‟«»‹›‘‚’'`{BREAKS}](?:(?<=')'|(?<![’`])|(?<=’)(?!\w)|(?<=`)`)",
)
"""A quotation mark or a straight apostrophe, or the end of a paragraph; a curly apostrophe inside a word is neither."""

STRAIGHT = re.compile(
    rf"['{BREAKS}](?:(?P<breaks>(?<!'))"
    r"|(?<![^\s([{—–/\"“„«]')(?=[\w\"“(\[…$£€¿¡])"
    r"(?!\d\ds?\b(?![.,]\d)|(?:[nNsStT]|[eE]m|[tT](?:il|is|was)|cause|cos|bout|round)\b)"
    r"|(?P<closes>(?<=[,.!?…—–\"”)\]]')(?![\w']))"
    r"|(?P<may>(?<=[^\W_]')(?![\w'])))"
)
"""A straight single mark that opens a quotation, one that closes it, one that may as well be an apostrophe, or a break.

Years such as `'90s` and shortened words such as `'n'` and `'em` open nothing.
"""

FAMILIES = {"«": "«", "»": "«", "‹": "‹", "›": "‹", "‘": "‘", "’": "‘", "‚": "‘", "'": "'"}
"""Which marks close each other; every mark not named here is of the family of the double quotation mark."""

OPENERS = frozenset("“„‟‘‚``")
CLOSERS = frozenset("”’")
BEFORE_OPENER = frozenset("([{—–-/“‘\"'«‹„‚")
AFTER_CLOSER = frozenset(".,;:!?…)]}—–-/”’\"'»›")


class Opened(Struct):
    """A quotation mark that waits for its partner."""

    start: int
    """Where it stands."""
    family: str
    """The marks that can close it."""
    mark: str
    """The mark itself."""


def quotations(text: str) -> tuple[Span, ...]:
    """The quotations of `text` with their marks, nested ones included, sorted.

    A double quotation mark that its paragraph does not close runs to the end of the paragraph, as it does where the
    next paragraph opens the quotation again; a single one without a partner is an apostrophe.
    """
    return tuple(sorted(_paired(text)))


def _paired(text: str) -> Iterator[Span]:
    """The quotations of `text`, in the order in which they close."""
    waiting: list[Opened] = []
    straight = dict(_straight_pairs(text))
    closing = {end: start for start, end in straight.items()}
    for match in MARK.finditer(text):
        mark, (start, end) = match.group(), match.span()
        if mark in BREAKS:
            yield from _left_open(text, waiting, start)
            waiting = []
            continue
        if mark == "'":
            if start in straight:
                waiting.append(Opened(start, mark, mark))
            elif start in closing and waiting and waiting[-1].start == closing[start]:
                yield Span(waiting.pop().start, end)
            continue
        family = FAMILIES.get(mark, '"')
        partner = _partner(waiting, family)
        if _opens(text, start, end, mark, waiting[partner].mark if partner is not None else ""):
            waiting.append(Opened(start, family, mark))
        elif partner is not None:
            yield Span(waiting[partner].start, end)
            del waiting[partner:]
    yield from _left_open(text, waiting, len(text))


def _straight_pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where straight single quotation marks open and close.

    A mark behind a point or comma closes; one behind a letter does only where none such follows before the next opens,
    and behind an `s` only where there is no other, because plurals have apostrophes there.
    """
    opened, closes = -1, -1
    for match in STRAIGHT.finditer(text):
        at, kind = match.start(), match.lastgroup
        if kind == "may":
            if opened >= 0 and (closes < 0 or (text[closes - 1] in "sS" and text[at - 1] not in "sS")):
                closes = at
            continue
        if kind == "closes":
            closes = at
        if opened >= 0 and closes >= 0:
            yield opened, closes
        opened, closes = (-1 if kind else at), -1
    if opened >= 0 and closes >= 0:
        yield opened, closes


def _partner(waiting: list[Opened], family: str) -> int | None:
    """The index of the innermost open mark of the family."""
    for index in range(len(waiting) - 1, max(-1, len(waiting) - 9), -1):
        if waiting[index].family == family:
            return index
    return None


def _opens(text: str, start: int, end: int, mark: str, partner: str) -> bool:
    """Whether the mark opens a quotation, given the mark of its family that is open, if one is."""
    before = text[start - 1 : start].strip()
    after = text[end : end + 1].strip()
    may_open = bool(after) and (not before or before in BEFORE_OPENER)
    may_close = bool(before) and (not after or after in AFTER_CLOSER)
    if mark in CLOSERS:
        return mark == "”" and not partner and may_open and not may_close
    if mark in OPENERS and (after or partner):
        return not partner or not ((may_close and not may_open) or partner in "„‚")
    if partner:
        return may_open and not may_close and mark != "»"
    return may_open or not may_close


def _left_open(text: str, waiting: list[Opened], end: int) -> Iterator[Span]:
    """The first double quotation mark that the paragraph ending at `end` leaves open, run to that end."""
    opened = next((mark for mark in waiting if mark.family == '"'), None)
    if opened:
        stop = opened.start + len(text[opened.start : end].rstrip())
        if stop > opened.start + len(opened.mark):
            yield Span(opened.start, stop)
