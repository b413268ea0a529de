"""Screens that make edits: they are saved after each paint, and "saved" is said only then."""

from contextlib import suppress
from typing import ClassVar

from annotator.domain.errors import EditError
from annotator.project import Project
from annotator.tui.screens.keyed import KeyedPage
from annotator.tui.screens.page import Page
from annotator.tui.screens.saving import Saving
from annotator.tui.widgets.lines import Lines


class Saved(Page):
    """A screen of one article whose edits go to the project."""

    THINGS: ClassVar[str] = "changes"
    """What is lost where it is left unsaved."""
    saving: Saving
    """The edits on their way to the project."""
    asked: str = ""
    """What the analyst was asked about last, so that the same key again means yes."""

    def painted(self) -> None:
        """Save what waits, now that the screen shows it, unless that was tried in vain."""
        if self.saving.unsaved and not self.saving.problem:
            self.call_later(self.save)

    def save(self) -> bool:
        """Save what waits, and say how that went; whether everything is saved."""
        try:
            problem = self.saving.save()
        except EditError as error:
            self.reread(str(error))
            return False
        if problem:
            self.say(problem)
        elif self.is_mounted:
            self.query_one("#heading", Lines).redraw()
        return not problem

    def action_retry_save(self) -> None:
        """Try again to save."""
        if self.save():
            self.say("everything is saved")

    def on_unmount(self) -> None:
        """Save what still waits; leaving has been agreed to where it cannot be."""
        with suppress(EditError):
            self.saving.save()

    def may_leave(self) -> bool:
        """Whether everything is saved, or it was asked twice; the first time says what would be lost."""
        if self.save() or (self.saving.unsaved and self.asked == "leave"):
            return True
        if self.saving.unsaved:
            self.asked = "leave"
            self.say(f"{len(self.saving.unsaved)} {self.THINGS} are not saved; again to leave without them")
        return False


class SavedPage(Saved, KeyedPage):
    """A screen with keys of its own whose edits go to the project."""

    THINGS = "decisions"

    def __init__(self, project: Project) -> None:
        super().__init__(project.codebook)
        self.project = project
        """Where edits are saved."""
        self.saving = Saving(project)

    def reload(self) -> None:
        """Read the article again."""

    def reread(self, reason: str) -> None:
        """Take over what another program saved, and say that the last decision did not fit."""
        self.saving.drop()
        self.reload()
        self.say(f"last decision not saved, read again: {reason}")
