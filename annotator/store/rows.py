"""Records as rows and rows as records: the columns are the fields, in their order, whatever the kind."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from annotator.domain.errors import AnnotatorError, StoreError
from annotator.domain.records import AnyRecord
from annotator.store.sqlite.faults import DAMAGED

Row = tuple[Any, ...] | list[Any]
"""The values of one row, in the order of the columns."""
Converter = Callable[[Any], Any]
"""From a value to a column, or back."""

REMARKED = "flag <> '' OR note <> ''"
"""What holds of a record with a flag or a note; queries say it in the words of the index, so that it is used."""


def time_text(moment: datetime) -> str:
    """The moment as ISO 8601 in UTC, which sorts as text."""
    if moment.tzinfo is None:
        raise StoreError(f"NOT saved: the time {moment} has no time zone; give one")
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()


def json_text(value: Any) -> str:
    """The value as JSON."""
    return msgspec.json.encode(value).decode()


class RecordTable(Struct, frozen=True):
    """How records of one kind lie in their table."""

    kind: type[AnyRecord]
    """The kind of record."""
    name: str
    """The table."""
    columns: tuple[str, ...]
    """Its columns, which are the fields of the kind."""
    writers: tuple[tuple[int, Converter], ...]
    """What turns a field into its column, by position, where they differ."""
    readers: tuple[tuple[str, Converter], ...]
    """What turns a column into its field, by name, where they differ."""

    def row(self, record: AnyRecord) -> Row:
        """The record as a row."""
        values = list(astuple(record))
        for index, write in self.writers:
            values[index] = write(values[index])
        return values

    def record(self, row: Row) -> AnyRecord:
        """The row as a record; a `StoreError` where it is damaged."""
        values = dict(zip(self.columns, row, strict=True))
        try:
            for name, read in self.readers:
                values[name] = read(values[name])
            return self.kind(**values)
        except (ValueError, TypeError, KeyError, AnnotatorError) as error:
            raise StoreError(f"{self.name} {row[0]} cannot be read ({error}); {DAMAGED}") from error

    @property
    def select(self) -> str:
        """The columns, to be read from the table."""
        return f"SELECT {', '.join(map(quoted, self.columns))} FROM {self.name}"

    @property
    def insert(self) -> str:
        """The statement that adds a row."""
        places = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({', '.join(map(quoted, self.columns))}) VALUES ({places})"


def quoted(column: str) -> str:
    """The name of a column, safe where it is also a word of SQL."""
    return f'"{column}"'


def converters(name: str, hint: Any) -> tuple[Converter, Converter] | None:
    """What writes and what reads a field of this type; None where SQLite holds it as it is."""
    if name == "document_id":
        return (lambda value: value or None), (lambda value: value or "")
    if hint is datetime:
        return time_text, datetime.fromisoformat
    if hint is bool:
        return int, bool
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        members = {member.value: member for member in hint}
        return str, members.__getitem__
    if hint in (str, int) or hint in (float | None, str | None):
        return None
    decode = msgspec.json.Decoder(hint).decode
    if get_origin(hint) is Mapping:
        return json_text, lambda value: {} if value == "{}" else decode(value)
    return json_text, decode


def record_table(kind: type[AnyRecord]) -> RecordTable:
    """The table of one kind of record, as its type hints say."""
    hints = get_type_hints(kind)
    columns = kind.__struct_fields__
    odd = [(name, pair) for name in columns if (pair := converters(name, hints[name]))]
    return RecordTable(
        kind=kind,
        name=str(kind.__struct_config__.tag),
        columns=columns,
        writers=tuple((columns.index(name), pair[0]) for name, pair in odd),
        readers=tuple((name, pair[1]) for name, pair in odd),
    )


TABLES: Mapping[type[AnyRecord], RecordTable] = {kind: record_table(kind) for kind in get_args(AnyRecord)}
"""The table of each kind of record."""
