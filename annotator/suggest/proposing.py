"""What a suggester gives: whole frames and single spans it proposes in a document, each with a reason and a score."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from annotator.domain.documents import Document
from annotator.domain.records import Attributes
from annotator.domain.spans import Fragments


class ProposedSpan(Struct, frozen=True, kw_only=True):
    """Words that a suggester would mark, alone or as a role of a frame."""

    label: str
    """A label of the codebook."""
    fragments: Fragments
    """Sorted and disjoint."""
    score: float
    """How sure the suggester is, from 0 to 1."""
    reason: str = ""
    """What made the suggester propose it, in a few plain words."""
    attributes: Attributes = {}
    """Proposed answers to the label's questions."""


class ProposedFrame(Struct, frozen=True, kw_only=True):
    """An attribution that a suggester would make; its spans carry the labels that fill the roles."""

    source: tuple[ProposedSpan, ...] = ()
    """The source mentions, in order."""
    cue: ProposedSpan | None = None
    """The words that attribute."""
    content: tuple[ProposedSpan, ...] = ()
    """What is attributed."""
    score: float
    """How sure the suggester is of the frame as a whole, from 0 to 1."""
    reason: str = ""
    """What made the suggester propose it, in a few plain words."""
    attributes: Attributes = {}
    """Proposed answers to the frame's questions."""
    parent: "ProposedFrame | None" = None
    """The frame of the same proposals in whose content this one lies."""
    continues: "ProposedFrame | None" = None
    """The earlier frame of the same proposals that this one carries on."""

    @property
    def spans(self) -> tuple[ProposedSpan, ...]:
        """Sources, cue and contents, in this order."""
        return (*self.source, *((self.cue,) if self.cue else ()), *self.content)


Proposal = ProposedSpan | ProposedFrame
"""Anything a suggester may give."""

Suggest = Callable[[Document], Iterable[Proposal]]
"""A suggester: what it would mark in a document; a learner is made from examples and then is such a function."""
