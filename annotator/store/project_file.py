"""The open project file and its transactions, which end on the disk or leave everything as it was."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.errors import EditError, StoreError
from annotator.store.sqlite.connection import opened
from annotator.store.sqlite.faults import explained, explaining


class ProjectFile:
    """One connection to a project file, made anew after an error, so that nothing half-done is remembered."""

    def __init__(self, path: Path, connection: sqlite3.Connection, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        self._open: sqlite3.Connection | None = connection

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction, so that what is read fits together; joins the one that is open."""
        with explaining(self.path):
            connection = self.connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if self._open is connection:
                    connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction; where anything fails, nothing is changed, and what SQLite remembered is forgotten."""
        connection = self.connection()
        if connection.in_transaction:
            raise StoreError(f"{self.path}: NOT saved: it is still being read; read to the end, then save")
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise EditError(
                f"NOT saved: it names a document or record that is not there, or one twice ({error})"
            ) from error
        except sqlite3.Error as error:
            self.close()
            raise explained(error, self.path, saving=True) from error
        except UnicodeEncodeError as error:
            raise EditError("NOT saved: half a surrogate pair cannot be kept; remove that character") from error
        finally:
            if self._open is connection and connection.in_transaction:
                connection.rollback()

    def connection(self) -> sqlite3.Connection:
        """The connection; a new one after an error or `close`."""
        if self._open is None:
            self._open = opened(self.path, self._timeout)
        return self._open
