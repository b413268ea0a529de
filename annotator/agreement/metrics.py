"""The metrics that can be asked for by name: functions of one article's annotation sets, told as the mean of articles.

A package of your own may add metrics: an entry point `annotator.metrics` whose value is a `Metric`, such as
`Metric(title="Bennett's S", of=bennett)`, where `bennett` takes `Sets` and returns a `Measure`. A new one here is an
entry of `METRICS`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from annotator.agreement.coefficients import (
    Measure,
    Units,
    ac1,
    cohen,
    f1,
    fleiss,
    masi,
    mean,
    nominal_alpha,
    observed_agreement,
    quotient,
)
from annotator.agreement.counting import Marked, Scope, finished, marked
from annotator.agreement.gamma import gamma
from annotator.agreement.ledger import Ledger, Sums
from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.agreement.unitizing import Unit, alpha_u, binary_u_alpha, overlapping, u_alpha
from annotator.agreement.units import Labelling
from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument

ENTRY_POINTS = "annotator.metrics"
"""Where other packages say which metrics they add."""


class Sets(Struct, frozen=True):
    """The annotation sets of one article that are compared, as far as they count."""

    document: Document
    """The article."""
    sides: Sequence[Marked]
    """What each annotator marked; at least two."""
    unit: str = "token"
    """What coefficients of units are counted in."""
    zones: Collection[str] | None = None
    """Which kinds of zone units are in; the whole text for None."""

    def only(self, label: str) -> "Sets":
        """The same with nothing but spans of this label."""
        sides = [Marked(s.annotator, {label: s.annotations.get(label, ())}, unread=s.unread) for s in self.sides]
        return replace(self, sides=sides)

    @property
    def pairs(self) -> Iterator["Sets"]:
        """Every two of the sets."""
        return (replace(self, sides=pair) for pair in combinations(self.sides, 2))

    @property
    def units(self) -> Units[frozenset[str]]:
        """How often each combination of sets of labels was given to a unit."""
        labelling = Labelling()
        found: Counter[tuple[frozenset[str], ...]] = Counter()
        for given, times in labelling.count(self.document, self.sides, self.unit, self.zones).items():
            if given:
                found[tuple(labelling.on(bits) for _, bits in given)] += times
        return found

    @property
    def observers(self) -> list[list[Unit]]:
        """The fragments of each annotator, as the alphas of unitizing take them."""
        return [
            [
                (span.start, span.end, label)
                for label, each in s.annotations.items()
                for a in each
                for span in a.fragments
            ]
            for s in self.sides
        ]


Of = Callable[[Sets], Measure]
"""What computes a metric."""


class Metric(Struct, frozen=True):
    """A metric with what is to be known of it."""

    title: str
    """What it is, with whose it is."""
    of: Of
    """The number of one article, or why it has none."""
    is_slow: bool = False
    """Whether it takes so long that only the command line offers it."""


def of_units(coefficient: Callable[[Units[frozenset[str]]], Measure]) -> Of:
    """A coefficient of units as a metric."""
    return lambda sets: coefficient(sets.units)


def of_pairs(metric: Of) -> Of:
    """A metric of two annotators as one of any number: the mean of the pairs."""
    return lambda sets: mean(metric(pair) for pair in sets.pairs)


def of_unitizing(coefficient: Callable[[Sequence[Sequence[Unit]], int], Measure], by_label: bool = False) -> Of:
    """An alpha of unitizing as a metric, over the whole text; `by_label` where units of two labels may overlap."""

    def metric(sets: Sets) -> Measure:
        labels = {label for units in sets.observers for _, _, label in units} if by_label else {""}
        alone = ([u for u in units if not by_label or u[2] == label] for units in sets.observers for label in labels)
        if any(map(overlapping, alone)):
            return Measure(None, "not defined where one annotator's units overlap")
        return coefficient(sets.observers, len(sets.document.text))

    return metric


def of_spans(least: Grade) -> Of:
    """F1 of spans that are at least so much the same, all labels together, as a metric of two annotators."""

    def metric(sets: Sets) -> Measure:
        first, second = sets.sides
        spans = Compared(first, second, 0.5).spans.values()
        same = sum(pair.grade >= least for each in spans for pair in each.pairs)
        return f1(same, sum(len(each.first) for each in spans), sum(len(each.second) for each in spans))

    return metric


METRICS: dict[str, Metric] = {
    "f1_exact": Metric("F1 of equal spans", of_pairs(of_spans(Grade.EXACT))),
    "f1_overlap": Metric("F1 of overlapping spans", of_pairs(of_spans(Grade.OVERLAP))),
    "observed": Metric("observed agreement", of_units(observed_agreement)),
    "alpha": Metric("Krippendorff's alpha", of_units(nominal_alpha)),
    "masi": Metric("alpha with MASI", of_units(lambda units: nominal_alpha(units, masi))),
    "cohen": Metric("Cohen's kappa, mean of pairs", of_pairs(of_units(cohen))),
    "fleiss": Metric("Fleiss' kappa", of_units(fleiss)),
    "ac1": Metric("Gwet's AC1", of_units(ac1)),
    "u_alpha": Metric("Krippendorff's uα (2016)", of_unitizing(u_alpha)),
    "u_alpha_binary": Metric("Krippendorff's |uα (2016)", of_unitizing(binary_u_alpha)),
    "alpha_u": Metric("Krippendorff's αU (1995)", of_unitizing(alpha_u, by_label=True)),
    "gamma": Metric("Mathet's γ", lambda sets: gamma(sets.observers, [s.annotator for s in sets.sides]), True),
}
"""The metrics that come with the program, by name."""


def metrics() -> dict[str, Metric]:
    """All metrics by name, those of other packages too."""
    from importlib import metadata

    return METRICS | {each.name: each.load() for each in metadata.entry_points(group=ENTRY_POINTS)}


def metric_named(name: str) -> Metric:
    """The metric of this name."""
    found = METRICS.get(name) or metrics().get(name)
    if not found:
        raise AnnotatorError(f"there is no metric “{name}”; the metrics are {', '.join(sorted(metrics()))}")
    return found


class Averaged(Struct, frozen=True):
    """A metric over articles."""

    metric: str
    """Its name in `METRICS`."""
    label: str
    """The label it is of; empty for all at once."""
    mean: Measure
    """The mean of the articles in which it is defined, with its interval by article."""
    articles: int
    """How many these are."""


def sets_of(documents: Iterable[AnnotatedDocument], scope: Scope) -> Iterator[Sets]:
    """The articles that two or more finished."""
    for each in documents:
        sets = finished(each, scope.annotators)
        if len(sets) > 1:
            yield Sets(each.document, [marked(each.document, s, scope) for s in sets], scope.unit, scope.zones)


def averages(
    documents: Iterable[AnnotatedDocument], scope: Scope, names: Sequence[str], labels: Sequence[str] = ()
) -> list[Averaged]:
    """These metrics, for all labels at once and for each of `labels`, as means over articles."""
    chosen = {name: metric_named(name) for name in names}
    ledger = Ledger()
    reasons: dict[tuple[str, str], str] = {}
    for sets in sets_of(documents, scope):
        counts: dict[Hashable, float] = {}
        for label in ("", *labels):
            part = sets.only(label) if label else sets
            for name, metric in chosen.items():
                found = metric.of(part)
                if found.value is None:
                    reasons[name, label] = found.reason
                else:
                    counts |= {(name, label, "n"): 1, (name, label, "sum"): found.value}
        ledger.add(counts)
    sums = ledger.sums()
    return [_averaged(sums, name, label, reasons.get((name, label), "")) for label in ("", *labels) for name in names]


def _averaged(sums: Sums, name: str, label: str, reason: str) -> Averaged:
    """The mean of one metric."""
    values = quotient(sums[name, label, "sum"], sums[name, label, "n"])
    found = sums.measure(values, reason or "no article was finished by two")
    return Averaged(name, label, found, sums.count((name, label, "n")))
