"""Mending what a check found: each fix is one edit, made by the same actions that an analyst has by keys."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from annotator.domain.checks import Fix, Problem
from annotator.domain.codebook import Codebook, attributes_of
from annotator.domain.editing import framing, marking, removing
from annotator.domain.editing.linking import links_of
from annotator.domain.editing.state import EditorState
from annotator.domain.edits import Edit
from annotator.domain.errors import EditError
from annotator.domain.records import AnnotatedDocument, Annotation, AnyRecord, Attribution, ZoneMark
from annotator.domain.spans import fragments, trimmed


def mend(held: AnnotatedDocument, annotator: str, codebook: Codebook, version: int, problem: Problem, fix: Fix) -> Edit:
    """The edit that mends the problem in the annotator's set; an `EditError` where the record has gone meanwhile."""
    state = EditorState(held, annotator, codebook, version)
    record_id = fix.record_id or problem.record_id
    record = state.annotations.records.get(record_id)
    if record_id and record is None:
        raise EditError(f"“{fix}” does not fit: what it is about is not there any more")
    edits = MENDS[fix.does](state, record, problem, fix)
    if not edits:
        raise EditError(f"“{fix}” changes nothing; open the article and mend it there")
    return edits[0]


Mend = Callable[[EditorState, Any, Problem, Fix], Sequence[Edit]]
"""Mends a problem in a record, which is None where the problem is in the text itself."""


def _trim(state: EditorState, record: Annotation, _: Problem, __: Fix) -> Sequence[Edit]:
    """Take white space off the edges of every fragment."""
    inside = (trimmed(state.text, span) for span in record.fragments)
    return [marking.reshaped(state, record, fragments(span for span in inside if span))]


def _no_source(state: EditorState, record: Attribution, _: Problem, __: Fix) -> Sequence[Edit]:
    """Declare that the frame names no source."""
    state.look(frame=record.id)
    return framing.no_source(state)


def _answer(state: EditorState, record: Any, _: Problem, fix: Fix) -> Sequence[Edit]:
    """Give an answer in place of what was given."""
    changed = state.renewed(record, attributes={**record.attributes, fix.name: (fix.value,)})
    return [state.change(str(fix), [record], [changed])]


def _clear(state: EditorState, record: Any, _: Problem, fix: Fix) -> Sequence[Edit]:
    """Take an answer back."""
    left = {name: values for name, values in record.attributes.items() if name != fix.name}
    return [state.change(str(fix), [record], [state.renewed(record, attributes=left)])]


def _remove(state: EditorState, record: AnyRecord, _: Problem, __: Fix) -> Sequence[Edit]:
    """Remove a span, a frame with its spans, or whatever else it is."""
    if isinstance(record, Annotation):
        state.look(active=record.id)
        return removing.remove_span(state)
    if isinstance(record, Attribution):
        state.look(frame=record.id)
        return removing.remove_frame(state)
    return [state.change("remove", [record])]


def _unhook(state: EditorState, record: Attribution, _: Problem, fix: Fix) -> Sequence[Edit]:
    """Let the frame lie in none, or continue none; where it does lie in another one, that follows by itself."""
    return [state.change(f"no {fix.name}", [record], [state.renewed(record, **{fix.name: None})])]


def _unlink(state: EditorState, record: Annotation, _: Problem, __: Fix) -> Sequence[Edit]:
    """Let the mention refer to nothing."""
    return [state.change("unlink source", links_of(state, record))]


def _zone(state: EditorState, record: Annotation, _: Problem, fix: Fix) -> Sequence[Edit]:
    """Say what kind of zone the paragraph is."""
    paragraph = state.document.paragraph_at(record.envelope.start)
    before = [mark for mark in state.nearby.of(ZoneMark, paragraph) if mark.span == paragraph]
    return [state.change(str(fix), before, [ZoneMark(**state.header(), span=paragraph, zone=fix.name)])]


def _mark(state: EditorState, _: None, problem: Problem, fix: Fix) -> Sequence[Edit]:
    """Mark the words with a label."""
    spans = (problem.span,) if problem.span else ()
    return [state.change(str(fix), added=[Annotation(**state.header(), label=fix.name, fragments=spans)])]


def _frame(state: EditorState, _: None, problem: Problem, fix: Fix) -> Sequence[Edit]:
    """Make a frame of the words, with an answer by which it needs neither cue nor source."""
    label = state.codebook.label_for("content").name
    content = Annotation(**state.header(), label=label, fragments=(problem.span,) if problem.span else ())
    frame = Attribution(**state.header(), content=(content.id,), attributes={fix.name: (fix.value,)})
    return [state.change(f"frame {fix.value}", added=[content, frame])]


def _label(state: EditorState, record: Annotation, _: Problem, fix: Fix) -> Sequence[Edit]:
    """Give another label, with those answers that it asks for too."""
    bare = state.renewed(record, label=fix.name, attributes={})
    known = {each.name: each for each in attributes_of(state.codebook, bare)}
    kept = {n: v for n, v in record.attributes.items() if n in known and _is_among(v, known[n].values)}
    return [state.change(str(fix), [record], [state.renewed(record, label=fix.name, attributes=kept)])]


def _is_among(given: Iterable[str], values: Sequence[str]) -> bool:
    return not values or set(given) <= set(values)


MENDS: Mapping[str, Mend] = MappingProxyType(
    {
        "trim": _trim,
        "no source": _no_source,
        "answer": _answer,
        "clear": _clear,
        "remove": _remove,
        "unhook": _unhook,
        "unlink": _unlink,
        "zone": _zone,
        "mark": _mark,
        "frame": _frame,
        "label": _label,
    }
)
"""What mends a problem in an article, by the name in its `Fix`."""
