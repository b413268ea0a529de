"""The history at work: undo wherever the last edit was, back to any edit, and every set as it was at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec.structs import replace

from annotator.domain.edits import BATCH, Edit, batch_of
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, AnnotationSet
from annotator.domain.replaying import sets_at

if TYPE_CHECKING:
    from annotator.project import Project


def may_see(project: "Project") -> Callable[[Edit], bool]:
    """Tells of an edit whether the annotator may see it."""
    sight = project.sight
    return lambda edit: sight.sees(edit.document_id, edit.annotator)


def to_revert_anywhere(project: "Project", again: bool = False) -> list[Edit]:
    """The edits that would undo the annotator's last one, in whatever article, or redo it; nothing is saved.

    What was done to several articles at once is undone at once.
    """
    edit_id = project.store.log.last_edit_of(project.annotator, again)
    if edit_id is None:
        return []
    last = project.store.edit(edit_id)
    batch = batch_of(last.id)
    if not batch:
        return [inverse(last)]
    name = f"{BATCH}{uuid4().hex}"
    made = enumerate(project.store.batch(batch))
    return [replace(inverse(each), id=f"{name}/{number}") for number, each in made]


def revert(project: "Project", edits: Sequence[Edit]) -> None:
    """Save what undoes or redoes something; an error where mentions would refer to an entry that it takes away."""
    for edit in edits:
        if not edit.document_id:
            project.sources.refuse_orphans(edit)
    project.apply(*edits)


def inverse(edit: Edit) -> Edit:
    """The edit that undoes this one, now."""
    return edit.inverse(str(uuid4()), datetime.now(UTC))


def back_to(project: "Project", edit: Edit) -> list[Edit]:
    """The edits that would undo everything that the annotator did in an article after this edit, newest first."""
    if edit.annotator != project.annotator:
        raise AnnotatorError(f"only {edit.annotator} can go back to that")
    history = project.store.history(edit.document_id, edit.annotator)
    if edit.id not in history.done:
        raise AnnotatorError("that was undone itself; choose an edit that still stands")
    later = history.done[history.done.index(edit.id) + 1 :]
    return [inverse(project.store.edit(each)) for each in reversed(later)]


def as_it_was(
    project: "Project", ids: Iterable[str], at: datetime
) -> tuple[Iterator[AnnotatedDocument], list[AnnotationSet]]:
    """The documents with every set as it was at a time, and the sets of the whole project."""
    sets: dict[str, list[AnnotationSet]] = {}
    for (document_id, _), held in sorted(sets_at(project.store.edits(), at).items()):
        sets.setdefault(document_id, []).append(held)
    loaded = project.store.load_all(ids, ())
    return (replace(each, sets=tuple(sets.get(each.document.id, ()))) for each in loaded), sets.get("", [])


def life_of(project: "Project", record_id: str) -> list[Edit]:
    """What was done to one record, oldest first: of each edit, only the part that concerns it."""
    return [
        replace(
            each,
            removed=tuple(record for record in each.removed if record.id == record_id),
            added=tuple(record for record in each.added if record.id == record_id),
        )
        for each in filter(may_see(project), project.store.log.touching(record_id))
    ]


def moment(text: str) -> datetime:
    """A time as a person writes it, in ISO 8601; without a zone, it is local; a day alone means its end."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise AnnotatorError(f"{text!r} is no time; write it as 2026-11-22T14:30 or 2026-11-22") from error
    if len(text) <= len("2026-11-22"):
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found.astimezone() if found.tzinfo is None else found
