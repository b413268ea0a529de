"""What the rules know about words, by language: verbs of speech with their forms, and small closed classes."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

from annotator.domain.documents import Document

UNKNOWN = "und"
"""The language of a text in none of the languages that the rules have words for."""

SAMPLE = 4000
"""How many code points of a text are looked at to tell its language."""


WORD = re.compile(r"\w+")


class Verb(Struct, frozen=True):
    """One form of a verb that may attribute."""

    lemma: str
    """Its base form."""
    kind: str
    """What it does: `say`, `report`, `judge`, `act` or `mind`."""
    form: str
    """`base`, `s`, `past`, `participle` or `ing`; `any` where the language's forms are not told apart."""
    after: frozenset[str] = frozenset()
    """The particles of which one has to follow; none needs to where there are none."""


class Language(Struct, frozen=True):
    """The words of one language."""

    code: str
    """The language's ISO code."""
    verbs: Mapping[str, Verb]
    """Verb forms in lower case."""
    sets: Mapping[str, frozenset[str]]
    """Closed classes of words, by the name that the file gives them."""
    attributing: frozenset[str]
    """Every word that may be a cue or begin one."""

    def has(self, name: str, word: str) -> bool:
        """Whether the word is in a class."""
        return word in self.sets[name]


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code, read from `words.toml` once."""
    known = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    names = {name for table in known.values() for name, words in table.items() if isinstance(words, str)}
    return {code: _language(code, table, names) for code, table in (known | {UNKNOWN: {}}).items()}


def language_of(text: str, stated: str = "") -> Language:
    """The stated language if the rules know it, or else the one whose function words the text has most of."""
    known = languages()
    if stated:
        return known.get(stated.lower().replace("_", "-").partition("-")[0], known[UNKNOWN])
    return _told(text[:SAMPLE])


@lru_cache(maxsize=16)
def _told(sample: str) -> Language:
    """The language whose function words the sample has most of; kept, as it is asked for every record of a document."""
    known = languages()
    words = WORD.findall(sample.lower())
    counts = {
        code: sum(word in language.sets["telling"] or word in language.verbs for word in words)
        for code, language in known.items()
    }
    best = max(counts, key=counts.__getitem__)
    return known[best if counts[best] * 20 >= len(words) else UNKNOWN]


def is_english(document: Document) -> bool:
    """Whether the document says, or else its words tell, that it is in English."""
    return language_of(document.text, document.meta.get("language", "")).code == "en"


def _language(code: str, table: Mapping[str, object], names: Iterable[str]) -> Language:
    verbs: dict[str, Verb] = {}
    listed = table.get("verbs", {})
    for kind, words in listed.items() if isinstance(listed, Mapping) else ():
        for word in words.split():
            for form, verb in _forms(word, kind) if code == "en" else [(word, Verb(word, kind, "any"))]:
                verbs.setdefault(form, verb)
    sets = {name: frozenset(str(table.get(name, "")).split()) for name in names}
    return Language(code, verbs, sets, sets["starters"] | verbs.keys())


def _forms(word: str, kind: str) -> Iterator[tuple[str, Verb]]:
    """The forms of an English verb from its line in the file, as in `point+out|to` and `tell=tells,told,telling`."""
    word, _, after = word.partition("+")
    after, _, late = after.partition("=")
    lemma, _, irregular = word.partition("=")
    given = (irregular or late).split(",") if irregular or late else _regular(lemma)
    particles = frozenset(after.split("|")) if after else frozenset()
    for name, form in zip(("base", "s", "past", "ing", "participle"), (lemma, *given), strict=False):
        yield form, Verb(lemma, kind, name, particles)


def _regular(lemma: str) -> list[str]:
    """The forms of a regular verb after its base: third person, past, present participle."""
    if lemma[-1] == "y" and lemma[-2] not in "aeou":
        return [f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    third = "es" if lemma.endswith(("s", "x", "ch", "sh")) else "s"
    if lemma[-1] == "e":
        return [f"{lemma}s", f"{lemma}d", f"{lemma if lemma.endswith('ee') else lemma[:-1]}ing"]
    return [lemma + third, f"{lemma}ed", f"{lemma}ing"]
