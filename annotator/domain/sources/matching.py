"""How two names of sources may be names of one; what only looks alike is offered, never taken for granted."""

from enum import IntEnum

from annotator.domain.sources.names import Name, is_initial, is_spelling, name_of, skeleton, surname_forms

LEAST_SOUNDS = 3
"""Consonants that surnames must share to be taken for spellings of one."""


class Likeness(IntEnum):
    """What two names have in common, more from one to the next."""

    NONE = 0
    """Nothing, or different given names."""
    PART = 1
    """The words of one stand together in the other: `National Coalition` in `Syrian National Coalition`."""
    SPELLING = 2
    """Given names that differ, and may be spellings of one; only an analyst can say so."""
    SOUND = 3
    """The same but for the spelling of the surname, and no given names that differ."""
    SURNAME = 4
    """The same surname, and the given name of only one is known, or an initial."""
    NAME = 5
    """The same name."""


JOINING = Likeness.SOUND
"""From this likeness on, two names are taken for names of one source."""


def likeness(first: str, second: str) -> Likeness:
    """What the two names have in common; the order does not count."""
    return compared(name_of(first), name_of(second))


def compared(one: Name, other: Name) -> Likeness:
    """What two names, taken apart, have in common."""
    if not one.words or not other.words:
        return Likeness.NAME if one == other else Likeness.NONE
    if one.full == other.full:
        return Likeness.NAME
    surname = _surnames(one.surname, other.surname)
    given = _given(one.given, other.given)
    if surname and given:
        return min(surname, given)
    return Likeness.PART if _is_part(one.words, other.words) or _is_part(other.words, one.words) else Likeness.NONE


def _surnames(one: str, other: str) -> Likeness:
    if not set(surname_forms(one)).isdisjoint(surname_forms(other)):
        return Likeness.NAME
    sounds = {skeleton(each) for each in surname_forms(one)} & {skeleton(each) for each in surname_forms(other)}
    return Likeness.SOUND if any(len(sound) >= LEAST_SOUNDS for sound in sounds) else Likeness.NONE


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """What the given names say: more of them than the other has do not differ from it."""
    if not one or not other:
        return Likeness.NAME if one == other else Likeness.SURNAME
    found = Likeness.NAME if len(one) == len(other) else Likeness.SURNAME
    for given, counterpart in zip(one, other, strict=False):
        if given == counterpart:
            continue
        if is_initial(given, counterpart):
            found = min(found, Likeness.SURNAME)
        elif is_spelling(given, counterpart):
            found = min(found, Likeness.SPELLING)
        else:
            return Likeness.NONE
    return found


def _is_part(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether at least two words stand together, in this order, in the other name."""
    size = len(words)
    return size >= 2 and any(whole[n : n + size] == words for n in range(len(whole) - size + 1))
