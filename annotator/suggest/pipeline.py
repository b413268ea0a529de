"""From a document to all that is proposed in it: what the suggester sees, and what is put on top of any suggester."""

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.suggest import claims
from annotator.suggest.attributes import answered
from annotator.suggest.passes import with_continuations, with_outer_layers
from annotator.suggest.proposing import Proposal, ProposedFrame, ProposedSpan, Suggest

CLAIM = "claim"
"""The label of claims, which are proposed where the codebook has it and the suggester gives none itself."""


def proposals(suggest: Suggest, document: Document, codebook: Codebook) -> list[Proposal]:
    """The suggester's frames with continuations and outer layers, its spans, answers on all of them, and claims."""
    given = list(suggest(document))
    spans = [each for each in given if isinstance(each, ProposedSpan)]
    frames = with_continuations(document, [each for each in given if isinstance(each, ProposedFrame)])
    found = answered(document, [*with_outer_layers(document, frames), *spans], codebook)
    if codebook.label(CLAIM) and not any(span.label == CLAIM for span in spans):
        found += claims.suggest(document, [each for each in found if isinstance(each, ProposedFrame)])
    return found
