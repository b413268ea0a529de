"""From a document to all that is proposed in it: what the suggester sees, and what is put on top of any suggester."""

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.suggest.attributes import answered
from annotator.suggest.proposing import Proposal, Suggest


def proposals(suggest: Suggest, document: Document, codebook: Codebook) -> list[Proposal]:
    """The suggester's frames and spans with proposed answers."""
    return answered(document, suggest(document), codebook)
