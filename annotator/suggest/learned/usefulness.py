"""Which article to read next: the one of which the model is least sure, as its sentences teach most."""

from annotator.domain.documents import Document
from annotator.suggest.learned.model import Model


def usefulness(document: Document, model: Model) -> float:
    """How unsure the model is of an article, from 0 to 1: the mean over its sentences of the least certain token.

    Least confidence, as in Settles & Craven, "An analysis of active learning strategies for sequence labeling tasks"
    (2008), by sentence, so that a long article is not useful for its length alone.
    """
    doubts = model.doubts(document)
    return sum(doubts) / len(doubts) if doubts else 0.0
