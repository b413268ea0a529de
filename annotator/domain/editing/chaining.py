"""Going along a chain of frames: into the frame inside the active content, and out to the frame around."""

from annotator.domain.chains import inner_frames, parent_of
from annotator.domain.documents import sentence_at
from annotator.domain.editing.moves import token_after
from annotator.domain.editing.state import EditorState
from annotator.domain.records import Annotation, Attribution
from annotator.domain.spans import Span, covers


def inner_frame(state: EditorState) -> None:
    """Make the frame inside the active frame's content the active one; of several, the one at the cursor."""
    frame = state.active_frame
    inside = inner_frames(state.annotations, frame) if frame else []
    if not inside:
        state.message = "no frame is inside this one" if frame else "no frame is active"
        return
    at_cursor = (each for each in inside if any(covers(place, state.cursor) for place in _places(state, each)))
    _open(state, next(at_cursor, inside[0]))


def outer_frame(state: EditorState) -> None:
    """Make the frame around the active frame the active one."""
    frame = state.active_frame
    above = parent_of(state.annotations, frame) if frame else None
    if above is None:
        state.message = "no frame is around this one" if frame else "no frame is active"
        return
    _open(state, above)


def _open(state: EditorState, frame: Attribution) -> None:
    """Make it the active frame, at its cue, its source or its content."""
    own = [*((frame.cue,) if frame.cue else ()), *frame.source, *frame.content]
    if not own:
        return
    place = state.annotations.annotation(own[0]).fragments[0]
    state.go_to_sentence(sentence_at(state.sentences, place.start))
    cursor = token_after(state.text, place.start) or state.cursor
    state.look(active=own[0], frame=frame.id, fragment=None, cursor=cursor)


def _places(state: EditorState, frame: Attribution) -> list[Span]:
    members = (state.annotations.records.get(each) for _, each in frame.roles)
    return [span for each in members if isinstance(each, Annotation) for span in each.fragments]
