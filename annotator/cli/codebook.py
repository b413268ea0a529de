"""The commands about the codebook: show, check, export and load it, and what its versions say otherwise."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import count, say
from annotator.domain.shown import shown

codebook = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Show, check, export, load or change the codebook."
)
app.add_typer(codebook, name="codebook")

CodebookFile = Annotated[Path, typer.Argument(metavar="FILE", help="A codebook in TOML.")]
"""A codebook file."""

Version = Annotated[int | None, typer.Argument(min=1, help="A version; else the last two.")]
"""A version of the codebook."""


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
    version: Annotated[int | None, typer.Option(help="An older version; else the one in use.")] = None,
) -> None:
    """Write the project's codebook to a file. It is as it was loaded."""
    from annotator.project.revisiting import version_of

    with project_of(ctx) as project:
        text = (version_of(project, version) if version else project.stored_codebook).text
    if file is None:
        print("\n".join(map(shown, text.split("\n"))) if sys.stdout.isatty() else text, end="")
        return
    from annotator.project.exporting import write_files

    for path in write_files([(file.name, text)], file.parent):
        print(shown(str(path)))


@codebook.command()
def load(
    ctx: typer.Context,
    file: CodebookFile,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even where records name what it has not.")] = False,
) -> None:
    """Use another codebook from now on. What was annotated before keeps the version it was made under."""
    from annotator.project.revisiting import revisits

    with project_of(ctx, make=True) as project:
        version = project.load_codebook(file, anyway)
        say(f"{file} is version {version} of the codebook")
        if found := revisits(project):
            say(f"{count(len(found), 'decision')} of yours to revisit: `annotator codebook revisit` lists them")


@codebook.command()
def diff(ctx: typer.Context, old: Version = None, new: Version = None, json: Json = False) -> None:
    """Tell what a version says otherwise. Rule by rule: definitions, examples, questions and their answers."""
    from annotator.cli.tables import print_json, print_row
    from annotator.domain.codebook_changes import rule_changes
    from annotator.project.recoding import made_at
    from annotator.project.revisiting import parsed, version_of

    with project_of(ctx) as project:
        later = new or project.codebook_version
        earlier = old or max(1, later - 1)
        changes = rule_changes(parsed(version_of(project, earlier)), parsed(version_of(project, later)))
        for version in range(earlier + 1, later + 1):
            made = made_at(project.store.setting, version)
            say(f"version {version}: {made.change if made else 'loaded'}")
    for each in changes:
        print_json(each) if json else print_row(each.name, each.field, each.before, each.after)


@codebook.command()
def revisit(
    ctx: typer.Context,
    keep: Annotated[bool, typer.Option("--keep", help="Say that all of them are right as they are.")] = False,
    json: Json = False,
) -> None:
    """List your decisions to revisit. Those made under rules of the codebook that say something else by now."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json, print_row
    from annotator.project import revisiting

    with project_of(ctx) as project:
        with progress("reading") as tick:
            found = revisiting.revisits(project, tick)
        for each in found:
            changed = "; ".join(f"{change.name} {change.field}" for change in each.changes)
            place = f"{each.where.document}:{each.where.line}" if each.where.document else "registry"
            print_json(each) if json else print_row(place, each.owner, each.where.words, each.version, changed)
        if keep:
            revisiting.keep(project, found)
            say(f"{count(len(found), 'decision')} kept under version {project.codebook_version}")
