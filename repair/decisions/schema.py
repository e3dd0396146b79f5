"""The tables of the desk, in SQLAlchemy Core, for SQLite and PostgreSQL.

The tables, and the triggers that prevent changes to decisions and assignments, are created in `migrations/`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

stories = Table(
    "stories",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("arrived_at", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    # Name and text without case and accents, for the search field.
    Column("folded", Text, nullable=False),
    # Where the story lies in an archive (a `RecordPlace`), and the folder of its file; null where there is none.
    Column("place", JSON(none_as_null=True)),
    Column("folder", Text),
    # The publication that a program sent with the story; null where there is none, or the file has it.
    Column("publication", Text),
    # The sentences of the notices about the story as a whole; null where there is none.
    Column("notices", JSON(none_as_null=True)),
    # To whom the story is assigned, null for nobody; it follows from the assignments.
    Column("assignee", Text),
    # When the text was deleted, and the SHA-256 of what ``raw`` was; null while the text is there.
    Column("emptied_at", String(32)),
    Column("digest", String(64)),
    Index("stories_arrived", "arrived_at"),
    Index("stories_source", "source"),
)

suggestions = Table(
    "suggestions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("story_id", String(32), ForeignKey("stories.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("surface", Text, nullable=False),
    Column("replacement", Text),
    # The same key for spellings that differ only in case and accents.
    Column("surface_key", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    # Null for a flag, which proposes no replacement.
    Column("confidence", Float),
    Column("kind", String(16), nullable=False),
    Column("action", String(16), nullable=False),
    Column("alternatives", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("signature", Text, nullable=False),
    Column("arrived_at", String(32), nullable=False),
    # State and decision in force follow from the decisions; they are stored to find open suggestions fast.
    Column("state", String(16), nullable=False),
    Column("decision", Integer),
    # The present text of the copy where a batch has applied the suggestion; null for a suggestion left to an editor.
    Column("applied_text", Text),
    Index("suggestions_story", "story_id", "start"),
    Index("suggestions_state", "state", "story_id", "confidence", "action", "kind"),
    Index("suggestions_name", "name_key", "state"),
    Index("suggestions_surface", "surface_key", "state"),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("suggestion_id", String(32), ForeignKey("suggestions.id"), nullable=False),
    Column("verdict", String(16)),
    Column("replacement", Text),
    Column("reviewer", Text, nullable=False),
    Column("decided_at", String(32), nullable=False),
    Column("supersedes", Integer, ForeignKey("decisions.id")),
    Column("undoes", Integer, ForeignKey("decisions.id")),
    Column("batch", String(32)),
    # The text that a widened amendment replaces; null where that is the suggestion's own span.
    Column("edit_start", Integer),
    Column("edit_before", Text),
    # The person's note on the decision; null if there is none.
    Column("comment", Text),
    Index("decisions_suggestion", "suggestion_id", "id"),
    Index("decisions_reviewer", "reviewer", "id"),
    Index("decisions_undoes", "undoes"),
    Index("decisions_batch", "batch"),
    sqlite_autoincrement=True,
)

claims = Table(
    "claims",
    METADATA,
    Column("story_id", String(32), ForeignKey("stories.id"), primary_key=True),
    Column("reviewer", Text, nullable=False),
    Column("since", String(32), nullable=False),
    Column("until", String(32), nullable=False),
)

assignments = Table(
    "assignments",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("uid", String(32), nullable=False, unique=True),
    Column("story_id", String(32), ForeignKey("stories.id"), nullable=False),
    # Null where the story was taken from somebody and given to nobody.
    Column("assignee", Text),
    Column("reviewer", Text, nullable=False),
    Column("assigned_at", String(32), nullable=False),
    # The same for the stories that one action assigned; null where that was one story.
    Column("batch", String(32)),
    Index("assignments_batch", "batch"),
    Index("assignments_story", "story_id", "assigned_at"),
    Index("assignments_time", "assigned_at"),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    METADATA,
    # The hash of the token that the person's browser holds.
    Column("id", String(64), primary_key=True),
    Column("reviewer", Text, nullable=False),
    Column("credential", Text, nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

access_tokens = Table(
    "access_tokens",
    METADATA,
    # The hash of the token that a person's program holds.
    Column("id", String(64), primary_key=True),
    Column("reviewer", Text, nullable=False),
    Column("issued_at", String(32), nullable=False),
)

saved_copies = Table(
    "saved_copies",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("story_id", String(32), ForeignKey("stories.id"), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("saved_at", String(32), nullable=False),
    Column("path", Text, nullable=False),
    # The last decision on the story that the saved copy includes, 0 for none.
    Column("decision", Integer, nullable=False),
    Index("saved_copies_story", "story_id", "id"),
    sqlite_autoincrement=True,
)
