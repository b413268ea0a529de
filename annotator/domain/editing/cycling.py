"""Keys that offer one thing after the other as long as nothing else is pressed."""

from collections.abc import Callable, Sequence
from typing import Any

from annotator.domain.documents import sentence_at
from annotator.domain.editing.state import Cycle, EditorState
from annotator.domain.edits import Edit
from annotator.domain.spans import overlaps


def is_cycling(state: EditorState, name: str) -> bool:
    """Whether the key of this name was the last one pressed, so that it now offers the next thing."""
    return state.cycle is not None and state.cycle.name == name


def cycled(
    state: EditorState, name: str, options: Sequence[Any], do: Callable[[Any], Edit], nothing: str
) -> Sequence[Edit]:
    """Take the first option, or undo the option taken by the same key just before and take the next one."""
    undone: list[Edit] = []
    if state.cycle and state.cycle.name == name and state.cycle.edit:
        undone = [state.cycle.edit.inverse(state.new_id(), state.now())]
        state.adopt(undone[0])
        state.cycle.index = (state.cycle.index + 1) % len(state.cycle.options)
        state.focus = state.cycle.before
    else:
        state.cycle = Cycle(name, options, do, state.focus)
    cycle = state.cycle
    if not cycle.options:
        state.cycle, state.message = None, nothing
        return ()
    cycle.edit = cycle.do(cycle.options[cycle.index])
    state.message = f"candidate {cycle.index + 1} of {len(cycle.options)}{_elsewhere(state)}"
    return (*undone, cycle.edit)


def _elsewhere(state: EditorState) -> str:
    """Which sentence the span is in, where it is not the current one."""
    active = state.active_annotation
    if active is None or overlaps(active.envelope, state.current):
        return ""
    return f", in sentence {sentence_at(state.sentences, active.envelope.start) + 1}"
