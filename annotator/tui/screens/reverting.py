"""Undo and redo in one article, whenever the edits were made."""

from collections.abc import Sequence

from annotator.domain.documents import sentence_at
from annotator.domain.editing import Editor
from annotator.domain.edits import Edit, drops_much
from annotator.domain.nearby import place_of
from annotator.project import Project
from annotator.tui.screens.saved import Saved
from annotator.tui.widgets.bars import Tally


class Reverting(Saved):
    """A screen of one article on which keys undo and redo."""

    editor: Editor
    """What the keys mean and what is marked."""
    project: Project
    """Where edits are saved."""
    annotator: str
    """Whose set is edited."""
    tally: Tally
    """How much is read."""

    def redraw(self, edits: Sequence[Edit] = ()) -> None:
        """Show the present state of the editor."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Undo the last edit, whenever it was made."""
        self._revert(again=False)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._revert(again=True)

    def _revert(self, again: bool) -> None:
        if not self.save():
            if self.saving.unsaved:
                self.editor.message = f"first save what is not saved yet: {self.key_of('retry_save')}"
            return
        edit = self.project.to_revert(self.editor.document.id, self.annotator, again)
        if edit is None:
            self.editor.message = f"nothing to {'redo' if again else 'undo'}"
            return
        if drops_much(self.editor.annotations, edit) and self.asked != edit.reverts:
            self.asked = edit.reverts
            self.editor.message = f"“{edit.action}” would remove {len(edit.removed)} records at once; again to do it"
            return
        self.project.apply_with_batch(edit)
        self.editor.take(edit)
        places = filter(None, map(place_of, (*edit.added, *edit.removed)))
        if place := next(places, None):
            index = sentence_at(self.editor.sentences, place.start)
            if index != self.editor.sentence:
                self.editor.go_to_sentence(index)
        self.editor.message = edit.action
        self.tally.take([edit])
        self.redraw([edit])

    def adopt(self, edits: Sequence[Edit]) -> None:
        """Show edits of this article that another screen has saved."""
        for edit in edits:
            self.editor.take(edit)
        self.tally.take(edits)
        self.redraw(edits)
