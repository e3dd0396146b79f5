"""A flag proposes no replacement and has no confidence; earlier versions stored 1.0."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDEX = ["state", "story_id", "confidence", "action", "kind"]


def upgrade() -> None:
    """Let the column be null, and make it null for the flags that are there."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("suggestions", "confidence", nullable=True)
        op.execute("UPDATE suggestions SET confidence = NULL WHERE replacement IS NULL")
        return
    # SQLite cannot change a column. To rebuild the table would violate the foreign keys that refer to it, so the
    # column is replaced.
    op.drop_index("suggestions_state", "suggestions")
    op.add_column("suggestions", sa.Column("probability", sa.Float))
    op.execute("UPDATE suggestions SET probability = confidence WHERE replacement IS NOT NULL")
    op.execute("ALTER TABLE suggestions DROP COLUMN confidence")
    op.execute("ALTER TABLE suggestions RENAME COLUMN probability TO confidence")
    op.create_index("suggestions_state", "suggestions", _INDEX)


def downgrade() -> None:
    """Store 1.0 for flags again; nothing in this package calls it."""
    op.execute("UPDATE suggestions SET confidence = 1.0 WHERE confidence IS NULL")
