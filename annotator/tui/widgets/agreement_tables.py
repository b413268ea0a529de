"""Agreement as tables on the screen: every number beside what it rests on, every cell with the cases behind it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from annotator.agreement.cases import Case, Cause
from annotator.agreement.causes import implicated
from annotator.agreement.coefficients import Measure
from annotator.agreement.figures import Agreement, Joined, LabelAgreement, Pair
from annotator.domain.codebook import ROLES, Codebook

Which = Callable[[Case], bool]
"""Says whether a case is behind a cell."""

SPANS = frozenset({Cause.MISSED, Cause.EXTRA, Cause.EDGE, Cause.SPLIT, Cause.ROLE, Cause.LABEL})
"""The causes for which spans are not the same."""

APART = SPANS - {Cause.EDGE}
"""The causes for which spans share nothing, or are not one to one."""

ANSWERS = frozenset({Cause.SPEECH, Cause.ATTRIBUTE})
"""The causes that lie in answers."""

SCALE = 20
"""Cells of the chart from 0 to 1."""

MOST = 12
"""How many confusions and rules are listed."""


class Cell(Struct, frozen=True):
    """A number in a table."""

    text: str
    """What is shown."""
    which: Which | None = None
    """The cases behind it; None where it opens nothing."""
    title: str = ""
    """What these cases are, in words."""


class Table(Struct, frozen=True):
    """Rows of cells under headings; the first column names what a row is about."""

    headings: tuple[str, ...]
    """The first one is the table's title."""
    rows: tuple[tuple[Cell, ...], ...]
    """Each as long as the headings."""
    note: str = ""
    """What is to be known of it."""


def tables(found: Agreement, cases: Sequence[Case], codebook: Codebook) -> list[Table]:
    """All tables that have rows."""
    made = (
        _labels(found),
        _joined("frames", (*found.frames, *found.links, *found.relations), codebook),
        _joined("roles of the same frames", found.roles, codebook),
        _questions(found),
        _pairs(found),
        _causes(cases),
        _rules(cases),
        _confusion(found),
    )
    return [table for table in made if table.rows]


def told(measure: Measure) -> str:
    """The measure with its interval."""
    value = plain(measure)
    if measure.low is None or measure.high is None:
        return value
    return f"{value} ({round(measure.low, 2) + 0.0:.2f} to {round(measure.high, 2) + 0.0:.2f})"


def plain(measure: Measure) -> str:
    """The measure alone; a dash where it is undefined."""
    return "-" if measure.value is None else f"{round(measure.value, 2) + 0.0:.2f}"


def chart(measure: Measure) -> str:
    """The measure as a point between 0 and 1, on the line of its interval."""
    if measure.value is None:
        return " " * SCALE
    cells = ["·"] * SCALE
    low, high = (each if each is not None else measure.value for each in (measure.low, measure.high))
    for at in range(_cell(low), _cell(high) + 1):
        cells[at] = "━"
    cells[_cell(measure.value)] = "●"
    return "".join(cells)


def undefined(found: Agreement) -> Iterator[str]:
    """Why something is shown as a dash."""
    for line in found.labels:
        reasons = dict.fromkeys(m.reason for m in (line.exact, line.alpha) if m.value is None)
        yield from (f"{line.label} “-”: {reason}" for reason in reasons)
    for each in found.attributes:
        if each.alpha.value is None:
            yield f"{each.owner} {each.attribute} “-”: {each.alpha.reason}"


def _cell(value: float) -> int:
    return max(0, min(SCALE - 1, round(value * (SCALE - 1))))


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
        Cell(chart(line.alpha)),
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


def _pairs(found: Agreement) -> Table:
    """A matrix of all pairs where there are more than two annotators."""
    if len(found.pairs) < 2:
        return Table(("pairs",), ())
    names = sorted({name for pair in found.pairs for name in (pair.first, pair.second)})
    by_names = {(pair.first, pair.second): pair for pair in found.pairs}
    rows = tuple((Cell(one), *(_pair(by_names, one, other) for other in names)) for one in names)
    return Table(("pairs", *names), rows, "above the diagonal Cohen's kappa over tokens, below it F1 of exact spans")


def _pair(pairs: dict[tuple[str, str], Pair], one: str, other: str) -> Cell:
    names = (min(one, other), max(one, other))
    pair = pairs.get(names)
    if pair is None:
        return Cell("")
    return Cell(plain(pair.cohen if one < other else pair.exact), lambda case: case.pair == names, " and ".join(names))


def _causes(cases: Sequence[Case]) -> Table:
    counts = Counter((case.cause, case.label) for case in cases)
    labels = sorted({label for _, label in counts}, key=lambda label: -sum(counts[c, label] for c in Cause))
    rows = [
        (_cause(cause, "", cause), *(_cause(cause, label, counts[cause, label] or "") for label in ("", *labels)))
        for cause in Cause
        if any(counts[cause, label] for label in labels)
    ]
    totals = {cause: sum(counts[cause, label] for label in labels) for cause in Cause}
    filled = [(row[0], _cause(row[0].text, "", totals[Cause(row[0].text)]), *row[2:]) for row in rows]
    return Table(("why", "all", *(label or "text" for label in labels)), tuple(filled))


def _cause(cause: str, label: str, text: object) -> Cell:
    if text == "":
        return Cell("")
    return Cell(str(text), lambda case: case.cause == cause and label in ("", case.label), f"{cause} {label}".rstrip())


def _rules(cases: Sequence[Case]) -> Table:
    rows = []
    for rule, times in implicated(cases)[:MOST]:
        first_sentence = rule.text.partition(". ")[0].rstrip(".")
        which = _questioning(rule.name)
        rows.append((Cell(rule.name, which, rule.name), Cell(str(times), which, rule.name), Cell(first_sentence)))
    return Table(("put in question", "cases", "what the codebook says"), tuple(rows))


def _questioning(rule: str) -> Which:
    return lambda case: case.rule is not None and case.rule.name == rule


def _confusion(found: Agreement) -> Table:
    """The sets of labels that are on the same unit most often, where annotators differ."""
    pairs = [(n, one, other) for one, row in found.confusion.items() for other, n in row.items() if one < other]
    rows = []
    for n, one, other in sorted(pairs, key=lambda each: (-each[0], each[1:]))[:MOST]:
        apart = frozenset(one.split(" + ")) ^ frozenset(other.split(" + "))
        name = f"{one} ↔ {other}"
        rows.append((Cell(name, _among(apart), name), Cell(f"{n:g}", _among(apart), name)))
    return Table((f"most often confused, by {found.unit}", "times"), tuple(rows))


def _among(labels: frozenset[str]) -> Which:
    return lambda case: case.label in labels and case.cause in SPANS
