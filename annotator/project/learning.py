"""What was learned from the project itself: kept in the project, so that a backup or a colleague's copy has it too."""

from base64 import b64decode

from annotator.domain.errors import AnnotatorError
from annotator.store.store import Store

VERSION = "learned version"
"""The setting that counts how often something was learned; missing where nothing was."""

MODEL = "learned model"
"""The setting that holds what was learned last, in base 64."""


def learned_version(store: Store) -> str:
    """Which version was learned last; an error where nothing was learned yet."""
    if version := store.setting(VERSION):
        return version
    raise AnnotatorError("nothing was learned in this project yet; `annotator train learned` learns from its articles")


def model_of(store: Store) -> bytes:
    """What was learned last."""
    return b64decode(store.setting(MODEL) or "")
