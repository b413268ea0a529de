"""The commands of the source registry: list, show, add, rename, alias, answer, merge, split, relate, remove, undo."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import count, say

if TYPE_CHECKING:
    from annotator.domain.edits import Edit
    from annotator.domain.sources.registry import Entry
    from annotator.project import Project

sources = typer.Typer(
    invoke_without_command=True, rich_markup_mode=None, help="Show or change the source registry; alone, list it."
)
app.add_typer(sources, name="sources")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A source: its name, an alias that only it has, or its id.")]
"""The argument of a command about one source."""


@sources.callback()
def registry(ctx: typer.Context) -> None:
    """List the registry, where no command says otherwise."""
    if ctx.invoked_subcommand is None:
        list_sources(ctx)


@sources.command("list")
def list_sources(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="What they are called, or nearly so; else all.")] = "",
    json: Json = False,
) -> None:
    """List sources. With how many of your mentions refer to each, and what kind it is."""
    from annotator.cli.tables import print_json, print_table
    from annotator.domain.sources.guessing import is_unnamed

    with project_of(ctx) as project:
        held = project.sources
        found = held.registry.search(text) if text else list(held.registry.entries())
        if json:
            for entry in found:
                print_json(_plain(project, entry))
            return
        rows = (
            (
                entry.name,
                "unnamed" if is_unnamed(entry) else "",
                ", ".join(entry.source.attributes.get("referent", ())),
                held.count(entry),
                ", ".join(entry.names[1:]),
            )
            for entry in found
        )
        print_table(("source", "", "referent", "mentions", "also called"), rows, numbers=("mentions",))


@sources.command()
def show(ctx: typer.Context, name: Name, json: Json = False) -> None:
    """Show one source. Its names and answers, whom it has to do with, and your every mention of it in context."""
    from annotator.cli.tables import print_json, print_row

    with project_of(ctx) as project:
        entry = project.sources.find(name)
        told = _plain(project, entry) | {
            "relations": list(_relations(project, entry)),
            "in_context": list(_mentions(project, entry)),
        }
    if json:
        print_json(told)
        return
    print_row("source", told["name"])
    print_row("also called", *told["aliases"])
    for question, values in told["attributes"].items():
        print_row(question, *values)
    for each in told["relations"]:
        print_row(each["from"], each["relation"], each["to"], each["certainty"], each["annotator"])
    for each in told["in_context"]:
        print_row(
            f"{each['document']}:{each['line']}", each["words"], each["basis"], each["certainty"], each["sentence"]
        )


@sources.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name, or a handle such as diplomat-1.")],
    alias: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Another name, once for each.")] = None,
) -> None:
    """Add a source."""
    with project_of(ctx) as project:
        _save(project, project.sources.editor.add(name, alias or ()))


@sources.command()
def rename(
    ctx: typer.Context, name: Name, to: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")]
) -> None:
    """Rename a source. The old name stays an alias, unless it was a handle."""
    with project_of(ctx) as project:
        _save(project, project.sources.editor.rename(project.sources.find(name), to))


@sources.command()
def alias(
    ctx: typer.Context,
    name: Name,
    aliases: Annotated[list[str], typer.Argument(metavar="ALIAS…", help="Other names.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take them away instead.")] = False,
) -> None:
    """Let a source go by other names too. Or, with --remove, no longer."""
    with project_of(ctx) as project:
        entry_id = project.sources.find(name).id
        for each in aliases:
            entry, editor = project.sources.find(entry_id), project.sources.editor
            _save(project, editor.drop_alias(entry, each) if remove else editor.add_alias(entry, each))


@sources.command()
def answer(
    ctx: typer.Context,
    name: Name,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question of [registry] in the codebook.")],
    values: Annotated[list[str] | None, typer.Argument(metavar="[VALUE…]", help="The answers; none clears it.")] = None,
) -> None:
    """Answer a question of the codebook about a source."""
    from annotator.domain.codebook import invalid_values
    from annotator.domain.errors import AnnotatorError

    with project_of(ctx) as project:
        edit = project.sources.editor.answer(project.sources.find(name), question, values or ())
        problems = [problem for record in edit.added for problem in invalid_values(project.codebook, record)]
        if problems:
            raise AnnotatorError("; ".join(problems))
        _save(project, edit)


@sources.command()
def merge(
    ctx: typer.Context,
    name: Name,
    others: Annotated[list[str], typer.Argument(metavar="OTHER…", help="Sources that are merged into it.")],
) -> None:
    """Merge other sources into one. Your mentions of them come along; what others use stays, as certainly the same."""
    with project_of(ctx) as project:
        kept = project.sources.find(name).id
        for each in others:
            held = project.sources
            _save(project, held.merge(held.find(kept), held.find(each)))


@sources.command()
def split(
    ctx: typer.Context,
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name of the source that is split off.")],
    words: Annotated[list[str], typer.Option(metavar="WORDS", help="Mentions in these words, once for each.")],
) -> None:
    """Split some mentions off. They get an entry of their own, with the aliases that only they use."""
    from annotator.domain.errors import AnnotatorError
    from annotator.domain.sources.names import folded

    with project_of(ctx) as project:
        entry, wanted = project.sources.find(name), {folded(each) for each in words}
        mentions = project.sources.mentions(entry)
        chosen = {each.link.id for each in project.sources.in_context(mentions) if folded(each.words) in wanted}
        if not chosen:
            raise AnnotatorError(f"no mention of {entry.name} has these words; `annotator sources show` lists them")
        aliases = [each for each in entry.source.aliases if folded(each) in wanted]
        moved = [each for each in mentions if each.id in chosen]
        _save(project, project.sources.split(entry, new, moved, aliases))


@sources.command()
def relate(
    ctx: typer.Context,
    name: Name,
    relation: Annotated[str, typer.Argument(metavar="RELATION", help="Such as same_as, distinct_from, speaks_for.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other source.")],
    certainty: Annotated[str, typer.Option(metavar="HOW", help="How sure: certain, probable or possible.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take back what you said.")] = False,
) -> None:
    """Say what two sources have to do with each other."""
    from annotator.domain.codebook import invalid_values
    from annotator.domain.errors import AnnotatorError

    with project_of(ctx) as project:
        held, editor = project.sources, project.sources.editor
        if remove:
            ends = ({each.id for each in held.registry.every(name)}, {each.id for each in held.registry.every(other)})
            said = [x for x in editor.said(relation) if x.from_id in ends[0] and x.to_id in ends[1]]
            if not said:
                raise AnnotatorError(f"you have not said that {name} is {relation} {other}")
            _save(project, editor.unrelate(said[0]))
            return
        given = {"certainty": (certainty,)} if certainty else {}
        edit = editor.relate(held.find(name), relation, held.find(other), given)
        problems = [problem for record in edit.added for problem in invalid_values(project.codebook, record)]
        if problems:
            raise AnnotatorError("; ".join(problems))
        _save(project, edit)


@sources.command()
def remove(ctx: typer.Context, name: Name) -> None:
    """Remove a source to which no mention refers."""
    with project_of(ctx) as project:
        _save(project, project.sources.remove(project.sources.find(name)))


@sources.command()
def undo(ctx: typer.Context) -> None:
    """Undo your last change of the registry."""
    with project_of(ctx) as project:
        edit = project.sources.revert()
        say(edit.action if edit else "nothing to undo in the registry")


def _save(project: "Project", edit: "Edit") -> None:
    project.apply(edit)
    moved = sum(bool(record.document_id) for record in edit.added)
    say(project.sources.told(edit) + (f"; {count(moved, 'mention')} moved" if moved else ""))


def _plain(project: "Project", entry: "Entry") -> dict[str, Any]:
    """A source as it is printed."""
    return {
        "id": entry.id,
        "name": entry.name,
        "aliases": list(entry.names[1:]),
        "attributes": dict(entry.source.attributes),
        "annotators": list(dict.fromkeys(each.annotator for each in entry.members)),
        "mentions": project.sources.count(entry),
    }


def _relations(project: "Project", entry: "Entry") -> Any:
    for link, other, starts in project.sources.registry.relations(entry):
        yield {
            "from": entry.name if starts else other.name,
            "relation": link.relation,
            "to": other.name if starts else entry.name,
            "certainty": ", ".join(link.attributes.get("certainty", ())),
            "annotator": link.annotator,
        }


def _mentions(project: "Project", entry: "Entry") -> Any:
    for each in project.sources.in_context(project.sources.mentions(entry)):
        document, place = each.document, each.annotation.envelope
        yield {
            "document": document.name,
            "line": document.text.count("\n", 0, place.start) + 1,
            "start": place.start,
            "end": place.end,
            "words": each.words,
            "sentence": each.sentence.cut(document.text),
            "basis": ", ".join(each.link.attributes.get("basis", ())),
            "certainty": ", ".join(each.link.attributes.get("certainty", ())),
        }
