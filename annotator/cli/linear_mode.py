"""The line mode: what is typed goes to the same editor as the keys of the screen, and plain lines say what it did."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.domain.editing import Choose, Editor, Level, Write
from annotator.domain.editing.answers import DIGITS
from annotator.domain.editing.moves import marks_of
from annotator.domain.edits import Edit, drops_much
from annotator.domain.errors import AnnotatorError, EditError
from annotator.domain.keymap import Action
from annotator.domain.linear import (
    Standpoint,
    active_line,
    card_lines,
    edit_lines,
    focus_lines,
    key_lines,
    pending_lines,
    sentence_lines,
)
from annotator.tui.screens.saving import Saving

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.tui.pages import Pages

HELP = (
    "An empty line reads the sentence again. Type the keys of an action with blanks between them, or its name.",
    "Also: card (questions about what is active), sentence N, article (read all of it), ? (all keys), quit.",
)
"""What is said at first."""


class LineMode:
    """One annotator at work on one article after the other, line by line."""

    def __init__(self, project: "Project", pages: "Pages", say: Callable[[str], None], level: Level) -> None:
        self._project = project
        self._pages = pages
        self._say = say
        self._level = level
        self._asked = ""
        self._own: dict[str, Callable[[], object]] = {
            "card": self._tell_card,
            "article": self._tell_article,
            "undo": self._revert,
            "redo": lambda: self._revert(again=True),
            "retry_save": self._save,
            "next_document": self._next,
            "previous_document": lambda: self._next(-1),
            "next_level": self._next_level,
            "help": lambda: self._tell(key_lines(self.editor, self._own)),
        }

    def open(self, document_id: str) -> None:
        """Open an article and read its first sentence that is not read."""
        self._saving = Saving(self._project)
        self.editor = self._opened(document_id)
        self._offer()
        document = self.editor.document
        self._say(f"{document.meta.get('headline') or document.name}, article {self._pages.place(document)}.")
        if marks_of(self.editor, self.editor.current):
            self.editor.act("next_unread")
            self.editor.message = ""
        self._tell(sentence_lines(self.editor, self.editor.sentence))

    def take(self, line: str) -> bool:
        """Do what the line says, and tell what that changed; whether to go on."""
        if self.editor.mode == "normal" and line.strip().lower() in ("quit", "ctrl+q", "leave"):
            return not self._may_leave()
        try:
            self._do(line)
        except EditError as error:
            self._saving.drop()
            self.editor.reload(self._opened(self.editor.document.id))
            self._say(f"last change not saved, read again: {error}")
        except AnnotatorError as error:
            self._say(str(error))
        return True

    # --- what a line means ---------------------------------------------------------------------------------------

    def _do(self, line: str) -> None:
        editor, word = self.editor, line.strip()
        if isinstance(editor.pending, Write):
            self._write(editor.pending, word)
        elif isinstance(editor.pending, Choose):
            letters = [letter for letter, value in editor.pending.choices if word in (letter, value, _spaced(value))]
            self._press(letters or [word])
        elif editor.pending:
            self._press(["escape"] if word == "escape" else list(word))
        elif not word:
            self._tell([*sentence_lines(editor, editor.sentence), active_line(editor)])
        elif word.startswith("sentence ") and word[9:].isdigit():
            self._after(lambda: editor.go_to_sentence(int(word[9:]) - 1))
        else:
            self._command(word)

    def _command(self, word: str) -> None:
        """Do what has this name; else press the keys."""
        editor = self.editor
        label = next((each for each in editor.codebook.labels if each.on and _is(word, each.name, each.title)), None)
        action = next((each for each in editor.keymap.actions if _is(word, each.name, each.title)), None)
        if word in self._own:
            self._own[word]()
        elif label:
            self._after(lambda: editor.mark(label))
        elif action:
            self._act(action)
        elif unknown := [key for key in word.split() if not self._is_key(key)]:
            self._say(f"there is no key or action “{unknown[0]}”; ? lists them all")
        else:
            self._press(word.split())

    def _is_key(self, key: str) -> bool:
        labels = {each.key for each in self.editor.codebook.labels if each.on}
        return key in labels or key in DIGITS or self.editor.keymap.action_for(key) is not None

    def _press(self, keys: Sequence[str]) -> None:
        """Press keys one after the other; in the middle of it an action of the workbench may come."""
        for key in keys:
            action = self.editor.keymap.action_for(key) if self.editor.mode == "normal" else None
            if action and action.on_screen:
                self._act(action)
            else:
                self._after(lambda key=key: self.editor.press(key))  # type: ignore[misc]

    def _act(self, action: Action) -> None:
        if not action.on_screen:
            self._after(lambda: self.editor.act(action.name))
        elif action.name in self._own:
            self._own[action.name]()
        else:
            self._say(f"“{action.title}” is a screen of the workbench, or about how it looks; it has no lines")

    def _write(self, pending: Write, text: str) -> None:
        if text == "escape":
            self._press(["escape"])
        else:
            self._after(lambda: self.editor.write({"": pending.initial, "-": ""}.get(text, text)))

    def _after(self, do: Callable[[], Sequence[Edit] | None]) -> None:
        """Do it, save it, and tell what is different now."""
        before = Standpoint(self.editor)
        edits = do() or ()
        lines = [self.editor.message] if self.editor.message else []
        lines += [line for edit in edits for line in edit_lines(self.editor, edit)]
        lines += [*focus_lines(self.editor, before), *pending_lines(self.editor)]
        self._tell(lines or ["nothing changed"])
        self._saving.add(edits)
        if edits:
            self._save()

    # --- what it does itself -------------------------------------------------------------------------------------

    def _opened(self, document_id: str) -> Editor:
        project = self._project
        annotated = project.load(document_id, [project.annotator])
        editor = Editor(annotated, project.annotator, project.codebook, project.codebook_version)
        editor.registry_of = lambda: project.sources.registry
        editor.keymap = project.keymap
        editor.level = self._level
        return editor

    def _offer(self) -> None:
        """Ask for suggestions, where they are wanted."""
        if self._level is Level.OFF:
            return
        from annotator.tui.screens.suggesting import proposer

        try:
            self.editor.offer([self._project.suggestions_for(self.editor.document.id)])
            self.editor.propose = proposer(self.editor.codebook)
        except AnnotatorError as error:
            self._say(str(error))

    def _save(self) -> bool:
        """Save what waits; "saved" is said once it is on the disk."""
        problem = self._saving.save()
        self._say(problem or "saved")
        return not problem

    def _may_leave(self) -> bool:
        """Whether everything is saved, or it was asked twice; the first time says what would be lost."""
        if not self._saving.unsaved or self._save() or self._asked == "leave":
            return True
        self._asked = "leave"
        self._say(f"not saved yet: {len(self._saving.unsaved)}; again to leave without that")
        return False

    def _revert(self, again: bool = False) -> None:
        if self._saving.unsaved and not self._save():
            return
        edit = self._project.to_revert(self.editor.document.id, self._project.annotator, again)
        if edit is None:
            self._say(f"nothing to {'redo' if again else 'undo'}")
        elif drops_much(self.editor.annotations, edit) and self._asked != edit.reverts:
            self._asked = edit.reverts
            self._say(f"“{edit.action}” would remove {len(edit.removed)} records at once; again to do it")
        else:
            self._project.apply_with_batch(edit)
            self.editor.take(edit)
            self._tell([*edit_lines(self.editor, edit), "saved"])

    def _next(self, step: int = 1) -> None:
        following = self._pages.neighbour(self.editor.document, step)
        if self._saving.unsaved and not self._save():
            return
        if following:
            self.open(following.id)
        else:
            self._say("this is the last article" if step > 0 else "this is the first article")

    def _next_level(self) -> None:
        levels = list(Level)
        self._level = levels[(levels.index(self._level) + 1) % len(levels)]
        if not self.editor.offers:
            self._offer()
        self.editor.show(self._level)
        self._say(f"suggestions: {self._level.value}")

    def _tell_card(self) -> None:
        self._tell([active_line(self.editor), *card_lines(self.editor.card)])

    def _tell_article(self) -> None:
        for index in range(len(self.editor.sentences)):
            self._tell(sentence_lines(self.editor, index))

    def _tell(self, lines: Iterator[str] | Sequence[str]) -> None:
        for line in lines:
            self._say(line)


def _is(word: str, name: str, title: str) -> bool:
    """Whether the word is a name or title, however it is written."""
    return word == name or word.lower() in (_spaced(name).lower(), title.lower())


def _spaced(name: str) -> str:
    return name.replace("_", " ")
