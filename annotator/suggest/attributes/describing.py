"""What the common noun that heads a source mention shows: who is meant, how many, and how far they are described."""

import re
from collections.abc import Iterator

from annotator.domain.documents import Document
from annotator.suggest.attributes.answer import Finding, quoted
from annotator.suggest.attributes.mention import DETERMINERS, POSSESSIVE, SEVERAL, Mention, is_capital
from annotator.suggest.attributes.people import is_adjective
from annotator.suggest.attributes.tables import classes, is_plural, word_set

THINGS = ("document", "data", "organisation", "outlet", "event")
"""Classes of head nouns that are not people."""

PLACED = frozenset(("in", "from"))
"""Words that lead to a place."""

COUNTS = word_set("grammar", "words", "counts")
"""Numbers: how many there are says a little of who they are."""

JOINING = word_set("grammar", "words", "joining")
"""What may follow a head without describing it."""


def described(document: Document, parts: Mention, start: int) -> Iterator[Finding]:
    """What the common noun shows."""
    kinds = classes("nouns", "heads").get(parts.noun, frozenset())
    if _appositive(parts) and kinds.isdisjoint(THINGS):
        yield Finding("source.name", "a name stands beside the description")
        yield from (Finding(each, f"head noun {quoted(parts.head)}") for each in ("source.person", "source.one"))
    elif kinds & set(THINGS):
        yield from _thing(parts, kinds)
    elif kinds or parts.noun in word_set("nouns", "offices", "unique"):
        yield from _people(document, parts, kinds, start)


def _appositive(parts: Mention) -> bool:
    """Whether a name follows: `its owner, Tobias Renn`."""
    names = [word for word in parts.after[1:3] if is_capital(word) and not is_adjective(word)]
    return parts.after[:1] == (",",) and len(names) == 2


def _thing(parts: Mention, kinds: frozenset[str]) -> Iterator[Finding]:
    """What documents, data, bodies, outlets and events show."""
    reason = f"head noun {quoted(parts.head)}"
    many = is_plural(parts.head.lower()) and parts.noun != parts.head.lower()
    kind = "outlet" if "news" in [word.lower() for word in parts.modifiers] else min(kinds, key=THINGS.index)
    if parts.noun in ("press", "media"):
        return
    names = [word for word in parts.modifiers if is_capital(word) and not is_adjective(word) and word != parts.words[0]]
    if kind == "document":
        yield from _document(parts)
    elif (names or _is_named(parts.possessor)) and kind in ("organisation", "outlet"):
        yield Finding("source.name", f"{quoted(' '.join(names or parts.possessor))} is a name")
    if not (many and kind == "organisation"):
        yield Finding(f"source.{kind}", reason)
    if many and kind != "data":
        yield Finding("source.several", f"{quoted(parts.head)} is a plural")
    elif not many and kind != "event":
        yield Finding("source.one", f"{quoted(parts.head)} is a singular")


def _is_named(owner: tuple[str, ...]) -> bool:
    """Whether a name is among the words before `'s`."""
    return any(is_capital(word) and word.lower() not in DETERMINERS for word in owner)


def _document(parts: Mention) -> Iterator[Finding]:
    """Whether it is said whose document it is."""
    after = [word for word in parts.after[:3] if word.lower() not in ("the", "a")]
    by_name = len(after) > 1 and after[0].lower() in ("by", "from", "of") and is_capital(after[1])
    if by_name or _is_named(parts.possessor):
        yield Finding("source.name", "it is said whose it is")
        return
    is_definite = bool(parts.before) and parts.before[0].lower() not in ("a", "an", *SEVERAL)
    if (parts.after and parts.after[0] not in JOINING) or (parts.modifiers and not is_definite):
        yield Finding("source.described", "described, without who issued it")
        yield Finding("source.unissued", f"head noun {quoted(parts.head)}")


def _people(document: Document, parts: Mention, kinds: frozenset[str], start: int) -> Iterator[Finding]:
    """What people show: how they are named, how many, of what kind, on whose behalf, where."""
    head = parts.head.lower()
    lead = [word.lower() for word in parts.before]
    many = (is_plural(head) or head == "staff") and not (parts.is_partitive and lead[:1] == ["one"])
    yield from _naming(document, parts, kinds, start, many=many)
    reason = f"head noun {quoted(parts.head)}"
    yield Finding("source.group" if many else "source.person", reason)
    if many:
        yield Finding("source.several", f"{quoted(parts.head)} is a plural")
    elif lead or parts.possessor:
        yield Finding("source.one", f"{quoted((lead or ['’s'])[0])} and a singular")
    yield from _kind(parts, kinds)
    yield from _place(parts)
    yield from _body(parts)


def _naming(document: Document, parts: Mention, kinds: frozenset[str], start: int, *, many: bool) -> Iterator[Finding]:
    """Whether they are unnamed, and described or not; nothing where that hangs on the rest of the article."""
    lead = [word.lower() for word in parts.before]
    is_definite = "the" in lead or bool(parts.possessor)
    owned = bool(parts.possessor) or not POSSESSIVE.isdisjoint(lead)
    if parts.noun in word_set("nouns", "offices", "unique") and not many and (is_definite or owned):
        yield Finding("source.one_office", f"{quoted(parts.head)}: one at a time")
        return
    if words := _description(parts):
        if not (owned and not many):
            yield Finding("source.described", f"no name, but {quoted(words)}")
    elif owned:
        if kinds & {"insider", "expert"} or (parts.possessor and many):
            yield Finding("source.described", f"no name, but whose {quoted(parts.head)}")
    elif (many and not is_definite) or parts.noun == "source" or (many and "witness" in kinds):
        if not _is_counted(lead) or "source" in kinds:
            yield Finding("source.bare", f"only {quoted(' '.join((*parts.before, parts.head)))}")
    elif not is_definite and not many and lead[:1] != ["one"]:
        yield Finding("source.described", f"no name, head noun {quoted(parts.head)}")
    elif _unnamed_before(document.text, parts.head, start) and kinds - {"person"}:
        yield Finding("source.described", f"an unnamed {quoted(parts.head)} stands earlier in the article")


def _is_counted(lead: list[str]) -> bool:
    """Whether a number stands before the head."""
    return any(word in COUNTS or word[:1].isdigit() for word in lead)


def _description(parts: Mention) -> str:
    """The words that describe, before the head or behind it; empty for none."""
    before = [word for word in parts.modifiers if word.lower() not in ("own", "new", "young", "old")]
    if before:
        return " ".join(before)
    follows = bool(parts.after) and parts.after[0].lower() not in JOINING
    clause = parts.after[:1] == (",",) and parts.after[1:2] in (("who",), ("whose",), ("speaking",))
    return " ".join(parts.after[:6]) if follows or clause else ""


def _unnamed_before(text: str, head: str, start: int) -> bool:
    """Whether the head was last used before `start` without a name beside it."""
    before = text[max(0, start - 6000) : start]
    at = before.lower().rfind(f" {head.lower()}")
    if at < 0:
        return False
    after = before[at + 1 + len(head) : at + 30 + len(head)]
    ahead = before[max(0, at - 60) : at]
    return not re.match(r",? [A-Z]", after) and not re.search(r"[A-Z][\w’'-]+, (?:an?|the|its|his|her)\b[^,.]*$", ahead)


def _kind(parts: Mention, kinds: frozenset[str]) -> Iterator[Finding]:
    """Of what kind they are and on whose behalf they speak, by the words before the head and then by the head."""
    for word in reversed(parts.modifiers):
        by_word = classes("nouns", "modifier_kinds").get(word.lower(), frozenset())
        if kinds & {"official", "source"}:
            yield from (Finding(f"source.{kind}", quoted(f"{word} {parts.head}")) for kind in sorted(by_word))
        for body in sorted(classes("nouns", "modifiers").get(word.lower(), ())):
            yield Finding(f"source.{body}", quoted(word))
    reason = f"head noun {quoted(parts.head)}"
    for kind in sorted(kinds):
        yield Finding("source.bare_source" if kind == "source" else f"source.{kind}", reason)
        yield from (
            Finding(f"source.{each}", reason) for each in sorted(classes("nouns", "kind_affiliations").get(kind, ()))
        )


def _place(parts: Mention) -> Iterator[Finding]:
    """The place the description ties them to."""
    for word in parts.modifiers:
        if is_capital(word) and is_adjective(word):
            yield Finding("source.place", quoted(word), word)
    if len(parts.after) > 1 and parts.after[0].lower() in PLACED:
        words = [parts.after[0]]
        for word in parts.after[1:]:
            if not (is_capital(word) or (len(words) > 1 and word == "and")):
                break
            words.append(word)
        if len(words) > 1 and is_capital(words[-1]):
            yield Finding("source.place", quoted(" ".join(words)), " ".join(words))


def _body(parts: Mention) -> Iterator[Finding]:
    """The body that they are said to be of, where it has a name."""
    if not parts.after or parts.after[0].lower() not in ("at", "of", "for", "from"):
        return
    words: list[str] = []
    for word in parts.after[1:]:
        if not is_capital(word) and not (not words and word.lower() == "the"):
            break
        words.append(word)
    if words and "organisation" in classes("nouns", "names").get(words[-1].lower(), ()):
        yield Finding("source.of_body", quoted(" ".join(words)), " ".join(w for w in words if w.lower() != "the"))
