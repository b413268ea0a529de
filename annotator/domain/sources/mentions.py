"""What the words of a source mention are: a name, a description such as “the diplomat”, or a pronoun."""

import re
from enum import StrEnum

from msgspec import Struct

from annotator.domain.sources.names import POSSESSIVE, WORD, folded, vocabulary

PRONOUNS = vocabulary(
    "he she they it him her them his hers its their theirs who whom whose which that we us our ours i me my mine you",
    "your one himself herself themselves itself",
)
"""Words that stand for another mention."""

NOT_PERSONS = frozenset({"it", "its", "which", "itself"})
"""Those that stand for no person."""

PERSONS = vocabulary("he she him her his hers himself herself who whom i me my mine")
"""Those that stand for a single person."""

DEFINITE = vocabulary("the this that these those")
"""Words before somebody who was mentioned before."""

INDEFINITE = vocabulary("a an some several many few two three four five one another most other")
"""Words before somebody who was not mentioned before."""

SMALL = vocabulary("bin ibn von van de del della di da dos der den la le al el of for and the abu")
"""Small words inside names."""

DETERMINERS = DEFINITE | INDEFINITE
"""Words that begin a description, with a capital where they begin a sentence."""

EMPTY = DEFINITE | INDEFINITE | SMALL | PRONOUNS
"""Words that say nothing of their own about a source."""

END = re.compile(
    r"[,;(]|(?<=\w )(?:who|whose|whom|which|that|with|announcing|close|near|familiar|briefed|based|in|at|on|from|by)\b"
)
"""Where the words begin that only identify a source further."""

FOLLOWED = re.compile(r"\b(?:by|from|of)\s+(.*)", re.DOTALL)
"""Whom a document is from."""


class Kind(StrEnum):
    """What the words of a mention are."""

    NAME = "name"
    """A name, alone or with a description."""
    DESCRIPTION = "description"
    """Somebody is described, not named."""
    PRONOUN = "pronoun"
    """A word that stands for another mention."""


class Mention(Struct, frozen=True):
    """The words of a mention, taken apart."""

    words: str
    """As they stand in the article, in one line."""
    kind: Kind
    """What they are."""
    name: str = ""
    """The name in them, if there is one."""
    head: str = ""
    """The noun of a description, in the singular."""
    is_definite: bool = False
    """Whether the description is of somebody known: “the diplomat”."""
    issuer: str = ""
    """The name of whom a described document is from."""

    @property
    def content(self) -> frozenset[str]:
        """The words that say something."""
        return frozenset(map(singular, WORD.findall(folded(self.words)))) - EMPTY


def mention(words: str, naming: str = "") -> Mention:
    """The mention with these words; `naming` is what the analyst answered, where that says more than the words."""
    said = " ".join(words.split())
    listed = WORD.findall(folded(said))
    if naming == "pronoun" or (len(listed) == 1 and listed[0] in PRONOUNS):
        return Mention(said, Kind.PRONOUN)
    first = listed[0] if listed else ""
    start = (END.split(said, maxsplit=1)[0] or said).strip()
    head = WORD.findall(start)[-1:] or [said]
    name = proper(start)
    described = naming.startswith("unnamed") or first in INDEFINITE or head[0] == head[0].lower()
    if name and naming.startswith("named"):
        described = False
    if not described and name:
        return Mention(said, Kind.NAME, name=name)
    rest = FOLLOWED.search(said)
    issuer = proper(END.split(rest[1], maxsplit=1)[0]) if rest else ""
    noun = singular(folded(head[0]))
    return Mention(said, Kind.DESCRIPTION, name=name, head=noun, is_definite=first in DEFINITE, issuer=issuer)


def proper(text: str) -> str:
    """The last run of words with capitals, small words inside it included; nothing where there is none."""
    runs: list[list[str]] = [[]]
    for word in WORD.findall(text):
        has_capital = word[0].isupper() or word[0].isdigit() or word.partition("-")[2][:1].isupper()
        if (folded(word) in SMALL) if runs[-1] and not has_capital else has_capital and folded(word) not in DETERMINERS:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    found = [run for run in map(_without_small, runs) if run]
    return " ".join(found[-1]) if found else ""


def _without_small(run: list[str]) -> list[str]:
    """The run without small words at its end."""
    while run and run[-1][0].islower() and "-" not in run[-1]:
        run = run[:-1]
    return run


def singular(word: str) -> str:
    """An English noun without its plural ending and possessive."""
    word = POSSESSIVE.sub("", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "siu" else word


def handle_noun(found: Mention) -> str:
    """The noun by which an unnamed source is called in the registry."""
    return found.head if re.fullmatch(r"[a-z]+", found.head) and found.head != "one" else "source"
