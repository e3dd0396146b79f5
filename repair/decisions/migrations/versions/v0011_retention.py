"""When the text of a story was deleted, and the digest of what it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns, empty for the stories that are there."""
    op.add_column("stories", sa.Column("emptied_at", sa.String(32)))
    op.add_column("stories", sa.Column("digest", sa.String(64)))


def downgrade() -> None:
    """Drop the two columns; nothing in this package calls it."""
    op.drop_column("stories", "digest")
    op.drop_column("stories", "emptied_at")
