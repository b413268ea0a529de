"""Marking spans and building frames from them: label keys, fragments, no source, continuation, removal."""

from collections.abc import Callable, Sequence
from typing import Any

from annotator.domain.codebook import Label
from annotator.domain.editing.state import Cycle, EditorState
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution
from annotator.domain.selecting import Situation, candidates, more_fragments
from annotator.domain.spans import Fragments, Span, fragments, fragments_overlap, words

NEAR = 3000
"""Code points on either side in which what is marked already is told to the ranking."""


def label_key(state: EditorState, label: Label) -> Sequence[Edit]:
    """Mark the selection, or the best span for the label; pressed again, the next best one."""
    state.last = lambda: label_key(state, label)
    if selection := state.selection:
        state.cycle = None
        return (_mark_more(state, label, (selection,)),)
    offered = [] if _is_cycling(state, label.name) else _offered(state, label)
    return _cycled(
        state, label.name, offered, lambda spans: mark(state, label, spans), f"no {label.title.lower()} here"
    )


def mark(state: EditorState, label: Label, spans: Fragments) -> Edit:
    """Mark the fragments with the label; a role joins the active frame, taking the place of what filled it."""
    filling = _filling(state, label.role)
    if filling and label.role != "cue":
        return _reshaped(state, filling, spans)
    annotation, fresh = _annotation(state, label, spans)
    removed, added = _joined(state, label.role, annotation)
    frame_id = next((r.id for r in added if isinstance(r, Attribution)), state.frame if label.role else None)
    edit = state.change(f"mark {label.title.lower()}", removed, [*fresh, *added])
    state.look(active=annotation.id, frame=frame_id, selection=None, fragment=None)
    return edit


def _mark_more(state: EditorState, label: Label, spans: Fragments) -> Edit:
    """Mark a selection: a further fragment of the frame's content, a further source, or a span of its own."""
    filling = _filling(state, label.role)
    if label.role == "content" and filling and not fragments_overlap(filling.fragments, spans):
        return _reshaped(state, filling, fragments((*filling.fragments, *spans)))
    if label.role == "source" and filling:
        annotation, fresh = _annotation(state, label, spans)
        removed, added = _joined(state, label.role, annotation)
        edit = state.change(f"mark {label.title.lower()}", removed, [*fresh, *added])
        state.look(active=annotation.id, selection=None, fragment=None)
        return edit
    return mark(state, label, spans)


def _filling(state: EditorState, role: str) -> Annotation | None:
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
    return [frame], [state.renewed(frame, **_filled(frame, role, annotation.id))]


def _filled(frame: Attribution | None, role: str, annotation_id: str) -> dict[str, Any]:
    if role == "cue":
        return {"cue": annotation_id}
    return {role: (*(getattr(frame, role) if frame else ()), annotation_id)}


def _reshaped(state: EditorState, annotation: Annotation, spans: Fragments) -> Edit:
    """Give the annotation other fragments; its attributes, note and frame stay."""
    edit = state.change("change span", [annotation], [state.renewed(annotation, fragments=spans)])
    state.look(active=annotation.id, selection=None, fragment=None)
    return edit


def reshape(state: EditorState, spans: Fragments, fragment: int | None = None) -> Sequence[Edit]:
    """Give the active annotation other fragments, unless they are what it has."""
    annotation = state.active_annotation
    if annotation is None or spans == annotation.fragments:
        return ()
    edit = _reshaped(state, annotation, spans)
    state.look(fragment=fragment)
    return (edit,)


# --- candidates ---------------------------------------------------------------------------------------------------


def situation(state: EditorState, but: str = "") -> Situation:
    """What the ranking may look at, without the role `but`."""
    around = Span(max(0, state.current.start - NEAR), state.current.end + NEAR)
    taken: dict[str, set[Span]] = {}
    for annotation in state.nearby.of(Annotation, around):
        taken.setdefault(annotation.label, set()).update(annotation.fragments)
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
    filling = _filling(state, label.role)
    ranked = candidates(label, situation(state, but=label.role))
    return sorted(ranked, key=lambda spans: filling is not None and spans == filling.fragments)


def _is_cycling(state: EditorState, name: str) -> bool:
    return state.cycle is not None and state.cycle.name == name


def _cycled(
    state: EditorState, name: str, options: Sequence[Any], do: Callable[[Any], Edit], nothing: str
) -> Sequence[Edit]:
    """Take the first option, or undo the option taken by the same key just before and take the next one."""
    undone: list[Edit] = []
    if state.cycle and state.cycle.name == name and state.cycle.edit:
        undone = [state.cycle.edit.inverse(state.new_id(), state.now())]
        state.take(undone[0])
        state.cycle.index = (state.cycle.index + 1) % len(state.cycle.options)
        state.focus = state.cycle.before
    else:
        state.cycle = Cycle(name, options, do, state.focus)
    cycle = state.cycle
    if not cycle.options:
        state.cycle, state.message = None, nothing
        return ()
    cycle.edit = cycle.do(cycle.options[cycle.index])
    state.message = f"{cycle.index + 1} of {len(cycle.options)}"
    return (*undone, cycle.edit)


# --- fragments, sources, continuation, removal ------------------------------------------------------------------------


def add_fragment(state: EditorState) -> Sequence[Edit]:
    """Add the selection, or the next best span, to the active annotation."""
    annotation = state.active_annotation
    label = state.codebook.label(annotation.label) if annotation else None
    if annotation is None or label is None:
        state.message = "no span is active: mark one first"
        return ()
    if selection := state.selection:
        return reshape(state, fragments((*annotation.fragments, selection)))
    more = () if _is_cycling(state, "+") else more_fragments(label, annotation.fragments, situation(state, label.role))
    return _cycled(state, "+", more, lambda span: _with_fragment(state, span), "no further fragment here")


def _with_fragment(state: EditorState, span: Span) -> Edit:
    annotation = state.annotations.annotation(state.active or "")
    spans = fragments((*annotation.fragments, span))
    edit = _reshaped(state, annotation, spans)
    state.look(fragment=spans.index(span) if span in spans else None)
    return edit


def drop_fragment(state: EditorState) -> Sequence[Edit]:
    """Take the active fragment, or the last one, off the active annotation; the only one stays."""
    annotation = state.active_annotation
    if annotation is None or len(annotation.fragments) < 2:
        state.message = "the active span has only one fragment"
        return ()
    at = -1 if state.focus.fragment is None else state.focus.fragment
    dropped = annotation.fragments[at]
    return reshape(state, tuple(span for span in annotation.fragments if span != dropped))


def no_source(state: EditorState) -> Sequence[Edit]:
    """Declare that the active frame names no source, or take that back."""
    frame = state.active_frame
    declared = _declaration(state)
    if frame is None or not declared:
        state.message = "no frame is active" if frame is None else "the codebook has no value for “no source”"
        return ()
    name, value = declared
    has_it = frame.attributes.get(name) == (value,)
    attributes = {each: values for each, values in frame.attributes.items() if each != name}
    if has_it:
        changed = state.renewed(frame, attributes=attributes)
        return (state.change("take back no source", [frame], [changed]),)
    changed = state.renewed(frame, source=(), attributes=attributes | {name: (value,)})
    return (state.change("no source", [frame, *_unshared(state, frame, frame.source)], [changed]),)


def _declaration(state: EditorState) -> tuple[str, str] | None:
    """The attribute and value of a frame by which the codebook says that there is no source."""
    return next(((name, values[0]) for name, values in state.codebook.rules.no_source.items()), None)


def continues(state: EditorState) -> Sequence[Edit]:
    """Say that the active frame continues the frame before it; again for the one before that."""
    frame = state.active_frame
    if frame is None:
        state.message = "no frame is active: mark a span first"
        return ()
    earlier = [] if _is_cycling(state, "&") else _earlier(state, frame)
    return _cycled(state, "&", earlier, lambda other: _continued(state, other), "no earlier frame")


def _continued(state: EditorState, other: str) -> Edit:
    frame = state.annotations.records[state.frame or ""]
    return state.change("continues", [frame], [state.renewed(frame, continues=other)])


def _earlier(state: EditorState, frame: Attribution) -> list[str]:
    """The frames that begin before this one, nearest first."""
    begins = {each.id: _begin(state, each) for each in state.annotations.of(Attribution)}
    here = begins[frame.id]
    before = [i for i, start in begins.items() if i != frame.id and start < here]
    return sorted(before, key=lambda i: -begins[i])


def _begin(state: EditorState, frame: Attribution) -> int:
    return min((state.annotations.annotation(i).envelope.start for _, i in frame.roles), default=0)


def remove_span(state: EditorState) -> Sequence[Edit]:
    """Remove the active annotation from its frame, and altogether where no other frame needs it."""
    annotation = state.active_annotation
    if annotation is None:
        state.message = "no span is active"
        return ()
    frames = state.nearby.frames_with(annotation.id)
    holding = [f for f in frames if f.id == state.frame] or frames
    removed: list[AnyRecord] = [] if len(frames) > len(holding) else [annotation]
    added: list[AnyRecord] = []
    for frame in holding:
        removed.append(frame)
        if rest := [i for _, i in frame.roles if i != annotation.id]:
            added.append(_without(state, frame, set(rest)))
        else:
            _unhook(state, frame, removed, added)
    edit = state.change(f"remove “{words(state.text, annotation.fragments)[:40]}”", removed, added)
    state.look(active=None, fragment=None)
    return (edit,)


def _without(state: EditorState, frame: Attribution, rest: set[str]) -> Any:
    return state.renewed(
        frame,
        source=tuple(i for i in frame.source if i in rest),
        cue=frame.cue if frame.cue in rest else None,
        content=tuple(i for i in frame.content if i in rest),
    )


def remove_frame(state: EditorState) -> Sequence[Edit]:
    """Remove the active frame with the spans that no other frame needs."""
    frame = state.active_frame
    if frame is None:
        state.message = "no frame is active"
        return ()
    removed: list[AnyRecord] = [frame, *_unshared(state, frame, [i for _, i in frame.roles])]
    added: list[AnyRecord] = []
    _unhook(state, frame, removed, added)
    edit = state.change("remove frame", removed, added)
    state.look(active=None, frame=None, fragment=None)
    return (edit,)


def _unshared(state: EditorState, frame: Attribution, ids: Sequence[str]) -> list[Annotation]:
    """The annotations among `ids` that only this frame holds."""
    own = [i for i in dict.fromkeys(ids) if all(f.id == frame.id for f in state.nearby.frames_with(i))]
    return [state.annotations.annotation(i) for i in own]


def _unhook(state: EditorState, gone: Attribution, removed: list[AnyRecord], added: list[AnyRecord]) -> None:
    """Let go of the frame in those that lay in it or continued it."""
    for frame in state.annotations.of(Attribution):
        if gone.id in (frame.parent, frame.continues) and frame.id != gone.id:
            known = next((r for r in added if r.id == frame.id), None)
            if known is None:
                removed.append(frame)
            else:
                added.remove(known)
            base = known or frame
            assert isinstance(base, Attribution)
            parent = None if base.parent == gone.id else base.parent
            carried = None if base.continues == gone.id else base.continues
            added.append(state.renewed(base, parent=parent, continues=carried))
