"""The commands by which machines help: suggest, train."""

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import Exit, count, say

if TYPE_CHECKING:
    from annotator.project.suggesting import Suggested
    from annotator.suggest.learned.quality import Quality, Score

train = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Train a suggester.")
app.add_typer(train, name="train")

MOST_TOLD = 25
"""How many failures are told one by one."""


@app.command()
def suggest(
    ctx: typer.Context,
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOC…]", help="Names or ids; else all.")] = None,
    suggester: Annotated[
        str, typer.Option(metavar="S", help="Which suggester; else the project's, or the best for each document.")
    ] = "",
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="How many processes work at it.")] = 1,
    again: Annotated[bool, typer.Option("--again", help="Make sets anew that are there already.")] = False,
    always: Annotated[
        bool, typer.Option("--always", help="Use this suggester in this project from now on; without one, the best.")
    ] = False,
    json: Json = False,
) -> None:
    """Let machines mark the documents. Each has a set of its own; stopped in the middle, it goes on from there."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json

    with project_of(ctx) as project, progress("suggesting") as tick:
        if always:
            project.use_suggester(suggester)
        suggested = project.suggest(suggester, documents or (), workers, again, tick)
    if json:
        print_json(suggested)
    tell(suggested)
    raise typer.Exit(Exit.SKIPPED if suggested.failed else Exit.DONE)


def tell(suggested: "Suggested") -> None:
    """Say what was suggested, what was left out, and which documents failed."""
    for line in suggested.failed[:MOST_TOLD]:
        say(f"skipped: {line}")
    if (rest := len(suggested.failed) - MOST_TOLD) > 0:
        say(f"skipped: … and {rest} more; --json lists them all")
    for why, times in suggested.dropped.items():
        say(f"left out: {times} × {why}")
    same = f"made anew and the same: {count(suggested.same, 'set')}; " if suggested.same else ""
    done = ", ".join(f"{count(number, 'document')} by {machine}" for machine, number in suggested.documents.items())
    say(
        f"suggested: {done or 'nothing'}; {count(suggested.frames, 'frame')} ({suggested.strong:,} strong), "
        f"{count(suggested.annotations, 'annotation')}; "
        f"already there: {count(suggested.there, 'set')}; {same}skipped: {len(suggested.failed)}"
    )


@train.command()
def learned(ctx: typer.Context, json: Json = False) -> None:
    """Learn from this project's own articles. Prints how good that is on articles that were held out."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json

    with project_of(ctx) as project, progress("learning") as tick:
        quality = project.learn(tick)
    if json:
        print_json(quality)
    else:
        print_quality(quality)


def print_quality(quality: "Quality") -> None:
    """Print how good what was learned is on articles that were held out."""
    from annotator.cli.tables import print_table

    if quality.held_out:
        headings = ("held out", "marked", "proposed", "same", "F1 same", "F1 overlap")
        print_table(headings, [_row(kind, score) for kind, score in quality.scores.items()], numbers=headings[1:])
    say(quality.summary())


def _row(kind: str, score: "Score") -> tuple[object, ...]:
    """One line of the table."""
    same, overlap = ("-" if each is None else f"{each:.2f}" for each in (score.exact_f1, score.f1))
    return kind, score.marked, score.proposed, score.exact, same, overlap
