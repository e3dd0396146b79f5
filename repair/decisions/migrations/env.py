"""What Alembic runs first: hands it the connection that the store opened.

It only ever runs on a connection it is given, so that an upgrade happens inside one transaction of the store.
"""

from __future__ import annotations

from alembic import context

from repair.decisions.schema import METADATA

connection = context.config.attributes["connection"]
# Batch mode: SQLite cannot alter a table in place, so later steps rebuild it there.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
