"""Bringing the file of an older annotator up to date, after a backup; all of it or nothing."""

import sqlite3
from pathlib import Path

from annotator.domain.errors import StoreError
from annotator.store.project_file import ProjectFile
from annotator.store.sqlite.backups import backup, unused
from annotator.store.sqlite.connection import connected
from annotator.store.sqlite.faults import explaining
from annotator.store.sqlite.inspection import VERSION


def upgrade(file: ProjectFile, timeout: float) -> Path:
    """Bring the file to this version; the verified backup that was made before."""
    before = unused(file.path, f"before-v{VERSION}")
    try:
        with explaining(file.path):
            backup(file.connection(), before)
    finally:
        file.close()
    migrate(file.path, timeout)
    return before


def migrate(path: Path, timeout: float) -> None:
    """Run the migrations that the file has not had, in one transaction."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    connection = connected(path, timeout)
    connection.execute("PRAGMA foreign_keys = OFF")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    try:
        with explaining(path), engine.begin() as transaction:
            config.attributes["connection"] = transaction
            command.upgrade(config, "head")
            refuse_dangling(connection, path)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    finally:
        connection.close()


def refuse_dangling(connection: sqlite3.Connection, path: Path) -> None:
    """Raise where a row points to one that is not there, so that the migration is taken back."""
    found = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found:
        raise StoreError(f"{path}: NOT updated: table {found[0]} points to a {found[2]} that is not there; run check")
