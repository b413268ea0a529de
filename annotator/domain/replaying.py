"""Going through the history: an annotation set as it was after any edit or at any time, and what an edit changed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import takewhile

from annotator.domain.edits import Edit
from annotator.domain.errors import EditError
from annotator.domain.records import AnnotationSet, AnyRecord


def replayed(annotator: str, edits: Iterable[Edit]) -> AnnotationSet:
    """The annotator's set after these edits, all that there were of one document, oldest first."""
    records: dict[str, AnyRecord] = {}
    for edit in edits:
        advance(records, edit)
    return AnnotationSet(annotator, records)


def advance(records: dict[str, AnyRecord], edit: Edit) -> None:
    """Do one more edit; an `EditError` where it does not follow from those before."""
    for record in edit.removed:
        if records.pop(record.id, None) != record:
            raise EditError(
                f"“{edit.action}” does not follow from the edits before it: record {record.id} was otherwise"
            )
    records.update((record.id, record) for record in edit.added)


def until(edits: Iterable[Edit], at: datetime) -> Iterator[Edit]:
    """The edits of one set up to a time; from the first later one on, none."""
    return takewhile(lambda edit: edit.at <= at, edits)


def sets_at(edits: Iterable[Edit], at: datetime | None = None) -> dict[tuple[str, str], AnnotationSet]:
    """Every set as it was at a time, or is, by document and annotator, from the edits of the whole project."""
    records: dict[tuple[str, str], dict[str, AnyRecord]] = {}
    later: set[tuple[str, str]] = set()
    for edit in edits:
        owner = (edit.document_id, edit.annotator)
        if at and edit.at > at:
            later.add(owner)
        if owner not in later:
            advance(records.setdefault(owner, {}), edit)
    return {owner: AnnotationSet(owner[1], held) for owner, held in records.items() if held}
