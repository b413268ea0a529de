"""What `annotator agreement` prints, in each of its forms."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import typer

from annotator.agreement.planning import articles_needed
from annotator.cli.agreement import print_agreement, print_cases, print_groups
from annotator.cli.agreement_data import as_data, plain, print_csv
from annotator.cli.tables import print_json, print_table
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
    if wish.width:
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


def _plan(found: Comparison, wish: Wish) -> Callable[[], None]:
    """How many more articles make the interval of each label's alpha narrower than wished."""
    told = found.agreement
    needs = {each.label: articles_needed(each.alpha, told.documents, wish.width) for each in told.labels}
    if wish.csv:
        raise typer.BadParameter("what is still needed is told as a table, or with --json; leave out --csv")
    if wish.json:
        return partial(print_json, {label: plain(need) for label, need in needs.items()})
    rows = [
        (label, *("-" if n is None else n for n in (need.width and round(need.width, 2), need.more)), need.reason)
        for label, need in needs.items()
    ]
    headings = ("label", "width now", f"more articles for {wish.width:g}", "why not")
    return partial(print_table, headings, rows, headings[1:3])
