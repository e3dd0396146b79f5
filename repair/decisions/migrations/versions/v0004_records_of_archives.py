"""Where a story lies in an archive, and the folder of its file under that of its batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns, empty for the stories that are there."""
    op.add_column("stories", sa.Column("place", sa.JSON(none_as_null=True)))
    op.add_column("stories", sa.Column("folder", sa.Text))


def downgrade() -> None:
    """Drop the two columns; nothing in this package calls it."""
    op.drop_column("stories", "folder")
    op.drop_column("stories", "place")
