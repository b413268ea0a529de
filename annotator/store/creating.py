"""Making a new project file, whole from the first moment on."""

import os
import sqlite3
from importlib.resources import files
from pathlib import Path
from tempfile import mkstemp

from annotator.domain.errors import StoreError
from annotator.store.sqlite import views
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import APPLICATION_ID, VERSION

STAMP = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""Where migrations find the version they start from."""


def create(path: Path) -> None:
    """Make an empty project at `path` and the folders above it, readable by its owner only; never over another file."""
    if os.path.lexists(path):
        raise StoreError(f"{path}: is there already; open it, or choose another name")
    try:
        make_folder(path.parent)
        descriptor, name = mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        os.close(descriptor)
    except OSError as error:
        raise StoreError(f"{path}: cannot be made ({error.strerror}); choose another folder") from error
    draft = Path(name)
    try:
        with explaining(path):
            fill(draft)
        publish(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, where they are missing, for their owner only."""
    for each in (*reversed(folder.parents), folder):
        each.mkdir(mode=0o700, exist_ok=True)


def fill(path: Path) -> None:
    """Write the schema into an empty file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        statements = files("annotator.store").joinpath("schema.sql").read_text(encoding="utf-8").split(";\n")
        for statement in (*filter(None, statements), *views.ALL, STAMP):
            connection.execute(statement)
        connection.execute("INSERT INTO alembic_version VALUES (?)", (f"{VERSION:04}",))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def publish(draft: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was faster."""
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise StoreError(f"{path}: is there already; open it, or choose another name") from error
    except OSError:
        draft.rename(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
