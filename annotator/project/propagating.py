"""Where the words of an example stand: in its own article, or in all of them."""

from typing import TYPE_CHECKING

from annotator.domain.filters.language import Query
from annotator.domain.filters.phrases import Finder
from annotator.domain.propagating import Example, targets_in
from annotator.project.batches import Targets
from annotator.project.searching import MOST

if TYPE_CHECKING:
    from annotator.project import Project


def in_article(project: "Project", model: Example) -> Targets:
    """Where the words stand in the example's own article."""
    document = project.load(model.annotation.document_id, ()).document
    return {document.id: targets_in(document, model)}


def in_corpus(project: "Project", model: Example) -> Targets:
    """Where the words stand in all articles; the full-text index tells which have them."""
    phrase = Finder().phrase(model.words)
    if phrase is None:
        return in_article(project, model)
    query, after = Query(phrases=(phrase,)), 0
    found: Targets = {}
    while chunk := project.store.candidates(query, project.codebook, (), after, MOST):
        after = chunk[-1].number
        for each in project.store.load_all([each.id for each in chunk], ()):
            if targets := targets_in(each.document, model):
                found[each.document.id] = targets
    return found
