"""The commands that keep a project and its codebook: backup, restore, codebook."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import say
from annotator.domain.shown import shown

codebook = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Show, check, export or load it.")
app.add_typer(codebook, name="codebook")

CodebookFile = Annotated[Path, typer.Argument(metavar="FILE", help="A codebook in TOML.")]
"""A codebook file."""


@app.command()
def backup(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A new file; else one in the backups.")] = None,
) -> None:
    """Back the project up. The copy is verified, its name printed; others may go on working meanwhile."""
    with project_of(ctx) as project:
        print(shown(str(project.backup(file))))


@app.command()
def restore(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Restore a backup. What was there before is kept beside the project."""
    from annotator.project.finding import find_project
    from annotator.store.store import Store

    path = find_project(Path.cwd(), ctx.obj.project)
    before = Store.restore(file, path)
    say(f"restored {path}" + (f"; what was there before is {before}" if before else ""))


@codebook.command()
def show(ctx: typer.Context, json: Json = False) -> None:
    """Show the labels. With what they mean, and what is asked about each."""
    from annotator.cli.tables import print_json, print_table

    with project_of(ctx) as project:
        held, version = project.codebook, project.codebook_version
    if json:
        print_json(held)
        return
    print(shown(f"{held.title or held.name}, version {version}, language {held.language}"))
    rows = (
        (label.key, label.title, label.role, label.definition, ", ".join(each.name for each in label.attributes))
        for label in held.labels
        if label.on
    )
    print_table(("key", "label", "role", "definition", "attributes"), rows)
    print(shown("asked about a frame: " + ", ".join(each.name for each in held.frame)))


@codebook.command("check")
def check_codebook(file: CodebookFile) -> None:
    """Check a codebook file. Each mistake is named with its line."""
    from annotator.project.making import read_codebook

    _, held = read_codebook(file)
    say(f"{file}: sound; {len(held.labels)} labels, {len(held.relations)} relations")


@codebook.command("export")
def export_codebook(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; else it is printed.")] = None,
) -> None:
    """Write the project's codebook to a file. It is as it was loaded."""
    with project_of(ctx) as project:
        text = project.stored_codebook.text
    if file is None:
        print("\n".join(map(shown, text.split("\n"))) if sys.stdout.isatty() else text, end="")
        return
    from annotator.project.exporting import write_files

    for path in write_files([(file.name, text)], file.parent):
        print(shown(str(path)))


@codebook.command()
def load(ctx: typer.Context, file: CodebookFile) -> None:
    """Use another codebook from now on. What was annotated before keeps the version it was made under."""
    with project_of(ctx, make=True) as project:
        version = project.load_codebook(file)
    say(f"{file} is version {version} of the codebook; `annotator check` tells what no longer fits it")
