"""What agreement says of the work to come, as people read it."""

from collections.abc import Iterable

from annotator.agreement.planning import Outlook, Plan
from annotator.cli.agreement import two
from annotator.cli.tables import print_table

STEPS = "▁▂▃▄▅▆▇█"
"""What a value between 0 and 1 looks like in a line of weeks."""

MOST = 24
"""How many weeks such a line shows."""


def print_plan(plan: Plan) -> None:
    """Print for each label whether to stop or to train again, its weeks as a line, and how much more to annotate."""
    headings = (
        "label",
        "alpha",
        f"target {plan.target:g}",
        "weeks",
        "drift",
        f"articles for {plan.width:g}",
        "why not",
    )
    rows = [
        (o.label, two(o.alpha), o.advice, line(value for _, value in o.rolling), _drift(o), _more(o), o.need.reason)
        for o in plan.labels
    ]
    print_table(headings, rows, numbers=(headings[1], headings[5]))
    print("stop: the whole interval reaches the target; train again: none of it does; go on: it does not tell yet")
    names = tuple(each.label for each in plan.labels)
    weeks = [
        (step.week, step.articles, *(_number(dict(each.rolling)[step.week], plan.target) for each in plan.labels))
        for step in plan.weeks
    ]
    print_table(("week", "articles", *names), weeks, numbers=("articles", *names))
    print("alpha of the last four weeks at a time; ✓ reaches the target")


def line(values: Iterable[float | None]) -> str:
    """The last values as steps of a line; a gap where there is none."""
    last = [" " if each is None else STEPS[max(0, min(7, int(each * 8)))] for each in values][-MOST:]
    return "".join(last)


def _more(outlook: Outlook) -> object:
    return "-" if outlook.need.more is None else outlook.need.more


def _drift(outlook: Outlook) -> str:
    return "-" if outlook.drift is None else f"{outlook.drift.change:+.2f}"


def _number(value: float | None, target: float) -> str:
    if value is None:
        return "-"
    return f"{round(value, 2) + 0.0:.2f}{' ✓' if value >= target else '  '}"
