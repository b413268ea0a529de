"""What Alembic runs: the migrations, on the connection and in the transaction that `migrating` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
