"""What the copy reads where a batch has changed it unasked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty for the suggestions that are there."""
    op.add_column("suggestions", sa.Column("standing", sa.Text))


def downgrade() -> None:
    """Drop the column; nothing in this package calls it."""
    op.drop_column("suggestions", "standing")
