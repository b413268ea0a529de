"""Which project a command is about, and who annotates: what was said, else the surroundings, else what lies here."""

import os
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from annotator.domain.errors import AnnotatorError
from annotator.domain.machines import is_machine

DEFAULT_NAME = "annotator.db"
"""What a new project is called where nobody says otherwise."""

MAGIC = b"SQLite format 3\0"
"""How every SQLite file begins."""

APPLICATION_ID = slice(68, 72)
"""Where in the header the application says whose file it is."""


def find_project(folder: Path, given: str | None, env: Mapping[str, str] = os.environ) -> Path:
    """The project file meant: `given`, else `ANNOTATOR_PROJECT`, else the one in `folder`; it need not be there yet."""
    name = given or env.get("ANNOTATOR_PROJECT")
    if name and not (folder / name).is_dir():
        return folder / name
    place = folder / name if name else folder
    here = sorted(path for path in place.glob("*.db") if is_project(path))
    if len(here) > 1:
        names = ", ".join(path.name for path in here)
        raise AnnotatorError(f"{place}: there are several projects here ({names}); choose one with --project FILE")
    return here[0] if here else place / DEFAULT_NAME


def is_project(path: Path) -> bool:
    """Whether the file says of itself that it is a project; it is not opened as a database."""
    from annotator.store.sqlite.inspection import APPLICATION_ID as OURS

    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    return header.startswith(MAGIC) and header[APPLICATION_ID] == OURS.to_bytes(4, "big")


def annotator_name(given: str | None, env: Mapping[str, str] = os.environ) -> str:
    """Who annotates: `given`, else `ANNOTATOR_NAME`, else the login name."""
    name = (given or env.get("ANNOTATOR_NAME") or _login_name()).strip()
    if not name or not name.isprintable() or "/" in name:
        raise AnnotatorError(f"annotator name {name!r}: use printable characters without “/”; set it with --as NAME")
    if is_machine(name):
        raise AnnotatorError(f"annotator name {name!r}: is what a suggester is called; choose another with --as NAME")
    return name


def check_names(names: Collection[str], here: Sequence[str]) -> None:
    """Raise an error where one of the names is nobody's of those who have worked, or were given work, here."""
    if unknown := next((name for name in names if name not in here), ""):
        near = get_close_matches(unknown, here, 1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise AnnotatorError(f"nobody called “{unknown}” annotated here; {meant}there is {', '.join(here) or 'nobody'}")


def _login_name() -> str:
    """The name of the account; `annotator` where the system does not know one."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "annotator"
