"""The commands that share out the work and say how far it is: assign, progress."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import count, say
from annotator.domain.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.project.assigning import Pace

Documents = Annotated[list[str] | None, typer.Argument(metavar="[DOC…]", help="Names or ids; else all not given yet.")]
"""Which articles are meant."""


@app.command()
def assign(
    ctx: typer.Context,
    documents: Documents = None,
    to: Annotated[str, typer.Option(metavar="ANA,BEN", help="Who reads them, in turn; else you.")] = "",
    overlap: Annotated[str, typer.Option(metavar="20%", help="How many of them go to two people.")] = "0%",
    back: Annotated[bool, typer.Option("--back", help="Take back what they have not begun instead.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List who has which article instead.")] = False,
    json: Json = False,
) -> None:
    """Give articles to annotators, in turn. Each is their own affair until both have finished it."""
    from annotator.cli.tables import print_json
    from annotator.project.assigning import assign as give
    from annotator.project.assigning import withdraw

    names = [name.strip() for name in to.split(",") if name.strip()]
    with project_of(ctx) as project:
        ids = [project.find_document(each) for each in documents or ()]
        if listing or (json and not to):
            _print_holders(project, ids, json)
            return
        if back:
            taken = withdraw(project, names or [project.annotator], ids)
            say(f"taken back: {count(taken, 'article')}")
            return
        told = give(project, names, ids, share_of(overlap))
    if json:
        print_json(told)
    if not any(told.documents.values()) and not ids:
        say("nothing was assigned: every article is somebody's already; name those that others are to read, too")
        return
    given = ", ".join(f"{number:,} to {name}" for name, number in told.documents.items())
    say(f"assigned: {given}; {told.shared:,} of them to two; {told.there:,} had everybody already")
    if told.new:
        say(f"new here: {', '.join(told.new)}; where that is a slip, `annotator assign --back --to NAME` takes it back")


@app.command()
def progress(
    ctx: typer.Context,
    annotators: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="Annotators; else all.")] = None,
    following: Annotated[
        bool, typer.Option("--next", help="Name the most useful article to read next instead.")
    ] = False,
    json: Json = False,
) -> None:
    """Say how far everybody is. By article: annotator, state, sentences read, minutes, seconds a sentence."""
    from annotator.cli.tables import print_json, print_table
    from annotator.project.assigning import paces

    with project_of(ctx) as project:
        if following:
            _print_next(project, json)
            return
        found = list(paces(project, annotators or ()))
    if json:
        for each in found:
            print_json(each)
    else:
        headings = ("annotator", "article", "state", "read", "minutes", "s/sentence")
        print_table(headings, list(_rows(found)), numbers=headings[3:])


def share_of(text: str) -> float:
    """A share such as `20%` or `0.2` as a number; a usage error where it is none."""
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise typer.BadParameter(f"{text!r} is no share; write it like 20%", param_hint="--overlap")
    return share


def _rows(found: Sequence["Pace"]) -> Iterator[tuple[object, ...]]:
    """A row for each article, and after those of one annotator one for all of them."""
    from annotator.domain.records import State

    for name, held in groupby(found, key=lambda each: each.annotator):
        own = list(held)
        for each in own:
            yield (name, each.document, each.state or "-", each.read, *_times(each.seconds, each.read))
        done = sum(each.state is State.FINISHED for each in own)
        read, seconds = sum(each.read for each in own), sum(each.seconds for each in own)
        yield (name, f"all {len(own)}", f"{done} finished", read, *_times(seconds, read))


def _times(seconds: float, read: int) -> tuple[str, str]:
    """Minutes in all, and seconds for each sentence read; a dash where no time is known."""
    if not seconds:
        return "-", "-"
    return f"{seconds / 60:.0f}", f"{seconds / read:.1f}" if read else "-"


def _print_holders(project: "Project", ids: Collection[str], json: bool) -> None:
    """Print each article with those who have it and how far they are."""
    from annotator.cli.tables import print_json, print_row

    for each in project.documents():
        if ids and each.id not in ids:
            continue
        if json:
            print_json({"id": each.id, "name": each.name, "annotators": each.states})
        else:
            people = " ".join(f"{name} ({state})" for name, state in each.states.items())
            print_row(each.id, each.name, people or "nobody")


def _print_next(project: "Project", json: bool) -> None:
    """Print the most useful article that the annotator has not begun."""
    from annotator.cli.tables import print_json, print_row
    from annotator.project.queue import useful

    found = next(iter(useful(project)), None)
    if found is None:
        raise AnnotatorError(
            "no article is known to be more useful than another: `annotator train learned` finds out how unsure it is "
            "of those that nobody has begun"
        )
    if json:
        print_json(found)
    else:
        print_row(found.listed.id, found.listed.name, f"{found.doubt:.2f}")
