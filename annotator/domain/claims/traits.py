"""What of a claim can be compared: pieces of its words, the names in and around it, its numbers and dates."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from annotator.domain.claims.claim import Claim
from annotator.domain.selecting_words import FUNCTION_WORDS
from annotator.domain.sources.names import POSSESSIVE, TITLES, folded, skeleton, surname_forms

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
"""A word; the parts of one with hyphens are words of their own."""

SHINGLE = 3
"""Characters in a piece of a word, its edges included."""

SHORTEST = 3
"""Letters that a name has at least."""

BESIDE = 0.7
"""How much names count beside the claim: in its sentence, or in the one before where a pronoun looks back."""

PRONOUN = re.compile(r"\b(?:he|she|they|him|her|his|them|their)\b", re.IGNORECASE)
"""A word that stands for somebody named before."""

MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SHORT_MONTHS = ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

DATE = re.compile(
    rf"\b(?:(?:{'|'.join((*map(str.title, MONTHS[:4]), *map(str.title, MONTHS[5:]), *map(str.title, DAYS)))}"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b(?:\.? \d{1,2}\b)?|May \d{1,2}|(?:19|20)\d\d\b"
    r"|(?i:(?:this|last|next) (?:year|month|week|spring|summer|autumn|fall|winter)|yesterday|today|tomorrow"
    r"|(?:years?|months?|weeks?|days?) (?:ago|earlier|later))\b)"
)
"""Words that say when."""

NUMBER = re.compile(rf"\d[\d.,:]*\d|\d|\b(?i:{'|'.join(NUMBERS)}|dozens?|hundreds?|thousands?|millions?|billions?)\b")
"""Words that say how many."""

NO_NAMES = FUNCTION_WORDS | TITLES | frozenset((*MONTHS, *SHORT_MONTHS, *DAYS, *NUMBERS))
"""Words that begin with a capital and name nobody."""


class Traits(Struct, frozen=True):
    """What of one claim is compared."""

    pieces: frozenset[str]
    """Pieces of its words."""
    names: dict[str, float]
    """The consonants of names, with how much each counts: 1 within the claim."""
    spelled: dict[str, str]
    """Those names as they are written."""
    numbers: frozenset[str]
    """Its numbers."""
    dates: frozenset[str]
    """Its dates."""


def traits_of(claim: Claim, common: frozenset[str]) -> Traits:
    """The traits of a claim; `common` are words that are written small elsewhere, and so no names."""
    text = f"{claim.words} {claim.gist}" if claim.gist else claim.words
    places = [(text, 1.0), (claim.sentence, BESIDE)]
    if PRONOUN.search(claim.sentence):
        places.append((claim.before, BESIDE))
    names: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for words, weight in places:
        for name, sounds in named(words, common):
            names.setdefault(sounds, weight)
            spelled.setdefault(sounds, name)
    dates = frozenset(found.group().lower().rstrip(".") for found in DATE.finditer(text))
    numbers = frozenset(found.group().lower() for found in NUMBER.finditer(DATE.sub(" ", text)))
    return Traits(frozenset(pieces(text)), names, spelled, numbers, dates)


def named(text: str, common: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each name in the text, with the consonants that all its spellings share."""
    for word in WORD.findall(text):
        if word[0].isupper():
            bare = _bare(word)
            if len(bare) >= SHORTEST and bare not in NO_NAMES and bare not in common:
                yield word, skeleton(surname_forms(bare)[-1])


def small_words(text: str) -> Iterator[str]:
    """The words that are written small."""
    return (_bare(word) for word in WORD.findall(text) if word[0].islower())


def pieces(text: str) -> Iterator[str]:
    """Each word that carries meaning, in overlapping pieces."""
    return chain.from_iterable(map(_pieces_of, WORD.findall(text)))


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> str:
    """The word as it is compared."""
    return POSSESSIVE.sub("", folded(word))


@lru_cache(maxsize=1 << 16)
def _pieces_of(word: str) -> tuple[str, ...]:
    """The pieces of one word; none of a word without a meaning of its own."""
    bare = _bare(word)
    if bare in FUNCTION_WORDS:
        return ()
    edged = f"_{bare}_"
    return tuple(edged[i : i + SHINGLE] for i in range(max(1, len(edged) - SHINGLE + 1)))
