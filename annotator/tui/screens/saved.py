"""A screen that makes edits: they are saved after each paint, and "saved" is said only then."""

from contextlib import suppress

from annotator.domain.errors import EditError
from annotator.project import Project
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.screens.saving import Saving
from annotator.tui.widgets.lines import Lines


class SavedPage(KeyedPage):
    """A screen of one article whose edits go to the project."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self.project = project
        """Where edits are saved."""
        self.saving = Saving(project)
        """The edits on their way there."""
        self._asked_to_leave = False

    def reload(self) -> None:
        """Read the article again."""

    def painted(self) -> None:
        """Save what waits, now that the screen shows it, unless that was tried in vain."""
        if self.saving.unsaved and not self.saving.problem:
            self.call_later(self.save)

    def save(self) -> bool:
        """Save what waits, and say how that went; whether everything is saved."""
        try:
            problem = self.saving.save()
        except EditError as error:
            self.saving.drop()
            self.reload()
            self.say(f"read again from the project, your last decision was not saved: {error}")
            return False
        if problem:
            self.say(problem)
        elif self.is_mounted:
            self.query_one("#heading", Lines).redraw()
        return not problem

    def action_retry_save(self) -> None:
        """Try again to save."""
        if self.save():
            self.message = "everything is saved"

    def on_unmount(self) -> None:
        """Save what still waits; leaving has been agreed to where it cannot be."""
        with suppress(EditError):
            self.saving.save()

    def may_leave(self) -> bool:
        """Whether everything is saved, or it was asked twice; the first time says what would be lost."""
        if self.save() or (self.saving.unsaved and self._asked_to_leave):
            return True
        if not self.saving.unsaved:
            return False
        self._asked_to_leave = True
        self.say(f"{len(self.saving.unsaved)} decisions are not saved; again to leave without them")
        return False
