"""The line of the library in which one names who is to read the chosen article."""

from annotator.project import Project
from annotator.tui.pages import Pages
from annotator.tui.screens.page import Page
from annotator.tui.widgets.prompt import Prompt


class Assigning(Page):
    """A list of articles of which the chosen one is given to annotators, or taken back."""

    def __init__(self, project: Project, pages: Pages) -> None:
        super().__init__()
        self._project = project
        self._pages = pages

    def reload(self) -> None:
        """Read the page of the list again."""
        raise NotImplementedError

    def action_assign(self) -> None:
        """Ask who is to read the chosen article."""
        if self.document_id:
            names = Prompt(placeholder="ana, ben: who reads the article; -ben takes it back", id="names")
            self.mount(names, before="#keys")
            names.focus()

    @property
    def is_naming(self) -> bool:
        """Whether names are being written."""
        return bool(self.query("#names"))

    def end_naming(self) -> None:
        """Take the line away; the filter has the keys again."""
        self.query("#names").remove()
        self.query_one(Prompt).focus()

    def assign(self, written: str) -> None:
        """Give the chosen article to these annotators, and take it back from those with a minus."""
        from annotator.project.assigning import assign, withdraw

        names = [name.strip() for name in written.split(",") if name.strip()]
        ids = [self.document_id]
        gone = withdraw(self._project, [name[1:].strip() for name in names if name.startswith("-")], ids)
        told = [assign(self._project, [name], ids) for name in names if not name.startswith("-")]
        self._pages.renew()
        self.reload()
        given = sum(not each.there for each in told)
        new = ", ".join(name for each in told for name in each.new)
        here = f" (new here: {new})" if new else ""
        self.say(f"given to {given}{here}, taken back from {gone}; what was begun stays with whoever began it")
