"""What the agreement screen can show: all figures, the work to come, one annotator's page, metrics by name."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from annotator.agreement.cases import Case
from annotator.agreement.counting import is_person
from annotator.agreement.figures import Agreement
from annotator.agreement.metrics import metrics
from annotator.agreement.planning import plan
from annotator.project import Project
from annotator.project.agreeing import Comparison
from annotator.project.reviewing import review
from annotator.tui.widgets.advice_tables import metric_tables, plan_tables, review_tables
from annotator.tui.widgets.agreement_tables import tables, undefined
from annotator.tui.widgets.tables import Table, told


class View(StrEnum):
    """What is shown, by its key."""

    FIGURES = "1"
    """All figures, and every cause."""
    PLAN = "2"
    """Stop or train again, week by week."""
    FEEDBACK = "3"
    """One annotator against gold."""
    METRICS = "4"
    """Metrics of one's choice, as means of articles."""


TITLES = {View.FIGURES: "figures", View.PLAN: "weeks, plan", View.FEEDBACK: "annotator", View.METRICS: "metrics"}
"""What the views are called."""


class Asked(Struct, frozen=True):
    """What is to be shown."""

    view: View = View.FIGURES
    """What."""
    is_whole: bool = False
    """Whether all the text counts, not the body only."""
    is_core: bool = False
    """Whether frames of the core profile count only."""
    annotator: str = ""
    """Whose page it is."""


class Shown(Struct, frozen=True):
    """What the screen shows."""

    asked: Asked
    """What was asked for."""
    tables: Sequence[Table]
    """The tables."""
    cases: Sequence[Case]
    """What their cells open."""
    compared: str
    """Who was compared, over how many articles."""
    notes: Sequence[str]
    """What the tables rest on, and what counts for nothing."""


def shown_of(project: Project, asked: Asked) -> Shown:
    """Compute a view of the project."""
    return VIEWS[asked.view](project, asked)


def _figures(project: Project, asked: Asked) -> Shown:
    compared = _comparison(project, asked)
    found, cases = compared.agreement, list(compared.cases())
    sentences = _comparison(project, asked, "sentence").agreement
    names = {each.id: each.name for each in compared.tally.articles}
    made = tables(found, cases, project.codebook, sentences, names) if found.documents else []
    return Shown(asked, made, cases, _who(found), list(_basis(found, made)))


def _plan(project: Project, asked: Asked) -> Shown:
    compared = _comparison(project, asked)
    weeks: dict[str, set[str]] = defaultdict(set)
    for article in compared.tally.articles:
        weeks[article.week].add(article.id)
    found = plan(compared.tally)
    notes = [
        "stop: the whole interval reaches the target; train again: none of it does; go on: it does not tell yet",
        "a week's figure by label is alpha of the last four weeks; ✓ reaches the target",
        *dict.fromkeys(f"{each.label}: {each.need.reason}" for each in found.labels if each.need.reason),
    ]
    return Shown(asked, plan_tables(found, weeks), list(compared.cases()), _who(compared.agreement), notes)


def _feedback(project: Project, asked: Asked) -> Shown:
    zones = None if asked.is_whole else ()
    found = review(project.store, project.codebook, asked.annotator, zones=zones, core=asked.is_core)
    notes = [f"{asked.annotator} against gold, in articles that both finished; 3 shows the next annotator"]
    if not found.feedback.agreement.documents:
        notes.append("gold has no article finished that this annotator finished: F6 adjudicates, F finishes gold there")
        return Shown(asked, [], [], asked.annotator, notes)
    return Shown(asked, review_tables(found), found.feedback.cases, _who(found.feedback.agreement), notes)


def _metrics(project: Project, asked: Asked) -> Shown:
    compared = _comparison(project, asked)
    quick = [name for name, metric in metrics().items() if not metric.is_slow]
    labels = [label.name for label in project.codebook.labels]
    found = compared.averages(quick, labels) if compared.agreement.documents else []
    reasons = dict.fromkeys(each.mean.reason for each in found if each.mean.value is None and each.mean.reason)
    notes = [
        *(f"“-”: {reason}" for reason in reasons),
        "each with its interval, and gamma: annotator agreement --metric NAME",
    ]
    return Shown(asked, metric_tables(found), list(compared.cases()), _who(compared.agreement), notes)


VIEWS: dict[View, Callable[[Project, Asked], Shown]] = {
    View.FIGURES: _figures,
    View.PLAN: _plan,
    View.FEEDBACK: _feedback,
    View.METRICS: _metrics,
}
"""What computes each view."""


def people(project: Project) -> list[str]:
    """Who may have a page of one's own."""
    return [name for name in project.store.annotators() if is_person(name)]


def _comparison(project: Project, asked: Asked, unit: str = "token") -> Comparison:
    return project.comparison(zones=None if asked.is_whole else (), core=asked.is_core, unit=unit)


def _who(found: Agreement) -> str:
    return f"{', '.join(found.annotators) or 'nobody'}: {found.documents} of {found.total} articles"


def _basis(found: Agreement, made: Sequence[Table]) -> Iterator[str]:
    """What the figures rest on, and what counts for nothing."""
    if not made:
        yield "no article was finished by two annotators: there is nothing to compare"
        yield "finish articles with F in the annotate screen, or import finished sets"
    yield f"all labels at once: alpha {told(found.alpha)}, over {found.tokens:,} {found.unit}s"
    for name, missing in found.left_out.items():
        if missing:
            yield f"left out: {missing} of {found.total} articles not finished by {name}"
    yield from undefined(found)
