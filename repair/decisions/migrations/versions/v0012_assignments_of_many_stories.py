"""Assignments of several stories in one action, which can be undone as one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("assignments", sa.Column("batch", sa.String(32)))
    op.create_index("assignments_batch", "assignments", ["batch"])


def downgrade() -> None:
    """Remove the column; nothing in this package calls it."""
    op.drop_index("assignments_batch", "assignments")
    op.drop_column("assignments", "batch")
