"""Going from span to span: Tab, its way back, and the click on one."""

from annotator.domain.documents import sentence_at
from annotator.domain.editing.moves import token_after
from annotator.domain.editing.state import EditorState
from annotator.domain.records import Annotation
from annotator.domain.spans import Span

FIRST_WINDOW = 4096
"""Code points looked at first for the next span."""

Stop = tuple[Span, str, int]
"""A fragment, its annotation's id, and its number; -1 where it is the only one."""


def next_span(state: EditorState) -> None:
    """Make the next fragment in reading order the active one."""
    _step_span(state, 1)


def previous_span(state: EditorState) -> None:
    """Make the fragment before the active one."""
    _step_span(state, -1)


def _step_span(state: EditorState, step: int) -> None:
    here, whole = _here(state), Span(0, max(1, len(state.text)))
    ahead = Span(here[0].start, whole.end) if step > 0 else Span(0, here[0].start + 1)
    stop = _next_stop(state, ahead, step, here) or _next_stop(state, whole, step, None)
    if stop is None:
        state.message = "nothing is marked yet"
        return
    span, annotation_id, number = stop
    _activate(state, span, annotation_id, None if number < 0 else number)


def _here(state: EditorState) -> Stop:
    """The active fragment as a stop; without one, the cursor."""
    annotation = state.active_annotation
    if annotation is None:
        return state.cursor, "", -1
    number = state.focus.fragment if len(annotation.fragments) > 1 else None
    return annotation.fragments[number or 0], annotation.id, -1 if number is None else number


def _next_stop(state: EditorState, within: Span, step: int, after: Stop | None) -> Stop | None:
    """The first stop within a part of the text in the direction of `step`, looked for in ever larger windows."""
    size = FIRST_WINDOW
    begin = within.start if step > 0 else within.end
    while within.start <= begin <= within.end:
        end = max(within.start, min(within.end, begin + step * size))
        if begin == end:
            return None
        window = Span(min(begin, end), max(begin, end))
        stops = [stop for stop in _stops(state, window) if after is None or _is_beyond(stop, after, step)]
        if stops:
            return min(stops) if step > 0 else max(stops)
        begin, size = end, size * 2
    return None


def _is_beyond(stop: Stop, other: Stop, step: int) -> bool:
    return stop > other if step > 0 else stop < other


def _stops(state: EditorState, window: Span) -> list[Stop]:
    """The fragments that begin in the window."""
    return [
        (span, annotation.id, number if len(annotation.fragments) > 1 else -1)
        for annotation in state.nearby.of(Annotation, window)
        for number, span in enumerate(annotation.fragments)
        if span.start in window
    ]


def _activate(state: EditorState, span: Span, annotation_id: str, fragment: int | None) -> None:
    frames = state.nearby.frames_with(annotation_id)
    kept = state.frame if any(frame.id == state.frame for frame in frames) else None
    state.go_to_sentence(sentence_at(state.sentences, span.start))
    state.look(
        active=annotation_id,
        fragment=fragment,
        frame=kept or (frames[0].id if frames else None),
        cursor=token_after(state.text, span.start) or state.cursor,
    )


def activate_at(state: EditorState, offset: int) -> bool:
    """Make the shortest span over `offset` the active one, as a click does; whether there is one."""
    around = state.nearby.of(Annotation, Span(offset, offset + 1))
    over = [(len(s), a, s) for a in around for s in a.fragments if offset in s]
    if over:
        _, annotation, span = min(over, key=lambda each: each[0])
        index = annotation.fragments.index(span) if len(annotation.fragments) > 1 else None
        cursor = state.cursor
        _activate(state, span, annotation.id, index)
        state.look(cursor=cursor, sentence=sentence_at(state.sentences, cursor.start))
    return bool(over)
