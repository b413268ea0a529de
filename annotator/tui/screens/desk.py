"""The desk: what is wrong over all articles, mended by a digit or accepted with a reason; open flags; notes."""

from collections.abc import Sequence

from annotator.domain.edits import Edit
from annotator.project.remarks import answer, resolve
from annotator.tui.screens.desk_list import ACCEPTED, FLAGS, NOTES, PROBLEMS, DeskList
from annotator.tui.screens.undoing import Undoing

DIGITS = "123456789"
"""Keys of the fixes."""


class DeskScreen(DeskList, Undoing):
    """Everything on the desk, to be decided by keys."""

    def take_key(self, key: str) -> bool:
        """Mend the chosen problem in the way that has this digit."""
        if key not in DIGITS:
            return False
        item = self.item
        fixes = item.problem.fixes if item and self._view == PROBLEMS else ()
        if item and int(key) <= len(fixes):
            self._done_here(self.desk.mend(item, fixes[int(key) - 1]))
        else:
            self.message = f"there is no fix {key} here" if item else "nothing is listed"
        return True

    def action_accept(self) -> None:
        """Ask why the problem is right as it is."""
        item = self.item
        if item is None or self._view != PROBLEMS:
            self.message = "only problems are accepted as they are"
            return
        self.ask("right as it is, because …", "", lambda reason: self._done_here(self.desk.accept(item, reason)))

    def action_take_back(self) -> None:
        """List an accepted problem again, or resolve a flag."""
        item = self.item
        if item and self._view == ACCEPTED:
            edit = self.desk.withdraw(item)
            if edit:
                self._done_here(edit)
        elif item and self._view == FLAGS:
            self._done_here(resolve(self.project, item))
        else:
            self.message = "there is nothing to take back here"

    def action_answer(self) -> None:
        """Ask for one more note on the same words."""
        thread = self.thread
        if thread and self._view == NOTES:
            self.ask("answer", "", lambda text: self._done_here(answer(self.project, thread, text)))
        else:
            self.message = "notes are answered: Tab goes to them"

    def _done_here(self, edit: Edit) -> None:
        """Show what an edit changed, and say what it was."""
        self._checked_again(edit.document_id)
        self.message = f"{edit.action}; {self.key_of('undo')} undoes"

    def reverted(self, edits: Sequence[Edit]) -> None:
        """Check again what was undone, and go there."""
        self._checked_again(*{each.document_id for each in edits})
        there = edits[-1].document_id
        self.chosen = next((n for n, each in enumerate(self._items) if each.document_id == there), self.chosen)
