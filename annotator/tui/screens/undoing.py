"""Undo wherever the last edit was, for screens that are about all articles."""

from collections.abc import Sequence

from annotator.domain.edits import Edit, drops_much
from annotator.project import Project
from annotator.project.replaying import revert, to_revert_anywhere
from annotator.tui.screens.keyed import KeyedPage


class Undoing(KeyedPage):
    """A screen on which a key undoes the annotator's last edit, in whatever article it was."""

    project: Project
    """Where edits are saved."""
    asked: str = ""
    """What was asked about last, so that the same key again means yes."""

    def action_undo(self) -> None:
        """Undo the last edit, wherever it was."""
        self._revert_last(again=False)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._revert_last(again=True)

    def _revert_last(self, again: bool) -> None:
        edits = to_revert_anywhere(self.project, again)
        if edits:
            self.save_reverting(edits, edits[-1].action)
        else:
            self.message = f"nothing to {'redo' if again else 'undo'}"

    def save_reverting(self, edits: Sequence[Edit], action: str) -> None:
        """Save what undoes something, and say where; where much would go, the key must be pressed twice."""
        last = edits[-1]
        where = self.project.load(last.document_id, ()).document.name if last.document_id else "the registry"
        if self._is_much(edits) and self.asked != last.reverts:
            self.asked = last.reverts
            count = sum(len(each.removed) for each in edits)
            self.message = f"“{action}” in {where} would remove {count} records; again to do it"
            return
        revert(self.project, edits)
        self.reverted(edits)
        self.message = f"{action}, in {where}"

    def reverted(self, edits: Sequence[Edit]) -> None:
        """Show what was undone."""

    def _is_much(self, edits: Sequence[Edit]) -> bool:
        mine = self.project.annotator
        loaded = ((each, each.document_id) for each in edits if each.document_id)
        return any(drops_much(self.project.load(i, [mine]).set_of(mine), each) for each, i in loaded)
