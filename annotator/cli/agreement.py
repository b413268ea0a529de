"""How agreement is told to people: tables, with what every number rests on beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.agreement.cases import Case, Cause
from annotator.agreement.causes import counted, implicated
from annotator.agreement.coefficients import Measure
from annotator.agreement.figures import Agreement, Joined, LabelAgreement
from annotator.agreement.metrics import Averaged, metric_named
from annotator.agreement.units import UNITS
from annotator.cli.tables import print_table
from annotator.domain.shown import shown

RULES = 3
"""How many parts of the codebook are named as most implicated."""


def print_agreement(found: Agreement, zones: str, causes: Sequence[Case] = ()) -> None:
    """Print the tables, and below them what they rest on and what they leave out."""
    print_headline(found)
    if found.labels:
        share = f"F1 ≥{found.least:g}"
        headings = ("label", "spans", "exact", "overlap", "F1 exact", share, "F1 overlap", "alpha", "AC1")
        rows = [_row(line) for line in found.labels]
        print_table(headings, rows, numbers=headings[1:])
    if any(each.unitizing for each in found.labels):
        rows = [(each.label, two(each.unitizing or Measure(None))) for each in found.labels]
        print_table(("label", "|uα of 2016"), rows, numbers=("|uα of 2016",))
    for title, lines in (("frames", found.frames + found.links), ("roles of the same frames", found.roles)):
        print_joined(title, lines)
    print_joined("relations", found.relations)
    print_attributes(found)
    print_clusterings(found)
    print_pairs(found)
    print_causes(causes)
    print_basis(found, zones)


def print_headline(found: Agreement) -> None:
    """Print who is compared, over how many articles."""
    who = " and ".join(found.annotators) if len(found.annotators) < 3 else ", ".join(found.annotators)
    print(shown(f"{who or 'nobody'}: {found.documents} of {found.total} articles were finished by two or more"))


def print_groups(groups: Mapping[str, Agreement], by: str, whole: Agreement) -> None:
    """Print one line for each article, week or annotator."""
    print_headline(whole)
    headings = (by, "articles", "units", "F1 exact", "F1 overlap", "alpha", "AC1")
    measures = [(each.exact, each.overlap, each.alpha, each.nominal.ac1) for each in groups.values()]
    rows = [
        (name, each.documents, f"{each.tokens:,}", *map(two, line))
        for (name, each), line in zip(groups.items(), measures, strict=True)
    ]
    print_table(headings, rows, numbers=headings[1:])
    for reason in dict.fromkeys(m.reason for line in measures for m in line if m.value is None):
        print(shown(f"undefined where there is “-”: {reason}"))


def print_averages(found: Sequence[Averaged]) -> None:
    """Print metrics as means over articles, with how many articles each is the mean of."""
    names = list(dict.fromkeys(each.metric for each in found))
    by_label: dict[str, dict[str, Averaged]] = {}
    for each in found:
        by_label.setdefault(each.label, {})[each.metric] = each
    rows = [
        (label or "all labels", *(_mean(told[name]) if name in told else "" for name in names))
        for label, told in by_label.items()
    ]
    print_table(("mean of articles", *names), rows, numbers=names)
    for name in names:
        print(shown(f"{name}: {metric_named(name).title}"))
    for reason in dict.fromkeys(each.mean.reason for each in found if each.mean.value is None):
        print(shown(f"undefined where there is “-”: {reason}"))


def _mean(found: Averaged) -> str:
    """A mean with its interval, and of how many articles."""
    return two(found.mean) if found.mean.value is None else f"{two(found.mean)} of {found.articles}"


def print_joined(title: str, lines: Sequence[Joined]) -> None:
    """Print what two annotators may both have, and how often they do."""
    if lines:
        headings = (title, "each has", "both have", "F1")
        rows = [(each.name, f"{each.first} : {each.second}", each.both, two(each.f1)) for each in lines]
        print_table(headings, rows, numbers=headings[1:])


def print_attributes(found: Agreement) -> None:
    """Print how far the same records were answered alike, and which questions were always answered with one value."""
    told = [each for each in found.attributes if each.alpha.value is not None]
    if told:
        headings = ("question", "n", "agreed", "percent", "alpha")
        rows = [
            (f"{e.owner} {e.attribute}", e.n, e.agreed, two(e.observed), two(e.alpha))
            for e in sorted(told, key=lambda e: e.agreed / e.n)
        ]
        print_table(headings, rows, numbers=headings[1:])
    if same := [f"{each.owner} {each.attribute}" for each in found.attributes if each.alpha.value is None]:
        print(shown(f"one answer everywhere, so that it tells nothing: {', '.join(same)}"))


def print_clusterings(found: Agreement) -> None:
    """Print how far mentions are the same sources, and claims the same families."""
    named = (("source identity", found.identity), ("claim families", found.families))
    rows = [(name, c.n, two(c.precision), two(c.recall), two(c.f1)) for name, c in named if c]
    if rows:
        headings = ("B-cubed", "n", "precision", "recall", "F1")
        print_table(headings, rows, numbers=headings[1:])


def print_pairs(found: Agreement) -> None:
    """Print the matrix of pairs where there are more than two annotators."""
    if len(found.pairs) < 2:
        return
    cells = {(pair.first, pair.second): plain_measure(pair.cohen) for pair in found.pairs}
    cells |= {(pair.second, pair.first): plain_measure(pair.exact) for pair in found.pairs}
    names = [name for name in found.annotators if any(name in (pair.first, pair.second) for pair in found.pairs)]
    rows = [(one, *(cells.get((one, other), "") for other in names)) for one in names]
    print_table(("pairs", *names), rows, numbers=names)
    print("above the diagonal Cohen's kappa over units, below it F1 of exact spans")


def print_causes(causes: Sequence[Case]) -> None:
    """Print why they disagree, by label, and what of the codebook is most implicated."""
    if not causes:
        return
    by_label: dict[str, Counter[Cause]] = {}
    for labels in counted(causes).values():
        for label, counts in labels.items():
            by_label.setdefault(label, Counter()).update(counts)
    total = sum(by_label.values(), Counter[Cause]())
    rows = [(c.value, total[c], *(each[c] or "" for each in by_label.values())) for c in Cause if total[c]]
    headings = ("cause", "all", *by_label)
    print_table(headings, rows, numbers=headings[1:])
    first, second = causes[0].pair
    print(shown(f"missed: {first} has it and {second} does not; extra: the other way round; so for every pair"))
    for rule, times in implicated(causes)[:RULES]:
        first_sentence = rule.text.partition(". ")[0].rstrip(".")
        print(shown(f"{times} put in question {rule.name}: {first_sentence}".rstrip(": ")))


def print_cases(causes: Iterable[Case], names: Mapping[str, str]) -> None:
    """Print every disagreement, a line each: document, annotators, cause, label, where, what differs."""
    from annotator.cli.tables import print_row

    for each in causes:
        where = " ".join(f"{span.start}:{span.end}" for span in each.fragments)
        pair = " ".join(each.pair)
        print_row(names.get(each.document_id, each.document_id), pair, each.cause.value, each.label, where, each.detail)


def print_basis(found: Agreement, zones: str) -> None:
    """Print what alpha is counted in, what counts for nothing, and why something is undefined."""
    nominal = found.nominal
    alpha = two(found.alpha) + (f" ({found.alpha.reason})" if found.alpha.reason else "")
    unit = f"{found.unit}s" if found.unit == UNITS[found.unit] else f"{found.unit}s ({UNITS[found.unit]})"
    print(f"alpha of all labels at once: {alpha}, over {found.tokens:,} {unit}, zones: {zones}")
    if nominal.observed.value is not None:
        others = (("observed", nominal.observed), ("Cohen", nominal.cohen), ("Fleiss", nominal.fleiss))
        more = (*others, ("AC1", nominal.ac1), ("alpha with MASI", nominal.masi))
        print("the same by others: " + ", ".join(f"{name} {plain_measure(each)}" for name, each in more))
    for line in _left_out(found):
        print(shown(line))
    for each in found.labels:
        undefined = [m.reason for m in (each.alpha, each.exact) if m.value is None]
        if undefined:
            print(shown(f"{each.label}: undefined where there is “-”: {undefined[0]}"))


def _row(line: LabelAgreement) -> tuple[object, ...]:
    """One line of the table."""
    counts = line.counts
    first, *rest = (two(each) for each in (line.exact, line.overlap, line.alpha))
    spans = f"{counts.first} : {counts.second}"
    return (
        line.label,
        spans,
        counts.exact,
        counts.overlap,
        first,
        plain_measure(line.share),
        *rest,
        plain_measure(line.ac1),
    )


def _left_out(found: Agreement) -> Iterator[str]:
    """What counts for nothing, annotator by annotator."""
    for name, number in found.left_out.items():
        if number:
            yield f"left out: {number} of {found.total} not finished by {name}"
    for pair in found.pairs:
        if pair.unread:
            who = f"{pair.first} and {pair.second}"
            yield f"left out: {pair.unread} spans of {who} in sentences that the other did not read"


def two(measure: Measure) -> str:
    """The measure with its interval, as the screen shows it."""
    if measure.low is None or measure.high is None:
        return plain_measure(measure)
    low, high = (f"{round(each, 2) + 0.0:.2f}".replace("0.", ".", 1) for each in (measure.low, measure.high))
    return f"{plain_measure(measure)} [{low}, {high}]"


def plain_measure(measure: Measure) -> str:
    """The measure alone."""
    return "-" if measure.value is None else f"{round(measure.value, 2) + 0.0:.2f}"
