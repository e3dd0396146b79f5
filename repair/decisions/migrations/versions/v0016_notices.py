"""The notices about a story as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("stories", sa.Column("notices", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    """Remove the column; nothing in this package calls it."""
    op.drop_column("stories", "notices")
