"""The counts of a corpus, taken article by article, so that every figure can be told for any part of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from msgspec import Struct

from annotator.agreement.attributes import answer_counts
from annotator.agreement.counting import Marked, Scope, finished, marked
from annotator.agreement.identity import Corpus
from annotator.agreement.ledger import Ledger
from annotator.agreement.linking import frame_counts
from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.agreement.unitizing import Unit, overlapping, u_sums
from annotator.agreement.units import Labelling
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, AnnotationSet, Progress

Key = tuple[object, ...]
"""What is counted: its kind first."""


class Article(Struct, frozen=True):
    """One article that was looked at."""

    id: str
    """Its document's id."""
    name: str
    """Its document's name."""
    annotators: tuple[str, ...]
    """Who finished it."""
    row: int | None
    """Its row in the ledger; None where fewer than two did."""
    day: date | None
    """When the last of them finished it."""

    @property
    def week(self) -> str:
        """The ISO week in which the last of them finished it, such as `2026-W07`."""
        if self.day is None:
            return ""
        year, week, _ = self.day.isocalendar()
        return f"{year}-W{week:02}"


class Tally:
    """The counts of the articles seen so far."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.ledger = Ledger()
        self.labelling = Labelling()
        self.articles: list[Article] = []
        self._corpus = Corpus(scope.codebook)
        self._is_open = True

    def add(self, each: AnnotatedDocument) -> None:
        """Count one article, by the sets of those who finished it."""
        sets = finished(each, self.scope.annotators)
        row = self._count(each.document, sets) if len(sets) > 1 else None
        names = tuple(each.annotator for each in sets)
        self.articles.append(Article(each.document.id, each.document.name, names, row, _day(sets)))

    def close(self) -> None:
        """Count what only shows once all articles are in."""
        if self._is_open:
            self._corpus.enter(self.ledger)
            self._is_open = False

    def _count(self, document: Document, sets: Sequence[AnnotationSet]) -> int:
        """Enter the counts of one article into a row of the ledger."""
        sides = [marked(document, each, self.scope) for each in sets]
        compared = {
            (first.annotator, second.annotator): Compared(first, second, self.scope.share)
            for first, second in combinations(sides, 2)
        }
        counts: dict[object, float] = {}
        units = self.labelling.count(document, sides, self.scope.unit, self.scope.zones)
        counts.update({("given", given): times for given, times in units.items() if given})
        for pair, each in compared.items():
            counts.update(_of_pair(pair, each))
            given = answer_counts(each, self.scope.codebook)
            counts.update({("attribute", *pair, *key): times for key, times in given.items()})
        if self.scope.unitizing:
            counts.update(_unitizing(sides, len(document.text)))
        row = self.ledger.add(counts)
        self._corpus.add(row, sides, compared)
        return row


def _of_pair(pair: tuple[str, str], compared: Compared) -> Iterator[tuple[Key, float]]:
    """The spans and frames of two annotators in one article."""
    yield ("documents", *pair), 1
    for label, spans in compared.spans.items():
        grades = [grade for _, _, grade in spans.pairs]
        yield ("span", *pair, label, "first"), len(spans.first)
        yield ("span", *pair, label, "second"), len(spans.second)
        yield ("span", *pair, label, "exact"), grades.count(Grade.EXACT)
        yield ("span", *pair, label, "share"), len(grades) - grades.count(Grade.OVERLAP)
        yield ("span", *pair, label, "overlap"), len(grades)
    if compared.first.unread or compared.second.unread:
        yield ("unread", *pair), _skipped(compared)
    for (kind, *what), times in frame_counts(compared).items():
        yield (kind, *pair, *what), times


def _skipped(compared: Compared) -> int:
    """How many spans the pair leaves out because the other annotator did not read their sentence."""
    marked = sum(len(each) for side in (compared.first, compared.second) for each in side.annotations.values())
    return marked - sum(len(spans.first) + len(spans.second) for spans in compared.spans.values())


def _unitizing(sides: Sequence[Marked], length: int) -> dict[object, float]:
    """What |uα of each label is made of; an article where one annotator's units overlap counts for nothing."""
    counts: Counter[object] = Counter()
    for label in dict.fromkeys(label for side in sides for label in side.annotations):
        observers: list[list[Unit]] = [
            [(span.start, span.end, label) for a in side.annotations.get(label, ()) for span in a.fragments]
            for side in sides
        ]
        if any(overlapping(units) for units in observers):
            counts["overlapping", label] += 1
            continue
        met, own = u_sums(observers, length)
        counts.update({("met", label, bool(a), bool(b)): times for (a, b), times in met.items()})
        counts.update({("own", label, bool(a)): times for a, times in own.items()})
    return dict(counts)


def _day(sets: Sequence[AnnotationSet]) -> date | None:
    """When the last of the sets was finished."""
    days = [progress.created.date() for each in sets for progress in each.of(Progress)]
    return max(days, default=None)
