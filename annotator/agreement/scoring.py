"""How good a machine is against an annotator: precision, recall and F1 of its spans and frames, with intervals."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from annotator.agreement.coefficients import Measure, f1s, quotient
from annotator.agreement.counting import Marked, Scope, finished, marked
from annotator.agreement.ledger import Ledger, Sums
from annotator.agreement.matching import Grade
from annotator.agreement.pairing import Compared
from annotator.agreement.units import Labelling
from annotator.domain.documents import Document
from annotator.domain.records import AnnotatedDocument

FRAME = "frame"
"""The name that frames are told by."""

SPANS = {
    "exact": "the same fragments",
    "overlap": "a character in common, one to one",
    "token": "each token for itself",
}
"""The ways to count what is right of a label, and what each asks for."""

FRAMES = {"overlap": "source, cue and content all overlap, or lack on both sides", "exact": "all roles the same"}
"""The ways to count what is right of frames."""


class Rate(Struct, frozen=True, kw_only=True):
    """How much of one kind is right, counted in one way."""

    name: str
    """A label, or `frame`."""
    by: str
    """How it is counted: `exact`, `overlap` or `token`."""
    proposed: int
    """How many the machine has."""
    marked: int
    """How many the annotator has."""
    right: int
    """How many of them go together."""
    precision: Measure
    """The share of what the machine has that is right."""
    recall: Measure
    """The share of what the annotator has that the machine found."""
    f1: Measure
    """Their harmonic mean."""


class Scored(Struct, frozen=True, kw_only=True):
    """How good a machine is against one annotator."""

    machine: str
    """The machine annotator."""
    annotator: str
    """A person, or gold."""
    documents: int
    """Over how many articles: those that the annotator finished and the machine looked at."""
    rates: tuple[Rate, ...]
    """Of each label, then of frames, each counted in every way."""


def scored(
    documents: Iterable[AnnotatedDocument], machine: str, people: Sequence[str], scope: Scope
) -> Iterator[Scored]:
    """The machine against each of these annotators."""
    ledgers = {name: Ledger() for name in people}
    for each in documents:
        sides = {held.annotator: marked(each.document, held, scope) for held in finished(each, (machine, *people))}
        for name in people if machine in sides else ():
            if name in sides:
                ledgers[name].add(dict(_counts(each.document, sides[machine], sides[name], scope)))
    for name, ledger in ledgers.items():
        sums = ledger.sums()
        rates = tuple(_rate(sums, label, by) for label, by in _kinds(ledger, scope))
        yield Scored(machine=machine, annotator=name, documents=len(ledger), rates=rates)


def _kinds(ledger: Ledger, scope: Scope) -> Iterator[tuple[str, str]]:
    """What was counted: labels in the order of the codebook, then frames."""
    met = {key[0] for key in ledger.keys if isinstance(key, tuple)}
    names = [label.name for label in scope.codebook.labels if label.name in met]
    names += sorted(str(name) for name in met - {*names, FRAME})
    yield from ((name, by) for name in names for by in SPANS)
    yield from ((FRAME, by) for by in FRAMES if FRAME in met)


def _counts(
    document: Document, machine: Marked, person: Marked, scope: Scope
) -> Iterator[tuple[tuple[str, str, str], float]]:
    """What both have in one article, by name, way of counting, and whose it is."""
    compared = Compared(machine, person, scope.share)
    for label, spans in compared.spans.items():
        exact = sum(pair.grade == Grade.EXACT for pair in spans.pairs)
        for by, right in (("exact", exact), ("overlap", len(spans.pairs))):
            yield from _entry(label, by, len(spans.first), len(spans.second), right)
    if machine.frames or person.frames:
        grades = [grade for _, _, grade in compared.frames]
        for by, least in (("overlap", Grade.SHARE), ("exact", Grade.EXACT)):
            right = sum(grade >= least for grade in grades)
            yield from _entry(FRAME, by, len(machine.frames), len(person.frames), right)
    yield from _tokens(document, machine, person, scope)


def _tokens(
    document: Document, machine: Marked, person: Marked, scope: Scope
) -> Iterator[tuple[tuple[str, str, str], float]]:
    """The same of tokens that are under each label."""
    labelling = Labelling()
    units = labelling.count(document, (machine, person), "token", scope.zones)
    both_read = [(given[0][1], given[1][1], times) for given, times in units.items() if len(given) == 2]
    for label in labelling.labels:
        bit = labelling.bit(label)
        ours = sum(times for one, _, times in both_read if one & bit)
        theirs = sum(times for _, other, times in both_read if other & bit)
        right = sum(times for one, other, times in both_read if one & other & bit)
        yield from _entry(label, "token", ours, theirs, right)


def _entry(
    name: str, by: str, proposed: float, marked_: float, right: float
) -> Iterator[tuple[tuple[str, str, str], float]]:
    """The three counts that a rate rests on."""
    yield from (((name, by, "proposed"), proposed), ((name, by, "marked"), marked_), ((name, by, "right"), right))


def _rate(sums: Sums, name: str, by: str) -> Rate:
    """One rate, from the sums over articles."""
    proposed, marked_, right = (sums[name, by, what] for what in ("proposed", "marked", "right"))
    return Rate(
        name=name,
        by=by,
        proposed=sums.count((name, by, "proposed")),
        marked=sums.count((name, by, "marked")),
        right=sums.count((name, by, "right")),
        precision=sums.measure(quotient(right, proposed), "the machine has none"),
        recall=sums.measure(quotient(right, marked_), "the annotator has none"),
        f1=sums.measure(f1s(right, proposed, marked_), "neither has any"),
    )
