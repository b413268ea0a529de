"""What was learned from the project itself: kept in the project, so that a backup or a colleague's copy has it too."""

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import State
from annotator.project.ticks import Tick, quiet
from annotator.store.recoding import Recoder
from annotator.store.store import Store

if TYPE_CHECKING:
    from annotator.suggest.learned import Model

VERSION = "learned version"
"""The setting that counts how often something was learned; missing where nothing was."""

MODEL = "learned model {}"
"""The setting that holds what was learned under a version, in base 64."""

FINISHED = "learned when so many articles were finished"
"""The setting that says how many articles were finished when something was learned last."""

MORE = 5
"""How many articles have to be finished for the first model, and how many more for each one after it."""

PART = 10
"""In a large project, a model is made anew once a tenth more articles are finished, as fewer would change little."""


def is_due(finished: int, before: int) -> bool:
    """Whether so many finished articles are enough to learn anew, where so many were finished the last time."""
    return finished - before >= max(MORE, before // PART)


def finished_articles(store: Store) -> int:
    """How many articles somebody has declared finished."""
    return len({each.document_id for each in store.standings() if each.state is State.FINISHED})


def finished_before(store: Store) -> int:
    """How many articles were finished when something was learned last."""
    return int(store.setting(FINISHED) or 0)


def learned_version(store: Store) -> str:
    """Which version was learned last; an error where nothing was learned yet."""
    if version := store.setting(VERSION):
        return version
    raise AnnotatorError("nothing was learned in this project yet; `annotator train learned` learns from its articles")


def newest_model(store: Store) -> tuple[str, bytes]:
    """Which version was learned last, and what was learned under it; the two fit together also while others learn."""
    version = learned_version(store)
    model = store.setting(MODEL.format(version))
    if not model and learned_version(store) != version:  # a newer one took its place between the two
        return newest_model(store)
    return version, b64decode(model or "")


def learn(store: Store, codebook: Codebook, tick: Tick = quiet) -> "Model":
    """Learn from all that people have decided, and keep it in place of what was learned before."""
    from annotator.suggest.learned import train

    with alone(store.path):
        before, finished = store.setting(VERSION) or "0", finished_articles(store)
        model = train(store.load_all(), codebook, str(int(before) + 1), tick)
        text = b64encode(model.to_bytes()).decode()
        changed = {MODEL.format(before): "", MODEL.format(model.version): text, VERSION: model.version}
        store.recoding.run(partial(_set, changed | {FINISHED: str(finished)}))
    return model


def _set(values: Mapping[str, str], recoder: Recoder) -> None:
    """Give settings their values in one transaction, so that nobody sees some without the others."""
    for name, value in values.items():
        recoder.set_setting(name, value)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let nobody else on this machine learn in the project meanwhile; a process that is killed lets go, too."""
    name = sha256(str(path.resolve()).encode()).hexdigest()[:16]
    lock = user_cache_path("annotator", ensure_exists=True) / f"{name}.learning"
    with closing(sqlite3.connect(lock, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AnnotatorError(f"{path.name}: something is being learned just now; try again in a minute") from error
        yield
