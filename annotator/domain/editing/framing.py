"""What a frame consists of besides its first spans: further fragments, no source, the frame it continues."""

from collections.abc import Sequence

from annotator.domain.editing.cycling import cycled, is_cycling
from annotator.domain.editing.marking import declaration, reshape, reshaped, situation
from annotator.domain.editing.removing import unshared
from annotator.domain.editing.state import EditorState
from annotator.domain.edits import Edit
from annotator.domain.records import Attribution, Status
from annotator.domain.selecting import more_fragments
from annotator.domain.spans import Span, fragments

NEAR = 20_000
"""Code points before a frame in which the frames are near that it may continue."""


def add_fragment(state: EditorState) -> Sequence[Edit]:
    """Add the selection, or the next best span, to the active annotation."""
    annotation = state.active_annotation
    label = state.codebook.label(annotation.label) if annotation else None
    if annotation is None or label is None:
        state.message = "no span is active: mark one first"
        return ()
    if selection := state.selection:
        return reshape(state, fragments((*annotation.fragments, selection)))
    more = () if is_cycling(state, "+") else more_fragments(label, annotation.fragments, situation(state, label.role))
    return cycled(state, "+", more, lambda span: _with_fragment(state, span), "no further fragment here")


def _with_fragment(state: EditorState, span: Span) -> Edit:
    annotation = state.annotations.annotation(state.active or "")
    spans = fragments((*annotation.fragments, span))
    edit = reshaped(state, annotation, spans)
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
    declared = declaration(state)
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
    return (state.change("no source", [frame, *unshared(state, frame, frame.source)], [changed]),)


def continues(state: EditorState) -> Sequence[Edit]:
    """Say that the active frame continues the frame before it; again for the one before that."""
    frame = state.active_frame
    if frame is None:
        state.message = "no frame is active: mark a span first"
        return ()
    earlier = [] if is_cycling(state, "&") else _earlier(state, frame)
    return cycled(state, "&", earlier, lambda other: _continued(state, other), "no earlier frame")


def _continued(state: EditorState, other: str) -> Edit:
    frame = state.annotations.records[state.frame or ""]
    return state.change("continues", [frame], [state.renewed(frame, continues=other)])


def _earlier(state: EditorState, frame: Attribution) -> list[str]:
    """The frames that begin before this one, nearest first; far ones only where none is near."""
    here = _begin(state, frame)
    near = state.nearby.frames(Span(max(0, here - NEAR), here + 1))
    begins = {each.id: _begin(state, each) for each in near}
    if not any(start < here for start in begins.values()):
        live = (each for each in state.annotations.of(Attribution) if each.status is not Status.REJECTED)
        begins = {each.id: _begin(state, each) for each in live}
    before = [i for i, start in begins.items() if i != frame.id and start < here]
    return sorted(before, key=lambda i: -begins[i])


def _begin(state: EditorState, frame: Attribution) -> int:
    return min((state.annotations.annotation(i).envelope.start for _, i in frame.roles), default=0)
