"""Families of claims: what links of repeating connect, by first appearance, with what changed from one to the next."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from annotator.domain.claims.claim import Claim
from annotator.domain.documents import tokens

SAME, NEARLY = 0.999, 0.7
"""From what share of equal words on a repeat is in the same words, and in nearly the same."""


class Family(Struct, frozen=True):
    """Claims that say the same, directly or by way of others."""

    claims: tuple[Claim, ...]
    """By first appearance."""

    @property
    def first(self) -> Claim:
        """The claim that appeared first."""
        return self.claims[0]

    @property
    def same_day(self) -> tuple[str, ...]:
        """The other articles of the first one's date, which may have been first as well."""
        dated = (each.document for each in self.claims if each.published and each.published == self.first.published)
        return tuple(dict.fromkeys(name for name in dated if name != self.first.document))

    @property
    def undated(self) -> tuple[str, ...]:
        """The articles without a date: when they carried it is not known."""
        return tuple(dict.fromkeys(each.document for each in self.claims if not each.published))

    @property
    def beginning(self) -> str:
        """Where it appeared first, as far as the dates of the articles tell."""
        if not self.first.published:
            return f"no article has a date; added first: {self.first.document}"
        also = f", the same day in {', '.join(self.same_day)}" if self.same_day else ""
        unknown = f"; without a date: {', '.join(self.undated)}" if self.undated else ""
        return f"first in {self.first.document}  {self.first.published}{also}{unknown}"

    @property
    def carriers(self) -> tuple[str, ...]:
        """Who carried it, by first appearance: the outlet of each article, else its name."""
        return tuple(dict.fromkeys(each.outlet or each.document for each in self.claims))


class Piece(Struct, frozen=True):
    """Some words of a claim, as they stand to an earlier version."""

    words: str
    """The words."""
    change: str
    """`+` where only this version has them, `-` where only the earlier one has, nothing where both have them."""


def families(claims: Mapping[str, Claim], repeats: Iterable[tuple[str, str]]) -> list[Family]:
    """What the pairs of ids connect, the largest family first, then by first appearance."""
    groups: dict[str, set[str]] = {}
    for one, other in repeats:
        if one in claims and other in claims:
            joined = groups.get(one, {one}) | groups.get(other, {other})
            groups |= dict.fromkeys(joined, joined)
    distinct = {id(group): group for group in groups.values()}.values()
    found = [Family(tuple(sorted((claims[i] for i in group), key=lambda each: each.when))) for group in distinct]
    return sorted(found, key=lambda each: (-len(each.claims), each.first.when))


def word_diff(before: str, after: str) -> list[Piece]:
    """How a version's words stand to those of an earlier version."""
    old, new = _listed(before), _listed(after)
    found: list[Piece] = []
    for tag, i, j, m, n in SequenceMatcher(None, _folded(old), _folded(new), autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(" ".join(new[m:n]), ""))
            continue
        found += [Piece(" ".join(old[i:j]), "-")] if j > i else []
        found += [Piece(" ".join(new[m:n]), "+")] if n > m else []
    return found


def nearness(before: str, after: str) -> int:
    """0 where the words are the same, 1 where nearly, 2 where they are others; what is answered of a repeat."""
    ratio = SequenceMatcher(None, _folded(_listed(before)), _folded(_listed(after)), autojunk=False).ratio()
    return 0 if ratio >= SAME else 1 if ratio >= NEARLY else 2


def _listed(text: str) -> list[str]:
    """The words, without punctuation."""
    return [word for span in tokens(text) if (word := span.cut(text))[0].isalnum()]


def _folded(words: Sequence[str]) -> list[str]:
    """The words as they are compared."""
    return [word.casefold().replace("’", "'") for word in words]
