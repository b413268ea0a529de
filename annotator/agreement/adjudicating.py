"""Adjudication: each case of annotators' versions is decided into gold, and every decision is an edit to be undone.

A case is decided while gold holds a copy of any of its versions, a rejected one included; once the decision is undone,
the case is back.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from annotator.agreement.cases import Cause
from annotator.agreement.counting import GOLD
from annotator.agreement.disputes import GRAVITY, Dispute, disputes, lanes
from annotator.agreement.settling import Copying, clear, drop_loose_links, gold_id, join_frames, join_links
from annotator.domain.codebook import Codebook
from annotator.domain.edits import Edit, applied
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, AnyRecord, Status


class Order(StrEnum):
    """In which order the cases come."""

    MISSES = "misses"
    """What somebody has nothing for first."""
    TEXT = "text"
    """As the article goes."""
    CAUSE = "cause"
    """By what they differ in, the gravest first."""
    LABEL = "label"
    """By label, frames together."""


ORDERS: dict[Order, Callable[[Dispute], Any]] = {
    Order.MISSES: lambda case: (case.cause is not Cause.MISSED, case.place),
    Order.TEXT: lambda case: case.place,
    Order.CAUSE: lambda case: (GRAVITY.index(case.cause) if case.cause else len(GRAVITY), case.place),
    Order.LABEL: lambda case: (case.label, case.place),
}
"""What the cases are sorted by."""

Decision = tuple[Dispute, Sequence[str]]
"""A case with the annotators whose versions are taken; none for neither."""


class Adjudication:
    """Somebody who decides the cases of one document; each edit is applied here before it is given out to be saved."""

    def __init__(
        self,
        annotated: AnnotatedDocument,
        annotators: Collection[str],
        codebook: Codebook,
        codebook_version: int = 1,
        by: str = "",
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        if len(set(annotators)) < 2 or GOLD in annotators:
            raise AnnotatorError("adjudication compares two or more annotators, gold not among them; name those")
        self.annotated = annotated
        self.lanes = lanes(annotated.document.id, annotators)
        self.disputes = disputes(annotated, annotators, codebook)
        self.gold = annotated.set_of(GOLD)
        self._codebook_version = codebook_version
        self._by = by
        self._now = now
        self._new_id = new_id

    def is_decided(self, case: Dispute) -> bool:
        """Whether gold says something of the case."""
        return any(gold_id(each.record.id) in self.gold.records for each in case.versions)

    def queue(self, order: Order = Order.MISSES) -> list[Dispute]:
        """The cases that are not decided."""
        return sorted((each for each in self.disputes if not self.is_decided(each)), key=ORDERS[order])

    def agreed(self, at_least: int | None = None) -> list[Dispute]:
        """The undecided cases in which so many annotators have the same, at least two; or all who read the words."""
        return [
            each for each in self.queue(Order.TEXT) if len(each.alike[0]) >= max(2, at_least or self._readers(each))
        ]

    def _readers(self, case: Dispute) -> int:
        return len(self.lanes) - len(case.unread)

    def take(self, case: Dispute, annotators: Sequence[str], reason: str = "") -> Edit:
        """Gold gets the versions of these annotators, of those alike the fullest, in place of any earlier decision."""
        if not annotators or not all(map(case.version, annotators)):
            raise AnnotatorError("nobody is named who has a version of this; take another annotator's, or neither")
        return self._decide([(case, annotators)], reason, f"take {', '.join(annotators)}")

    def take_neither(self, case: Dispute, reason: str = "") -> Edit:
        """Gold keeps the versions as rejected, which never count, in place of any earlier decision."""
        return self._decide([(case, ())], reason, "take neither")

    def accept_agreed(self, at_least: int | None = None, reason: str = "") -> Edit | None:
        """Gold gets what so many annotators, or all, marked alike, as one edit; None where there is nothing."""
        decisions = [(each, each.alike[0]) for each in self.agreed(at_least)]
        return self._decide(decisions, reason, f"accept {len(decisions)} agreed") if decisions else None

    def apply(self, edit: Edit) -> None:
        """Take over an edit of gold that was made elsewhere: an undo, or one of the editor."""
        self.gold = applied(self.gold, edit)

    def _decide(self, decisions: Sequence[Decision], reason: str, action: str) -> Edit:
        """Settle the cases, and make one edit of it."""
        copying = Copying(at=self._now(), codebook=self._codebook_version, reason=reason)
        gold = dict(self.gold.records)
        cases = [case for case, _ in decisions]
        for case, annotators in decisions:
            clear(gold, case)
            status = Status.ADJUDICATED if annotators else Status.REJECTED
            names = annotators or [each.annotator for each in case.versions]
            for group in dict.fromkeys(map(case.like, names)):
                taken = case.fullest([name for name in names if name in group])
                copying.put(gold, taken, status, ", ".join(group))
        join_frames(gold, self.disputes, cases)
        drop_loose_links(gold, self.gold.records)
        join_links(gold, self.annotated, cases, copying)
        return self._edit(gold, copying.at, action)

    def _edit(self, gold: dict[str, AnyRecord], at: datetime, action: str) -> Edit:
        """The edit after which gold is this, applied."""
        before = self.gold.records
        edit = Edit(
            id=self._new_id(),
            document_id=self.annotated.document.id,
            annotator=GOLD,
            at=at,
            action=f"{action} by {self._by}" if self._by else action,
            removed=tuple(each for each in before.values() if gold.get(each.id) != each),
            added=tuple(each for each in gold.values() if before.get(each.id) != each),
        )
        self.apply(edit)
        return edit
