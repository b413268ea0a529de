"""What only shows over the whole corpus: which mentions are one source, which claims one family and how they relate."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.agreement.clusterings import families, item_scores
from annotator.agreement.counting import Marked
from annotator.agreement.ledger import Ledger
from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.domain.codebook import Codebook
from annotator.domain.records import Link

Pair = tuple[str, str]
"""Two annotators."""


class Same(NamedTuple):
    """An annotation that two annotators made, and in which row of the ledger."""

    row: int
    first: str
    second: str


class Corpus:
    """The links of every annotator, and which annotations of two annotators are the same."""

    def __init__(self, codebook: Codebook) -> None:
        self._refers = codebook.rules.refers
        self._family = codebook.rules.family
        labels = {label.name for label in codebook.labels}
        joining = [each for each in codebook.relations if each.from_ in labels]
        self._labels = {name for each in joining for name in (each.from_, each.to)} & labels
        self._between = {each.name for each in joining if each.to in labels}
        self._either_way = {each.name for each in joining if each.from_ == each.to}
        self._links: dict[str, list[tuple[int, Link]]] = {}
        self._same: dict[Pair, list[Same]] = {}

    def add(self, row: int, sides: Iterable[Marked], compared: Mapping[Pair, Compared]) -> None:
        """Take in one article."""
        for side in sides:
            self._links.setdefault(side.annotator, []).extend((row, link) for link in side.links)
        for pair, each in compared.items():
            same = self._same.setdefault(pair, [])
            for label in self._labels & each.spans.keys():
                spans = each.spans[label]
                same.extend(
                    Same(row, spans.first[i].id, spans.second[j].id) for i, j, g in spans.pairs if g >= Grade.SHARE
                )

    def enter(self, ledger: Ledger) -> None:
        """Enter the counts of every article, once all articles are in."""
        referents = {who: self._referents(who) for who in self._links}
        kin = {who: families(self._ends(who, self._family)) for who in self._links}
        for pair, same in self._same.items():
            for kind, cluster in (("identity", referents), ("family", kin)):
                _enter(ledger, (kind, *pair), same, cluster.get(pair[0], {}), cluster.get(pair[1], {}))
            for row, key in self._relations(pair, same):
                ledger.enter(row, {("relation", *pair, *key): 1})

    def identities(self, pair: Pair) -> Iterator[tuple[Same, Hashable, Hashable]]:
        """The same mentions whose referents two annotators linked, with what each linked them to."""
        ours, theirs = self._referents(pair[0]), self._referents(pair[1])
        for each in self._same.get(pair, ()):
            if each.first in ours or each.second in theirs:
                yield each, ours.get(each.first), theirs.get(each.second)

    def one_sided(self, pair: Pair) -> Iterator[tuple[int, int, Link]]:
        """Links between annotations that both made which only one of the two annotators drew: whose, row and link."""
        over = {each.first: each.second for each in self._same.get(pair, ())}
        back = {second: first for first, second in over.items()}
        for place, ends in ((0, over), (1, back)):
            others = {self._key(link, {}) for _, link in self._links.get(pair[1 - place], ())}
            for row, link in self._links.get(pair[place], ()):
                both = link.relation in self._between and link.from_id in ends and link.to_id in ends
                if both and self._key(link, ends) not in others:
                    yield place, row, link

    def _ends(self, who: str, relations: Iterable[str]) -> list[tuple[str, str]]:
        """Both ends of the annotator's links of these relations."""
        return [(link.from_id, link.to_id) for _, link in self._links.get(who, ()) if link.relation in relations]

    def _referents(self, who: str) -> dict[str, Hashable]:
        """What each mention refers to in the end; several sources at once are a referent of their own."""
        targets: dict[str, set[str]] = {}
        for one, other in self._ends(who, [self._refers] if self._refers else []):
            targets.setdefault(one, set()).add(other)
        return {mention: frozenset(_last(mention, targets)) for mention in targets}

    def _relations(self, pair: Pair, same: Iterable[Same]) -> Iterator[tuple[int, tuple[str, str]]]:
        """Each link between annotations: who has it, and whether both annotators have both its ends, or all of it."""
        over = {each.first: each.second for each in same}
        back = {second: first for first, second in over.items()}
        theirs = {self._key(link, {}) for _, link in self._links.get(pair[1], ())}
        for place, who, ends in ((0, "first", over), (1, "second", back)):
            for row, link in self._links.get(pair[place], ()):
                if link.relation in self._between:
                    yield row, (link.relation, who)
                    if link.from_id in ends and link.to_id in ends:
                        yield row, (link.relation, f"{who} given")
                        if place == 0 and self._key(link, over) in theirs:
                            yield row, (link.relation, "agreed")

    def _key(self, link: Link, over: Mapping[str, str]) -> tuple[str, ...]:
        """The link as the other annotator would have it; between equal labels its direction does not count."""
        ends = [over.get(link.from_id, link.from_id), over.get(link.to_id, link.to_id)]
        return (link.relation, *(sorted(ends) if link.relation in self._either_way else ends))


def _last(mention: str, targets: Mapping[str, set[str]]) -> set[str]:
    """Where the chain of references ends; one that runs in a circle ends anywhere in it."""
    seen: set[str] = set()
    waiting, ends = [mention], set[str]()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(targets.get(one, ()))
            if one not in targets:
                ends.add(one)
    return ends or {min(seen)}


def _enter(
    ledger: Ledger,
    key: tuple[str, ...],
    same: Iterable[Same],
    first: Mapping[str, Hashable],
    second: Mapping[str, Hashable],
) -> None:
    """Enter B-cubed's scores of everything that either annotator put into a cluster; alone in one's own otherwise."""
    items = [each for each in same if each.first in first or each.second in second]
    clusters = [(first.get(i.first, ("alone", i.first)), second.get(i.second, ("alone", i.second))) for i in items]
    for item, (precision, recall) in zip(items, item_scores(clusters), strict=True):
        ledger.enter(item.row, {(*key, "n"): 1, (*key, "precision"): precision, (*key, "recall"): recall})
