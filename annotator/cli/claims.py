"""The command for claims: all of them, the pairs to look at, and the families of repeats."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.app import Json, app, project_of

if TYPE_CHECKING:
    from annotator.project.claims import Claims


class View(StrEnum):
    """What is told of the claims."""

    LIST = "list"
    PAIRS = "pairs"
    RELATIONS = "relations"
    FAMILIES = "families"


@app.command()
def claims(
    ctx: typer.Context,
    view: Annotated[View, typer.Argument(help="What is told.")] = View.LIST,
    limit: Annotated[int, typer.Option(help="How many lines at most; 0 for all.")] = 0,
    json: Json = False,
) -> None:
    """List your claims, the pairs worth a look, their relations, or families of repeats. Over all articles."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json, print_row
    from annotator.project.claims import propose, read_claims

    with project_of(ctx) as project:
        with progress("reading") as tick:
            found = read_claims(project, tick)
        if view is View.PAIRS:
            with progress("comparing") as tick:
                propose(project, found, tick)
    for number, (value, row) in enumerate(VIEWS[view](found), 1):
        if limit and number > limit:
            return
        print_json(value) if json else print_row(*row)


Line = tuple[Any, tuple[object, ...]]
"""What is told of one thing, for programs and for people."""


def _list(found: "Claims") -> Iterator[Line]:
    for each in found.ordered():
        yield each, (each.document, each.fragments[0].start, each.voice, each.level, each.chain, each.words)


def _pairs(found: "Claims") -> Iterator[Line]:
    for each in found.queue():
        one, other = found.claims[each.first], found.claims[each.second]
        shared = " ".join((*each.names, *(" : ".join(both) for both in (each.numbers, each.dates) if both)))
        value = {"proposal": each, "first": one, "second": other}
        yield value, (f"{each.score:.2f}", one.document, one.words, other.document, other.words, shared)


def _relations(found: "Claims") -> Iterator[Line]:
    for each in found.related():
        one, other = found.claims[each.from_id], found.claims[each.to_id]
        answers = " ".join("+".join(values) for values in each.attributes.values())
        value = {"link": each, "from": one, "to": other}
        yield value, (one.document, one.words, each.relation, answers, other.document, other.words)


def _families(found: "Claims") -> Iterator[Line]:
    for each in found.families():
        first = each.first
        row = (len(each.claims), each.beginning, ", ".join(each.carriers), first.words)
        unsure = {"same_day": each.same_day, "undated": each.undated}
        yield {"first": first, **unsure, "carriers": each.carriers, "claims": each.claims}, row


VIEWS = {View.LIST: _list, View.PAIRS: _pairs, View.RELATIONS: _relations, View.FAMILIES: _families}
"""What makes the lines of each view."""
