"""Whom the name in a source mention belongs to: a state, a body, an outlet or a person."""

import re
from collections.abc import Iterator

from annotator.domain.documents import Document
from annotator.domain.selecting_words import FUNCTION_WORDS
from annotator.suggest.attributes.answer import Finding, quoted
from annotator.suggest.attributes.mention import Mention, is_capital, titles
from annotator.suggest.attributes.tables import classes, is_plural, singular, word_set

MONARCHS = word_set("grammar", "words", "monarchs")
"""Who is fully named by a first name."""

OFFICES = word_set("grammar", "words", "officials")
"""Titles whose bearers speak for a government."""


def is_adjective(word: str) -> bool:
    """Whether a capitalised word is an adjective made of a place."""
    lower = word.lower().replace("’", "'")
    return lower in word_set("places", "words", "adjectives") or lower.endswith(
        tuple(word_set("places", "words", "endings"))
    )


def named(document: Document, parts: Mention) -> Iterator[Finding]:
    """What the name in a mention shows."""
    name = parts.name
    if not name or (parts.after[:1] == ("and",) and len(name) == 1 and is_adjective(name[0])):
        return
    together = parts.after[:1] == ("and",)
    if state := _state(parts):
        yield from state
        return
    if body := _body(parts):
        yield Finding("source.name", f"{quoted(' '.join(name))} is a name")
        yield from body
    elif person := _person(document, parts):
        yield person
        yield Finding("source.group" if together else "source.person", person.reason)
        yield from _office(parts)
    else:
        return
    reason = "names joined by “and”" if together else "a single name"
    yield Finding("source.several" if together else "source.one", reason)


def _state(parts: Mention) -> list[Finding]:
    """What a state, or the place that stands for one, shows; `the Russians` are one too."""
    name = "-".join(parts.name).lower().rstrip(".")
    is_whole = parts.words[-1] == parts.head and not parts.modifiers[: -len(parts.name) or None][:-1]
    places = {
        word.rstrip(".") for key in ("states", "compound_states", "seats") for word in word_set("places", "words", key)
    }
    if is_whole and name in places and not parts.possessor:
        reason = f"{quoted(' '.join(parts.name))} stands for a state"
    elif _are_nationals(parts):
        reason = f"{quoted(' '.join(parts.words))} stands for a state"
    else:
        return []
    found = ("source.name", "source.state", "source.one", "source.for_government")
    return [Finding(each, reason) for each in found]


def _are_nationals(parts: Mention) -> bool:
    return (
        len(parts.words) == 2
        and parts.words[0].lower() == "the"
        and is_plural(parts.head.lower())
        and is_adjective(singular(parts.head))
    )


def _body(parts: Mention) -> list[Finding]:
    """What an organisation's or an outlet's name shows."""
    last, first = parts.name[-1].lower().rstrip("."), parts.name[0].lower()
    kinds = classes("nouns", "names")
    around = parts.words[: parts.starts]
    heads = {word.lower() for word, after in zip(around, (*around[1:], ""), strict=True) if after == "of"}
    found = kinds.get(last) or next((kinds[word] for word in sorted(heads) if word in kinds), frozenset())
    outlets = {"agency", "daily", "newspaper", "magazine", "broadcaster", "paper", "weekly", "tabloid"}
    reason = f"{quoted(' '.join(parts.name))} names a body"
    if "intergovernmental" in found:
        return [Finding("source.organisation", reason), Finding("source.for_intergovernmental", reason)]
    if "outlet" in found or outlets & {word.lower() for word in parts.modifiers}:
        return [Finding("source.outlet", f"{quoted(' '.join(parts.name))} is an outlet")]
    if "organisation" in found or (first.isalpha() and len(parts.name) == 1 and _is_acronym(parts.head)):
        return [Finding("source.organisation", reason)]
    return []


def _is_acronym(word: str) -> bool:
    return 1 < len(word) < 5 and word.isupper() and word.isalpha()


def _person(document: Document, parts: Mention) -> Finding | None:
    """That the name is a person's: by its length, by what stands before it, or by the full name elsewhere."""
    name = parts.name
    before = parts.modifiers[: len(parts.modifiers) + 1 - len(name)]
    if len(name) > 1 and len(name) < 5 and (not _has_the(parts) or before):
        return Finding("source.name", f"{quoted(' '.join(name))} is a full name")
    if len(name) != 1:
        return None
    title = before[-1].lower().rstrip(".") if before else ""
    if title in MONARCHS:
        return Finding("source.name", f"{quoted(' '.join((*before[-1:], *name)))} is a full name")
    if title and (title in titles() or singular(title) in classes("nouns", "heads")):
        return Finding("source.part_of_name", f"only {quoted(name[0])} behind {quoted(before[-1])}")
    if not before and not _has_the(parts) and (full := _full_name(document.text, name[0])):
        return Finding("source.part_of_name", f"the article has {quoted(full)}")
    return None


def _has_the(parts: Mention) -> bool:
    return bool(parts.before) and parts.before[-1].lower() == "the"


def _full_name(text: str, name: str) -> str:
    """Where the name stands behind another capitalised word that is part of it; empty where it does not."""
    for found in re.finditer(rf"(?<!\w)([A-Z][\w’'-]+)\.? {re.escape(name)}(?!\w)", text):
        first = found[1]
        if first.lower() not in FUNCTION_WORDS and not is_adjective(first) and is_capital(first):
            return found.group()
    return ""


def _office(parts: Mention) -> Iterator[Finding]:
    before = [word for word in parts.modifiers if word.lower().rstrip(".") in OFFICES]
    if before:
        yield Finding("source.for_government", quoted(before[0]))
