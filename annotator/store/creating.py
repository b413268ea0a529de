"""Making a new project file."""

import sqlite3
from importlib.resources import files
from pathlib import Path

from annotator.store.drafts import draft
from annotator.store.sqlite import views
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import APPLICATION_ID, VERSION

STAMP = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""Where migrations find the version they start from."""


def create(path: Path) -> None:
    """Make an empty project at `path`, readable by its owner only; a `StoreError` where something is there already."""
    with draft(path) as written, explaining(path):
        fill(written)


def fill(path: Path) -> None:
    """Write the schema into an empty file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
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
