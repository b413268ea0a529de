"""The schema as SQLModel tables: one for each kind of record, whose columns are the fields of that record.

Creating and migrating a project file import this module; opening, reading and saving never do, because it is slow to
import. `schema.sql` beside it is written from it, and a test holds the two together.
"""

from typing import Any, ClassVar

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, MetaData, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from annotator.store.rows import REMARKED

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""How indexes and constraints are called, so that a migration can name them."""


def json_column() -> Any:
    """A field whose value is JSON."""
    return Field(sa_column=Column(JSON().with_variant(JSONB(), "postgresql"), nullable=False))


def refers(column: str, to: str) -> ForeignKeyConstraint:
    """A foreign key that is checked at commit, so that the records of one edit may come in any order."""
    return ForeignKeyConstraint([column], [to], deferrable=True, initially="DEFERRED")


def belongs(*further: Any) -> tuple[Any, ...]:
    """What holds for every record table: its document exists, and one annotator's records of it are found by index."""
    return (refers("document_id", "document.id"), Index(None, "document_id", "annotator"), *further)


def remarked(table: str) -> Index:
    """Finds the few records that carry a flag or a note, by whose they are."""
    condition = text(REMARKED)
    return Index(f"ix_{table}_remarked", "annotator", "document_id", sqlite_where=condition, postgresql_where=condition)


class Table(SQLModel):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class DocumentRow(Table, table=True):
    """A domain `Document`, with what the library shows of it and who added it when."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "name", "headline"),)
    number: int | None = Field(default=None, primary_key=True)
    """Counts up in the order documents were added."""
    id: str = Field(unique=True)
    name: str
    headline: str
    """Its title, or else its first line."""
    length: int
    """How many code points the text has."""
    sha256: str
    """Of the text when it was added; a text that no longer has it is damaged."""
    added_at: str
    added_by: str
    meta: dict[str, str] = json_column()
    zones: list[Any] = json_column()
    sentences: list[Any] = json_column()
    quotations: list[Any] = json_column()
    text: str


class RecordRow(Table):
    """The header of every record, as `domain.records.Record` documents it; times are ISO 8601 in UTC."""

    id: str = Field(primary_key=True)
    document_id: str | None
    """Null for what belongs to the whole project."""
    annotator: str
    created: str
    codebook: int
    status: str
    origin: str
    score: float | None
    flag: str
    note: str


class AnnotationRow(RecordRow, table=True):
    """A domain `Annotation`."""

    __tablename__ = "annotation"
    __table_args__ = belongs(Index(None, "label", "annotator", "document_id"), remarked("annotation"))
    label: str
    fragments: list[Any] = json_column()
    attributes: dict[str, Any] = json_column()


class AttributionRow(RecordRow, table=True):
    """A domain `Attribution`."""

    __tablename__ = "attribution"
    __table_args__ = belongs(
        refers("cue", "annotation.id"),
        refers("parent", "attribution.id"),
        refers("continues", "attribution.id"),
        Index(None, "cue"),
        Index(None, "parent"),
        Index(None, "continues"),
        remarked("attribution"),
    )
    source: list[str] = json_column()
    cue: str | None
    content: list[str] = json_column()
    attributes: dict[str, Any] = json_column()
    parent: str | None
    continues: str | None


class SentenceMarkRow(RecordRow, table=True):
    """A domain `SentenceMark`."""

    __tablename__ = "sentence_mark"
    __table_args__ = belongs()
    span: list[int] = json_column()
    reading: str


class BoundaryRow(RecordRow, table=True):
    """A domain `Boundary`."""

    __tablename__ = "boundary"
    __table_args__ = belongs()
    offset: int
    begins: bool


class ZoneMarkRow(RecordRow, table=True):
    """A domain `ZoneMark`."""

    __tablename__ = "zone_mark"
    __table_args__ = belongs()
    span: list[int] = json_column()
    zone: str


class RemarkRow(RecordRow, table=True):
    """A domain `Remark`."""

    __tablename__ = "remark"
    __table_args__ = belongs()
    fragments: list[Any] = json_column()


class ProgressRow(RecordRow, table=True):
    """A domain `Progress`."""

    __tablename__ = "progress"
    __table_args__ = belongs()
    state: str


class LinkRow(RecordRow, table=True):
    """A domain `Link`."""

    __tablename__ = "link"
    __table_args__ = belongs()
    relation: str
    from_id: str
    to_id: str
    attributes: dict[str, Any] = json_column()


class SourceRow(RecordRow, table=True):
    """A domain `Source`."""

    __tablename__ = "source"
    __table_args__ = belongs()
    name: str
    aliases: list[str] = json_column()
    attributes: dict[str, Any] = json_column()


class EditRow(Table, table=True):
    """A domain `Edit`: the history, to which rows are only ever appended."""

    __tablename__ = "edit"
    __table_args__ = belongs()
    seq: int | None = Field(default=None, primary_key=True)
    """Counts up in the order edits were saved."""
    id: str = Field(unique=True)
    document_id: str | None
    annotator: str
    at: str
    action: str
    reverts: str
    removed: list[Any] = json_column()
    added: list[Any] = json_column()


class CodebookRow(Table, table=True):
    """A codebook as it was loaded; records name its version."""

    __tablename__ = "codebook"
    version: int = Field(primary_key=True)
    name: str
    sha256: str
    text: str
    loaded_at: str
    loaded_by: str


class SettingRow(Table, table=True):
    """A setting of the project."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str


def schema() -> str:
    """The text of `schema.sql`: all tables and indexes as SQLite reads them."""
    dialect = sqlite.dialect()
    statements: list[str] = []
    for table in Table.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)
    lines = "".join(statement.strip() + ";\n" for statement in statements)
    return lines.replace("\t", "    ").replace(" \n", "\n")


if __name__ == "__main__":
    print(schema(), end="")
