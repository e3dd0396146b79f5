"""Undo and redo of a person's last decisions; both add further decisions, and nothing is deleted.

Decisions of one action are undone and redone together. A redone decision can be undone like any other.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, select

from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.decisions.commands import (
    add_decision,
    current_decision,
    lock_stories,
    refuse_claimed,
    refuse_overlap,
    suggestion_row,
)
from repair.decisions.errors import (
    ClaimedError,
    ConflictError,
    EmptiedError,
    NotThereError,
    OverlapError,
)
from repair.decisions.models import Decision, RecordedDecisions
from repair.decisions.schema import decisions, suggestions

NOTHING_TO_UNDO = "you have no decision to undo{where}"
NOTHING_TO_REDO = "you have undone nothing that could be redone{where}"


def undo(store: DecisionStore, reviewer: str, *, story_id: str | None = None) -> RecordedDecisions:
    """Undo a person's last decision and, if it was one of a batch, the whole batch in all stories.

    Args:
        store: The store.
        reviewer: The person.
        story_id: The story in which the last decision is looked for; None for any.

    Returns:
        The decisions that were added, and the ids of the suggestions that could not be put back, because they were
        decided since or are claimed by somebody else.

    Raises:
        NotThereError: If there is nothing to undo.
        StoreError: If none of the decisions could be undone.
    """
    undoing = decisions.alias("taken_back")
    in_force = (
        select(decisions, suggestions.c.story_id)
        .join(suggestions, suggestions.c.id == decisions.c.suggestion_id)
        .where(
            decisions.c.reviewer == reviewer,
            decisions.c.undoes.is_(None),
            ~exists().where(undoing.c.undoes == decisions.c.id),
        )
        .order_by(decisions.c.id.desc())
    )
    with store.writing() as connection:
        rows = _last_batch(connection, in_force, story_id, nothing=NOTHING_TO_UNDO)
        recorded: list[Decision] = []
        errors: dict[str, StoreError] = {}
        batch = uuid.uuid4().hex if len(rows) > 1 else None
        for row in rows:
            try:
                recorded.append(_undo(connection, row, reviewer, batch))
            except (ConflictError, ClaimedError, OverlapError, EmptiedError) as error:
                errors[row.suggestion_id] = error
        if not recorded:
            raise next(iter(errors.values()))
    return RecordedDecisions(tuple(recorded), tuple(errors))


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
        .join(suggestions, suggestions.c.decision == decisions.c.id)
        .join(undone, undone.c.id == decisions.c.undoes)
        .where(decisions.c.reviewer == reviewer)
        .order_by(decisions.c.id.desc())
    )
    with store.writing() as connection:
        rows = _last_batch(connection, undoing, story_id, nothing=NOTHING_TO_REDO)
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


def _last_batch(
    connection: Connection, latest_first: Select[Any], story_id: str | None, *, nothing: str
) -> Sequence[Row[Any]]:
    """Return a person's last decision, with its whole batch in all stories, and lock their stories.

    Args:
        connection: A connection that writes.
        latest_first: The decisions of the person that count, the last one first.
        story_id: The story in which the last one is looked for; None for any.
        nothing: The template of the message if there is none.

    Raises:
        NotThereError: If there is none.
    """
    here = latest_first.where(suggestions.c.story_id == story_id) if story_id is not None else latest_first
    last = connection.execute(here.limit(1)).first()
    if last is None:
        raise NotThereError.of(nothing, where=" in this story" if story_id else "")
    rows: Sequence[Row[Any]] = [last]
    if last.batch is not None:
        rows = connection.execute(latest_first.where(decisions.c.batch == last.batch)).all()
    lock_stories(connection, [row.suggestion_id for row in rows])
    return rows


def _undo(connection: Connection, row: Row[Any], reviewer: str, batch: str | None) -> Decision:
    """Add the decision that undoes the one in ``row`` and puts the one before it in force again."""
    current = suggestion_row(connection, row.suggestion_id)
    if _decision_in_force(connection, current.decision) != row.id:
        raise ConflictError(current_decision(connection, row.suggestion_id), reviewer)
    refuse_claimed(connection, current.story_id, reviewer)
    before = None
    if row.supersedes is not None:
        before = connection.execute(select(decisions).where(decisions.c.id == row.supersedes)).one()
        if before.replacement not in (None, current.surface):
            refuse_overlap(connection, current, before.edit_start, before.edit_before)
    return add_decision(
        connection,
        suggestion_id=row.suggestion_id,
        verdict=before.verdict if before else None,
        replacement=before.replacement if before else None,
        edit_start=before.edit_start if before else None,
        edit_before=before.edit_before if before else None,
        comment=before.comment if before else None,
        reviewer=reviewer,
        supersedes=row.id,
        undoes=row.id,
        batch=batch,
    )


def _decision_in_force(connection: Connection, decision_id: int | None) -> int | None:
    """Return the id of the decision in force, given the last one; an undo puts an earlier decision in force again."""
    while decision_id is not None:
        row = connection.execute(select(decisions.c.undoes).where(decisions.c.id == decision_id)).one()
        if row.undoes is None:
            return decision_id
        decision_id = connection.execute(
            select(decisions.c.supersedes).where(decisions.c.id == row.undoes)
        ).scalar_one()
    return None


def _redone(connection: Connection, row: Row[Any], reviewer: str, batch: str | None) -> Decision:
    """Add a decision like the one that the decision in ``row`` undid."""
    return add_decision(
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
