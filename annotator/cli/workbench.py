"""Opening the workbench; a first run makes the sample project, so that the first minute is real."""

import gc
import sys
from pathlib import Path

from annotator.cli.edge import Exit, say
from annotator.domain.errors import AnnotatorError
from annotator.project.finding import annotator_name, find_project

PATIENCE = 8.0
"""Seconds that a key waits at most for another program that holds the project."""


def open_workbench(project: str | None, annotator: str | None, document: str | None) -> int:
    """Open the project meant, at a document where one is named; after the day's first work, back it up."""
    path, name = find_project(Path.cwd(), project), annotator_name(annotator)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise AnnotatorError("the workbench needs a terminal; `annotator --help` lists what works without one")
    if not path.exists():
        from annotator.project.making import make_project

        make_project(path, name, sample=True)
        say(f"made {path} from the sample corpus, annotated by ana and ben; your own articles: annotator add FOLDER")
    gc.disable()  # looking for garbage among imports takes a tenth of the time to the first paint
    from annotator.project import Project
    from annotator.tui.app import run

    with Project.open(path, name, timeout=PATIENCE) as opened:
        code = run(opened, opened.find_document(document) if document else None)
        opened.back_up_daily()
    return Exit.FAULT if code else Exit.DONE
