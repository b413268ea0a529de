"""Reading an article as plain lines, and annotating it line by line: for a screen reader or a plain terminal."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.app import app, project_of
from annotator.domain.errors import AnnotatorError
from annotator.domain.shown import shown

if TYPE_CHECKING:
    from annotator.domain.editing import Level
    from annotator.tui.pages import Pages


@app.command()
def read(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOC", help="A document's name or id.")],
    sentence: Annotated[int, typer.Option(metavar="N", min=0, help="Only this sentence; 0 for all.")] = 0,
    interactive: Annotated[bool, typer.Option("--interactive", help="Annotate it line by line.")] = False,
) -> None:
    """Read an article with your marks as plain lines. With --interactive, annotate it so."""
    from annotator.domain.editing import Editor
    from annotator.domain.linear import sentence_lines

    if interactive:
        annotate_in_lines(ctx, document)
        return
    with project_of(ctx) as project:
        annotated = project.load(project.find_document(document), [project.annotator])
        editor = Editor(annotated, project.annotator, project.codebook, project.codebook_version)
        if sentence > len(editor.sentences):
            raise AnnotatorError(f"{annotated.document.name}: has {len(editor.sentences)} sentences, not {sentence}")
        for index in [sentence - 1] if sentence else range(len(editor.sentences)):
            for line in sentence_lines(editor, index):
                print_line(line)


def annotate_in_lines(ctx: typer.Context, document: str | None) -> None:
    """Annotate an article, or the first that is not finished, with a line for each thing said and done."""
    from annotator.cli.linear_mode import HELP, LineMode
    from annotator.tui.pages import Pages

    with project_of(ctx) as project:
        pages = Pages(project)
        document_id = project.find_document(document) if document else first_open(pages)
        mode = LineMode(project, pages, print_line, level())
        for line in HELP:
            print_line(line)
        mode.open(document_id)
        for line in typed():
            if not mode.take(line):
                break
        project.back_up_daily()


def first_open(pages: "Pages") -> str:
    """The first article that the annotator has not finished."""
    from annotator.domain.records import State

    for place in range(pages.total):
        for each in pages.page(place, 1):
            if each.state is not State.FINISHED:
                return each.id
    raise AnnotatorError("every article is finished; name one to open it again")


def level() -> "Level":
    """Which suggestions are told: those that the workbench showed last."""
    from annotator.domain.editing import Level
    from annotator.tui.settings import chosen, settings_file

    return Level(chosen(settings_file("suggestions"), list(Level), Level.ALL))


def typed() -> Iterator[str]:
    """The lines that are typed or piped in."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    while True:
        try:
            yield input("> ")
        except EOFError:
            return


def print_line(line: str) -> None:
    """Print one line at once, so that it is read aloud before the next is asked for."""
    print(shown(line), flush=True)
