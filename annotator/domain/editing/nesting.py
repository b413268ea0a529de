"""Frames inside frames: the parent of a frame is the smallest frame in whose content it lies completely."""

from msgspec.structs import replace

from annotator.domain.edits import Edit, applied
from annotator.domain.nearby import Nearby
from annotator.domain.records import Annotation, AnnotationSet, AnyRecord, Attribution
from annotator.domain.spans import Fragments, Span, fragments, fragments_cover


def nested(before: AnnotationSet, nearby: Nearby, edit: Edit) -> Edit:
    """The edit with the parents that follow from it; `nearby` is left as it was."""
    region = _region(before, edit)
    if region is None:
        return edit
    after = applied(before, edit, nearby.frames_with)
    nearby.remove(edit.removed)
    nearby.add(edit.added)
    changes = {frame.id: (frame, parent_of(after, nearby, frame)) for frame in nearby.frames(region)}
    nearby.remove(edit.added)
    nearby.add(edit.removed)
    return _with_parents(edit, [(f, parent) for f, parent in changes.values() if f.parent != parent])


def parent_of(annotations: AnnotationSet, nearby: Nearby, frame: Attribution) -> str | None:
    """The id of the smallest frame whose content covers `frame` and more; the cue may lie in that frame's cue (R12)."""
    own = _fragments(annotations, [i for _, i in frame.roles])
    if not own:
        return None
    around: list[tuple[int, str]] = []
    for other in nearby.frames(Span(own[0].start, own[-1].end)):
        content = _fragments(annotations, other.content)
        room = (*content, *(_fragments(annotations, [other.cue]) if other.cue and other.cue != frame.cue else ()))
        if other.id != frame.id and fragments_cover(room, own) and _size(content) > _size(own):
            around.append((_size(content), other.id))
    return min(around)[1] if around else None


def _with_parents(edit: Edit, changes: list[tuple[Attribution, str | None]]) -> Edit:
    added = {record.id: record for record in edit.added}
    removed = list(edit.removed)
    for frame, parent in changes:
        if frame.id not in added:
            removed.append(frame)
        added[frame.id] = replace(frame, parent=parent)
    return replace(edit, removed=tuple(removed), added=tuple(added.values()))


def _region(before: AnnotationSet, edit: Edit) -> Span | None:
    """From the first to the last code point of all that the edit touches."""
    changed = {record.id: record for record in edit.added}
    spans: list[Span] = []
    for record in (*edit.removed, *edit.added):
        for each in _annotations_of(record, before, changed):
            spans += each.fragments
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def _annotations_of(record: AnyRecord, before: AnnotationSet, added: dict[str, AnyRecord]) -> list[Annotation]:
    if isinstance(record, Annotation):
        return [record]
    ids = [i for _, i in record.roles] if isinstance(record, Attribution) else []
    members = (added.get(i) or before.records.get(i) for i in ids)
    return [member for member in members if isinstance(member, Annotation)]


def _fragments(annotations: AnnotationSet, ids: list[str] | tuple[str, ...]) -> Fragments:
    return fragments(span for i in ids for span in annotations.annotation(i).fragments)


def _size(spans: Fragments) -> int:
    return sum(len(span) for span in spans)
