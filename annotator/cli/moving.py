"""The commands that bring articles and annotation sets in and send them out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import Exit, count, say

if TYPE_CHECKING:
    from annotator.project.importing import Summary

Inputs = Annotated[list[Path], typer.Argument(metavar="FILE_OR_FOLDER…", help="Files, or folders of files.")]
"""What to read."""

Format = Annotated[str, typer.Option("--format", "-f", metavar="F", help="The format of the files.")]
"""How to read or write."""

MOST_TOLD = 25
"""How many of the files and records that were skipped are told one by one."""


@app.command()
def add(ctx: typer.Context, paths: Inputs, json: Json = False) -> None:
    """Add articles. From .txt, .md, .csv and .jsonl files; what is there already is left alone."""
    from annotator.cli.progress import progress

    with project_of(ctx, make=True) as project, progress("adding") as tick:
        summary = project.add(paths, tick)
    tell(summary, json)


@app.command("import")
def import_sets(
    ctx: typer.Context,
    paths: Inputs,
    format: Format = "",
    finished: Annotated[bool, typer.Option(help="Mark every set that comes in as finished.")] = False,
    json: Json = False,
) -> None:
    """Import annotation sets with their articles. What is there already is left alone; --as says whose the rest is."""
    from annotator.cli.progress import progress

    with project_of(ctx, make=True) as project, progress("importing") as tick:
        summary = project.import_sets(paths, format, finished, tick)
    tell(summary, json)


@app.command()
def export(
    ctx: typer.Context,
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOC…]", help="Names or ids; else all.")] = None,
    format: Format = "csv",
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.")] = Path("exports"),
    at: Annotated[str, typer.Option(metavar="TIME", help="Annotations as they were at a time; else as they are.")] = "",
) -> None:
    """Write documents and sets to files. Their names are printed; what the format cannot hold is said."""
    from annotator.cli.progress import progress
    from annotator.domain.shown import shown
    from annotator.project.replaying import moment

    with project_of(ctx) as project, progress("exporting") as tick:
        exported = project.export(format, out, documents or (), tick, moment(at) if at else None)
    for path in exported.files:
        print(shown(str(path)))
    for line in exported.losses.report():
        say(f"not in {format}: {line}")


def tell(summary: "Summary", json: bool) -> None:
    """Say what came in and what did not, and end with the exit code that tells the same."""
    from annotator.cli.tables import print_json

    for line in summary.skipped[:MOST_TOLD]:
        say(f"skipped: {line}")
    if (rest := len(summary.skipped) - MOST_TOLD) > 0:
        say(f"skipped: … and {rest} more; --json lists them all")
    for line in summary.losses.report():
        say(f"changed: {line}")
    if json:
        print_json(summary)
    say(
        f"read {count(summary.files, 'file')}; "
        f"new: {count(summary.documents_new, 'document')}, {count(summary.records_new, 'record')}; "
        f"already there: {count(summary.documents_there, 'document')}, {count(summary.records_there, 'record')}; "
        f"skipped: {len(summary.skipped)}"
    )
    raise typer.Exit(Exit.SKIPPED if summary.skipped else Exit.DONE)
