"""An `Edit`, the only way anything changes, and what the history of edits says about undoing it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.errors import EditError
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution

BATCH = "batch-"
"""How the ids of edits begin that were made together in several documents, to be undone together."""

RECODING = "codebook-"
"""How the ids of the edits begin that a change of the codebook made, or its undo; they are undone all together."""


def batch_of(edit_id: str) -> str:
    """The batch that an edit belongs to, by its id; empty where it belongs to none."""
    return edit_id.rpartition("/")[0] if edit_id.startswith(BATCH) else ""


class Edit(Struct, frozen=True, kw_only=True):
    """Records removed and records added, applied together or not at all; a changed record is in both."""

    id: str
    """Unique in the world."""
    document_id: str
    """The document it was made in; empty for a project-wide edit."""
    annotator: str
    """Whose set it changes."""
    at: datetime
    """When, with time zone."""
    action: str
    """What the analyst did, in a few words."""
    removed: tuple[AnyRecord, ...] = ()
    """Exactly as they stood before."""
    added: tuple[AnyRecord, ...] = ()
    """As they stand after."""
    reverts: str = ""
    """The edit that this one undoes, if it is an undo or a redo."""

    def inverse(self, edit_id: str, at: datetime) -> "Edit":
        """The edit that undoes this one."""
        was_undo = bool(self.reverts) and self.action.startswith("undo ")
        plain = self.action.removeprefix("undo ").removeprefix("redo ") if self.reverts else self.action
        action = f"redo {plain}" if was_undo else f"undo {plain}"
        return replace(self, id=edit_id, at=at, action=action, removed=self.added, added=self.removed, reverts=self.id)


def drops_much(annotations: AnnotationSet, edit: Edit) -> bool:
    """Whether the edit takes at least five annotations, and more than a fifth of all, out of the set."""
    stay = {record.id for record in edit.added}
    gone = sum(isinstance(record, Annotation) and record.id not in stay for record in edit.removed)
    return gone >= 5 and gone * 5 > sum(1 for _ in annotations.of(Annotation))


FramesWith = Callable[[str], Iterable[Attribution]]
"""Gives the frames that name the record with this id."""


def applied(annotations: AnnotationSet, edit: Edit, frames_with: FramesWith | None = None) -> AnnotationSet:
    """The set after the edit; an `EditError` where it does not fit, with the set as it was.

    Without `frames_with`, every frame is looked at where the edit leaves a record out.
    """
    records = dict(annotations.records)
    for record in edit.removed:
        if records.pop(record.id, None) != record:
            raise EditError(f"“{edit.action}” does not fit: record {record.id} has changed since; reload the document")
    for record in edit.added:
        if record.id in records:
            raise EditError(f"“{edit.action}” does not fit: record {record.id} is already there")
        records[record.id] = record
    after = AnnotationSet(annotations.annotator, records)
    for frame in _frames_to_check(after, edit, frames_with):
        if not is_whole(after, frame):
            raise EditError(f"“{edit.action}” would leave frame {frame.id} pointing to a record that is not there")
    return after


def is_whole(annotations: AnnotationSet, frame: Attribution) -> bool:
    """Whether every annotation and frame that `frame` names is in the set."""
    records = annotations.records
    frames = (each for each in (frame.parent, frame.continues) if each)
    return all(isinstance(records.get(i), Annotation) for _, i in frame.roles) and all(
        isinstance(records.get(i), Attribution) for i in frames
    )


def _frames_to_check(after: AnnotationSet, edit: Edit, frames_with: FramesWith | None) -> Iterable[Attribution]:
    """The frames the edit may have broken: the added ones, and those that name what is gone."""
    yield from (record for record in edit.added if isinstance(record, Attribution))
    gone = [record.id for record in edit.removed if record.id not in after.records]
    if gone and frames_with is None:
        yield from after.of(Attribution)
    elif frames_with:
        named = (frame.id for record_id in gone for frame in frames_with(record_id))
        still = (after.records.get(frame_id) for frame_id in named)
        yield from (frame for frame in still if isinstance(frame, Attribution))


class History:
    """What can be undone and redone, folded from the edits of one annotator in one document, oldest first."""

    def __init__(self, edits: Iterable[tuple[str, str]] = ()) -> None:
        """Take pairs of edit id and the id of the edit it reverts (empty for a plain edit)."""
        self.done: list[str] = []
        self.undone: list[str] = []
        for edit_id, reverts in edits:
            self.add(edit_id, reverts)

    def add(self, edit_id: str, reverts: str = "") -> None:
        """Take one more edit: a plain one ends what could be redone, and so does a codebook change taken back."""
        if reverts.startswith(RECODING):
            self.done = [each for each in self.done if each != reverts]
            self.undone.clear()
        elif reverts and self.done and self.done[-1] == reverts:
            self.done.pop()
            self.undone.append(edit_id)
        elif reverts and self.undone and self.undone[-1] == reverts:
            self.undone.pop()
            self.done.append(edit_id)
        else:
            self.done.append(edit_id)
            self.undone.clear()

    @property
    def to_undo(self) -> str | None:
        """The edit whose inverse is the next undo."""
        return self.done[-1] if self.done else None

    @property
    def to_redo(self) -> str | None:
        """The edit whose inverse is the next redo."""
        return self.undone[-1] if self.undone else None
