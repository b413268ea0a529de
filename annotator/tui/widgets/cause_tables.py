"""Why annotators disagree as tables on the screen: by cause, by rule, by what is taken for what, by article."""

from collections import Counter
from collections.abc import Mapping, Sequence

from annotator.agreement.cases import Case, Cause
from annotator.agreement.causes import implicated
from annotator.agreement.figures import Agreement
from annotator.tui.widgets.tables import Cell, Table, Which

SPANS = frozenset({Cause.MISSED, Cause.EXTRA, Cause.EDGE, Cause.SPLIT, Cause.ROLE, Cause.LABEL})
"""The causes for which spans are not the same."""

MOST = 12
"""How many confusions, rules and articles are listed."""


def causes(cases: Sequence[Case]) -> Table:
    """How often each cause is met, by label, the label with most first."""
    counts = Counter((case.cause, case.label) for case in cases)
    labels = sorted({label for _, label in counts}, key=lambda label: -sum(counts[c, label] for c in Cause))
    rows = []
    for cause in Cause:
        if total := sum(counts[cause, label] for label in labels):
            by_label = (_cause(cause, label, counts[cause, label] or "") for label in labels)
            rows.append((_cause(cause, "", cause), _cause(cause, "", total), *by_label))
    return Table(("why", "all", *(label or "text" for label in labels)), tuple(rows))


def _cause(cause: str, label: str, text: object) -> Cell:
    if text == "":
        return Cell("")
    return Cell(str(text), lambda case: case.cause == cause and label in ("", case.label), f"{cause} {label}".rstrip())


def rules(cases: Sequence[Case]) -> Table:
    """The parts of the codebook that are put in question most often."""
    rows = []
    for rule, times in implicated(cases)[:MOST]:
        first_sentence = rule.text.partition(". ")[0].rstrip(".")
        which = _questioning(rule.name)
        rows.append(
            (
                Cell(rule.name, which, rule.name),
                Cell(str(times), which, rule.name),
                Cell(first_sentence, which, rule.name, is_words=True),
            )
        )
    return Table(("put in question", "cases", "what the codebook says"), tuple(rows))


def _questioning(rule: str) -> Which:
    return lambda case: case.rule is not None and case.rule.name == rule


def confusion(found: Agreement) -> Table:
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


def articles(cases: Sequence[Case], names: Mapping[str, str]) -> Table:
    """The articles with most disagreements; one in which somebody did otherwise all along stands first."""
    counts = Counter(case.document_id for case in cases)
    rows = []
    for document_id, times in counts.most_common(MOST):
        name, which = names.get(document_id, document_id), _in(document_id)
        cells = (name, str(times), f"{times / len(cases):.0%}")
        rows.append(tuple(Cell(text, which, f"all in {name}") for text in cells))
    return Table(("articles with most cases", "cases", "of all"), tuple(rows))


def _in(document_id: str) -> Which:
    return lambda case: case.document_id == document_id
