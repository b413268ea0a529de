"""Reads a query: words, “phrases”, and filters such as `label:source`, each with `-` before it to leave things out."""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from annotator.domain.codebook import UNKNOWN, Attribute, Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.filters.phrases import Finder, Phrase

PLACES = ("articles", "spans", "notes")
"""Where words are looked for: in sentences, in annotated words, in notes and flags."""

FIELDS = ("label", "annotator", "doc", "has", "in")
"""The filters that every codebook has."""

MARKS = ("flag", "note")
"""What `has:` asks for beside the name of an attribute, which asks for an answer."""

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
"""Quotation marks around a phrase, with those that close them."""

NAME = re.compile(r"[^\W\d][\w-]*(?=:)")
"""The name of a filter."""


class QueryError(AnnotatorError):
    """A query that cannot be read; the message says where."""

    def __init__(self, problem: str, query: str, at: int) -> None:
        super().__init__(f"character {at + 1} of “{query}”: {problem}")
        self.at = at
        """The offset at which reading stopped."""


class Condition(Struct, frozen=True):
    """One filter."""

    field: str
    """`label`, `annotator`, `doc`, `has` or the name of an attribute."""
    value: str
    """What it asks for, as it is compared."""
    is_not: bool = False
    """Whether it leaves out what fits."""


class Query(Struct, frozen=True):
    """What is looked for: everything must fit at once."""

    phrases: tuple[Phrase, ...] = ()
    """Words that must be there."""
    absent: tuple[Phrase, ...] = ()
    """Words that must not."""
    conditions: tuple[Condition, ...] = ()
    """Filters."""
    place: str = "articles"
    """Where the words are looked for, one of `PLACES`."""

    @property
    def in_text(self) -> tuple[Phrase, ...]:
        """The words that the article must hold; none where they are looked for in notes."""
        return () if self.place == "notes" else self.phrases

    @property
    def is_of_marked(self) -> bool:
        """Whether only records with a flag or a note can be meant."""
        return self.place == "notes" or bool({"flag", "note"} & set(self.wanted("has")))

    @property
    def is_of_own(self) -> bool:
        """Whether it looks at one's own annotations only, because it names nobody."""
        return self.place != "articles" and not any(each.field == "annotator" for each in self.conditions)

    def wanted(self, field: str) -> list[str]:
        """What the filters of this name ask for."""
        return [each.value for each in self.conditions if each.field == field and not each.is_not]

    @property
    def answers(self) -> list[Condition]:
        """The filters by the answers to the codebook's questions, without those that leave out."""
        return [
            each
            for each in self.conditions
            if not each.is_not and (each.field not in FIELDS or (each.field == "has" and each.value not in MARKS))
        ]


class Term(Struct, frozen=True):
    """One part of a query, between spaces."""

    at: int
    """Where it begins."""
    is_not: bool
    """Whether `-` stands before it."""
    name: str
    """The name of the filter; empty for words."""
    value: str
    """The words, or what the filter asks for."""
    value_at: int
    """Where that begins."""
    is_quoted: bool
    """Whether it stood in quotation marks."""


def terms(text: str) -> Iterator[Term]:
    """The parts of a query; a `QueryError` where a quotation mark is not closed."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        is_not = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
        at += is_not
        named = NAME.match(text, at)
        name = named.group() if named else ""
        at += len(name) + 1 if named else 0
        value, end, is_quoted = _value(text, at)
        yield Term(start, is_not, name.casefold(), value, at, is_quoted)
        at = end


def _value(text: str, at: int) -> tuple[str, int, bool]:
    """The words from here on, where they end, and whether they stand in quotation marks."""
    closing = QUOTES.get(text[at]) if at < len(text) else None
    if closing is None:
        end = next((n for n in range(at, len(text)) if text[n].isspace()), len(text))
        return text[at:end], end, False
    end = next((n for n in range(at + 1, len(text)) if text[n] in closing), -1)
    if end < 0:
        raise QueryError("this quotation mark is never closed", text, at)
    return text[at + 1 : end], end + 1, True


class Reader:
    """Reads queries for one codebook, whose labels and attributes they may name, as they may name annotators."""

    def __init__(self, codebook: Codebook, annotators: Callable[[], Iterable[str]]) -> None:
        """Take the codebook, and who is to be asked whose annotations there are, once a filter needs it."""
        self._annotators = annotators
        self._finder = Finder()
        self._labels = {each.name.casefold(): each.name for each in codebook.labels}
        asked = (each for owner in codebook.labels for each in owner.attributes)
        self._attributes: dict[str, list[Attribute]] = {}
        for each in (*asked, *codebook.frame):
            if each.name not in FIELDS:
                self._attributes.setdefault(each.name.casefold(), []).append(each)

    def read(self, text: str) -> Query:
        """The query; a `QueryError` that says where where it cannot be read."""
        phrases: list[Phrase] = []
        absent: list[Phrase] = []
        conditions: list[Condition] = []
        place = ""
        for term in terms(text):
            if not term.name:
                words = self._phrase(term, text)
                (absent if term.is_not else phrases).append(words)
            elif term.name == "in":
                place = self._place(term, text)
            else:
                conditions.append(self._condition(term, text))
        looks_at_records = any(each.field != "doc" for each in conditions)
        if place == "articles" and looks_at_records:
            raise QueryError("in:articles finds sentences, which carry no annotation; leave it out", text, 0)
        if not phrases and not any(not each.is_not for each in conditions) and (absent or conditions):
            raise QueryError("this only leaves things out; say also what to look for", text, 0)
        if not phrases and conditions and not looks_at_records and place != "notes" and place != "spans":
            raise QueryError("doc: needs words to look for in the article", text, 0)
        return Query(
            phrases=tuple(phrases),
            absent=tuple(absent),
            conditions=tuple(conditions),
            place=place or ("spans" if looks_at_records else "articles"),
        )

    def _phrase(self, term: Term, text: str) -> Phrase:
        is_prefix = not term.is_quoted and term.value.endswith("*")
        phrase = self._finder.phrase(term.value, is_prefix)
        if phrase is None:
            raise QueryError("there is no letter or digit to look for", text, term.at)
        return phrase

    def _place(self, term: Term, text: str) -> str:
        if term.is_not:
            raise QueryError("in: cannot be turned round; name the place to look in", text, term.at)
        return self._one("in", term, PLACES, text)

    def _condition(self, term: Term, text: str) -> Condition:
        """The filter, with its value as the codebook spells it."""
        if not term.value and (term.name in FIELDS or term.name in self._attributes):
            raise QueryError(f"{term.name}: needs something after the colon", text, term.value_at - 1)
        if term.name == "doc":
            return Condition("doc", term.value, term.is_not)
        if term.name == "annotator":
            return Condition("annotator", self._one("annotator", term, self._annotators(), text), term.is_not)
        if term.name == "label":
            return Condition("label", self._one("label", term, self._labels.values(), text), term.is_not)
        if term.name == "has":
            names = (*MARKS, *(each[0].name for each in self._attributes.values()))
            return Condition("has", self._one("has", term, names, text), term.is_not)
        return self._answer(term, text)

    def _answer(self, term: Term, text: str) -> Condition:
        """A filter by the answer to a question; the value may be the beginning of one."""
        asked = self._attributes.get(term.name)
        if asked is None:
            known = ", ".join((*FIELDS, *(each[0].name for each in self._attributes.values())))
            raise QueryError(f"there is no filter “{term.name}”; put words with a colon in quotation marks; "
                             f"filters are {known}", text, term.at)  # fmt: skip
        values = {value for each in asked for value in (*each.values, UNKNOWN)}
        is_closed = all(each.values for each in asked)
        value = term.value.casefold()
        if is_closed and not any(each.casefold().startswith(value) for each in values):
            raise QueryError(
                f"no answer to {term.name} begins with “{term.value}”; answers are {', '.join(sorted(values))}",
                text,
                term.value_at,
            )
        return Condition(asked[0].name, value, term.is_not)

    def _one(self, name: str, term: Term, known: Iterable[str], text: str) -> str:
        """The one of these names that the value is, or else alone begins; a `QueryError` that lists them."""
        names, value = list(known), term.value.casefold()
        exact = [each for each in names if each.casefold() == value]
        found = exact or [each for each in names if value and each.casefold().startswith(value)]
        if len(found) != 1:
            why = "could be several things" if found else "is none of them"
            told = ", ".join(found or names) or "there is nobody yet"
            raise QueryError(f"{name}:{term.value} {why}: {told}", text, term.value_at)
        return found[0]
