"""Names as they can be compared: folded, without title and article, and as the consonants that all spellings share."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from msgspec import Struct


def vocabulary(*lines: str) -> frozenset[str]:
    """The words of these lines."""
    return frozenset(word for line in lines for word in line.split())


ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az"})
"""The Arabic article as it is written before a name, which some writers leave out and others join to the name."""

TITLES = vocabulary(
    "acting admiral ambassador analyst archbishop baroness bishop brigadier captain cardinal chair chairman",
    "chairwoman chancellor chief colonel commander commissioner congressman congresswoman co-chair",
    "correspondent councillor deputy detective dean director doctor dr emir envoy foreign former general",
    "governor head imam inspector interior judge justice king lady lawmaker lieutenant lord major mayor",
    "minister mr mrs ms mufti officer pope premier president prime prince princess professor prof queen",
    "representative secretary senator sergeant sheik sheikh sir sister spokesman spokesperson spokeswoman",
    "sultan supt superintendent",
)
"""Words that stand before a person's name and are no part of it."""

WORD = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*'?")
"""A word of a name."""

POSSESSIVE = re.compile(r"'s?$")
"""What makes a possessive of a name; what stands before it is another's: `Russia's Bogdanov`."""

LETTERS = {"ph": "f", "kh": "k", "gh": "g", "sh": "s", "th": "z", "dh": "z", "q": "k", "c": "k", "ck": "k", "tch": "s"}
"""Letters by which one sound is spelled in another way."""

SOUND = re.compile("|".join(sorted(LETTERS, key=len, reverse=True)))
"""Any of them."""

SHORTEST = 4
"""Letters that a name needs so that it may be taken for another spelling."""


class Name(Struct, frozen=True):
    """A name of a source, taken apart."""

    words: tuple[str, ...]
    """Its words, folded, without titles and articles."""
    full: str
    """Those in one, so that `Al Khatib` and `Alkhatib` are the same."""

    @property
    def given(self) -> tuple[str, ...]:
        """All but the last word."""
        return self.words[:-1]

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1] if self.words else ""


def folded(text: str) -> str:
    """The text without accents, case and ornaments."""
    text = text.replace("’", "'")
    if text.isascii():
        return text.lower()
    return "".join(each for each in normalize("NFKD", text) if not combining(each)).casefold()


@lru_cache(maxsize=1 << 16)
def name_of(text: str) -> Name:
    """The name in a registry entry or mention, without what only describes it."""
    listed = [word for word in WORD.findall(folded(text)) if word != "the"]
    owner = max((n for n, word in enumerate(listed[:-1]) if POSSESSIVE.search(word)), default=-1)
    parts = [part for word in listed[owner + 1 :] for part in _unjoined(POSSESSIVE.sub("", word))]
    title = max((n for n, part in enumerate(parts[:-1]) if part in TITLES), default=-1)
    kept = tuple(part for part in parts[title + 1 :] if part not in ARTICLES) or tuple(parts)
    return Name(kept, "".join(kept))


def _unjoined(word: str) -> tuple[str, ...]:
    """The word, or its parts where the first is an article with a hyphen."""
    head, hyphen, rest = word.partition("-")
    return (rest,) if hyphen and rest and head in ARTICLES else (word.replace("'", ""),)


def last_word(text: str) -> str:
    """The surname that `name_of` finds, without looking at the rest."""
    last = folded(text).rsplit(None, 1)[-1:]
    found = WORD.findall(last[0]) if last else []
    return _unjoined(POSSESSIVE.sub("", found[-1]))[0] if found else name_of(text).surname


def surname_forms(surname: str) -> tuple[str, ...]:
    """The surname, and without an article that was joined to it."""
    bare = surname[2:] if surname[:2] in ("al", "el") and len(surname) >= SHORTEST + 2 else ""
    return (surname, bare) if bare else (surname,)


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a folded word, each sound in one spelling and none twice in a row: MLM for Moualem, Muallem."""
    sounds = SOUND.sub(lambda found: LETTERS[found[0]], word)
    first = "a" if sounds[:1] in "aeiou" else sounds[:1]
    rest = "".join(letter for letter in sounds[1:] if letter not in "aeiouywh'")
    squeezed = [letter for n, letter in enumerate(first + rest) if n == 0 or letter != (first + rest)[n - 1]]
    return "".join(squeezed)


def is_initial(given: str, other: str) -> bool:
    """Whether one of two given names is the initial of the other."""
    short, long = sorted((given, other), key=len)
    return len(short) == 1 and long.startswith(short)


def is_spelling(given: str, other: str) -> bool:
    """Whether two different given names may be one, spelled in two ways: Walid and Waled, Moaz and Muath."""
    if min(len(given), len(other)) < SHORTEST or skeleton(given) != skeleton(other):
        return False
    return _ending(given) == _ending(other)


def _ending(word: str) -> str:
    """The vowel a word ends in, which tells Mario from Maria; nothing where it is a consonant."""
    last = word[-1]
    return "i" if last in "iy" else last if last in "aeou" else ""
