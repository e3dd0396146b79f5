"""The environment of Alembic: it runs the migrations on the connection that the store opened.

So an upgrade is one transaction of the store.
"""

from __future__ import annotations

from alembic import context

from repair.decisions.schema import METADATA

connection = context.config.attributes["connection"]
# Batch mode: SQLite cannot alter a table in place, so later steps rebuild it there.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
