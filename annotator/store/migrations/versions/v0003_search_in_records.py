"""Version 3: indexes by which records are found by their label, and those with a flag or a note by whose they are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

REMARKED = sa.text("flag <> '' OR note <> ''")
"""What holds of a record with a flag or a note."""


def upgrade() -> None:
    """Make the indexes."""
    labels = ["label", "annotator", "document_id"]
    op.create_index("ix_annotation_label_annotator_document_id", "annotation", labels)
    for table in ("annotation", "attribution"):
        op.create_index(
            f"ix_{table}_remarked",
            table,
            ["annotator", "document_id"],
            sqlite_where=REMARKED,
            postgresql_where=REMARKED,
        )
