"""What a key means: the editor takes keys and gives back the edits they made, without a screen or a database."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from annotator.domain.codebook import Label
from annotator.domain.editing import (
    answers,
    chaining,
    edges,
    framing,
    linking,
    marking,
    moves,
    problems,
    remarks,
    removing,
    suggesting,
    visiting,
)
from annotator.domain.editing.answers import Row, rows
from annotator.domain.editing.offers import Level, Offers
from annotator.domain.editing.state import Choose, EditorState, Focus, Jump, Write
from annotator.domain.editing.taking import taking
from annotator.domain.edits import Edit
from annotator.domain.keymap import ACTIONS
from annotator.domain.records import AnnotationSet
from annotator.domain.spans import Span

__all__ = ["Choose", "Editor", "Focus", "Jump", "Level", "Row", "Write"]

Doing = Callable[[EditorState], Sequence[Edit] | None]
"""An action: changes focus or records, and returns the edits it made."""

MODULES = (moves, chaining, visiting, framing, removing, edges, answers, remarks, problems, linking, suggesting)
"""Where actions are looked up by their name."""


def close(state: EditorState) -> None:
    """Drop the selection; without one, close the active frame."""
    if state.selection:
        state.look(selection=None)
    else:
        state.look(active=None, frame=None, fragment=None, suggestion=None)


def repeat(state: EditorState) -> Sequence[Edit] | None:
    """Do the last marking or answer again."""
    if state.last is None:
        state.message = "nothing to repeat yet"
    return state.last() if state.last else ()


def _doings() -> Mapping[str, Doing]:
    """Every editor action by name; a name in the key map without a function is a fault found at import."""
    own: dict[str, Doing] = {"close": close, "repeat": repeat}
    names = [action.name for action in ACTIONS if not action.on_screen and action.name not in own]
    found = {name: next(getattr(m, name) for m in MODULES if hasattr(m, name)) for name in names}
    return MappingProxyType(found | own)


DOINGS = _doings()
"""The editor's actions."""

CYCLING = frozenset({"add_fragment", "continues"})
"""Actions that offer the next thing when pressed again."""


class Editor(EditorState):
    """An annotator at work: keys in, edits out; every edit is applied here before it is given out to be saved."""

    @property
    def mode(self) -> str:
        """What the next key is for: `normal`, `jump`, `choose` or `write`."""
        return type(self.pending).__name__.lower() if self.pending else "normal"

    @property
    def card(self) -> tuple[Row, ...]:
        """The questions about what is active."""
        return rows(self)

    def press(self, key: str) -> tuple[Edit, ...]:
        """Take one key: a character, or the name of a key that has none. Keys without a meaning do nothing."""
        self.message = ""
        if self.pending:
            return self._press_pending(key)
        if action := self.keymap.action_for("space" if key == " " else key):
            return () if action.on_screen else self.act(action.name)
        if label := next((each for each in self.codebook.labels if each.on and each.key == key), None):
            return self.mark(label)
        if key in answers.DIGITS:
            self.cycle = None
            return self._do(lambda state: answers.answer_digit(state, key), is_taking=True)
        return ()

    def act(self, name: str) -> tuple[Edit, ...]:
        """Do one of the editor's actions by name; what the editor was waiting for is given up."""
        self.pending = None
        if name not in CYCLING:
            self.cycle = None
        do = suggesting.INSTEAD.get(name, DOINGS[name]) if self.suggestion else DOINGS[name]
        return self._do(do, name in suggesting.TAKING)

    def _do(self, do: Doing, is_taking: bool) -> tuple[Edit, ...]:
        """Do it to what is active; a suggestion is taken first."""
        suggestion = self.suggestion
        return tuple((taking(self, suggestion, do) if suggestion and is_taking else do(self)) or ())

    def mark(self, label: Label) -> tuple[Edit, ...]:
        """Press the key of a label."""
        do = suggesting.change_role if suggesting.changes_role(self, label) else marking.label_key
        return tuple(do(self, label))

    def offer(self, sets: Sequence[AnnotationSet]) -> None:
        """Take what machines suggest, the most trusted first, in the place of what they suggested before."""
        self.offers = Offers(sets, self.annotations, self.nearby, self.sentences)

    def show(self, level: Level) -> None:
        """Show the suggestions of this level."""
        self.level = level
        if self.suggestion is None:
            self.look(suggestion=None)

    def write(self, text: str) -> tuple[Edit, ...]:
        """Give the line of text the editor waits for."""
        pending, self.pending = self.pending, None
        return tuple(pending.do(text)) if isinstance(pending, Write) else ()

    def place(self, offset: int, extend: bool = False) -> None:
        """Put the cursor where the mouse was clicked, or select to where it was dragged."""
        self.cycle = self.pending = None
        moves.place(self, offset, extend)
        if not extend and not visiting.activate_at(self, offset):
            suggesting.activate_at(self, offset)

    def select(self, span: Span | None) -> None:
        """Select these words."""
        self.cycle = None
        self.look(selection=span)

    def reload(self, records: EditorState) -> None:
        """Take over records and codebook of a freshly loaded state, where another program has changed them."""
        self.codebook, self.codebook_version = records.codebook, records.codebook_version
        self.annotations, self.nearby, self.sentences = records.annotations, records.nearby, records.sentences
        self.offers.renew(self.annotations, self.nearby)
        self.cycle = self.pending = None
        self.go_to_sentence(self.sentence, active=None, frame=None, fragment=None)

    def _press_pending(self, key: str) -> tuple[Edit, ...]:
        pending = self.pending
        if isinstance(pending, Write) or pending is None:
            return self._give_up() if key == "escape" else ()
        if isinstance(pending, Jump):
            return self._press_jump(pending, key)
        if key not in dict(pending.choices):
            return self._give_up()
        self.pending = self.cycle = None
        return tuple(pending.do(key))

    def _press_jump(self, pending: Jump, key: str) -> tuple[Edit, ...]:
        typed = pending.typed + key
        if word := pending.hints.get(typed):
            self.pending = self.cycle = None
            return tuple(pending.do(word))
        if not any(hint.startswith(typed) for hint in pending.hints):
            return self._give_up()
        self.pending = Jump(pending.hints, pending.do, typed)
        return ()

    def _give_up(self) -> tuple[()]:
        self.pending = None
        return ()
