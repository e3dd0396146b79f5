"""Redo: makes the decisions that a person undid again, with those of the same action.

Redoing is a new decision, which can be undone like any other.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Row, select

from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.decisions.commands import keep, refuse_claimed, refuse_overlap, suggestion_row
from repair.decisions.errors import ClaimedError, EmptiedError, OverlapError
from repair.decisions.models import Decision, RecordedDecisions
from repair.decisions.schema import decisions, suggestions
from repair.decisions.undo import last_batch

NOTHING_TO_REDO = "you have undone nothing that could be redone{where}"


def redo(store: DecisionStore, reviewer: str, *, story_id: str | None = None) -> RecordedDecisions:
    """Make a person's last undone decision again, with its whole action.

    Args:
        store: The store.
        reviewer: The person.
        story_id: The story on screen; only what was undone there is redone. None means any story.

    Returns:
        The decisions that were added, and the ids of the suggestions that could not be decided again.

    Raises:
        NotThereError: If nothing was undone, or other decisions were made since.
        StoreError: If a colleague is working on the story, or an accepted correction overlaps.
    """
    undone = decisions.alias("undone")
    undoing = (
        select(decisions, undone.c.verdict.label("was"), undone.c.replacement.label("typed"))
        .add_columns(undone.c.edit_start.label("was_start"), undone.c.edit_before.label("was_before"))
        .add_columns(undone.c.comment.label("was_comment"))
        .join(suggestions, suggestions.c.head == decisions.c.id)
        .join(undone, undone.c.id == decisions.c.undoes)
        .where(decisions.c.reviewer == reviewer)
        .order_by(decisions.c.id.desc())
    )
    with store.writing() as connection:
        rows = last_batch(connection, undoing, story_id, nothing=NOTHING_TO_REDO)
        batch = uuid.uuid4().hex if len(rows) > 1 else None
        recorded: list[Decision] = []
        errors: dict[str, StoreError] = {}
        for row in rows:
            try:
                suggestion = suggestion_row(connection, row.suggestion_id)
                refuse_claimed(connection, suggestion.story_id, reviewer)
                if row.typed not in (None, suggestion.surface):
                    refuse_overlap(connection, suggestion, row.was_start, row.was_before)
            except (ClaimedError, OverlapError, EmptiedError) as error:
                errors[row.suggestion_id] = error
                continue
            recorded.append(_redone(connection, row, reviewer, batch))
        if not recorded:
            raise next(iter(errors.values()))
    return RecordedDecisions(tuple(recorded), tuple(errors))


def _redone(connection: Any, row: Row[Any], reviewer: str, batch: str | None) -> Decision:
    return keep(
        connection,
        suggestion_id=row.suggestion_id,
        verdict=row.was,
        replacement=row.typed,
        edit_start=row.was_start,
        edit_before=row.was_before,
        comment=row.was_comment,
        reviewer=reviewer,
        supersedes=row.id,
        undoes=None,
        batch=batch,
    )
