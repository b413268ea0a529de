"""The key that marks the same string elsewhere: from the annotate screen to the preview, and back with what it did."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError
from annotator.domain.propagating import example, propagating
from annotator.project.propagating import in_article, in_corpus
from annotator.tui.screens.preview import PreviewScreen, Scope

if TYPE_CHECKING:
    from annotator.tui.screens.annotate import AnnotateScreen


def propagate(screen: "AnnotateScreen") -> None:
    """Show where else the words of the active span stand; Tab changes from the article to all of them."""
    project, editor = screen.project, screen.editor
    if editor.annotator != project.annotator:
        raise AnnotatorError(f"these are the annotations of {editor.annotator}; * works in your own")
    model = example(editor)
    if model and screen.save():
        scopes = (
            Scope("this article", lambda own: in_article(own, model)),
            Scope("all articles", lambda own: in_corpus(own, model)),
        )
        preview = PreviewScreen(project, propagating(model), scopes, partial(show, screen))
        screen.app.push_screen(preview.at_width(screen.size.width))


def show(screen: "AnnotateScreen", edits: Sequence[Edit]) -> None:
    """Show what was marked in the article, and say what was in all of them."""
    screen.adopt([edit for edit in edits if edit.document_id == screen.document_id])
    marked = sum(len(edit.added) - len(edit.removed) for edit in edits)
    where = f" in {len(edits)} articles; {screen.key_of('undo')} undoes all of it" if len(edits) > 1 else ""
    screen.say(f"{marked} records added{where}" if edits else "nothing was marked")
