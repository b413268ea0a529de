"""Suggestions under the keys: going from one to the next, taking, refusing and changing them, and asking why."""

from collections.abc import Iterable, Sequence

from annotator.domain.codebook import Label
from annotator.domain.documents import sentence_at
from annotator.domain.editing.cycling import cycled, is_cycling
from annotator.domain.editing.marking import filling, mark, reshaped, situation
from annotator.domain.editing.moves import marks_of, token_after
from annotator.domain.editing.offers import Level, Suggestion
from annotator.domain.editing.proposing import propositions, take_answers
from annotator.domain.editing.state import EditorState
from annotator.domain.editing.taking import give_back, joined, refuse, take, taking
from annotator.domain.editing.visiting import next_span, previous_span
from annotator.domain.edits import Edit
from annotator.domain.machines import STRONG
from annotator.domain.records import Annotation, Attribution, Status
from annotator.domain.selecting import candidates
from annotator.domain.spans import Fragments

# --- going there ------------------------------------------------------------------------------------------------------


def next_suggestion(state: EditorState) -> None:
    """Make the next suggestion in reading order the active one; where none is left, the next span."""
    if not _step(state, 1):
        next_span(state)


def previous_suggestion(state: EditorState) -> None:
    """Make the suggestion before the active one; where none is left, the span before."""
    if not _step(state, -1):
        previous_span(state)


def _step(state: EditorState, step: int) -> bool:
    """Go to the suggestion after or before, from the other end of the article again; whether there is one."""
    here = state.suggestion or (state.current.start if step > 0 else state.current.start - 1)
    ends = -1 if step > 0 else len(state.text)
    found = state.offers.step(here, step, state.level) or state.offers.step(ends, step, state.level)
    if found:
        activate(state, found)
    return found is not None


def activate(state: EditorState, suggestion: Suggestion) -> None:
    """Make a suggestion the active one, in the sentence where it begins."""
    start = suggestion.place.start
    state.look(active=None, frame=None, fragment=None)
    index = sentence_at(state.sentences, start)
    if index != state.sentence:
        state.go_to_sentence(index)
    state.look(cursor=token_after(state.text, start) or state.cursor, selection=None)
    state.attend(suggestion)


def activate_at(state: EditorState, offset: int) -> None:
    """Make the shortest suggestion with a span over `offset` the active one, as a click does."""
    over = [
        (len(fragment), suggestion.id, number, suggestion)
        for suggestion in state.offers.near(state.sentences[sentence_at(state.sentences, offset)], state.level)
        for number, span in enumerate(suggestion.spans)
        for fragment in span.fragments
        if offset in fragment
    ]
    if over:
        *_, number, suggestion = min(over, key=lambda each: each[:3])
        state.look(suggestion=suggestion.id, part=number)


def next_part(state: EditorState) -> None:
    """Let the edge keys move the next span of the active suggestion."""
    _turn(state, 1)


def previous_part(state: EditorState) -> None:
    """Let the edge keys move the span before in the active suggestion."""
    _turn(state, -1)


def _turn(state: EditorState, step: int) -> None:
    if suggestion := state.suggestion:
        state.look(part=(state.focus.part + step) % len(suggestion.spans))


# --- deciding ---------------------------------------------------------------------------------------------------------


def accept(state: EditorState) -> Sequence[Edit]:
    """Take what is proposed: the active suggestion, or the answers about the active frame; else go to the next one."""
    if suggestion := state.suggestion:
        edit = take(state, suggestion)
        _go_on(state, suggestion)
        return (edit,)
    if propositions(state):
        return take_answers(state)
    _go_beyond(state)
    return ()


def accept_strong(state: EditorState) -> Sequence[Edit]:
    """Take all strong suggestions that begin in the sentence."""
    strong = [each for each in state.offers.beginning_in(state.current, state.level) if each.is_strong]
    if not strong:
        state.message = "no strong suggestion begins in this sentence"
        return ()
    state.look(part=0)
    edits = [take(state, each) for each in strong]
    _go_on(state, strong[-1])
    state.message = f"{len(strong)} accepted"
    return (joined(edits),)


def reject(state: EditorState) -> Sequence[Edit]:
    """Refuse the active suggestion for good."""
    suggestion = state.suggestion
    if suggestion is None:
        return ()
    edit = refuse(state, suggestion)
    _go_on(state, suggestion)
    return (edit,)


def _go_on(state: EditorState, decided: Suggestion) -> None:
    """Make the next suggestion of this sentence active; where there is none, what was taken stays so.

    Claims follow on claims alone: whoever marks frames is not led through them.
    """
    found = state.offers.step(decided, 1, state.level, claims=decided.is_claim)
    if found and found.place.start in state.current:
        activate(state, found)


def _go_beyond(state: EditorState) -> None:
    """Go to the next suggestion but for claims, and say how many sentences on the way are not read."""
    here = state.sentence
    found = state.offers.step(state.current.start, 1, state.level, claims=False)
    if found is None:
        state.message = "no suggestion from here on" if state.offers and state.level is not Level.OFF else ""
        return
    activate(state, found)
    passed = sum(not marks_of(state, each) for each in state.sentences[here + 1 : state.sentence])
    state.message = f"passed unread: {passed}" if passed else ""


# --- changing ---------------------------------------------------------------------------------------------------------


def changes_role(state: EditorState, label: Label) -> bool:
    """Whether the key of the label is for the active suggestion."""
    suggestion = state.suggestion
    if suggestion is None:
        return False
    is_frame = isinstance(suggestion.record, Attribution)
    return bool(label.role) if is_frame else suggestion.spans[0].label == label.name


def change_role(state: EditorState, label: Label) -> Sequence[Edit]:
    """Take the active suggestion with the next best span, or the selection, for the label."""
    suggestion = state.suggestion
    assert suggestion is not None

    def do(spans: Fragments) -> Edit:
        return joined([take(state, suggestion, Status.EDITED), _instead(state, label, spans)])

    if selection := state.selection:
        state.cycle = None
        return (do((selection,)),)
    offered = () if is_cycling(state, label.name) else _others(state, suggestion, label)
    return cycled(state, label.name, offered, do, f"no other {label.title.lower()} here")


def _others(state: EditorState, suggestion: Suggestion, label: Label) -> list[Fragments]:
    """The ranked spans for the label beside the suggested one, which is left out."""
    before = state.focus
    taken = take(state, suggestion)
    there = _of_label(state, label)
    ranked = candidates(label, situation(state, but=label.role))
    give_back(state, taken, before)
    return [spans for spans in ranked if there is None or spans != there.fragments]


def _of_label(state: EditorState, label: Label) -> Annotation | None:
    return filling(state, label.role) if label.role else state.active_annotation


def _instead(state: EditorState, label: Label, spans: Fragments) -> Edit:
    """Give the span of the label in the frame just taken these fragments, or mark them where there is none."""
    there = _of_label(state, label)
    return reshaped(state, there, spans) if there else mark(state, label, spans)


# --- asking -----------------------------------------------------------------------------------------------------------


def reason(state: EditorState) -> None:
    """Say who suggested what is active, how sure of it, and why."""
    own = state.active_frame or state.active_annotation
    suggestion = state.suggestion or (state.offers.copied(own.id) if own else None)
    told = suggestion.record if suggestion else own
    if told is None or not (told.origin or suggestion):
        state.message = "no suggestion is active"
        return
    state.message = "  ".join(_reasons(told, suggestion))


def _reasons(told: Attribution | Annotation, suggestion: Suggestion | None) -> Iterable[str]:
    strength = "strong" if (told.score or 0) >= STRONG else "weak"
    yield f"{told.origin or told.annotator}, {strength}, score {told.score or 0:.2f}"
    if suggestion and told.note:
        yield told.note


TAKING = frozenset(
    {
        *("start_out", "end_out", "start_in", "end_in", "start_to_mark", "end_to_mark", "jump_start", "jump_end"),
        *("snap", "add_fragment", "drop_fragment", "no_source", "continues", "answers", "flag", "note"),
    }
)
"""Actions on one's own spans that take the active suggestion first."""

INSTEAD = {"remove_span": reject, "remove_frame": reject, "next_span": next_part, "previous_span": previous_part}
"""What some actions mean while a suggestion is active."""

__all__ = ["INSTEAD", "TAKING", "accept", "accept_strong", "next_suggestion", "previous_suggestion", "reason", "taking"]
