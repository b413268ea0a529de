"""Which matches of a paragraph stand: those that reach furthest first, then in reading order, none across another."""

from collections.abc import Iterable

from msgspec.structs import replace

from annotator.suggest.rules.contents import Match
from annotator.suggest.rules.line import Line, Part

SUBORDINATORS = frozenset(["while", "although", "though", "when", "after", "as", "because", "if", "since", "before"])
"""Words that begin a clause whose attribution ends with the clause."""


NESTING = (":say", ":give")
"""The kinds of verbs whose attributions are proposed inside another."""


def chosen(line: Line, matches: Iterable[Match]) -> list[Match]:
    """The outermost attributions, without those inside their contents, in reading order of their cues."""
    standing: list[Match] = []
    found = list(matches)
    cuts = [cut for match in found if (cut := coordinated(line, match)) is not None]
    found = [match if match.is_outer else shortened(match, cuts) for match in found]
    for match in sorted(found, key=_reach):
        kept = _beside(match, standing)
        if kept:
            standing.append(kept)
    return sorted(standing, key=lambda match: match.cue)


def inside(line: Line, outer: Match, matches: Iterable[Match]) -> list[Match]:
    """The attributions that are nested directly in another, their contents ending where its content does."""
    nested = []
    for match in matches:
        places = (match.cue, match.source or match.cue)
        if match != outer and all(any(_within(place, part) for part in outer.content) for place in places):
            contents = [cut for part in match.content if (cut := _common(part, outer.content))]
            if contents and (match.is_outer or match.pattern.endswith(NESTING)):
                nested.append(replace(match, content=tuple(contents)))
    return chosen(line, nested)


def _within(part: Part, whole: Part) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1]


def _common(part: Part, wholes: Iterable[Part]) -> Part | None:
    """What of the tokens lies in one of the parts."""
    return next(((max(part[0], whole[0]), min(part[1], whole[1])) for whole in wholes if _meet(part, whole)), None)


def coordinated(line: Line, match: Match) -> int | None:
    """Where a clause with an attribution of its own begins behind another clause."""
    if not match.source or match.is_outer or not match.pattern.startswith("source verb clause"):
        return None
    at = match.source[0] - 1
    if at <= 0 or at < line.sentence(match.cue[0])[0]:
        return None
    word = line.low[at]
    if word == "and":
        return at if line.words[at - 1] == "," and match.pattern.endswith(":say") else None
    if word == "," and line.low[line.sentence(at)[0]] in SUBORDINATORS and match.pattern.endswith(":say"):
        return at
    return at if word in ("while", "but", "although", "though", ";") else None


def shortened(match: Match, cuts: Iterable[int]) -> Match:
    """The match with its contents ending before the first cut in them."""
    contents = []
    for first, last in match.content:
        last = min([cut for cut in cuts if first < cut < last], default=last)
        contents.append((first, last))
    return replace(match, content=tuple(contents))


def _reach(match: Match) -> tuple[bool, int, int]:
    size = sum(last - first for first, last in match.content) if match.is_outer else 0
    return not match.is_outer, -size, match.cue[0]


def _beside(match: Match, standing: Iterable[Match]) -> Match | None:
    """The match, its contents cut short before what stands already; None if it is inside or across that."""
    contents = list(match.content)
    for other in standing:
        if _meet(match.cue, other.cue) or any(_meet(match.cue, part) for part in other.content):
            return None
        if match.source and (
            any(_meet(match.source, part) for part in other.content) or _meet(match.source, other.cue)
        ):
            return None
        if match.source and other.source and match.source != other.source and _meet(match.source, other.source):
            return None
        taken = [other.cue, *other.content, *((other.source,) if other.source else ())]
        contents = [cut for part in contents if (cut := _cut(part, taken))]
    return (
        match.__class__(match.pattern, match.cue, tuple(contents), match.source, match.is_outer) if contents else None
    )


def _meet(a: Part, b: Part) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _cut(part: Part, taken: Iterable[Part]) -> Part | None:
    """What of the tokens lies before everything taken that they meet."""
    first, last = part
    for other in taken:
        if _meet((first, last), other):
            last = min(last, other[0])
            if last - first < 2:
                return None
    return first, last
