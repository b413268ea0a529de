"""Making a suggestion one's own: the copies that an acceptance or a rejection adds, and keys that take and change."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from annotator.domain.editing.offers import Suggestion
from annotator.domain.editing.state import EditorState, Focus
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution, Status
from annotator.domain.spans import words
from annotator.domain.suggestions import copy_id


def take(state: EditorState, suggestion: Suggestion, status: Status = Status.ACCEPTED) -> Edit:
    """Copy a suggestion into the annotator's set, joined to what it continues, and make its span at hand active."""
    ids: dict[str, str] = {}
    added: list[AnyRecord] = []
    for span in suggestion.spans:
        known = _shared(state, span)
        ids[span.id] = known.id if known else _free_id(state, span.id)
        added += [] if known else [_copy(state, span, ids[span.id], Status.ACCEPTED)]
    removed, frames = _taken_frames(state, suggestion, ids, status)
    edit = state.change(f"accept “{_words(state, suggestion)}”", removed, [*added, *frames])
    part = suggestion.spans[min(state.focus.part, len(suggestion.spans) - 1)]
    state.look(active=ids[part.id], frame=ids.get(suggestion.id), fragment=None)
    return edit


def _taken_frames(
    state: EditorState, suggestion: Suggestion, ids: dict[str, str], status: Status
) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """The frame's copy, and the earlier taken frames that turn out to continue it."""
    frame = suggestion.record
    if isinstance(frame, Annotation):
        return [], []
    ids[frame.id] = _free_id(state, frame.id)
    carried = _own_frame(state, frame.continues)
    own = replace(_copied_frame(state, frame, ids, status), continues=carried.id if carried else None)
    naming = [each for each in state.offers.nearby.frames_with(frame.id) if each.continues == frame.id]
    waiting = [each for frame in naming if (each := _own_frame(state, frame.id)) and each.continues is None]
    return [*waiting], [own, *(replace(each, continues=own.id) for each in waiting)]


def refuse(state: EditorState, suggestion: Suggestion) -> Edit:
    """Keep copies of a suggestion as rejected, so that no machine suggests it again."""
    ids = {record.id: _free_id(state, record.id) for record in (*suggestion.spans, suggestion.record)}
    added: list[AnyRecord] = [_copy(state, span, ids[span.id], Status.REJECTED) for span in suggestion.spans]
    if isinstance(suggestion.record, Attribution):
        added.append(_copied_frame(state, suggestion.record, ids, Status.REJECTED))
    return state.change(f"reject “{_words(state, suggestion)}”", added=added)


def _free_id(state: EditorState, suggested_id: str) -> str:
    """The id of the annotator's copy; another one where a different decision has it."""
    own_id = copy_id(suggested_id, state.annotator)
    return state.new_id() if own_id in state.annotations.records else own_id


def _shared(state: EditorState, span: Annotation) -> Annotation | None:
    """The annotator's source on the same words, which two frames then share, as when it is marked by hand."""
    label = state.codebook.label(span.label)
    near = state.nearby.of(Annotation, span.envelope) if label and label.role == "source" else ()
    return next((own for own in near if (own.label, own.fragments) == (span.label, span.fragments)), None)


def _own_frame(state: EditorState, suggested_id: str | None) -> Attribution | None:
    """The annotator's frame that was taken from the suggestion with this id."""
    record = state.annotations.records.get(copy_id(suggested_id or "", state.annotator))
    return record if isinstance(record, Attribution) and record.status is not Status.REJECTED else None


def _copy(state: EditorState, span: Annotation, own_id: str, status: Status) -> Annotation:
    header = state.header() | {"id": own_id, "status": status, "origin": _origin(span), "score": span.score}
    return Annotation(**header, label=span.label, fragments=span.fragments, attributes=span.attributes)


def _copied_frame(state: EditorState, frame: Attribution, ids: dict[str, str], status: Status) -> Attribution:
    header = state.header() | {"id": ids[frame.id], "status": status, "origin": _origin(frame), "score": frame.score}
    return Attribution(
        **header,
        source=tuple(ids[i] for i in frame.source),
        cue=ids[frame.cue] if frame.cue else None,
        content=tuple(ids[i] for i in frame.content),
        attributes=frame.attributes,
    )


def _origin(record: AnyRecord) -> str:
    return record.origin or record.annotator


def _words(state: EditorState, suggestion: Suggestion) -> str:
    return words(state.text, suggestion.gist.fragments)[:40]


# --- one key, one edit ----------------------------------------------------------------------------------------------


def joined(edits: Sequence[Edit]) -> Edit:
    """Several edits, made one after the other, as one that bears the name of the last."""
    removed: dict[str, AnyRecord] = {}
    added: dict[str, AnyRecord] = {}
    for edit in edits:
        for record in edit.removed:
            if added.pop(record.id, None) is None:
                removed[record.id] = record
        added |= {record.id: record for record in edit.added}
    return replace(edits[-1], removed=tuple(removed.values()), added=tuple(added.values()))


def give_back(state: EditorState, taken: Edit, focus: Focus) -> None:
    """Undo a taking that comes to nothing, before anyone has heard of it."""
    state.adopt(taken.inverse(state.new_id(), state.now()))
    state.focus = focus


def taking(
    state: EditorState, suggestion: Suggestion, do: Callable[[EditorState], Iterable[Edit] | None]
) -> list[Edit]:
    """Do to a suggestion what a key does to one's own spans: take it in the same edit, unless nothing is done."""
    before = state.focus
    taken = take(state, suggestion, Status.EDITED)
    return _settled(state, taken, before, do(state))


def _settled(state: EditorState, taken: Edit, before: Focus, edits: Iterable[Edit] | None) -> list[Edit]:
    done, pending, after = list(edits or ()), state.pending, state.focus
    if done:  # a key that offers one thing after the other undoes its own edit alone
        return [taken, *done] if state.cycle else [joined([taken, *done])]
    give_back(state, taken, before)
    if pending:

        def go(answer: object) -> list[Edit]:
            state.adopt(taken)
            state.focus = after
            return _settled(state, taken, before, pending.do(answer))  # type: ignore[arg-type]

        state.pending = replace(pending, do=go)
    return []
