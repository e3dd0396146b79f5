"""Which corrected copies were saved, by whom, and after which decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "saved_copies",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("story_id", sa.String(32), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("saved_at", sa.String(32), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("saved_copies_story", "saved_copies", ["story_id", "id"])


def downgrade() -> None:
    """Drop the table; nothing in this package calls it."""
    op.drop_table("saved_copies")
