"""Moving the edges of the active span; its frame, attributes and notes stay."""

from collections.abc import Callable, Sequence

from annotator.domain.editing.marking import reshape
from annotator.domain.editing.moves import hints, token_after, token_before
from annotator.domain.editing.state import EditorState, Jump
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation
from annotator.domain.spans import Fragments, Span, covers

MARKS = frozenset('.,;:!?…—–()[]«»“”„"')
"""Punctuation at which an edge stops."""

Move = Callable[[str, Span], int | None]
"""From the text and a span to the new place of one of its edges; None where there is none."""


def start_out(state: EditorState) -> Sequence[Edit]:
    """Push the start out by a token."""
    return _move(state, "start", lambda text, span: _start(token_before(text, span.start)))


def end_out(state: EditorState) -> Sequence[Edit]:
    """Push the end out by a token."""
    return _move(state, "end", lambda text, span: _end(token_after(text, span.end)))


def start_in(state: EditorState) -> Sequence[Edit]:
    """Pull the start in by a token."""
    return _move(state, "start", lambda text, span: _start(token_after(text, _end(token_after(text, span.start)) or 0)))


def end_in(state: EditorState) -> Sequence[Edit]:
    """Pull the end in by a token."""
    return _move(state, "end", lambda text, span: _end(token_before(text, _start(token_before(text, span.end)) or 0)))


def start_to_mark(state: EditorState) -> Sequence[Edit]:
    """Push the start out to just after the punctuation mark before, or to the start of the paragraph."""
    return _move(state, "start", _mark_before)


def end_to_mark(state: EditorState) -> Sequence[Edit]:
    """Push the end out to just before the next punctuation mark, past it when it stands there already."""
    return _move(state, "end", _mark_after)


def jump_start(state: EditorState) -> None:
    """Wait for the word at which the active span is to start."""
    _jump(state, "start", lambda word: word.start)


def jump_end(state: EditorState) -> None:
    """Wait for the word with which the active span is to end."""
    _jump(state, "end", lambda word: word.end)


def snap(state: EditorState) -> Sequence[Edit]:
    """Set the active span to the shortest quotation around it, or to the next longer one."""
    annotation = state.active_annotation
    if annotation is None:
        return _inactive(state)
    around = [q for q in state.document.quotations if covers(q, annotation.envelope) and q != annotation.envelope]
    if not around:
        state.message = "no quotation marks around the active span"
        return ()
    return reshape(state, (min(around, key=len),))


def _move(state: EditorState, edge: str, to: Move) -> Sequence[Edit]:
    annotation = state.active_annotation
    if annotation is None:
        return _inactive(state)
    index = _fragment(state, annotation, edge)
    place = to(state.text, annotation.fragments[index])
    return () if place is None else _set_edge(state, annotation, index, edge, place)


def _set_edge(state: EditorState, annotation: Annotation, index: int, edge: str, place: int) -> Sequence[Edit]:
    """Put one edge of one fragment at `place`; fragments it runs over are taken in."""
    old = annotation.fragments[index]
    start, end = (place, old.end) if edge == "start" else (old.start, place)
    if start >= end:
        state.message = "a span cannot be empty"
        return ()
    new = Span(start, end)
    kept = [f for i, f in enumerate(annotation.fragments) if i != index]
    spans: Fragments = tuple(sorted([new, *_cut(kept, new)]))
    return reshape(state, spans, None if state.focus.fragment is None else spans.index(new))


def _cut(others: list[Span], new: Span) -> list[Span]:
    """The other fragments without what `new` now covers."""
    rest: list[Span] = []
    for other in others:
        if other.end <= new.start or other.start >= new.end:
            rest.append(other)
        elif other.start < new.start:
            rest.append(Span(other.start, new.start))
        elif other.end > new.end:
            rest.append(Span(new.end, other.end))
    return rest


def _fragment(state: EditorState, annotation: Annotation, edge: str) -> int:
    """The fragment whose edge moves: the active one, else the first for a start and the last for an end."""
    last = len(annotation.fragments) - 1
    chosen = state.focus.fragment
    return min(chosen, last) if chosen is not None else (0 if edge == "start" else last)


def _jump(state: EditorState, edge: str, place_in: Callable[[Span], int]) -> None:
    annotation = state.active_annotation
    if annotation is None:
        _inactive(state)
        return
    index = _fragment(state, annotation, edge)
    near = annotation.fragments[index].start if edge == "start" else annotation.fragments[index].end

    def go(word: Span) -> Sequence[Edit]:
        return _set_edge(state, annotation, index, edge, place_in(word))

    state.pending = Jump(hints(state, near), go)


def _inactive(state: EditorState) -> Sequence[Edit]:
    state.message = "no span is active: mark one, or Tab to one"
    return ()


def _start(token: Span | None) -> int | None:
    return token.start if token else None


def _end(token: Span | None) -> int | None:
    return token.end if token else None


def _mark_before(text: str, span: Span) -> int | None:
    """The start of the first token after the nearest mark that lies at least one token before the span."""
    place, token = None, token_before(text, span.start)
    while token and "\n" not in text[token.end : place if place is not None else span.start]:
        if text[token.start] in MARKS and place is not None:
            return place
        place, token = token.start, token_before(text, token.start)
    return place


def _mark_after(text: str, span: Span) -> int | None:
    """The end of the last token before the nearest mark that lies at least one token after the span."""
    place, token = None, token_after(text, span.end)
    while token and "\n" not in text[place if place is not None else span.end : token.start]:
        if text[token.start] in MARKS and place is not None:
            return place
        place, token = token.end, token_after(text, token.end)
    return place
