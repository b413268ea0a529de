"""What was learned from the project itself: kept in the project, so that a backup or a colleague's copy has it too."""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.project.ticks import Tick, quiet
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.suggest.learned import Model

VERSION = "learned version"
"""The setting that counts how often something was learned; missing where nothing was."""

MODEL = "learned model {}"
"""The setting that holds what was learned under a version, in base 64."""


def learned_version(store: Store) -> str:
    """Which version was learned last; an error where nothing was learned yet."""
    if version := store.setting(VERSION):
        return version
    raise AnnotatorError("nothing was learned in this project yet; `annotator train learned` learns from its articles")


def model_of(store: Store) -> bytes:
    """What was learned last."""
    return b64decode(store.setting(MODEL.format(learned_version(store))) or "")


def learn(store: Store, codebook: Codebook, tick: Tick = quiet) -> "Model":
    """Learn from all that people have decided, and keep it in place of what was learned before."""
    from annotator.suggest.learned import train

    before = store.setting(VERSION) or "0"
    model = train(store.load_all(), codebook, str(int(before) + 1), tick)
    store.set_setting(MODEL.format(model.version), b64encode(model.to_bytes()).decode())
    store.set_setting(VERSION, model.version)
    store.set_setting(MODEL.format(before), "")
    return model
