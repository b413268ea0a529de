"""Version 2: the full-text index and the views; SQLite only, for other databases have their own."""

from alembic import op

from annotator.store.sqlite import views

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index and the views."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in views.ALL:
            op.execute(statement)
