"""A comment on a decision, such as why somebody is unsure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("decisions", sa.Column("comment", sa.Text))


def downgrade() -> None:
    """Remove the column; nothing in this package calls it."""
    op.drop_column("decisions", "comment")
