"""The commands that change what the codebook calls things, in the codebook and in all records at once."""

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, project_of
from annotator.cli.codebook import codebook
from annotator.cli.edge import count, say
from annotator.domain.errors import CodebookError
from annotator.domain.parts import Part, Verb

if TYPE_CHECKING:
    from annotator.domain.recoding import Change
    from annotator.project.recoding import Recoded

EXAMPLES = 8
"""How many of one's own records a dry run shows."""

What = Annotated[Part, typer.Argument(metavar="PART", help="label, relation, attribute or value.")]
"""What is changed."""

Old = Annotated[str, typer.Argument(metavar="OLD", help="LABEL; LABEL.ATTRIBUTE; LABEL.ATTRIBUTE.VALUE; or frame. …")]
"""Its name, after the names of what it belongs to."""

New = Annotated[str, typer.Argument(metavar="NEW", help="The name alone.")]
"""Its other name."""

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")]
"""The option that changes nothing."""

DEPTH = {Part.LABEL: 0, Part.RELATION: 0, Part.ATTRIBUTE: 1, Part.VALUE: 2}
"""How many names stand before that of each part."""


@codebook.command()
def rename(ctx: typer.Context, what: What, old: Old, new: New, dry_run: DryRun = False, json: Json = False) -> None:
    """Rename a label, relation, attribute or value. In the codebook and in every record, undone as one."""
    _change(ctx, _read(Verb.RENAME, what, old, (new,)), dry_run, json)


@codebook.command()
def merge(ctx: typer.Context, what: What, old: Old, new: New, dry_run: DryRun = False, json: Json = False) -> None:
    """Merge a label, relation or value into another. Every record takes the other's name, undone as one."""
    if what is Part.ATTRIBUTE:
        raise CodebookError("attributes cannot be merged, as a record may answer both; rename one, or merge values")
    _change(ctx, _read(Verb.MERGE, what, old, (new,)), dry_run, json)


@codebook.command()
def split(
    ctx: typer.Context,
    what: What,
    old: Old,
    first: Annotated[str, typer.Argument(metavar="FIRST", help="What records become that meet --if.")],
    second: Annotated[str, typer.Argument(metavar="SECOND", help="What all others become.")],
    when: Annotated[str, typer.Option("--if", metavar="ATTRIBUTE=VALUE", help="Which records become FIRST.")] = "",
    key: Annotated[str, typer.Option(help="The key of the new label; else a free letter.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Split a label or value in two. Where --if holds, records become FIRST; without it all do, with a flag."""
    if what not in (Part.LABEL, Part.VALUE):
        raise CodebookError(f"{what}s cannot be split; labels and values can be")
    change = _read(Verb.SPLIT, what, old, (first, second))
    name, equals, value = when.partition("=")
    if when and not (equals and name and value):
        raise CodebookError(f"--if {when}: write it as ATTRIBUTE=VALUE, such as claim_type=quantity")
    from msgspec.structs import replace

    _change(ctx, replace(change, when=(name, value) if when else None, key=key), dry_run, json)


@codebook.command()
def undo(ctx: typer.Context, json: Json = False) -> None:
    """Take the last change of names back. In the codebook and in every record; again, the one before it."""
    from annotator.project.recoding import undo_recoding

    with project_of(ctx) as project:
        _tell(undo_recoding(project), json)


def _read(verb: Verb, part: Part, path: str, new: tuple[str, ...]) -> "Change":
    """The change that the words of a command ask for."""
    from annotator.domain.recoding import Change

    names = path.split(".")
    if len(names) != DEPTH[part] + 1 or not all(names):
        forms = {0: "NAME", 1: "LABEL.ATTRIBUTE", 2: "LABEL.ATTRIBUTE.VALUE"}
        raise CodebookError(f"{path}: a {part} is written as {forms[DEPTH[part]]}")
    owner, attribute = (*names[:-1], "", "")[:2]
    return Change(verb=verb, part=part, owner=owner, attribute=attribute, old=names[-1], new=new)


def _change(ctx: typer.Context, change: "Change", dry_run: bool, json: bool) -> None:
    from annotator.project.recoded import examples
    from annotator.project.recoding import recode

    with project_of(ctx) as project:
        made = recode(project, change, keep=not dry_run)
        _tell(made, json, dry_run)
        if dry_run and not json:
            from annotator.cli.tables import print_row

            for each in examples(project, made, EXAMPLES):
                place = f"{each.where.document}:{each.where.line}" if each.where.document else "registry"
                print_row(place, each.where.words, each.before, each.after, each.flag)


def _tell(made: "Recoded", json: bool, dry_run: bool = False) -> None:
    """Print whose records change, or changed, and how many."""
    from annotator.cli.tables import print_json, print_row
    from annotator.project.recoded import changed_records

    changed = changed_records(made)
    if json:
        rows = {name: {"records": records, "articles": articles} for name, (records, articles) in changed.items()}
        print_json({"change": made.change, "version": made.version, "dry_run": dry_run, "annotators": rows})
    else:
        for name, (records, articles) in changed.items():
            print_row(name, count(records, "record"), count(articles, "article"))
    ending = "nothing is changed yet: leave out --dry-run" if dry_run else "`annotator codebook undo` takes it back"
    done = f"version {made.version} of the codebook: {made.change}; {count(made.records, 'record')}"
    say(f"{done}; {ending}" if not made.change.startswith("undo ") else done)
