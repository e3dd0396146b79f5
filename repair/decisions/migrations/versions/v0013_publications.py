"""The publication that a program sent with a story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("stories", sa.Column("publication", sa.Text))


def downgrade() -> None:
    """Remove the column; nothing in this package calls it."""
    op.drop_column("stories", "publication")
