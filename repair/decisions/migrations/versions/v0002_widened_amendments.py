"""Where an amendment takes the place of more words than its suggestion marks, and what stood there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns, empty for the decisions that are there."""
    op.add_column("decisions", sa.Column("edit_start", sa.Integer))
    op.add_column("decisions", sa.Column("edit_before", sa.Text))


def downgrade() -> None:
    """Drop the two columns; nothing in this package calls it."""
    op.drop_column("decisions", "edit_before")
    op.drop_column("decisions", "edit_start")
