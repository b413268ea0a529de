"""The keys of whoever is at work: as they come, changed by a file among one's settings or beside the project."""

from pathlib import Path

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.keymap import USUAL, Keymap

NAME = "keys.toml"
"""What either file is called."""


def settings_folder() -> Path:
    """The folder of one's own settings."""
    from platformdirs import user_config_path

    return user_config_path("annotator")


def keymap_for(project: Path, codebook: Codebook) -> Keymap:
    """The keymap for a project; the file beside it comes after one's own, so it has the last word."""
    keymap = USUAL
    for file in (settings_folder() / NAME, project.with_name(NAME)):
        if file.is_file():
            keymap = read_keys(file, keymap, codebook)
    return keymap


def read_keys(file: Path, keymap: Keymap, codebook: Codebook) -> Keymap:
    """The keymap with the keys that the file gives."""
    from annotator.domain.keymap.file import parse_keys

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise AnnotatorError(f"{file}: cannot be read ({error}); it should be a text in UTF-8") from error
    return parse_keys(text, str(file), keymap, codebook)
