"""Removing spans and frames, and letting go of them in what is left."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from annotator.domain.editing.state import EditorState
from annotator.domain.editing.taking import joined, refuse
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution
from annotator.domain.spans import words


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
    return (refused(state, edit),)


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
    removed: list[AnyRecord] = [frame, *unshared(state, frame, [i for _, i in frame.roles])]
    added: list[AnyRecord] = []
    _unhook(state, frame, removed, added)
    edit = state.change("remove frame", removed, added)
    state.look(active=None, frame=None, fragment=None)
    return (refused(state, edit),)


def refused(state: EditorState, edit: Edit) -> Edit:
    """The same removal, in which a suggestion that was taken before is refused now, so that it does not come back."""
    kept = {each.id for each in edit.added}
    gone = [found for each in edit.removed if each.id not in kept and (found := state.offers.copied(each.id))]
    return replace(joined([edit, *(refuse(state, each) for each in gone)]), action=edit.action) if gone else edit


def unshared(state: EditorState, frame: Attribution, ids: Sequence[str]) -> list[Annotation]:
    """The annotations among `ids` that only this frame holds."""
    own = [i for i in dict.fromkeys(ids) if all(f.id == frame.id for f in state.nearby.frames_with(i))]
    return [state.annotations.annotation(i) for i in own]


def _unhook(state: EditorState, gone: Attribution, removed: list[AnyRecord], added: list[AnyRecord]) -> None:
    """Let go of the frame in those that lay in it or continued it."""
    for frame in state.nearby.frames_with(gone.id):
        if frame.id != gone.id:
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
