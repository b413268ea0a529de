"""Relations between claims as edits: a pair carries one, from the later claim to the earlier unless it is turned."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.claims.claim import Claim
from annotator.domain.claims.families import nearness
from annotator.domain.codebook import Attribute, Codebook, Relation
from annotator.domain.edits import Edit
from annotator.domain.records import Attributes, Link

Pair = frozenset[str]
"""The ids of two claims."""

FREE = "abcdefghijklmnopqrstuvwxyz"
"""Letters that may stand for a relation."""


class Hand(Struct, frozen=True):
    """Who relates claims, and under which codebook."""

    annotator: str
    """Whose links they are."""
    codebook: int
    """The version of the codebook."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """The clock."""
    new_id: Callable[[], str] = lambda: uuid4().hex
    """Makes ids."""


def pair_of(link: Link) -> Pair:
    """The ids of both ends."""
    return frozenset((link.from_id, link.to_id))


def keys_of(relations: Sequence[Relation], taken: Iterable[str]) -> dict[str, Relation]:
    """A letter for each relation: the first of its name that is neither taken nor another's, else any that is free."""
    keys: dict[str, Relation] = {}
    for relation in relations:
        free = [letter for letter in (*relation.name, *FREE) if letter in FREE and letter not in (*taken, *keys)]
        keys[free[0]] = relation
    return keys


def relating(hand: Hand, codebook: Codebook, relation: Relation, pair: tuple[Claim, Claim], held: Link | None) -> Edit:
    """The edit that makes this the relation of the pair; `held` is the link that it carries now."""
    later, earlier = sorted(pair, key=lambda each: each.when, reverse=True)
    link = Link(
        id=hand.new_id(),
        document_id=later.document_id,
        annotator=hand.annotator,
        created=hand.now(),
        codebook=hand.codebook,
        relation=relation.name,
        from_id=later.id,
        to_id=earlier.id,
        attributes=_proposed(codebook, relation, earlier, later),
    )
    return _changed(hand, f"relate claims: {relation.title or relation.name}", held, link)


def unrelated(hand: Hand, held: Link) -> Edit:
    """The edit that takes the link away."""
    return _changed(hand, "take back the relation of claims", held, None)


def turned(hand: Hand, held: Link, to: Claim) -> Edit:
    """The edit by which the link runs the other way, from the claim that it pointed to."""
    link = replace(held, id=hand.new_id(), document_id=to.document_id, from_id=held.to_id, to_id=held.from_id)
    return _changed(hand, "turn the relation of claims", held, _renewed(hand, link))


def answered(hand: Hand, held: Link, attribute: Attribute, values: tuple[str, ...]) -> Edit:
    """The edit that gives one answer about the link; no values take it back."""
    others = {name: given for name, given in held.attributes.items() if name != attribute.name}
    given: Attributes = {**others, attribute.name: values} if values else others
    link = _renewed(hand, replace(held, attributes=given))
    return _changed(hand, f"answer {attribute.name} of claims", held, link)


def closed_questions(relation: Relation) -> tuple[Attribute, ...]:
    """The relation's questions with a closed list of answers."""
    return tuple(each for each in relation.attributes if each.values)


def _renewed(hand: Hand, link: Link) -> Link:
    return replace(link, created=hand.now(), codebook=hand.codebook)


def _proposed(codebook: Codebook, relation: Relation, earlier: Claim, later: Claim) -> Attributes:
    """Of a repeat: how near its words are, as the codebook calls it."""
    if relation.name != codebook.rules.repeats:
        return {}
    near = nearness(earlier.words, later.words)
    return {name: (values[min(near, len(values) - 1)],) for name, values in codebook.rules.nearness.items() if values}


def _changed(hand: Hand, action: str, old: Link | None, new: Link | None) -> Edit:
    """One edit of the whole project, since the two links may belong to two documents."""
    return Edit(
        id=hand.new_id(),
        document_id="",
        annotator=hand.annotator,
        at=hand.now(),
        action=action,
        removed=(old,) if old else (),
        added=(new,) if new else (),
    )
