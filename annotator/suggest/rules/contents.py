"""What a pattern makes of the words around a cue: the match itself, and where its content begins and ends."""

from msgspec import Struct

from annotator.suggest.rules.line import Line, Part

ENDS = frozenset(".!?…;")
"""Marks with which a clause ends."""

LONGEST = 250
"""How many tokens behind a cue are looked at."""

SHORT = 3
"""A quotation of fewer tokens, its marks included, is none of speech."""


class Match(Struct, frozen=True):
    """One attribution that a pattern sees."""

    pattern: str
    """The pattern, and behind a colon the kind of its verb."""
    cue: Part
    """The tokens that attribute."""
    content: tuple[Part, ...]
    """The tokens of each fragment of what is attributed."""
    source: Part | None = None
    """The tokens that name the source."""
    is_outer: bool = False
    """Whether it reaches over all that its sentence says, so that others in its content are nested in it."""


def clause_end(line: Line, index: int, last: int) -> int:
    """The index after the last token of the sentence of token `index` without its full stop."""
    last = min(last, index + LONGEST)
    ends = ENDS if "(" in line.words[index:last] else ENDS | {")"}
    while last > index + 1 and line.words[last - 1] in ends and not line.quoted[last - 1]:
        last -= 1
    return last


def quote_before(line: Line, before: int) -> int | None:
    """The number of the quotation that ends with token `before`, or just before a comma there."""
    at = before - 1 if line.words[before] in ",—–" and not line.quoted[before] else before
    number = line.quoted[at] if at >= 0 else 0
    if not number or line.quotes[number - 1][1] != at + 1:
        return None
    first, last = line.quotes[number - 1]
    return number if last - first >= SHORT else None


def quote_after(line: Line, start: int, stop: int) -> Part | None:
    """What goes on with a quotation after an attribution in the same sentence."""
    for at in range(start, stop):
        if line.quoted[at]:
            first, last = line.quotes[line.quoted[at] - 1]
            is_own = line.words[at - 1] in ",.:—–" and last - first >= SHORT
            return (first, max(last, stop) if stop - last > 0 else last) if is_own else None
        if line.low[at] in line.language.verbs and at > start:
            return None
    return None


def unit_before(line: Line, end: int) -> Part | None:
    """From the start of the sentence, or of the quotation that it belongs to, up to token `end`."""
    while end > 0 and line.words[end] in ",—–" and not line.quoted[end]:
        end -= 1
    last = end + 1
    first = line.sentence(end)[0]
    while line.quoted[first] and line.quotes[line.quoted[first] - 1][0] < first:
        opened = line.quotes[line.quoted[first] - 1][0]
        first = min(opened, line.sentence(opened)[0])
    number = line.quoted[end]
    if number:
        opened = line.quotes[number - 1][0]
        if line.sentence(opened)[0] < first:
            first = line.sentence(opened)[0]
        if opened > first and line.words[opened - 1] in ",:" and last - opened > 5:
            first = opened
    while first < last and not line.quoted[first] and line.words[first] in "*_-—–•,":
        first += 1
    return (first, last) if last > first else None


def join(*parts: Part | None) -> tuple[Part, ...]:
    """The parts that are there, in order."""
    return tuple(sorted(part for part in parts if part))


def clause_from(line: Line, start: int, stop: int) -> Part | None:
    """The clause that starts with a token: without marks before it, and up to where another attribution cuts it."""
    while start < stop and line.words[start] in ",:—–" and not line.quoted[start]:
        start += 1
    if start < stop and line.quoted[start] and _is_whole_quotation(line, start):
        return line.quotes[line.quoted[start] - 1]
    if start < stop and line.quoted[stop - 1]:
        stop = max(stop, line.quotes[line.quoted[stop - 1] - 1][1])
    stop = cut_at(line, start, stop)
    while stop > start and line.words[stop - 1] in ",—–" and not line.quoted[stop - 1]:
        stop -= 1
    return (start, stop) if stop - start >= 1 else None


def _is_whole_quotation(line: Line, start: int) -> bool:
    """Whether a quotation begins with the token and ends with the end of a sentence."""
    first, last = line.quotes[line.quoted[start] - 1]
    return first == start and last - first >= SHORT and line.words[last - 2] in ENDS


def cut_at(line: Line, start: int, stop: int) -> int:
    """Where a clause ends early because an attribution by the same source follows."""
    sets, verbs = line.language.sets, line.language.verbs
    for at in range(start + 1, stop - 1):
        if line.quoted[at]:
            continue
        if line.words[at] == "," and line.low[at + 1] in sets["participles"]:
            return at
        if line.low[at] in ("and", "but"):
            verb = verbs.get(line.low[at + 1])
            if verb and verb.form in ("past", "s") and verb.kind in ("say", "judge") and at > start + 1:
                return at
    return stop
