"""Saving what the editor did: an edit counts as saved when the project says so, and is kept here until then."""

from collections.abc import Sequence
from sqlite3 import Error as DatabaseError

from annotator.domain.edits import Edit
from annotator.domain.errors import AnnotatorError, EditError
from annotator.project import Project


class Saving:
    """The edits of one article on their way to the project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.unsaved: tuple[Edit, ...] = ()
        """Edits made and not saved, oldest first."""
        self.problem = ""
        """Why the last try to save them failed."""

    def add(self, edits: Sequence[Edit]) -> None:
        """Take edits that are to be saved; after a try in vain, all wait for the key that tries again."""
        self.unsaved += tuple(edits)

    def save(self) -> str:
        """Save the edits that wait; what went wrong, or nothing.

        An `EditError` rises: then the article has changed elsewhere, and trying again cannot help.
        """
        self.problem = ""
        if not self.unsaved:
            return ""
        try:
            self._project.apply(*self.unsaved)
        except EditError:
            raise
        except (AnnotatorError, DatabaseError, OSError) as error:
            self.problem = f"not saved: {error}"
            return self.problem
        self.unsaved = ()
        return ""

    def drop(self) -> None:
        """Let go of edits that no longer fit what is stored."""
        self.unsaved = ()
