"""How agreement is told: a table for people, with every number's basis beside it, and plain data for programs."""

from collections.abc import Iterator

from annotator.agreement.coefficients import Measure
from annotator.agreement.comparing import TOKEN, Agreement, LabelAgreement
from annotator.cli.tables import print_table
from annotator.domain.shown import shown


def print_agreement(found: Agreement, zones: str) -> None:
    """Print the table, and below it what it rests on and what it leaves out."""
    who = " and ".join(found.annotators) if len(found.annotators) < 3 else ", ".join(found.annotators)
    print(shown(f"{who or 'nobody'}: {found.documents} of {found.total} articles were finished by two or more"))
    if found.labels:
        headings = ("label", "spans", "exact", "overlap", "F1 exact", "F1 overlap", "alpha")
        print_table(headings, [_row(line) for line in found.labels], numbers=headings[1:])
    alpha = _two(found.alpha) + (f" ({found.alpha.reason})" if found.alpha.reason else "")
    print(f"alpha of all labels at once: {alpha}, over {found.tokens:,} tokens ({TOKEN.pattern}), zones: {zones}")
    for line in _left_out(found):
        print(shown(line))
    for each in found.labels:
        if each.alpha.reason or each.exact.reason:
            print(shown(f"{each.label}: undefined where there is “-”: {each.alpha.reason or each.exact.reason}"))


def _row(line: LabelAgreement) -> tuple[object, ...]:
    """One line of the table."""
    counts = line.counts
    measures = (_two(each) for each in (line.exact, line.overlap, line.alpha))
    return (line.label, f"{counts.first} : {counts.second}", counts.exact, counts.overlap, *measures)


def _left_out(found: Agreement) -> Iterator[str]:
    """What counts for nothing, annotator by annotator."""
    for name, number in found.left_out.items():
        if number:
            yield f"left out: {number} of {found.total} not finished by {name}"


def _two(measure: Measure) -> str:
    """The measure as the screen shows it."""
    return "-" if measure.value is None else f"{round(measure.value, 2) + 0.0:.2f}"


def as_data(found: Agreement, zones: str) -> dict[str, object]:
    """Everything, for programs; four decimals, null where a measure is undefined, and why."""
    return {
        "annotators": found.annotators,
        "documents": found.documents,
        "total": found.total,
        "left_out": found.left_out,
        "zones": zones,
        "unit": TOKEN.pattern,
        "tokens": found.tokens,
        "alpha": _four(found.alpha),
        "labels": {
            each.label: {
                "counts": each.counts,
                "f1_exact": _four(each.exact),
                "f1_overlap": _four(each.overlap),
                "alpha": _four(each.alpha),
            }
            for each in found.labels
        },
        "pairs": found.pairs,
    }


def _four(measure: Measure) -> dict[str, object]:
    """The measure as JSON holds it."""
    if measure.value is None:
        return {"value": None, "reason": measure.reason}
    return {"value": round(measure.value, 4)}
