"""The commands that keep a project: backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.app import app, project_of
from annotator.cli.edge import say
from annotator.domain.shown import shown


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
