"""Marking spans with a label key, each of them in the frame it belongs to."""

from collections.abc import Sequence
from typing import Any

from annotator.domain.codebook import Label
from annotator.domain.editing.cycling import cycled, is_cycling
from annotator.domain.editing.state import EditorState
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution
from annotator.domain.selecting import Situation, candidates
from annotator.domain.spans import Fragments, Span, fragments, overlaps

NEAR = 3000
"""Code points on either side in which what is marked already is told to the ranking."""


def label_key(state: EditorState, label: Label) -> Sequence[Edit]:
    """Mark the selection, or the best span for the label; pressed again, the next best one."""
    state.last = lambda: label_key(state, label)
    if selection := state.selection:
        state.cycle = None
        return _mark_more(state, label, selection)
    offered = [] if is_cycling(state, label.name) else _offered(state, label)
    return cycled(state, label.name, offered, lambda spans: mark(state, label, spans), f"no {label.title.lower()} here")


def mark(state: EditorState, label: Label, spans: Fragments) -> Edit:
    """Mark the fragments with the label; a role joins the active frame, taking the place of what filled it."""
    there = filling(state, label.role)
    if there and label.role != "cue":
        return reshaped(state, there, spans)
    annotation, fresh = _annotation(state, label, spans)
    removed, added = _joined(state, label.role, annotation)
    frame_id = next((r.id for r in added if isinstance(r, Attribution)), state.frame if label.role else None)
    edit = state.change(f"mark {label.title.lower()}", removed, [*fresh, *added])
    state.look(active=annotation.id, frame=frame_id, selection=None, fragment=None)
    return edit


def _mark_more(state: EditorState, label: Label, selection: Span) -> Sequence[Edit]:
    """Mark a selection: a further fragment of the frame's content, a further source, or a span of its own."""
    there, frame = filling(state, label.role), state.active_frame
    if label.role == "content" and there:
        apart = (span for span in there.fragments if not overlaps(span, selection))
        return (reshaped(state, there, fragments((*apart, selection))),)
    if label.role != "source" or not there or not frame:
        return (mark(state, label, (selection,)),)
    annotation, fresh = _annotation(state, label, (selection,))
    if annotation.id in frame.source:
        state.message = "this is a source of the frame already"
        return ()
    removed, added = _joined(state, label.role, annotation)
    edit = state.change(f"mark {label.title.lower()}", removed, [*fresh, *added])
    state.look(active=annotation.id, selection=None, fragment=None)
    return (edit,)


def filling(state: EditorState, role: str) -> Annotation | None:
    """What already fills the role in the active frame; the last of several."""
    frame = state.active_frame
    ids = [i for r, i in frame.roles if r == role] if frame else []
    return state.annotations.annotation(ids[-1]) if ids else None


def _annotation(state: EditorState, label: Label, spans: Fragments) -> tuple[Annotation, list[AnyRecord]]:
    """The annotation to use and what is new of it: two frames share a source that is marked already."""
    around = Span(spans[0].start, spans[-1].end)
    if label.role == "source":
        for known in state.nearby.of(Annotation, around):
            if known.label == label.name and known.fragments == spans:
                return known, []
    annotation = Annotation(**state.header(), label=label.name, fragments=spans)
    return annotation, [annotation]


def _joined(state: EditorState, role: str, annotation: Annotation) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """What is removed and added so that the annotation fills the role in the active frame or in a new one."""
    if not role:
        return [], []
    frame = state.active_frame
    if frame is None or (role == "cue" and frame.cue):
        return [], [Attribution(**state.header(), **_filled(None, role, annotation.id))]
    changes = _filled(frame, role, annotation.id)
    declared = declaration(state)
    if role == "source" and declared and frame.attributes.get(declared[0]) == (declared[1],):
        changes["attributes"] = {name: values for name, values in frame.attributes.items() if name != declared[0]}
    return [frame], [state.renewed(frame, **changes)]


def declaration(state: EditorState) -> tuple[str, str] | None:
    """The attribute and value of a frame by which the codebook says that there is no source."""
    return next(((name, values[0]) for name, values in state.codebook.rules.no_source.items()), None)


def _filled(frame: Attribution | None, role: str, annotation_id: str) -> dict[str, Any]:
    if role == "cue":
        return {"cue": annotation_id}
    return {role: (*(getattr(frame, role) if frame else ()), annotation_id)}


def reshaped(state: EditorState, annotation: Annotation, spans: Fragments) -> Edit:
    """Give the annotation other fragments; its attributes, note and frame stay.

    Where other frames hold it too, theirs stays as it is and the active frame gets one of its own.
    """
    frame = state.active_frame
    holding = {each.id for each in state.nearby.frames_with(annotation.id)}
    if frame and frame.id in holding and len(holding) > 1:
        own = state.renewed(annotation, id=state.new_id(), fragments=spans)
        edit = state.change("change span", [frame], [own, _with_own(state, frame, annotation.id, own.id)])
    else:
        own = state.renewed(annotation, fragments=spans)
        edit = state.change("change span", [annotation], [own])
    state.look(active=own.id, selection=None, fragment=None)
    return edit


def _with_own(state: EditorState, frame: Attribution, old: str, new: str) -> Attribution:
    """The frame with one annotation in the place of another."""
    roles = {role: tuple(new if i == old else i for i in getattr(frame, role)) for role in ("source", "content")}
    changed: Attribution = state.renewed(frame, **roles, cue=new if frame.cue == old else frame.cue)
    return changed


def reshape(state: EditorState, spans: Fragments, fragment: int | None = None) -> Sequence[Edit]:
    """Give the active annotation other fragments, unless they are what it has."""
    annotation = state.active_annotation
    if annotation is None or spans == annotation.fragments:
        return ()
    edit = reshaped(state, annotation, spans)
    state.look(fragment=fragment)
    return (edit,)


# --- candidates ---------------------------------------------------------------------------------------------------


def situation(state: EditorState, but: str = "") -> Situation:
    """What the ranking may look at, without the role `but`."""
    around = Span(max(0, state.current.start - NEAR), state.current.end + NEAR)
    frame = state.active_frame
    own = {i for _, i in frame.roles} if frame else set()
    taken: dict[str, set[Span]] = {}
    for annotation in state.nearby.of(Annotation, around):
        if annotation.id not in own:
            label = state.codebook.label(annotation.label)
            taken.setdefault((label and label.role) or annotation.label, set()).update(annotation.fragments)
    return Situation(
        document=state.document,
        sentences=state.sentences,
        sentence=state.sentence,
        cursor=state.cursor.start,
        frame=_roles(state, but),
        taken={label: frozenset(spans) for label, spans in taken.items()},
    )


def _roles(state: EditorState, but: str) -> dict[str, tuple[Fragments, ...]]:
    frame = state.active_frame
    roles = {role for role, _ in frame.roles} - {but} if frame else set()
    return {role: tuple(state.annotations.spans_of(frame, role)) for role in roles if frame}


def _offered(state: EditorState, label: Label) -> list[Fragments]:
    """The ranked spans for the label; those that are what the role has already come last."""
    starts_frame = label.role == "cue" and (state.active_frame is None or state.active_frame.cue is not None)
    if starts_frame:
        state.look(frame=None, active=None)
    there = filling(state, label.role)
    ranked = candidates(label, situation(state, but=label.role))
    return sorted(ranked, key=lambda spans: there is not None and spans == there.fragments)
