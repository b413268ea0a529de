"""The row above the article, which says where the analyst is and what is saved, and the row of keys below it."""

from collections.abc import Iterable

from msgspec import Struct

from annotator.domain.editing import Choose, Editor, Jump, Level, Write
from annotator.domain.edits import Edit
from annotator.domain.keymap import Keymap
from annotator.domain.records import AnyRecord, Progress, SentenceMark, State
from annotator.tui.widgets.lanes import GHOST
from annotator.tui.widgets.lines import Row, Run, packed, spread
from annotator.tui.widgets.palette import Palette

KEY_NAMES = {
    "space": "Space",
    "tab": "Tab",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "⌫",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}
"""How keys without a character are written on the screen."""

FREE = ("read_on", "jump", "next_span", "next_unread", "undo", "find", "flag", "finish")
"""Actions shown while nothing is active, most useful first."""

ACTIVE = ("start_out", "end_out", "start_in", "end_in", "snap", "add_fragment", "continues", "no_source", "remove_span")
"""Actions shown while a span is active, most useful first."""

SUGGESTED = ("accept", "remove_span", "next_suggestion", "reason", "next_span", "start_out", "end_out", "close")
"""Actions shown while a suggestion is active, most useful first."""

SUGGESTED_TITLES = {"remove_span": "reject", "next_suggestion": "next", "next_span": "its next span", "close": "leave"}
"""What some of these are called there."""

AFTER = ("undo", "read_on", "close")
"""Actions shown after those."""


WIDE, WIDER = 70, 100
"""From how many cells on the row above the article says who is at work, and in which project."""


class Tally:
    """How many sentences are marked as read and whether the article is finished, kept without counting anew."""

    def __init__(self, records: Iterable[AnyRecord]) -> None:
        self.read = 0
        """How many sentences are marked."""
        self.is_finished = False
        """Whether the annotator declared the article finished."""
        for record in records:
            self._add(record)

    def take(self, edits: Iterable[Edit]) -> None:
        """Count what the edits changed."""
        for edit in edits:
            self.read -= sum(isinstance(record, SentenceMark) for record in edit.removed)
            self.is_finished &= not any(isinstance(record, Progress) for record in edit.removed)
            for record in edit.added:
                self._add(record)

    def _add(self, record: AnyRecord) -> None:
        if isinstance(record, SentenceMark):
            self.read += 1
        elif isinstance(record, Progress):
            self.is_finished = record.state == State.FINISHED


class Standing(Struct, frozen=True):
    """Where the analyst is in the project, as the row above the article says it."""

    project: str
    """The project's name."""
    place: str
    """The article's place among all, such as `3/12`; empty where it is not known."""
    tally: Tally
    """How much is read."""
    unsaved: int
    """How many edits are not saved."""
    problem: str
    """Why not, where saving was tried; it is under way otherwise."""


def heading(editor: Editor, standing: Standing, width: int) -> list[Row]:
    """The row above the article."""
    document = editor.document
    title = document.meta.get("headline") or document.name
    sentence = f"{editor.sentence + 1}/{len(editor.sentences)}"
    finished = " · finished" if standing.tally.is_finished else ""
    where = f"{standing.place}  {editor.annotator}  sentence " if width >= WIDE else ""
    brand = (Run(" annotator ", "title"), Run(f" {standing.project}  ", "muted")) if width >= WIDER else (Run(" "),)
    level = f" · {GHOST} {editor.level.value}" if editor.offers and editor.level is not Level.OFF else ""
    right = (Run(f"{where}{sentence} · {standing.tally.read} read{finished}{level} · "), _saved(standing), Run(" "))
    return [spread((*brand, Run(title, "strong")), right, width)]


def _saved(standing: Standing) -> Run:
    """Whether what is on the screen is on the disk; “saved” only once it is."""
    if not standing.unsaved:
        return Run("saved", "key")
    return Run(f" NOT SAVED ({standing.unsaved}) ", "bad") if standing.problem else Run("saving", "muted")


def key_bar(editor: Editor, _: Palette, width: int) -> list[Row]:
    """The row of keys: the message if there is one, else what can be pressed now."""
    help_key = (*_action(editor.keymap, "help"), Run(" "))
    if editor.message:
        return [spread((Run(f" {editor.message}", "strong"),), help_key, width)]
    if isinstance(editor.pending, Jump):
        return [(Run(" press the letters on a word", "strong"), Run("   "), *_key("Esc", "stay"))]
    if isinstance(editor.pending, Choose):
        return [(Run(" press the letter of an answer", "strong"), Run("   "), *_key("Esc", "leave it"))]
    if isinstance(editor.pending, Write):
        prompt = editor.pending.prompt.replace("_", " ")
        return [
            (Run(f" {prompt}", "strong"), Run("   "), *_key("Enter", "take it"), Run("   "), *_key("Esc", "leave it"))
        ]
    return [packed(_items(editor), help_key, width)]


def _items(editor: Editor) -> list[Row]:
    keymap = editor.keymap

    def does(*names: str) -> list[Row]:
        return [_action(keymap, name) for name in names]

    labels = [(Run(label.key, "key"), Run(f" {label.title.lower()}")) for label in editor.codebook.labels if label.on]
    if editor.suggestion:
        keys = [_action(keymap, name, SUGGESTED_TITLES.get(name, "")) for name in SUGGESTED]
        return [*keys[:4], *labels[:3], *keys[4:], _action(keymap, "accept_strong"), _action(keymap, "undo")]
    if editor.active or editor.frame:
        proposed = [_action(keymap, "accept", "take answers")] if any(row.proposed for row in editor.card) else []
        return [*proposed, *does(*ACTIVE[:4]), *labels[:4], *does(*AFTER, *ACTIVE[4:])]
    return [*labels, *does(*FREE)]


def _action(keymap: Keymap, name: str, title: str = "") -> Row:
    action = keymap.named(name)
    return _key(key_name(action.keys[0]), title or action.title)


def _key(key: str, title: str) -> Row:
    return (Run(key, "key"), Run(f" {title}"))


def key_name(key: str) -> str:
    """A key as it is written on the screen."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    shown_name = KEY_NAMES.get(name, name.capitalize() if len(name) > 1 and not modifiers else name)
    return "".join({"ctrl": "^", "shift": "⇧", "alt": "Alt+"}[each] for each in modifiers) + shown_name
