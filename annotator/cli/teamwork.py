"""The commands by which several annotators' work becomes one: merge, adjudicate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import Exit, count, say

if TYPE_CHECKING:
    from annotator.agreement.adjudicating import Adjudication
    from annotator.project.merging import Merged

SHORT = 60
"""How many code points of a case's words are listed."""


@app.command()
def merge(
    ctx: typer.Context,
    other: Annotated[Path, typer.Argument(metavar="OTHER.db", help="The project of a colleague; it is only read.")],
    take: Annotated[
        Literal["ours", "theirs"] | None,
        typer.Option(help="Decide what both changed; else it is listed, and ours stays."),
    ] = None,
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Go on where much of an article would be removed.")
    ] = False,
    json: Json = False,
) -> None:
    """Bring in what a colleague did in a copy. Nothing here is overwritten; merging twice adds nothing."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json
    from annotator.project.reconciling import Take

    with project_of(ctx) as project, progress("merging") as tick:
        merged = project.merge(other, Take(take) if take else None, allow_removals, tick)
    if json:
        print_json(merged)
    else:
        print_merged(merged)
    if merged.backup:
        say(f"the project as it was before is {merged.backup}")
    raise typer.Exit(Exit.SKIPPED if merged.conflicts and not merged.decided else Exit.DONE)


def print_merged(merged: "Merged") -> None:
    """Print each conflict with both versions, then what came of the merge."""
    from annotator.cli.tables import print_row

    for each in merged.conflicts:
        print_row(
            "conflict", each.document, each.annotator, f"ours: {each.ours_in_words}", f"theirs: {each.theirs_in_words}"
        )
    decided = f"{merged.decided} taken" if merged.decided else "ours stay until you decide"
    print(
        f"new: {count(merged.documents_new, 'document')}, {count(merged.records_new, 'record')}; "
        f"changed: {count(merged.records_changed, 'record')}; removed: {count(merged.records_removed, 'record')}; "
        f"conflicts: {len(merged.conflicts)}" + (f" ({decided})" if merged.conflicts else "")
    )
    if merged.codebooks_new:
        print(f"codebook: {count(merged.codebooks_new, 'version')} of theirs kept; ours stays in use")


@app.command()
def adjudicate(
    ctx: typer.Context,
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOC…]", help="Names or ids; else all.")] = None,
    between: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="An annotator to compare, once for each; else all.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take into gold what all marked alike.")] = False,
    at_least: Annotated[
        int | None, typer.Option(metavar="N", min=2, help="With --accept: what so many marked alike.")
    ] = None,
    reason: Annotated[str, typer.Option(help="With --accept: why, or by which rule.")] = "",
    json: Json = False,
) -> None:
    """List what is to be decided between annotators. Misses first; only articles that two or more finished."""
    from annotator.cli.progress import progress
    from annotator.project.ticks import counted

    accepted = left = 0
    with project_of(ctx) as project, progress("comparing") as tick:
        ids = [project.find_document(each) for each in documents or ()] or project.store.document_ids()
        for document_id in counted(ids, len(ids), tick):
            bench = project.adjudication(document_id, between or ())
            if bench and accept:
                accepted += len(bench.agreed(at_least))
                if edit := bench.accept_agreed(at_least, reason):
                    project.apply(edit)
            left += print_queue(bench, json) if bench else 0
    say(f"{count(left, 'case')} to decide" + (f"; {accepted:,} accepted" if accept else ""))


def print_queue(bench: "Adjudication", json: bool) -> int:
    """Print each case of one article: where, what, why, who says the same, who has nothing; how many."""
    from annotator.cli.tables import print_json, print_row

    document = bench.annotated.document
    queue = bench.queue()
    for case in queue:
        if json:
            print_json({"document": document.id, "name": document.name, "case": case})
            continue
        line = document.text.count("\n", 0, case.place.start) + 1
        sides = " / ".join("+".join(names) for names in case.alike)
        absent = " ".join(f"({name})" if name in case.unread else name for name in case.absent)
        words = case.place.cut(document.text)[:SHORT]
        print_row(f"{document.name}:{line}", case.label, case.cause or "agreed", sides, absent, words)
    return len(queue)
