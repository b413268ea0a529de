"""What agreement says of the work to come, as people read it."""

from annotator.agreement.planning import Outlook, Plan
from annotator.cli.agreement import two
from annotator.cli.tables import print_table


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
    rows = [(o.label, two(o.alpha), o.advice, o.line, _drift(o), _more(o), o.need.reason) for o in plan.labels]
    print_table(headings, rows, numbers=(headings[1], headings[5]))
    print("stop: the whole interval reaches the target; train again: none of it does; go on: it does not tell yet")
    names = tuple(each.label for each in plan.labels)
    weeks = [
        (step.week, step.articles, *(_number(dict(each.rolling)[step.week], plan.target) for each in plan.labels))
        for step in plan.weeks
    ]
    print_table(("week", "articles", *names), weeks, numbers=("articles", *names))
    print("alpha of the last four weeks at a time; ✓ reaches the target")


def _more(outlook: Outlook) -> object:
    return "-" if outlook.need.more is None else outlook.need.more


def _drift(outlook: Outlook) -> str:
    return "-" if outlook.drift is None else f"{outlook.drift.change:+.2f}"


def _number(value: float | None, target: float) -> str:
    if value is None:
        return "-"
    return f"{round(value, 2) + 0.0:.2f}{' ✓' if value >= target else '  '}"
