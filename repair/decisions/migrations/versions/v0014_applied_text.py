"""The text that a batch has applied without a person has a column of that name; it was ``standing``."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename the column."""
    op.alter_column("suggestions", "standing", new_column_name="applied_text")


def downgrade() -> None:
    """Give the column its earlier name; nothing in this package calls it."""
    op.alter_column("suggestions", "applied_text", new_column_name="standing")
