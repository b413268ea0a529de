"""Blind by default: others' work on an article is seen only after finishing it oneself; as `gold`, always.

Adjudication and agreement lie beside that: they show gold, and the sets of those who have finished, but to nobody who
is at work on the article or was given it.
"""

from functools import cached_property

from annotator.agreement.counting import GOLD
from annotator.domain.machines import is_machine
from annotator.store.store import Store


class Sight:
    """What one annotator may see; looked up when it is first asked."""

    def __init__(self, store: Store, annotator: str) -> None:
        self._store = store
        self.annotator = annotator
        """Who looks."""

    def sees(self, document_id: str, annotator: str) -> bool:
        """Whether somebody's work on an article may be seen.

        One's own, machines' and what belongs to no article may always.
        """
        if annotator == self.annotator or is_machine(annotator) or not document_id:
            return True
        return self.is_open(document_id) or (annotator == GOLD and not self.is_at_work(document_id))

    def is_open(self, document_id: str) -> bool:
        """Whether everybody's work on the article may be seen."""
        return self.annotator == GOLD or document_id in self._finished

    def is_at_work(self, document_id: str) -> bool:
        """Whether the annotator has begun the article, or was given it, and has not finished it."""
        return document_id in self.unfinished

    @cached_property
    def unfinished(self) -> set[str]:
        """The ids of the articles that the annotator has begun, or was given, and has not finished."""
        return self._store.documents_of(self.annotator) - self._finished

    @cached_property
    def _finished(self) -> set[str]:
        return self._store.numbers.finished_by(self.annotator)
