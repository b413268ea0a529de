"""What a source mention answers by itself: its naming, kind, number and place, from its head noun and its modifiers."""

from collections.abc import Iterator

from annotator.domain.documents import Document
from annotator.domain.spans import Fragments, words
from annotator.suggest.attributes.answer import Answer, Finding, answers, quoted
from annotator.suggest.attributes.describing import described
from annotator.suggest.attributes.mention import PRONOUNS, QUANTIFIERS, Mention, is_capital, mention
from annotator.suggest.attributes.people import named
from annotator.suggest.attributes.tables import classes, word_set
from annotator.suggest.attributes.triggers import access, anonymity, own_words, surroundings
from annotator.suggest.rules.lexicon import is_english

LONGEST = 600
"""Sources are shorter; of one that is not, the beginning is read."""

PEOPLE = word_set("grammar", "words", "people")
"""Pronouns for one person."""

THEY = word_set("grammar", "words", "they")
"""Pronouns for several."""


def source_answers(document: Document, fragments: Fragments, content: Fragments = ()) -> dict[str, Answer]:
    """What is proposed for a source mention; `content` is what its frames attribute, where no reason is looked for.

    Nothing in other languages than English: the words that all of it rests on are English.
    """
    return answers(_findings(document, fragments, content)) if is_english(document) else {}


def parts_of(document: Document, fragments: Fragments) -> Mention:
    """The parts of the mention in these places."""
    return mention(words(document.text, fragments)[:LONGEST])


def _findings(document: Document, fragments: Fragments, content: Fragments) -> Iterator[Finding]:
    parts = parts_of(document, fragments)
    if not parts.words:
        return
    if _is_pronoun(parts):
        yield from _pronoun(parts)
        return
    if not parts.head:
        yield from _collective(parts)
        return
    found = list(named(document, parts)) or list(described(document, parts, fragments[0].start))
    yield from found
    yield from _status(parts)
    own = own_words(document, fragments, content)
    yield from access(own)
    yield from _by_office(parts)
    yield from anonymity(surroundings(document, fragments, content))


def _is_pronoun(parts: Mention) -> bool:
    if not parts.is_partitive and len(parts.words) > 1:
        return False
    return (parts.head or parts.words[0]).lower() in PRONOUNS


def _pronoun(parts: Mention) -> Iterator[Finding]:
    """What a pronoun shows; `one of them` is one too."""
    word = (parts.head or parts.words[0]).lower()
    yield Finding("source.pronoun", f"{quoted(' '.join(parts.words))} is a pronoun")
    if parts.is_partitive:
        one = parts.words[0].lower() == "one"
        yield Finding("source.one" if one else "source.several", quoted(parts.words[0]))
    elif word in PEOPLE:
        yield Finding("source.person", quoted(parts.words[0]))
        if word != "who":
            yield Finding("source.one", quoted(parts.words[0]))
    elif word in THEY:
        yield Finding("source.several", quoted(parts.words[0]))
        yield Finding("source.group", quoted(parts.words[0]))


def _collective(parts: Mention) -> Iterator[Finding]:
    """What `some`, `many` and `others` without a noun show."""
    word = parts.words[-1].lower()
    if len(parts.words) == 1 and word in QUANTIFIERS and word in ("some", "many", "several", "others", "most"):
        reason = f"only {quoted(parts.words[0])}"
        for name in ("source.bare", "source.collective", "source.several", "source.group"):
            yield Finding(name, reason)


def _status(parts: Mention) -> Iterator[Finding]:
    """Whether they hold the office, held it or will hold it."""
    behind = parts.after[1:6] if parts.after[:1] == (",",) else ()
    for word in (*parts.modifiers, *behind):
        for part in (word.lower().removesuffix(".").split("-"))[:2]:
            for status in sorted(classes("nouns", "status").get(part, ())):
                yield Finding(f"source.{status}", quoted(word))
    if parts.noun == "predecessor":
        yield Finding("source.former", f"head noun {quoted(parts.head)}")


def _by_office(parts: Mention) -> Iterator[Finding]:
    """What a spokesperson, or someone `at the agency` or `in Moscow`, is said to know from."""
    kinds = classes("nouns", "heads").get(parts.noun, frozenset())
    if "spokesperson" in kinds and parts.after[:1] != (",",):
        yield Finding("access.office", f"head noun {quoted(parts.head)}")
    where = parts.after[0].lower() if parts.after else ""
    words = [word for word in parts.after[1:4] if word.lower() not in ("the", "its", "a")]
    if not words or not kinds:
        return
    behind = quoted(" ".join(parts.after[:4]))
    heads = classes("nouns", "heads")
    is_body = any("organisation" in heads.get(word.lower(), ()) for word in words[:2])
    if where in ("at", "on") and is_body:
        yield Finding("access.office", behind)
    elif where == "in" and is_capital(words[0]) and kinds & {"diplomat", "witness"}:
        yield Finding("access.there", behind)
