"""The command line itself: general options, what the exit codes mean, and the project that a command is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer._click import Context
from typer.core import TyperGroup

from annotator.cli.edge import Exit, say
from annotator.cli.options import general_first
from annotator.domain.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project import Project

CODES = "Exit codes: " + "; ".join(f"{code.value} {code.name.lower()}" for code in Exit)
"""What the exit codes are called."""

ANYWHERE = "The general options --project and --as may also stand after the command."
"""Where they may stand."""


class Commands(TyperGroup):
    """The commands, whose general options may stand before or after their name."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the words with the general options first."""
        return super().parse_args(ctx, general_first(args))


@dataclass(frozen=True)
class General:
    """What the general options say."""

    project: str | None
    """The project file, if one was named."""
    annotator: str | None
    """Who annotates, if somebody was named."""


app = typer.Typer(
    cls=Commands,
    help="Mark claims, quotes and sources, above all anonymous ones. Without a command the workbench opens.",
    epilog=f"{ANYWHERE} {CODES}.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
"""The option of commands that programs may want to read."""


def version(wanted: bool) -> None:
    """Print the version and end, where it is asked for."""
    if wanted:
        from annotator import __version__

        print(f"annotator {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def general(
    ctx: typer.Context,
    project: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The project; else ANNOTATOR_PROJECT, else the project file in this folder."),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Who annotates; else ANNOTATOR_NAME, else the login name."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the general options for the command; without one, open the workbench."""
    ctx.obj = General(project, annotator)
    if ctx.invoked_subcommand is None:
        open_document(ctx.obj)


@app.command()
def annotate(
    ctx: typer.Context,
    document: Annotated[str | None, typer.Argument(metavar="[DOC]", help="A document's name or id.")] = None,
    linear: Annotated[bool, typer.Option("--linear", help="Line by line, for a screen reader.")] = False,
) -> None:
    """Open the workbench. At one document, where one is named."""
    if linear:
        from annotator.cli.linear import annotate_in_lines

        annotate_in_lines(ctx, document)
        return
    open_document(ctx.obj, document)


def open_document(general: General, document: str | None = None) -> None:
    """Open the workbench and end with its exit code."""
    from annotator.cli.workbench import open_workbench

    raise typer.Exit(open_workbench(general.project, general.annotator, document))


@contextmanager
def project_of(ctx: typer.Context, make: bool = False) -> Iterator["Project"]:
    """The project that the command is about; where there is none, a new one with `make`, else an error."""
    from annotator.project import Project
    from annotator.project.finding import annotator_name, find_project

    path, name = find_project(Path.cwd(), ctx.obj.project), annotator_name(ctx.obj.annotator)
    if not path.exists():
        if not make:
            raise AnnotatorError(f"{path}: there is no project; make one with `annotator add FOLDER`, or name another")
        from annotator.project.making import make_project

        make_project(path, name)
        say(f"made {path}")
    with Project.open(path, name) as opened:
        for warning in opened.store.warnings():
            say(f"annotator: {warning}")
        yield opened
