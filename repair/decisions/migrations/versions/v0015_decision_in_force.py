"""The decision in force on a suggestion has a column of that name; it was ``head``."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename the column."""
    op.alter_column("suggestions", "head", new_column_name="decision")


def downgrade() -> None:
    """Give the column its earlier name; nothing in this package calls it."""
    op.alter_column("suggestions", "decision", new_column_name="head")
