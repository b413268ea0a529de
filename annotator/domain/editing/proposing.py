"""Answers that are proposed: those of the active suggestion, and live ones for what is one's own and open."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.domain.editing.offers import Level
from annotator.domain.editing.state import EditorState
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, Attributes, Attribution, annotation_set
from annotator.domain.spans import Span


def own_subjects(state: EditorState) -> list[Annotation | Attribution]:
    """What is active of one's own: the active span, the other spans of the active frame, and the frame."""
    frame, active = state.active_frame, state.active_annotation
    members = [state.annotations.annotation(i) for _, i in frame.roles] if frame else []
    others = [member for member in members if active is None or member.id != active.id]
    return [*([active] if active else []), *others, *([frame] if frame else [])]


def propositions(state: EditorState) -> Mapping[str, Attributes]:
    """The answers proposed and not given for what is active, by record and question."""
    if suggestion := state.suggestion:
        return {each.id: each.attributes for each in (*suggestion.spans, suggestion.record)}
    subjects = own_subjects(state)
    if not subjects or state.propose is None or state.level is Level.OFF:
        return {}
    around = _around(state, subjects)
    if state.proposed is None or state.proposed[0] != around:
        subset = annotation_set(state.annotator, around)
        found = {each.id: _open(each, state.propose(state.document, subset, each)) for each in subjects}
        state.proposed = around, {record_id: answers for record_id, answers in found.items() if answers}
    return state.proposed[1]


def _around(state: EditorState, subjects: Sequence[Annotation | Attribution]) -> list[Annotation | Attribution]:
    """What is active, and then all that is marked in the same part of the text."""
    places = [each.envelope for each in subjects if isinstance(each, Annotation)]
    region = Span(min(each.start for each in places), max(each.end for each in places)) if places else state.current
    near = state.nearby.of(Annotation, region)
    frames = {frame.id: frame for each in near for frame in state.nearby.frames_with(each.id)}
    return [*subjects, *near, *frames.values()]


def _open(record: Annotation | Attribution, proposed: Attributes) -> Attributes:
    return {name: values for name, values in proposed.items() if values and name not in record.attributes}


def take_answers(state: EditorState) -> Sequence[Edit]:
    """Give all the answers that are proposed for what is active."""
    proposed = propositions(state)
    old: list[Any] = [state.annotations.records[record_id] for record_id in proposed]
    new = [state.renewed(each, attributes={**each.attributes, **proposed[each.id]}) for each in old]
    count = sum(map(len, proposed.values()))
    state.message = f"{count} proposed answer{'s' if count > 1 else ''} taken"
    return (state.change("take the proposed answers", old, new),)
