"""Version 1: documents, records of every kind, the history, codebooks and settings."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "codebook", number("version"), *texts("name sha256 text loaded_at loaded_by"), key("codebook", "version")
    )
    op.create_table("setting", *texts("name value"), key("setting", "name"))
    op.create_table(
        "document",
        number("number"),
        *texts("id name headline"),
        number("length"),
        *texts("sha256 added_at added_by"),
        *jsons("meta zones sentences quotations"),
        *texts("text"),
        key("document", "number"),
        sa.UniqueConstraint("id", name="uq_document_id"),
    )
    op.create_index("ix_document_name_headline", "document", ["name", "headline"])
    create_record_tables()
    op.create_table(
        "edit",
        number("seq"),
        *texts("id"),
        optional("document_id"),
        *texts("annotator at action reverts"),
        *jsons("removed added"),
        key("edit", "seq"),
        refers("edit", "document_id", "document.id"),
        sa.UniqueConstraint("id", name="uq_edit_id"),
    )
    op.create_index("ix_edit_document_id_annotator", "edit", ["document_id", "annotator"])


def create_record_tables() -> None:
    """Make one table for each kind of record."""
    create_record_table("annotation", *texts("label"), *jsons("fragments attributes"))
    create_record_table(
        "attribution",
        *jsons("source"),
        optional("cue"),
        *jsons("content attributes"),
        optional("parent"),
        optional("continues"),
        refers("attribution", "cue", "annotation.id"),
        refers("attribution", "parent", "attribution.id"),
        refers("attribution", "continues", "attribution.id"),
    )
    for column in ("continues", "cue", "parent"):
        op.create_index(f"ix_attribution_{column}", "attribution", [column])
    create_record_table("sentence_mark", *jsons("span"), *texts("reading"))
    create_record_table("boundary", number("offset"), sa.Column("begins", sa.Boolean, nullable=False))
    create_record_table("zone_mark", *jsons("span"), *texts("zone"))
    create_record_table("remark", *jsons("fragments"))
    create_record_table("progress", *texts("state"))
    create_record_table("link", *texts("relation from_id to_id"), *jsons("attributes"))
    create_record_table("source", *texts("name"), *jsons("aliases attributes"))


def create_record_table(name: str, *own: Any) -> None:
    """Make a table with the header of every record and the columns of its own."""
    op.create_table(
        name,
        *texts("id"),
        optional("document_id"),
        *texts("annotator created"),
        number("codebook"),
        *texts("status origin"),
        sa.Column("score", sa.Float),
        *texts("flag note"),
        *own,
        key(name, "id"),
        refers(name, "document_id", "document.id"),
    )
    op.create_index(f"ix_{name}_document_id_annotator", name, ["document_id", "annotator"])


def texts(names: str) -> list[sa.Column[str]]:
    """Columns of text."""
    return [sa.Column(name, sa.String, nullable=False) for name in names.split()]


def jsons(names: str) -> list[sa.Column[Any]]:
    """Columns of JSON."""
    return [sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False) for name in names.split()]


def optional(name: str) -> sa.Column[str]:
    """A column of text that may be null."""
    return sa.Column(name, sa.String)


def number(name: str) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer, nullable=False)


def key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    """The primary key."""
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A foreign key that is checked at commit."""
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [to], name=name, deferrable=True, initially="DEFERRED")
