"""Which source and which content go with which cue: every pair is weighed by what lies between the two."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.suggest.learned.features import MARKS, size_class
from annotator.suggest.learned.passages import Passage

LETTERS = {"source": "s", "cue": "v", "content": "q"}
"""The roles in one letter."""

REACH = 12
"""How many spans around a cue are looked at on either side."""

LIKELY = 0.4
"""From which chance on a source is taken to be the cue's."""

POSSIBLE = 0.3
"""From which chance on a content is taken to be the cue's."""

SETTINGS = {"c1": 0.0, "c2": 0.5, "max_iterations": 80}
"""How the weights of pairs are held small."""


class Found(NamedTuple):
    """A span that fills a role, in the order of the article."""

    passage: int
    """The index of its passage."""
    first: int
    """Its first token there."""
    last: int
    """The token after its last."""
    role: str
    """The role its label fills."""
    chance: float = 1.0
    """How likely it is one."""
    label: str = ""
    """The label that fills the role."""


class Linked(NamedTuple):
    """A frame, by the places of its spans in the sequence that was linked."""

    cue: int
    """The cue."""
    source: tuple[int, ...]
    """The source mentions."""
    content: tuple[int, ...]
    """The contents."""
    chance: float
    """How likely the links are, the least likely one."""


Pair = tuple[int, int]
"""A cue and another span."""


def pairs(found: Sequence[Found]) -> Iterator[Pair]:
    """Every cue with each of the sources and contents around it, in its paragraph or the ones beside it."""
    for at, cue in enumerate(found):
        if cue.role == "cue":
            for other in range(max(0, at - REACH), min(len(found), at + REACH + 1)):
                if found[other].role != "cue" and abs(found[other].passage - cue.passage) <= 1:
                    yield at, other


def pair_features(found: Sequence[Found], pair: Pair, passages: Sequence[Passage]) -> list[str]:
    """What speaks for the two belonging to one frame."""
    at, other = pair
    cue, span = found[at], found[other]
    passage = passages[cue.passage]
    low, high = min(pair), max(pair)
    role = LETTERS[span.role]
    between = "".join(LETTERS[each.role] for each in found[low + 1 : high])[:4]
    side = role + ("<" if other < at else ">") + between
    gap, marks, is_same = _between(cue, span, passages)
    word = passage.words[cue.last - 1]
    around = f"{_letter(found, at - 1, cue)}{_letter(found, at + 1, cue)}"
    beyond = f"{_letter(found, low - 1, cue)}{_letter(found, high + 1, cue)}"
    return [
        f"a{side}", f"b{side} {marks}", f"c{side} {gap}", f"d{side} {is_same}", f"e{side} {word}", f"f{side} {around}",
        f"g{side} {around} {beyond}", f"h{side} {marks} {gap}", f"i{side} {is_same} {around}",
        f"j{role} {gap} {is_same}", f"k{side} {passages[span.passage].quotes[span.first]}{is_same}",
        f"l{role} {word} {gap}", f"m{side} {passage.words[cue.first]}",
    ]  # fmt: skip


def _letter(found: Sequence[Found], at: int, cue: Found) -> str:
    """The role of a neighbour in the same sentence or passage; `-` where there is none."""
    return LETTERS[found[at].role] if 0 <= at < len(found) and found[at].passage == cue.passage else "-"


def _between(cue: Found, span: Found, passages: Sequence[Passage]) -> tuple[str, str, str]:
    """How far apart two spans are, which marks lie between them, and whether they are in one sentence."""
    if cue.passage != span.passage:
        return "p", "", "p"
    passage = passages[cue.passage]
    first, last = min(cue.last, span.last), max(cue.first, span.first)
    marks = "".join(dict.fromkeys(word for word in passage.words[first:last] if word in MARKS))[:3]
    mids = (cue.last - 1, span.first) if cue.first < span.first else (span.last - 1, cue.first)
    is_same = passage.sentences[mids[0]] == passage.sentences[mids[1]]
    return str(size_class(last - first)), marks, "y" if is_same else "n"


def linked(found: Sequence[Found], chances: Mapping[Pair, float]) -> list[Linked]:
    """The frames: each cue with its likeliest source and with every content that fits no other cue better."""
    by_cue: dict[int, dict[int, float]] = {at: {} for at, each in enumerate(found) if each.role == "cue"}
    for (at, other), chance in chances.items():
        by_cue[at][other] = chance
    owner: dict[int, int] = {}
    for (at, other), chance in chances.items():
        if found[other].role == "content" and chance > chances.get((owner.get(other, -1), other), POSSIBLE):
            owner[other] = at
    return [made for at, near in by_cue.items() if (made := _frame(found, at, near, owner))]


def _frame(found: Sequence[Found], at: int, near: Mapping[int, float], owner: Mapping[int, int]) -> Linked | None:
    """The frame of one cue; None where it has neither source nor content."""
    source = max((other for other in near if found[other].role == "source"), key=near.__getitem__, default=-1)
    likely = near.get(source, 0.0)
    contents = [other for other in near if owner.get(other) == at]
    if not contents:
        shared = [o for o in near if found[o].role == "content" and near[o] >= POSSIBLE]
        contents = sorted(shared, key=near.__getitem__)[-1:]
    if not contents:
        return None
    sources = (source,) if likely >= LIKELY else ()
    chance = min(likely if sources else 1 - likely, *(near[other] for other in contents))
    return Linked(at, sources, tuple(contents), chance)
