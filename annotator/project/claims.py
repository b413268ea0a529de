"""The claims of one annotator over all articles: how they relate, which are families, and which pairs to look at."""

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from annotator.domain.claims.claim import Claim, between_claims, claims_of
from annotator.domain.claims.families import Family, families
from annotator.domain.claims.pairs import Proposal
from annotator.domain.claims.relating import Hand, Pair, pair_of
from annotator.domain.codebook import Codebook
from annotator.domain.edits import Edit
from annotator.domain.records import Link
from annotator.project.ticks import Tick, counted, quiet

if TYPE_CHECKING:
    from annotator.project import Project

KEPT = 2000
"""How many proposals are kept in the project, so that the claims are not compared anew each time."""


class Kept(Struct):
    """Proposals as they are kept in the project."""

    claims: str
    """Tells from which claims they were made."""
    proposals: list[Proposal]
    """The best of them, best first."""


class Claims:
    """Every claim of an annotator, with the links between them."""

    def __init__(self, codebook: Codebook, hand: Hand) -> None:
        self.codebook = codebook
        """What may be answered."""
        self.hand = hand
        """Whose claims they are."""
        self.claims: dict[str, Claim] = {}
        """By id."""
        self.links: dict[Pair, Link] = {}
        """The relation of each pair that has one."""
        self.proposals: list[Proposal] = []
        """The pairs worth a look, best first."""
        self._texts: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._relations = {each.name for each in between_claims(codebook)}

    def take(self, claims: Iterable[Claim], links: Iterable[Link]) -> None:
        """Take in claims and the links that start from them."""
        self._take_claims(claims)
        self.links.update({pair_of(each): each for each in links if each.relation in self._relations})

    def _take_claims(self, claims: Iterable[Claim]) -> None:
        """Take in claims with the words that a filter looks at."""
        new = {each.id: each for each in claims}
        self.claims.update(new)
        self._texts.update({i: f"{each.words} {each.document} {each.gist}".casefold() for i, each in new.items()})

    def sort(self) -> None:
        """Put the claims in the order of their first appearance, so that no list has to sort them again."""
        self.claims = {each.id: each for each in sorted(self.claims.values(), key=lambda each: each.when)}
        self._places = {each: place for place, each in enumerate(self.claims)}

    def has_words(self, claim: Claim, words: str) -> bool:
        """Whether these words, in lower case, are in the claim or in the name of its article."""
        return words in self._texts[claim.id]

    def apply(self, edit: Edit) -> None:
        """Follow an edit of links."""
        for record in edit.removed:
            if isinstance(record, Link) and record.relation in self._relations:
                self.links.pop(pair_of(record), None)
        self.take((), (record for record in edit.added if isinstance(record, Link)))

    def renew(self, document_id: str, claims: Iterable[Claim]) -> bool:
        """Take the claims of one article as they are now; whether they are others than before."""
        old = {each.id: each for each in self.claims.values() if each.document_id == document_id}
        new = {each.id: each for each in claims}
        for gone in old.keys() - new.keys():
            del self.claims[gone]
        self._take_claims(new.values())
        self.sort()
        return old != new

    def queue(self) -> list[Proposal]:
        """The proposals that nobody has decided, of claims that are still there."""
        return [
            each
            for each in self.proposals
            if each.first in self.claims and each.second in self.claims and self.link(each.first, each.second) is None
        ]

    def link(self, one: str, other: str) -> Link | None:
        """The relation of two claims, by their ids."""
        return self.links.get(frozenset((one, other)))

    def related(self) -> list[Link]:
        """The links whose claims are both there, by the first appearance of the later one."""
        there = [each for each in self.links.values() if each.from_id in self.claims and each.to_id in self.claims]
        return sorted(there, key=lambda each: (self._places[each.from_id], self._places[each.to_id]))

    def families(self) -> list[Family]:
        """What repeats connect."""
        repeats = self.codebook.rules.repeats
        return families(
            self.claims, ((each.from_id, each.to_id) for each in self.links.values() if each.relation == repeats)
        )

    def ordered(self) -> list[Claim]:
        """All claims by first appearance."""
        return list(self.claims.values())

    @property
    def signature(self) -> str:
        """Tells these claims from others, in all that proposals are made from."""
        told = sorted((each.id, each.words, each.sentence, each.before, each.gist) for each in self.claims.values())
        return sha256(msgspec.json.encode(told)).hexdigest()


def read_claims(project: "Project", tick: Tick = quiet) -> Claims:
    """Every claim of the annotator, with links and with the proposals kept from last time; reads all articles."""
    found = Claims(project.codebook, Hand(project.annotator, project.codebook_version))
    ids = project.store.document_ids()
    loaded = counted(project.store.load_all(ids, [project.annotator]), len(ids), tick)
    for number, each in enumerate(loaded, 1):
        found.take(
            claims_of(each, project.annotator, project.codebook, number), each.set_of(project.annotator).of(Link)
        )
    found.sort()
    kept = _kept(project)
    found.proposals = kept.proposals if kept else []
    return found


def propose(project: "Project", claims: Claims, tick: Tick = quiet) -> None:
    """Compare the claims, unless the proposals that are kept were made from the same ones, and keep what is found."""
    signature, kept = claims.signature, _kept(project)
    if kept and kept.claims == signature:
        claims.proposals = kept.proposals
        return
    from annotator.domain.claims.pairs import Pairing

    claims.proposals = Pairing(claims.claims.values()).proposals(lambda part: tick(int(part * 100), 100))[:KEPT]
    text = msgspec.json.encode(Kept(signature, claims.proposals)).decode()
    project.store.set_setting(_setting(project), text)


def _kept(project: "Project") -> Kept | None:
    text = project.store.setting(_setting(project))
    return msgspec.json.decode(text, type=Kept) if text else None


def _setting(project: "Project") -> str:
    return f"claim proposals of {project.annotator}"
