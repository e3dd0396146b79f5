"""To whom stories are assigned, with every change, which is kept as decisions are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = "an assignment is never changed or deleted; add another"
_SQLITE_TRIGGER = (
    "CREATE TRIGGER assignments_no_{what} BEFORE {what} ON assignments BEGIN SELECT RAISE(ABORT, '" + _KEPT + "'); END"
)
_POSTGRES_FUNCTION = (
    "CREATE FUNCTION assignments_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '" + _KEPT + "'; END $$"
)
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER assignments_kept BEFORE UPDATE OR DELETE ON assignments "
    "FOR EACH ROW EXECUTE FUNCTION assignments_are_kept()"
)


def upgrade() -> None:
    """Create the table with its triggers, and the column for the assignment in force."""
    op.add_column("stories", sa.Column("assignee", sa.Text))
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("uid", sa.String(32), nullable=False, unique=True),
        sa.Column("story_id", sa.String(32), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("assignee", sa.Text),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("assigned_at", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("assignments_story", "assignments", ["story_id", "assigned_at"])
    op.create_index("assignments_time", "assignments", ["assigned_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES_TRIGGER)
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_TRIGGER.format(what=what))


def downgrade() -> None:
    """Drop the table and the column; nothing in this package calls it."""
    op.drop_table("assignments")
    op.drop_column("stories", "assignee")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION assignments_are_kept()")
