"""The parts of the words that name or describe a source: what comes before its head noun, the head, what follows."""

from collections.abc import Sequence

from msgspec import Struct

from annotator.domain.documents import tokens
from annotator.suggest.attributes.tables import classes, singular, word_set

DETERMINERS = word_set("grammar", "words", "determiners")
POSSESSIVE = word_set("grammar", "words", "possessive")
QUANTIFIERS = word_set("grammar", "words", "quantifiers")
SEVERAL = word_set("grammar", "words", "several")
PRONOUNS = word_set("grammar", "words", "pronouns")
STOPS = word_set("grammar", "words", "stops")
CLITICS = ("'s", "’s")


class Mention(Struct, frozen=True):
    """A source mention taken apart; every word as it stands in the text."""

    words: tuple[str, ...]
    """All its words and marks."""
    before: tuple[str, ...] = ()
    """Determiners, numbers and other words that say which and how many."""
    possessor: tuple[str, ...] = ()
    """Whose it is: the words before `'s`."""
    modifiers: tuple[str, ...] = ()
    """The words between them and the head."""
    head: str = ""
    """The noun or the last part of the name; empty for a pronoun."""
    after: tuple[str, ...] = ()
    """What follows the head."""
    starts: int = 0
    """Where, in the words, what follows the head begins."""
    is_partitive: bool = False
    """Whether it is some of several: `one of the officials`."""

    @property
    def noun(self) -> str:
        """The head in lower case and in the singular."""
        return singular(self.head.lower())

    @property
    def name(self) -> tuple[str, ...]:
        """The capitalised words that end with the head, without titles; empty where the head is a common noun."""
        found: list[str] = []
        for word in reversed((*self.modifiers, self.head)):
            if not is_capital(word) or word.rstrip(".").lower() in titles():
                break
            if word is self.words[0] and singular(word.lower()) in classes("nouns", "heads"):
                break
            found.insert(0, word)
        return tuple(found)


def titles() -> frozenset[str]:
    """Words that stand before a name."""
    return frozenset(classes("nouns", "offices"))


def is_capital(word: str) -> bool:
    """Whether the word is written as a name."""
    return word[:1].isupper()


def mention(text: str) -> Mention:
    """The parts of a source mention."""
    words = _words(text)
    if len(words) > 1 and words[-1] in CLITICS:
        words = words[:-1]
    if not words or (len(words) == 1 and words[0].lower() in PRONOUNS):
        return Mention(words=words)
    start, is_partitive = _partitive(words)
    end = _end(words, start)
    owner = max((i for i in range(start, end) if words[i] in CLITICS), default=-1)
    first = owner + 1 if owner >= 0 else start
    lead = first
    while lead < end - 1 and _leads(words[lead], is_first=lead == 0):
        lead += 1
    if lead >= end:
        return Mention(words=words, before=words[:end], after=words[end:], starts=end, is_partitive=is_partitive)
    if lead == end - 1 and _leads(words[lead], is_first=lead == 0):
        return Mention(words=words, before=words[first:end], after=words[end:], starts=end, is_partitive=is_partitive)
    return Mention(
        words=words,
        before=(*words[:start], *words[first:lead]),
        possessor=words[start:owner] if owner >= 0 else (),
        modifiers=words[lead : end - 1],
        head=words[end - 1],
        after=words[end:],
        starts=end,
        is_partitive=is_partitive,
    )


def _words(text: str) -> tuple[str, ...]:
    """The words and marks; the point of `U.S.` or `Dr.` stays with its word."""
    found: list[str] = []
    last = -1
    for span in tokens(text):
        word = span.cut(text)
        if word == "." and found and span.start == last and (found[-1][:1].isupper() or found[-1].isdigit()):
            found[-1] += word
        else:
            found.append(word)
        last = span.end
    return tuple(found)


def _partitive(words: Sequence[str]) -> tuple[int, bool]:
    """Where the words proper begin behind `one of`, `a number of` and their kin, and whether there was such a thing."""
    for index, word in enumerate(words[:5]):
        if word.lower() == "of" and index and index + 1 < len(words):
            return index + 1, True
        if not _leads(word, is_first=True):
            break
    return 0, False


def _leads(word: str, *, is_first: bool) -> bool:
    """Whether the word only says which or how many."""
    if is_capital(word) and not is_first:
        return False
    return word.lower() in DETERMINERS | QUANTIFIERS or word[:1].isdigit()


def _end(words: Sequence[str], start: int) -> int:
    """Where the head ends: before the first word that begins something else."""
    for index in range(start + 1, len(words)):
        word = words[index]
        if word.lower() not in STOPS:
            continue
        names = is_capital(words[index - 1]) and index + 1 < len(words) and is_capital(words[index + 1])
        is_one_body = word.lower() in ("and", "of", "for") and names and words[start].lower() == "the"
        if not is_one_body and not (word == "-" and index + 1 < len(words)):
            return index
    return len(words)
