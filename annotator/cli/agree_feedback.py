"""The command that gives one annotator a page of feedback."""

from typing import Annotated

import typer

from annotator.cli.app import Json, app, project_of


@app.command()
def feedback(
    ctx: typer.Context,
    annotator: Annotated[str, typer.Argument(metavar="NAME", help="Whose work it is.")],
    against: Annotated[str, typer.Option(metavar="NAME", help="Whose work counts as right.")] = "gold",
    cause: Annotated[
        str, typer.Option(metavar="CAUSE", help="List the sentences of this cause only, as `missed`.")
    ] = "",
    json: Json = False,
) -> None:
    """Say how one annotator's work differs from gold. By cause, with the sentences; and what to annotate once more."""
    from annotator.agreement.cases import Cause
    from annotator.cli.agreement_data import plain
    from annotator.cli.agreement_review import print_review
    from annotator.cli.progress import progress
    from annotator.cli.tables import print_json
    from annotator.project.reviewing import review

    if cause and cause not in list(Cause):
        raise typer.BadParameter(f"there is no cause “{cause}”; there are {', '.join(Cause)}", param_hint="--cause")
    with project_of(ctx) as project, progress("comparing") as tick:
        found = review(project.store, project.codebook, annotator, against, tick=tick)
    if json:
        print_json(plain(found))
    else:
        print_review(found, cause)
