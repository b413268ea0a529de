"""Agreement as tables on the screen: every number beside what it rests on, every cell with the cases behind it."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.cases import Case, Cause
from annotator.agreement.figures import Agreement, Clustering, Joined, LabelAgreement, Pair
from annotator.agreement.planning import TARGET
from annotator.domain.codebook import ROLES, Codebook
from annotator.tui.widgets.cause_tables import SPANS, articles, causes, confusion, rules
from annotator.tui.widgets.tables import Cell, Table, Which, chart, plain, told

APART = SPANS - {Cause.EDGE}
"""The causes for which spans share nothing, or are not one to one."""

NOTHING = "none"
"""What the confusion calls a unit without labels."""

ANSWERS = frozenset({Cause.SPEECH, Cause.ATTRIBUTE})
"""The causes that lie in answers."""


def tables(
    found: Agreement, cases: Sequence[Case], codebook: Codebook, sentences: Agreement, names: dict[str, str]
) -> list[Table]:
    """All tables that have rows; `sentences` are the figures with sentences as units, `names` those of the articles."""
    made = (
        _labels(found),
        _joined("frames", (*found.frames, *found.links, *found.relations), codebook),
        _joined("roles of the same frames", found.roles, codebook),
        _questions(found),
        _clusterings(found, codebook),
        _sentences(sentences),
        _pairs(found),
        causes(cases),
        rules(cases),
        confusion(found),
        articles(cases, names),
    )
    return [table for table in made if table.rows]


def undefined(found: Agreement) -> Iterator[str]:
    """Why something is shown as a dash."""
    for line in found.labels:
        reasons = dict.fromkeys(m.reason for m in (line.exact, line.alpha) if m.value is None)
        yield from (f"{line.label} “-”: {reason}" for reason in reasons)
    for each in found.attributes:
        if each.alpha.value is None:
            yield f"{each.owner} {each.attribute} “-”: {each.alpha.reason}"


def _labels(found: Agreement) -> Table:
    headings = ("labels", "spans", "F1 exact", "F1 overlap", "alpha of tokens", "0      alpha      1", "AC1")
    return Table(headings, tuple(_label(line) for line in found.labels), "F1 is not corrected for chance")


def _label(line: LabelAgreement) -> tuple[Cell, ...]:
    label = line.label

    def spans(case: Case) -> bool:
        return case.label == label and case.cause in SPANS

    def apart(case: Case) -> bool:
        return case.label == label and case.cause in APART

    return (
        Cell(label, lambda case: case.label == label, f"all about {label}"),
        Cell(f"{line.counts.first} : {line.counts.second}", spans, f"{label} not marked alike"),
        Cell(told(line.exact), spans, f"{label} not the same"),
        Cell(told(line.overlap), apart, f"{label} with nothing in common"),
        Cell(told(line.alpha), spans, f"{label} not marked alike"),
        Cell(chart(line.alpha, TARGET), spans, f"{label} not marked alike"),
        Cell(plain(line.ac1), spans, f"{label} not marked alike"),
    )


def _joined(title: str, lines: Iterable[Joined], codebook: Codebook) -> Table:
    rows = []
    for line in lines:
        which = _behind(line.name, codebook)
        told_name = f"behind “{line.name}”"
        cells = (f"{line.first} : {line.second}", str(line.both), told(line.f1))
        rows.append((Cell(line.name, which, told_name), *(Cell(text, which, told_name) for text in cells)))
    return Table((title, "each has", "both have", "F1"), tuple(rows))


def _behind(name: str, codebook: Codebook) -> Which:
    """The cases behind a figure about frames."""
    what = name.partition(" ")[0].rstrip(",")
    labels = {role: codebook.label_for(role).name for role in ROLES}
    if what in labels:
        return lambda case: case.label == labels[what] and case.cause in SPANS
    if what == "frame":
        return lambda case: case.label in labels.values() and case.cause in SPANS
    if what == "nesting":
        return lambda case: case.cause is Cause.NESTING
    if what == "link":
        return lambda case: case.cause is Cause.LINK and codebook.relation(case.detail) is None
    return lambda case: case.cause is Cause.LINK and case.detail == what


def _questions(found: Agreement) -> Table:
    rows = []
    for each in found.attributes:
        which = _about(each.owner, each.attribute)
        title = f"{each.owner} {each.attribute}".replace("_", " ")
        cells = (title, str(each.n), str(each.agreed), plain(each.observed), told(each.alpha))
        rows.append(tuple(Cell(text, which, f"{title} answered otherwise") for text in cells))
    note = "only what both marked, and both were asked"
    return Table(("questions", "n", "agreed", "observed", "alpha"), tuple(rows), note)


def _about(owner: str, attribute: str) -> Which:
    return lambda case: case.cause in ANSWERS and case.label == owner and case.detail.partition(":")[0] == attribute


def _clusterings(found: Agreement, codebook: Codebook) -> Table:
    """Which mentions are one source, which claims one family."""
    families = codebook.rules.family
    named: tuple[tuple[str, Clustering | None, Which], ...] = (
        ("source identity", found.identity, lambda case: case.cause is Cause.IDENTITY),
        ("claim families", found.families, lambda case: case.cause is Cause.LINK and case.detail in families),
    )
    rows = []
    for name, each, which in named:
        if each:
            cells = (name, str(each.n), told(each.precision), told(each.recall), told(each.f1))
            rows.append(tuple(Cell(text, which, f"{name}: together for one, not for the other") for text in cells))
    return Table(("together (B-cubed)", "n", "precision", "recall", "F1"), tuple(rows), "of what both marked")


def _sentences(found: Agreement) -> Table:
    """Every label with whole sentences as units, so that reading one and finding nothing in it counts as agreement."""
    rows = []
    for line in found.labels:
        which = _of_label(line.label)
        cells = (line.label, told(line.observed), told(line.alpha), chart(line.alpha, TARGET), plain(line.ac1))
        rows.append(tuple(Cell(text, which, f"sentences with {line.label} for one alone") for text in cells))
    every = sum(n for row in found.confusion.values() for n in row.values())
    nothing = found.confusion.get(NOTHING, {}).get(NOTHING, 0)
    note = f"{found.tokens:,} read by two; {nothing / every:.0%} of them with nothing for either" if every else ""
    return Table(("sentences", "observed", "alpha", "0      alpha      1", "AC1"), tuple(rows), note)


def _of_label(label: str) -> Which:
    return lambda case: case.label == label and case.cause in SPANS


def _pairs(found: Agreement) -> Table:
    """A matrix of all pairs where there are more than two annotators."""
    if len(found.pairs) < 2:
        return Table(("pairs",), ())
    names = sorted({name for pair in found.pairs for name in (pair.first, pair.second)})
    by_names = {(pair.first, pair.second): pair for pair in found.pairs}
    rows = tuple(
        (Cell(one, _with(one), f"{one} and others"), *(_pair(by_names, one, other) for other in names)) for one in names
    )
    return Table(("pairs", *names), rows, "above the diagonal Cohen's kappa over tokens, below it F1 of exact spans")


def _with(name: str) -> Which:
    return lambda case: name in case.pair


def _pair(pairs: dict[tuple[str, str], Pair], one: str, other: str) -> Cell:
    names = (min(one, other), max(one, other))
    pair = pairs.get(names)
    if pair is None:
        return Cell("")
    return Cell(plain(pair.cohen if one < other else pair.exact), lambda case: case.pair == names, " and ".join(names))
