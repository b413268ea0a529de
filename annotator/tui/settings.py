"""An analyst's choices that outlast a session, each a word in a file of its own."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path


def settings_file(name: str) -> Path:
    """Where a choice is kept between sessions."""
    return user_config_path("annotator") / name


def chosen(file: Path, known: Collection[str], default: str) -> str:
    """What was chosen last; the default where there is no valid choice."""
    with suppress(OSError, UnicodeError):
        if (name := file.read_text(encoding="utf-8").strip()) in known:
            return name
    return default


def remember(file: Path, name: str) -> None:
    """Keep the choice; a folder that cannot be written to only means that it is forgotten."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name + "\n", encoding="utf-8")
