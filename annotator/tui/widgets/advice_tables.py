"""What to do next as tables on the screen: verdicts and weeks, one annotator's page, metrics of one's choice."""

from collections.abc import Collection, Mapping, Sequence

from annotator.agreement.counting import AGAIN
from annotator.agreement.metrics import METRICS, Averaged
from annotator.agreement.planning import MOST, Outlook, Plan
from annotator.project.reviewing import Review
from annotator.tui.widgets.cause_tables import SPANS, causes, rules
from annotator.tui.widgets.tables import Cell, Table, Which, chart, plain, told


def plan_tables(plan: Plan, weeks: Mapping[str, Collection[str]]) -> list[Table]:
    """Verdicts, then agreement week by week; `weeks` says which articles were finished in which week."""
    return [table for table in (_verdicts(plan), _weeks(plan, weeks)) if table.rows]


def _verdicts(plan: Plan) -> Table:
    target = f"target {plan.target:g}"
    headings = ("labels", target, "alpha", "0      alpha      1", "weeks", "drift", f"articles for ±{plan.width / 2:g}")
    rows = []
    for each in plan.labels:
        which = _spans_of(each.label)
        title = f"{each.label} not marked alike"
        words = (each.advice, told(each.alpha), chart(each.alpha, plan.target), each.line)
        cells = (each.label, *words, _drift(each), _more(each))
        rows.append(tuple(Cell(text, which, title, is_words=n in (1, 4)) for n, text in enumerate(cells)))
    return Table(headings, tuple(rows), "")


def _drift(outlook: Outlook) -> str:
    return "-" if outlook.drift is None else f"{outlook.drift.change:+.2f}"


def _more(outlook: Outlook) -> str:
    return "-" if outlook.need.more is None else str(outlook.need.more)


def _weeks(plan: Plan, weeks: Mapping[str, Collection[str]]) -> Table:
    """A row for each week, the last one first; the rolling alpha of each label, those at the target marked."""
    rows = []
    for step in reversed(plan.weeks[-MOST:]):
        articles = frozenset(weeks.get(step.week, ()))
        cells = [Cell(text, _in(articles), step.week) for text in (step.week, str(step.articles), plain(step.alpha))]
        cells.append(Cell(chart(step.alpha, plan.target), _in(articles), step.week))
        for each in plan.labels:
            value = dict(each.rolling)[step.week]
            text = "-" if value is None else f"{round(value, 2) + 0.0:.2f}{'✓' if value >= plan.target else ' '}"
            cells.append(Cell(text, _in(articles, each.label), f"{each.label} in {step.week}"))
        rows.append(tuple(cells))
    names = tuple(each.label for each in plan.labels)
    return Table(("weeks", "articles", "alpha", "0      alpha      1", *names), tuple(rows))


def _spans_of(label: str) -> Which:
    return lambda case: case.label == label and case.cause in SPANS


def _in(articles: Collection[str], label: str = "") -> Which:
    return lambda case: case.document_id in articles and (case.label == label if label else True)


def review_tables(review: Review) -> list[Table]:
    """One annotator's page: how far, for which causes not, what to read again, what to annotate once more."""
    found = review.feedback
    made = (_scores(review), causes(found.cases), rules(found.cases), _retests(review))
    return [table for table in made if table.rows]


def _scores(review: Review) -> Table:
    found = review.feedback
    right = next(name for name in found.agreement.annotators if name != found.annotator)
    rows = []
    for each in found.scores:
        which = _spans_of(each.label)
        counts = (f"{each.counts.first} : {each.counts.second}", str(each.counts.exact))
        measures = (told(each.precision), told(each.recall), told(each.f1), chart(each.f1))
        cells = (each.label, *counts, *measures)
        rows.append(tuple(Cell(text, which, f"{each.label} not as {right} has it") for text in cells))
    pair = f"{right} : {found.annotator}"
    return Table(("labels", pair, "same", "precision", "recall", "F1", "0       F1        1"), tuple(rows))


def _retests(review: Review) -> Table:
    """Old articles to annotate once more, and how far the annotator agreed with oneself where that was done."""
    name = review.feedback.annotator
    rows = [(Cell(due), Cell("to be done", is_words=True)) for due in review.due]
    if review.again:
        told_alpha = f"F1 exact {told(review.again.exact)}, alpha {told(review.again.alpha)}"
        rows.append((Cell(f"{review.again.documents} articles done"), Cell(told_alpha, is_words=True)))
    return Table((f"once more, unseen, as {name}{AGAIN}", ""), tuple(rows))


def metric_tables(found: Sequence[Averaged]) -> list[Table]:
    """Every quick metric as the mean of articles, a column for each label."""
    labels = list(dict.fromkeys(each.label for each in found if each.articles or not each.label))
    by_place = {(each.metric, each.label): each.mean for each in found}
    rows = []
    for name in dict.fromkeys(each.metric for each in found):
        known = METRICS.get(name)
        title = known.title if known else name
        first = Cell(title, _spans_of_any(labels), title)
        cells = (
            Cell(plain(by_place[name, each]), _spans_of(each) if each else _spans_of_any(labels), title)
            for each in labels
        )
        rows.append((first, *cells))
    return [Table(("means of articles", *(each or "all" for each in labels)), tuple(rows))]


def _spans_of_any(labels: Collection[str]) -> Which:
    return lambda case: case.label in labels and case.cause in SPANS
