"""Compare the annotators of a corpus, article by article; only finished articles count."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from msgspec import Struct, field

from annotator.agreement.coefficients import Measure, f1, mean, nominal_alpha
from annotator.agreement.matching import pairs, same_words, share_words
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, State, Status

GOLD = "gold"
"""The annotator of settled sets, who counts only when named."""

TOKEN = re.compile(r"\w+|[^\w\s]")
"""The unit of alpha: a run of word characters, or one mark."""


class Counts(Struct):
    """What two annotators marked with one label."""

    exact: int = 0
    """Pairs with the same fragments."""
    overlap: int = 0
    """One-to-one pairs that share a character."""
    first: int = 0
    """Spans of the first annotator."""
    second: int = 0
    """Spans of the second."""


class Pair(Struct):
    """Two annotators, over the articles that both finished."""

    first: str
    """The one whose name sorts first."""
    second: str
    """The other."""
    documents: int = 0
    """How many articles both finished."""
    labels: dict[str, Counts] = field(default_factory=dict)
    """Counts by label."""


class LabelAgreement(Struct, frozen=True):
    """One label: mean over the pairs of annotators, with the pooled counts it rests on."""

    label: str
    """A label of the codebook."""
    counts: Counts
    """Summed over the pairs."""
    exact: Measure
    """F1 of spans with the same fragments."""
    overlap: Measure
    """F1 of one-to-one pairs that share a character."""
    alpha: Measure
    """Krippendorff's alpha over tokens: this label stands on it, or not."""


class Agreement(Struct, frozen=True):
    """How far annotators agree, and on how much that rests."""

    annotators: tuple[str, ...]
    """Who was compared."""
    documents: int
    """Articles that at least two of them finished."""
    total: int
    """All articles looked at."""
    left_out: dict[str, int]
    """For each annotator, how many articles count for nothing because they did not finish them."""
    tokens: int
    """Tokens that at least two of them labelled or left empty."""
    alpha: Measure
    """Krippendorff's alpha over tokens; the value of a token is the set of labels on it."""
    labels: tuple[LabelAgreement, ...]
    """Every label that was used, in the order asked for."""
    pairs: tuple[Pair, ...]
    """Every two annotators with an article in common."""


Units = Counter[tuple[frozenset[str], ...]]
"""How often each combination of values was given to a token; a value is the set of labels on it."""


class Tally:
    """The counts of the articles seen so far."""

    def __init__(self, zones: Collection[str] | None) -> None:
        """Count in these kinds of zone; in the whole text for None."""
        self.zones = zones
        self.pairs: dict[tuple[str, str], Pair] = {}
        self.units: Units = Counter()
        self.finished: Counter[str] = Counter()
        self.documents = 0
        self.total = 0

    def add(self, document: Document, sets: Sequence[AnnotationSet]) -> None:
        """Count one article, with the sets of those who finished it."""
        self.total += 1
        self.finished.update(each.annotator for each in sets)
        if len(sets) > 1:
            self.documents += 1
            self._compare(document, sets)

    def _compare(self, document: Document, sets: Sequence[AnnotationSet]) -> None:
        marked = {s.annotator: [a for a in s.of(Annotation) if _counts(a, document, self.zones)] for s in sets}
        for first, second in combinations(sorted(marked), 2):
            pair = self.pairs.setdefault((first, second), Pair(first, second))
            pair.documents += 1
            _count(pair, marked[first], marked[second])
        tokens = _tokens(document, self.zones)
        self.units.update(zip(*(_values(tokens, annotations) for annotations in marked.values()), strict=True))


def agreement(
    documents: Iterable[AnnotatedDocument],
    annotators: Collection[str] = (),
    labels: Sequence[str] = (),
    zones: Collection[str] | None = None,
) -> Agreement:
    """Compare `annotators`, or all but gold, on spans and tokens in these kinds of zone, or in the whole text."""
    tally = Tally(zones)
    for each in documents:
        tally.add(each.document, _finished(each, annotators))
    everybody = tuple(sorted(tally.finished.keys() | set(annotators)))
    compared = tuple(tally.pairs[key] for key in sorted(tally.pairs))
    return Agreement(
        annotators=everybody,
        documents=tally.documents,
        total=tally.total,
        left_out={name: tally.total - tally.finished[name] for name in everybody},
        tokens=tally.units.total(),
        alpha=nominal_alpha(tally.units),
        labels=tuple(_label(name, compared, tally.units) for name in _order(compared, labels)),
        pairs=compared,
    )


def _finished(each: AnnotatedDocument, annotators: Collection[str]) -> list[AnnotationSet]:
    """The finished sets of these annotators; of everybody but gold where none is named."""
    wanted = (s for s in each.sets if (s.annotator in annotators if annotators else s.annotator != GOLD))
    return [s for s in wanted if s.state == State.FINISHED]


def _counts(annotation: Annotation, document: Document, zones: Collection[str] | None) -> bool:
    """Whether the annotation is meant and begins in a zone that counts."""
    inside = zones is None or document.zone_at(annotation.fragments[0].start) in zones
    return inside and annotation.status != Status.REJECTED


def _count(pair: Pair, first: list[Annotation], second: list[Annotation]) -> None:
    """Add the spans of one article to the pair's counts, label by label."""
    for label in {annotation.label for annotation in (*first, *second)}:
        ours = [annotation for annotation in first if annotation.label == label]
        theirs = [annotation for annotation in second if annotation.label == label]
        counts = pair.labels.setdefault(label, Counts())
        counts.exact += len(pairs(ours, theirs, same_words))
        counts.overlap += len(pairs(ours, theirs, share_words))
        counts.first += len(ours)
        counts.second += len(theirs)


def _tokens(document: Document, zones: Collection[str] | None) -> list[tuple[int, int]]:
    """Start and end of each token in the zones that count."""
    whole = [(0, len(document.text))] if zones is None or (not document.zones and "body" in zones) else None
    parts = whole or [(zone.start, zone.end) for zone in document.zones if zones and zone.kind in zones]
    return [match.span() for start, end in parts for match in TOKEN.finditer(document.text, start, end)]


def _values(tokens: list[tuple[int, int]], annotations: list[Annotation]) -> list[frozenset[str]]:
    """For each token the set of labels on it."""
    values = [frozenset[str]()] * len(tokens)
    for annotation in annotations:
        for fragment in annotation.fragments:
            begin = bisect_right(tokens, fragment.start, key=lambda token: token[1])
            end = bisect_left(tokens, fragment.end, key=lambda token: token[0])
            for index in range(begin, end):
                values[index] |= {annotation.label}
    return values


def _order(compared: Iterable[Pair], labels: Sequence[str]) -> list[str]:
    """The labels that were used: first those asked for, in their order, then any others by name."""
    used = {label for pair in compared for label in pair.labels}
    return [*(label for label in labels if label in used), *sorted(used.difference(labels))]


def _label(label: str, compared: Collection[Pair], units: Units) -> LabelAgreement:
    """One line of the table."""
    counts = [pair.labels.get(label, Counts()) for pair in compared]
    binary: Counter[tuple[bool, ...]] = Counter()
    for values, times in units.items():
        binary[tuple(label in value for value in values)] += times
    return LabelAgreement(
        label=label,
        counts=Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__struct_fields__)),
        exact=mean(f1(each.exact, each.first, each.second) for each in counts),
        overlap=mean(f1(each.overlap, each.first, each.second) for each in counts),
        alpha=nominal_alpha(binary),
    )
