"""Proposals: pairs of claims that may belong together, by pieces of their words and shared names, numbers and dates.

An inverted index (bm25s) finds the candidates, so that no claim is compared with all others; what two candidates have
in common is then weighed, and told beside the pair.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from math import log, sqrt

from msgspec import Struct

from annotator.domain.claims.claim import Claim
from annotator.domain.claims.traits import small_words, traits_of

NEAREST = (5, 30)
"""How many candidates are looked up for each claim by its words, and again by its names, at least and at most."""

LOOKED_AT = 120_000
"""How many of all claims together, where that is fewer: a large project is compared in a minute or two, not in ten."""

RAREST = 24
"""By how many of a claim's pieces, the rarest, they are looked up."""

TURNS = 2
"""How often a claim stands among the proposals before all others had their turn."""

NAMES = 0.1
"""What shared names count at most, beside the share of words in common, which counts 1 at most."""

EQUAL_NUMBER, OTHER_NUMBER = 0.1, 0.3
"""What numbers on both sides count: equal ones, which count among the words too, and others."""

EQUAL_DATE, OTHER_DATE = 0.1, 0.2
"""The same of dates."""

COMMON_GROUND = 0.05
"""How rare the shared names must be for numbers and dates to count: they must be about the same."""

WITHIN = 0.5
"""What a pair within one article is multiplied with: pairs across articles come first."""

LEAST = 0.15
"""What a pair must score to be proposed at all."""

Tick = Callable[[float], None]
"""Is told which part of the work is done."""


class Proposal(Struct, frozen=True, gc=False):
    """Two claims that may belong together, and why."""

    first: str
    """The id of the claim that appeared first."""
    second: str
    """The id of the other."""
    score: float
    """How much they have in common."""
    words: float
    """The share of their words, the rarer the weightier, that they have in common."""
    names: tuple[str, ...]
    """The names that both have in or beside them, the rarest first."""
    numbers: tuple[str, ...]
    """The numbers on either side, where both have some."""
    dates: tuple[str, ...]
    """The dates on either side, where both have some."""


class Pairing:
    """All claims of an annotator, ready to be compared."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = sorted(claims, key=lambda each: each.when)
        """By first appearance."""
        common = frozenset(word for each in self.claims for word in small_words(each.sentence))
        self.traits = [traits_of(each, common) for each in self.claims]
        """What is compared of each."""
        total = len(self.claims)
        named = Counter(name for each in self.traits for name in each.names)
        self._rare = {name: log((total + 1) / count) / log(total + 1) for name, count in named.items()}
        counts = Counter(piece for each in self.traits for piece in each.pieces)
        self._weights = {p: log(1 + (total - count + 0.5) / (count + 0.5)) for p, count in counts.items()}
        self._sizes = [sqrt(sum(self._weights[piece] for piece in each.pieces)) for each in self.traits]

    def proposals(self, tick: Tick = lambda _: None) -> list[Proposal]:
        """The pairs worth a look, best first; each claim has its turn before one stands there often."""
        scored = (self.compared(one, other) for one, other in self._candidates(tick))
        worth = (each for each in scored if each.score >= LEAST)
        return in_turn(sorted(worth, key=lambda each: (-each.score, each.first, each.second)))

    def compared(self, one: int, other: int) -> Proposal:
        """What two claims, by their places in `claims`, have in common."""
        a, b = self.traits[one], self.traits[other]
        shared = sum(self._weights[piece] for piece in a.pieces & b.pieces)
        words = shared / (self._sizes[one] * self._sizes[other]) if shared else 0.0
        names = sorted(a.names.keys() & b.names.keys(), key=lambda name: -self._rare[name])
        ground = sum(a.names[name] * b.names[name] * self._rare[name] ** 2 for name in names)
        score = words + NAMES * ground / (1 + ground)
        if ground > COMMON_GROUND:
            score += _weighed(a.numbers, b.numbers, EQUAL_NUMBER, OTHER_NUMBER)
            score += _weighed(a.dates, b.dates, EQUAL_DATE, OTHER_DATE)
        first, second = self.claims[one], self.claims[other]
        return Proposal(
            first=first.id,
            second=second.id,
            score=score * (WITHIN if first.document_id == second.document_id else 1),
            words=words,
            names=tuple(a.spelled[name] for name in names),
            numbers=_both(a.numbers, b.numbers),
            dates=_both(a.dates, b.dates),
        )

    def _candidates(self, tick: Tick) -> Iterator[tuple[int, int]]:
        """Pairs of places with something in common, each once."""
        seen: set[tuple[int, int]] = set()
        for number, near in enumerate(zip(*(each.nearest() for each in self._indexes), strict=True)):
            if number % 100 == 0:
                tick(number / len(self.claims))
            for other in {each for found in near for each in found} - {number}:
                pair = (min(number, other), max(number, other))
                if pair not in seen:
                    seen.add(pair)
                    yield pair

    @cached_property
    def _indexes(self) -> "tuple[Index, ...]":
        """One of the pieces of words, one of the names."""
        return Index([each.pieces for each in self.traits]), Index([each.names.keys() for each in self.traits])


class Index:
    """Which claims have a term: for each claim, those that share the rarest of its terms."""

    def __init__(self, terms: Sequence[Iterable[str]]) -> None:
        numbers: dict[str, int] = {}
        self._terms = [[numbers.setdefault(term, len(numbers)) for term in sorted(each)] for each in terms]
        self._counts = Counter(number for each in self._terms for number in each)
        self._numbers = numbers

    def nearest(self) -> Iterator[list[int]]:
        """For each claim in turn, the places of those with the most in common; its own may be among them."""
        import numpy
        from bm25s import BM25  # type: ignore[import-untyped]
        from bm25s.tokenization import Tokenized  # type: ignore[import-untyped]

        if not self._numbers:
            yield from ([] for _ in self._terms)
            return
        least, most = NEAREST
        index = BM25(k1=1.2, b=0.0, method="lucene")
        index.index(Tokenized(ids=self._terms, vocab=self._numbers), show_progress=False)
        for own in self._terms:
            rarest = sorted(own, key=self._counts.__getitem__)[:RAREST]
            scores = index.get_scores_from_ids(rarest) if rarest else numpy.zeros(len(self._terms))
            count = min(max(least, min(most, LOOKED_AT // len(scores))) + 1, len(scores))
            best = numpy.argpartition(-scores, count - 1)[:count]
            yield [int(place) for place in best if scores[place] > 0]


def in_turn(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The sorted proposals, those of claims that had their turns behind all others."""
    turns: Counter[str] = Counter()
    first: list[Proposal] = []
    later: list[Proposal] = []
    for each in proposals:
        is_due = turns[each.first] < TURNS and turns[each.second] < TURNS
        (first if is_due else later).append(each)
        if is_due:
            turns.update((each.first, each.second))
    return first + later


def _weighed(a: frozenset[str], b: frozenset[str], equal: float, other: float) -> float:
    return 0.0 if not a or not b else equal if a & b else other


def _both(a: frozenset[str], b: frozenset[str]) -> tuple[str, ...]:
    return (", ".join(sorted(a)), ", ".join(sorted(b))) if a and b else ()
