"""Flags and notes: on a span, a frame, a sentence, any words or the article; none of them is ever a label."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from annotator.domain.acceptances import is_acceptance
from annotator.domain.editing.state import Choose, EditorState, Write
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution, Remark
from annotator.domain.spans import Fragments


class Subject(NamedTuple):
    """What is remarked on."""

    name: str
    """What it is called."""
    record: Annotation | Attribution | Remark | None
    """The record that holds the flag or note; None where a remark is to be made."""
    fragments: Fragments
    """The words that a new remark is about; none for the article."""


def flag(state: EditorState) -> None:
    """Ask why the active span, the selection or the sentence is flagged; an empty reason takes the flag back."""
    _ask(state, "flag", _here(state))


def note(state: EditorState) -> None:
    """Ask for a note on the active span, the selection or the sentence; an empty one removes it."""
    _ask(state, "note", _here(state))


def note_on(state: EditorState) -> None:
    """Choose whether to note or flag the active frame, the sentence or the article."""
    subjects = {"s": _on(state, "sentence", (state.current,)), "a": _on(state, "article", ())}
    if frame := state.active_frame:
        subjects = {"f": Subject("frame", frame, ()), **subjects}
    notes = [(key, f"note on the {each.name}") for key, each in subjects.items()]
    flags = [(key.upper(), f"flag on the {each.name}") for key, each in subjects.items()]

    def go(key: str) -> tuple[()]:
        _ask(state, "flag" if key.isupper() else "note", subjects[key.lower()])
        return ()

    state.pending = Choose("remark", (*notes, *flags), go)


def _here(state: EditorState) -> Subject:
    """The active span, else the selection, else the sentence."""
    if state.active_annotation and not state.selection:
        return Subject("span", state.active_annotation, ())
    return _on(state, "words" if state.selection else "sentence", (state.selection or state.current,))


def _on(state: EditorState, name: str, fragments: Fragments) -> Subject:
    """These words, or the article, with the last remark of one's own on them."""
    near = state.nearby.of(Remark, fragments[0]) if fragments else state.annotations.of(Remark)
    own = [each for each in near if each.fragments == fragments and not is_acceptance(each)]
    return Subject(name, own[-1] if own else None, fragments)


def _ask(state: EditorState, field: str, subject: Subject) -> None:
    initial = getattr(subject.record, field) if subject.record else ""
    title = f"{field} on this {subject.name}" if subject.name != "article" else f"{field} on the article"
    state.pending = Write(title, initial, lambda text: _write(state, field, subject, text.strip()))


def _write(state: EditorState, field: str, subject: Subject, text: str) -> Sequence[Edit]:
    record: Any = subject.record
    if record is None:
        if not text:
            return ()
        new = Remark(**state.header() | {field: text}, fragments=subject.fragments)
        return (state.change(field, added=[new]),)
    changed = state.renewed(record, **{field: text})
    return (state.change(field if text else f"remove {field}", [record], [] if is_empty(changed) else [changed]),)


def is_empty(record: AnyRecord) -> bool:
    """Whether nothing is left of a remark."""
    return isinstance(record, Remark) and not record.flag and not record.note
