"""What Alembic runs to migrate; the caller hands over its connection, inside its own transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
