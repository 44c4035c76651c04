"""Run migration steps on the connection that `migrate_centre` hands over."""

from alembic import context

from shared.central.schema import centre

context.configure(connection=context.config.attributes["connection"], target_metadata=centre, render_as_batch=False)
context.run_migrations()
