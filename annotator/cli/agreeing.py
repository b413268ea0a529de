"""What `annotator agreement` prints, in each of its forms."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import typer

from annotator.agreement.planning import TARGET, WIDTH, plan
from annotator.cli.agreement import print_agreement, print_averages, print_cases, print_groups
from annotator.cli.agreement_data import as_data, plain, print_csv
from annotator.cli.agreement_plan import print_plan
from annotator.cli.tables import print_json
from annotator.project.agreeing import Comparison


class Wish(NamedTuple):
    """How agreement is to be told."""

    by: str
    """What the lines are of."""
    zones: str
    """The zones, as they were asked for."""
    cases: bool
    """Whether the disagreements are wanted instead."""
    width: float
    """How narrow intervals should be; 0 where that was not asked."""
    target: float
    """What agreement should be; 0 where that was not asked."""
    metrics: Sequence[str]
    """The metrics that are wanted instead, by name."""
    csv: bool
    """Whether as CSV."""
    json: bool
    """Whether as JSON."""
    first: str = ""
    """Who is the first of a pair; by name where empty."""


def tell(found: Comparison, wish: Wish, names: Mapping[str, str]) -> Callable[[], None]:
    """Compute what was asked for; the call that prints it. `names` are those of the documents by id."""
    if wish.csv and wish.json:
        raise typer.BadParameter("choose --csv or --json, not both")
    if wish.cases:
        return _cases(found, wish, names)
    if wish.metrics:
        return _metrics(found, wish)
    if wish.width or wish.target:
        return _plan(found, wish)
    if wish.by == "label":
        return _whole(found, wish)
    groups = found.by(wish.by)
    if wish.csv:
        return partial(print_csv, groups)
    if wish.json:
        return partial(print_json, {name: as_data(each, wish.zones) for name, each in groups.items()})
    return partial(print_groups, groups, wish.by, found.agreement)


def _whole(found: Comparison, wish: Wish) -> Callable[[], None]:
    """All articles at once."""
    told = found.agreement
    if wish.csv:
        return partial(print_csv, {"": told})
    causes = list(found.cases(wish.first))
    if wish.json:
        return partial(print_json, as_data(told, wish.zones, causes))
    return partial(print_agreement, told, wish.zones, causes)


def _cases(found: Comparison, wish: Wish, names: Mapping[str, str]) -> Callable[[], None]:
    """Every disagreement."""
    if wish.csv:
        raise typer.BadParameter("disagreements are told as lines of fields, or with --json; leave out --csv")
    causes = list(found.cases(wish.first))
    if not wish.json:
        return partial(print_cases, causes, names)

    def print_all() -> None:
        for each in causes:
            print_json(plain(each))

    return print_all


def _metrics(found: Comparison, wish: Wish) -> Callable[[], None]:
    """Metrics by name, as means over articles."""
    labels = [label.name for label in found.scope.codebook.labels]
    told = found.averages(wish.metrics, labels)
    used = [each for each in told if each.articles or not each.label]
    if wish.csv:
        raise typer.BadParameter("metrics are told as a table, or with --json; leave out --csv")
    if wish.json:
        return partial(print_json, [plain(each) for each in used])
    return partial(print_averages, used)


def _plan(found: Comparison, wish: Wish) -> Callable[[], None]:
    """Stop or train again, label by label, and what it takes to know better."""
    if wish.csv:
        raise typer.BadParameter("what to do next is told as tables, or with --json; leave out --csv")
    told = plan(found.tally, wish.target or TARGET, wish.width or WIDTH)
    return partial(print_json, plain(told)) if wish.json else partial(print_plan, told)
