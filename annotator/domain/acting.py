"""Doing the same thing to many records: what it is, what it changes in one article, and why not where it cannot."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotator.domain.codebook import Label, asked, attributes_of, invalid_values, values_of
from annotator.domain.editing.removing import remove_frame, remove_span
from annotator.domain.editing.state import EditorState
from annotator.domain.editing.taking import joined
from annotator.domain.edits import Edit
from annotator.domain.records import Annotation, AnyRecord, Attribution, Remark
from annotator.domain.spans import Fragments


class Target(Struct, frozen=True):
    """One thing to do something to."""

    spans: Fragments
    """The words."""
    record_id: str = ""
    """The record; empty for words, or a sentence, without one."""


class Outcome(Struct, frozen=True):
    """What doing it would come to."""

    told: str
    """What changes, or why nothing does."""
    edits: Sequence[Edit] = ()
    """The change; none where it is left as it is."""


Do = Callable[[EditorState, Target], Outcome]
"""Does it to one target; what it changes is applied to the state."""


class Act(Struct, frozen=True):
    """Something that can be done to many."""

    title: str
    """What it is, for the history."""
    do: Do
    """Does it."""


def answering(name: str, value: str) -> Act:
    """Give the question this answer, in place of those given; an empty value takes the answers back."""

    def do(state: EditorState, target: Target) -> Outcome:
        record = state.annotations.records.get(target.record_id)
        if not isinstance(record, Annotation | Attribution):
            return Outcome(_missing(record))
        question = next((each for each in attributes_of(state.codebook, record) if each.name == name), None)
        if question is None or not asked(question, values_of(state.codebook, record)):
            return Outcome(f"{name} is not asked here")
        values = (value,) if value else ()
        before = tuple(record.attributes.get(name, ()))
        if before == values:
            return Outcome(f"{name} is so already")
        kept = {each: given for each, given in record.attributes.items() if each != name}
        changed = state.renewed(record, attributes=kept | ({name: values} if values else {}))
        told = f"{name}: {'|'.join(before) or '–'} → {'|'.join(values) or '–'}"
        return Outcome(told, (state.change(f"{name} = {value or 'none'}", [record], [changed]),))

    return Act(f"{name} = {value or 'none'}", do)


def flagging(reason: str) -> Act:
    """Flag the record, or the words where there is none; an empty reason takes the flag back."""

    def do(state: EditorState, target: Target) -> Outcome:
        record = state.annotations.records.get(target.record_id)
        if target.record_id and record is None:
            return Outcome(_missing(record))
        if record is None:
            there = (each for each in state.nearby.of(Remark, target.spans[0]) if each.fragments == target.spans)
            record = next(there, None)
        if (record.flag if record else "") == reason:
            return Outcome("flagged so already" if reason else "not flagged")
        if record is None:
            new: AnyRecord = Remark(**state.header(), fragments=target.spans, flag=reason)
            return Outcome(f"flag: {reason}", (state.change("flag", [], [new]),))
        changed = state.renewed(record, flag=reason)
        is_empty = isinstance(changed, Remark) and not changed.flag and not changed.note
        edit = state.change("flag" if reason else "remove flag", [record], [] if is_empty else [changed])
        return Outcome(f"flag: {reason or '–'}", (edit,))

    return Act(f"flag “{reason}”" if reason else "remove flag", do)


def removing() -> Act:
    """Remove the record; frames let go of it as they do under the key."""

    def do(state: EditorState, target: Target) -> Outcome:
        record = state.annotations.records.get(target.record_id)
        if isinstance(record, Annotation):
            in_frames = len(state.nearby.frames_with(record.id))
            state.look(active=record.id, frame=None, fragment=None)
            return Outcome(f"removed{', also from its frame' if in_frames else ''}", tuple(remove_span(state)))
        if isinstance(record, Attribution):
            state.look(active=None, frame=record.id)
            return Outcome("removed with its spans", tuple(remove_frame(state)))
        if isinstance(record, Remark):
            return Outcome("removed", (state.change("remove note", [record], []),))
        return Outcome(_missing(record))

    return Act("remove", do)


def relabelling(label: Label) -> Act:
    """Give the annotation another label; of its answers, those stay that the new label allows."""

    def do(state: EditorState, target: Target) -> Outcome:
        record = state.annotations.records.get(target.record_id)
        if not isinstance(record, Annotation):
            return Outcome(_missing(record))
        if record.label == label.name:
            return Outcome(f"is {label.name} already")
        role = _role_in_frames(state, record)
        if role and role != label.role:
            return Outcome(f"is the {role} of a frame")
        bare = replace(record, label=label.name, attributes={})
        answers = {name: given for name, given in record.attributes.items() if _is_allowed(state, bare, name, given)}
        changed = state.renewed(record, label=label.name, attributes=answers)
        lost = ", ".join(each for each in record.attributes if each not in answers)
        told = f"{record.label} → {label.name}" + (f", without {lost}" if lost else "")
        return Outcome(told, (state.change(f"relabel {record.label} as {label.name}", [record], [changed]),))

    return Act(f"relabel as {label.name}", do)


def _is_allowed(state: EditorState, bare: Annotation, name: str, given: tuple[str, ...]) -> bool:
    return not invalid_values(state.codebook, replace(bare, attributes={name: given}))


def _role_in_frames(state: EditorState, record: Annotation) -> str:
    """The role that the annotation fills in some frame."""
    roles = (role for frame in state.nearby.frames_with(record.id) for role, i in frame.roles if i == record.id)
    return next(roles, "")


def _missing(record: AnyRecord | None) -> str:
    return "is no longer there" if record is None else "this is not for it"


def acted(
    state: EditorState, act: Act, targets: Sequence[Target], edit_id: str = ""
) -> tuple[list[Outcome], Edit | None]:
    """What the act comes to for each target in one article, one after the other, and all of it as one edit."""
    outcomes = [act.do(state, each) for each in targets]
    edits = [edit for each in outcomes for edit in each.edits]
    if not edits:
        return outcomes, None
    return outcomes, replace(joined(edits), id=edit_id or edits[-1].id, action=act.title)
