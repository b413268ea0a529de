"""The commands that only read: what is in a project, who did what, what is wrong, and how far annotators agree."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import Json, app, project_of
from annotator.cli.edge import Exit, count, say

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook


class By(StrEnum):
    """What the lines of agreement are of."""

    LABEL = "label"
    ARTICLE = "article"
    ANNOTATOR = "annotator"
    WEEK = "week"


class Profile(StrEnum):
    """Which frames count in agreement."""

    FULL = "full"
    CORE = "core"


class Unit(StrEnum):
    """What alpha is counted in."""

    TOKEN = "token"
    CHARACTER = "character"
    SENTENCE = "sentence"


@app.command("list")
def list_documents(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[WORDS]", help="What the name or headline has in it.")] = "",
    json: Json = False,
) -> None:
    """List the documents. Id, name, your state, sentences, those you read, your annotations, annotators."""
    from annotator.cli.tables import print_json, print_row

    with project_of(ctx) as project:
        for each in project.documents(text):
            if json:
                print_json(each)
                continue
            state, annotators = each.state or "not started", " ".join(each.annotators)
            print_row(each.id, each.name, state, each.sentences, each.marked, each.annotations, annotators)


@app.command()
def check(
    ctx: typer.Context,
    accepted: Annotated[
        bool, typer.Option("--accepted", help="List what was accepted as it is instead, and why.")
    ] = False,
    json: Json = False,
) -> None:
    """Check file, offsets and codebook rules. The exit code says whether there are errors."""
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json, print_row
    from annotator.domain.checks import Severity

    errors = warnings = 0
    with project_of(ctx) as project, progress("checking") as tick:
        for fault in project.check(tick, accepted):
            is_error = fault.severity == Severity.ERROR
            errors, warnings = errors + is_error, warnings + (not is_error)
            if json:
                print_json(fault)
            else:
                reason = (fault.reason,) if accepted else ()
                print_row(fault.severity, fault.where, fault.annotator, fault.rule, fault.message, *reason)
    if accepted:
        say(f"{count(errors + warnings, 'problem')} accepted as right")
        return
    say(f"{count(errors, 'error')}, {count(warnings, 'warning')}")
    raise typer.Exit(Exit.FOUND if errors else Exit.DONE)


def _chosen_zones(written: str, codebook: "Codebook") -> tuple[str, Sequence[str] | None]:
    """The zones that count, as told and as names: those that the codebook looks into by default; None for all text."""
    if written == "all":
        return written, None
    told = written or ",".join(zone.name for zone in codebook.zones if zone.suggest)
    chosen = told.split(",") if told else []
    known = {zone.name for zone in codebook.zones}
    if unknown := [name for name in chosen if name not in known]:
        there = ", ".join(sorted(known))
        raise typer.BadParameter(f"there is no zone “{unknown[0]}”; there are {there}", param_hint="--zones")
    return told, chosen


@app.command()
def agreement(
    ctx: typer.Context,
    annotators: Annotated[list[str] | None, typer.Argument(metavar="[A B…]", help="Annotators; else all.")] = None,
    by: Annotated[By, typer.Option(help="What the lines are of.")] = By.LABEL,
    zones: Annotated[
        str, typer.Option(help="What counts: `all`, or zones with commas between; else as the codebook says.")
    ] = "",
    profile: Annotated[Profile, typer.Option(help="Which frames count, with their spans.")] = Profile.FULL,
    unit: Annotated[Unit, typer.Option(help="What alpha is counted in.")] = Unit.TOKEN,
    share: Annotated[
        float, typer.Option(help="From what share of their words on spans or answers are compared.")
    ] = 0.5,
    unitizing: Annotated[bool, typer.Option("--unitizing", help="Krippendorff's |uα of 2016 too, by label.")] = False,
    cases: Annotated[bool, typer.Option("--cases", help="List every disagreement with its cause instead.")] = False,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Tell this metric as the mean of articles instead.")
    ] = None,
    machine: Annotated[
        str, typer.Option("--with", metavar="S", help="Say how good this suggester is against each annotator instead.")
    ] = "",
    target: Annotated[float, typer.Option(help="Say whether to stop or train again: is alpha at least this?")] = 0.0,
    width: Annotated[float, typer.Option(help="Say how many more articles make alpha's intervals so narrow.")] = 0.0,
    csv: Annotated[bool, typer.Option("--csv", help="Print a line for each number.")] = False,
    json: Json = False,
) -> None:
    """Say how far annotators agree, and why not. Over the articles that they finished."""
    from annotator.cli.agreeing import Wish, tell
    from annotator.cli.progress import progress
    from annotator.cli.scoring import tell_scores

    with project_of(ctx) as project, progress("comparing") as tick:
        told, chosen = _chosen_zones(zones, project.codebook)
        wish = Wish(by.value, told, cases, width, target, metric or (), csv, json, first=(annotators or [""])[0])
        named, is_core = annotators or (), profile == Profile.CORE
        found = project.comparison(named, chosen, is_core, unit.value, unitizing, share, tick)
        if machine:
            tell_scores(found.scores(machine), csv, json)
            return
        print_it = tell(found, wish, {each.id: each.name for each in project.documents()} if cases else {})
    print_it()
