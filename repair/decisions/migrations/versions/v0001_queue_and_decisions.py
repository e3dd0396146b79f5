"""Create the tables of stories, suggestions, decisions and claims, and triggers against changes to decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = sa.Text
_ID = sa.String(32)

_KEPT = "a decision is never changed or deleted; add another that supersedes it"
_SQLITE_TRIGGER = (
    "CREATE TRIGGER decisions_no_{what} BEFORE {what} ON decisions BEGIN SELECT RAISE(ABORT, '" + _KEPT + "'); END"
)
_POSTGRES_FUNCTION = (
    "CREATE FUNCTION decisions_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '" + _KEPT + "'; END $$"
)
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER decisions_kept BEFORE UPDATE OR DELETE ON decisions "
    "FOR EACH ROW EXECUTE FUNCTION decisions_are_kept()"
)


def upgrade() -> None:
    """Create the tables, their indexes and the triggers."""
    _stories()
    _suggestions()
    _decisions()
    op.create_table(
        "claims",
        sa.Column("story_id", _ID, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("reviewer", _TEXT, nullable=False),
        sa.Column("since", _ID, nullable=False),
        sa.Column("until", _ID, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES_TRIGGER)
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_TRIGGER.format(what=what))


def downgrade() -> None:
    """Drop all tables, decisions included; nothing in the package calls this."""
    for table in ("claims", "decisions", "suggestions", "stories"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION decisions_are_kept()")


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", _ID, primary_key=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("name", "path", "source", "form")),
        sa.Column("arrived_at", _ID, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("folded", _TEXT, nullable=False),
    )
    op.create_index("stories_arrived", "stories", ["arrived_at"])
    op.create_index("stories_source", "stories", ["source"])


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("story_id", _ID, sa.ForeignKey("stories.id"), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end", "line", "column")),
        sa.Column("surface", _TEXT, nullable=False),
        sa.Column("replacement", _TEXT),
        sa.Column("surface_key", _TEXT, nullable=False),
        sa.Column("name_key", _TEXT, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("alternatives", "evidence", "reasons")),
        sa.Column("signature", _TEXT, nullable=False),
        sa.Column("arrived_at", _ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("head", sa.Integer),
    )
    op.create_index("suggestions_story", "suggestions", ["story_id", "start"])
    op.create_index("suggestions_state", "suggestions", ["state", "story_id", "confidence", "action", "kind"])
    op.create_index("suggestions_name", "suggestions", ["name_key", "state"])
    op.create_index("suggestions_surface", "suggestions", ["surface_key", "state"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("uid", _ID, nullable=False, unique=True),
        sa.Column("suggestion_id", _ID, sa.ForeignKey("suggestions.id"), nullable=False),
        sa.Column("verdict", sa.String(16)),
        sa.Column("replacement", _TEXT),
        sa.Column("reviewer", _TEXT, nullable=False),
        sa.Column("decided_at", _ID, nullable=False),
        sa.Column("supersedes", sa.Integer, sa.ForeignKey("decisions.id")),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id")),
        sa.Column("batch", _ID),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_suggestion", "decisions", ["suggestion_id", "id"])
    op.create_index("decisions_reviewer", "decisions", ["reviewer", "id"])
    op.create_index("decisions_undoes", "decisions", ["undoes"])
    op.create_index("decisions_batch", "decisions", ["batch"])
