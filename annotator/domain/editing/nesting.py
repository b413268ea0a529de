"""Frames inside frames: the parent of a frame is the smallest frame in whose content it lies completely."""

from msgspec.structs import replace

from annotator.domain.edits import Edit, applied
from annotator.domain.nearby import Nearby
from annotator.domain.records import Annotation, AnnotationSet, Attribution
from annotator.domain.spans import Fragments, Span, fragments, fragments_cover


def nested(before: AnnotationSet, nearby: Nearby, edit: Edit) -> Edit:
    """The edit with the parents that follow from it; `nearby` is left as it was."""
    changed, spans = _changed(before, nearby, edit)
    if not spans:
        return edit
    after = applied(before, edit, nearby.frames_with)
    nearby.remove(edit.removed)
    nearby.add(edit.added)
    region = Span(min(span.start for span in spans), max(span.end for span in spans))
    parents = [(frame, parent_of(after, nearby, frame)) for frame in nearby.frames(region)]
    nearby.remove(edit.added)
    nearby.add(edit.removed)
    return _with_parents(
        edit, [(f, p) for f, p in parents if f.parent != p and not changed.isdisjoint((f.id, f.parent, p))]
    )


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


def _changed(before: AnnotationSet, nearby: Nearby, edit: Edit) -> tuple[set[str], list[Span]]:
    """The frames that the edit changes, themselves or in their spans, and where they are and were."""
    frames = {r.id: r for r in (*edit.removed, *edit.added) if isinstance(r, Attribution)}
    moved = [record for record in (*edit.removed, *edit.added) if isinstance(record, Annotation)]
    for annotation in moved:
        frames |= {frame.id: frame for frame in nearby.frames_with(annotation.id) if frame.id not in frames}
    known = {record.id: record for record in moved}
    members = [known.get(i) or before.records.get(i) for frame in frames.values() for _, i in frame.roles]
    held = [each for each in members if isinstance(each, Annotation)]
    return set(frames), [span for each in (*held, *(moved if frames else ())) for span in each.fragments]


def _fragments(annotations: AnnotationSet, ids: list[str] | tuple[str, ...]) -> Fragments:
    return fragments(span for i in ids for span in annotations.annotation(i).fragments)


def _size(spans: Fragments) -> int:
    return sum(len(span) for span in spans)
