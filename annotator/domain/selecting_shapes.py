"""Which spans may be candidates for a role: legal edges, spans between them, contents around a cue or a source."""

from collections.abc import Iterable, Iterator

from annotator.domain.selecting_window import Part, Window

Shape = tuple[Part, ...]
"""The fragments of a candidate as tokens."""

MARKS = frozenset(",.;:?!()[]–—-“”\"‘’'…*")
"""Tokens that neither a source nor a cue begins or ends with."""

LOOSE = frozenset(",;:.—–-(")
"""Marks beside a cue or a source that belong to no fragment."""

EDGES = {"cue": frozenset(":—–"), "source": frozenset('“"”’,)'), "content": MARKS}
"""The marks that a span of the role may begin or end with after all."""

LONGEST = {"cue": 7, "source": 40, "content": 150}
"""The most tokens of a candidate."""


def starts(window: Window, role: str) -> list[int]:
    """The tokens with which a span of the role may begin."""
    return [i for i in range(window.size) if _may_bound(window, role, i)]


def ends(window: Window, role: str) -> list[int]:
    """The indexes just after the tokens with which a span of the role may end."""
    return [i + 1 for i in range(window.size) if _may_bound(window, role, i)]


def _may_bound(window: Window, role: str, index: int) -> bool:
    word = window.words[index]
    return not window.filled[index] and (word not in MARKS or word in EDGES[role])


def shapes(window: Window, role: str, parts: Iterable[Part]) -> Iterator[Shape]:
    """The legal candidates that reach from the start to the end of one of `parts`."""
    for first, last in parts:
        if not first < last <= first + LONGEST[role]:
            continue
        if role == "content":
            yield from _around(window, first, last)
        elif window.sentence[first] == window.sentence[last - 1] and not any(window.filled[first:last]):
            yield ((first, last),)


def _around(window: Window, first: int, last: int) -> Iterator[Shape]:
    """The part itself; where the frame has words inside it, the fragments on both sides of them."""
    inside = [part for parts in window.roles.values() for part in parts if part[0] < last and part[1] > first]
    if not inside:
        yield ((first, last),)
        return
    begin, end = min(part[0] for part in inside), max(part[1] for part in inside)
    if first < begin and end < last:
        rights = _rights(window, end, last)
        yield from (((first, left), (right, last)) for left in _lefts(window, first, begin) for right in rights)


def _lefts(window: Window, first: int, begin: int) -> list[int]:
    """Where the fragment before the words at `begin` may end: just before them, or at closing quotation marks."""
    end = begin
    while end > first and window.words[end - 1] in LOOSE:
        end -= 1
    closing = (i for i in range(end, max(first, end - 14), -1) if window.quote[i - 1] == "c")
    return [i for i in dict.fromkeys((end, next(closing, end))) if i > first]


def _rights(window: Window, end: int, last: int) -> list[int]:
    """Where the fragment after the words may begin: just behind them, at opening quotation marks, behind a mark."""
    begin = _past(window, end, last)
    opening = next((i for i in range(end, min(last - 1, end + 20)) if window.quote[i] == "o"), begin)
    mark = next((i for i in range(begin, min(last - 1, end + 12)) if window.words[i] in LOOSE), begin)
    return [i for i in dict.fromkeys((begin, opening, _past(window, mark, last))) if i < last]


def _past(window: Window, index: int, last: int) -> int:
    """The first token from `index` on that is no loose mark."""
    while index < last and window.words[index] in LOOSE:
        index += 1
    return index
