"""Commands that store decisions: one, one with the other places of the name, or many.

Every decision is a new row that names the one it supersedes. A decision on a suggestion that somebody decided meanwhile
is refused. ``verdicts`` checks an answer, ``undo_redo`` takes decisions back, and how decisions count in later batches
is in `feedback_from_decisions`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, func, select, update

from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.decisions import claims
from repair.decisions.clock import time_after
from repair.decisions.errors import (
    ClaimedError,
    ConflictError,
    EmptiedError,
    NotThereError,
    OverlapError,
    UnchangedError,
    UnwritableError,
)
from repair.decisions.mappers import decision_of
from repair.decisions.models import Decision, NewDecision, RecordedDecisions, State
from repair.decisions.schema import decisions, stories, suggestions
from repair.decisions.verdicts import verdict_to_store

# Errors that exclude one decision from a set, while the others are stored.
_LEAVES_OUT = (
    ConflictError,
    ClaimedError,
    OverlapError,
    NotThereError,
    UnchangedError,
    UnwritableError,
    EmptiedError,
)

NO_SUGGESTION = "there is no suggestion {id!r} in the queue"
REPLACED = "a later batch has another suggestion for this place; decide that one"


def decide(store: DecisionStore, decision: NewDecision, *, batch: str | None = None) -> Decision:
    """Store one decision and return it.

    Args:
        store: The store.
        decision: The answer of the person.
        batch: The id of the action that the decision is part of, if it can be undone only with others.

    Raises:
        ConflictError: If the suggestion was decided since ``decision.seen``.
        ClaimedError: If another person is working on the story.
        OverlapError: If the suggestion overlaps an accepted one.
        UnconfirmedError: If the person must confirm the consequences first.
        NotThereError: If there is no such suggestion.
        StoreError: If the answer does not fit the suggestion.
    """
    with store.writing() as connection:
        lock_stories(connection, [decision.suggestion_id])
        recorded = _decide(connection, decision, batch)
        claims.renew(connection, suggestion_row(connection, decision.suggestion_id).story_id, decision.reviewer)
    return recorded


def decide_group(store: DecisionStore, decision: NewDecision, others: Sequence[NewDecision]) -> RecordedDecisions:
    """Store a decision, and the same for other places of the name, so that they can be undone together.

    Args:
        store: The store.
        decision: The decision that must be stored.
        others: Decisions that are left out where they cannot be stored, as in `decide_all`.

    Returns:
        The decisions that were added, and the ids of the suggestions that were left out.

    Raises:
        StoreError: As `decide` does, for ``decision``; nothing is stored then.
    """
    recorded: list[Decision] = []
    left_out: list[str] = []
    batch = uuid.uuid4().hex if others else None
    with store.writing() as connection:
        lock_stories(connection, [new.suggestion_id for new in (decision, *others)])
        recorded.append(_decide(connection, decision, batch))
        for other in others:
            try:
                recorded.append(_decide(connection, other, batch))
            except _LEAVES_OUT:
                left_out.append(other.suggestion_id)
        claims.renew(connection, suggestion_row(connection, decision.suggestion_id).story_id, decision.reviewer)
    return RecordedDecisions(tuple(recorded), tuple(left_out))


def decide_all(store: DecisionStore, new_decisions: Sequence[NewDecision]) -> RecordedDecisions:
    """Store many decisions as one batch, so that they can be undone together.

    Returns:
        The decisions that were added, and the ids of the suggestions that were left out: decided meanwhile, claimed
        by somebody else, overlapping an accepted one, impossible to write, or unchanged by the answer.
    """
    recorded: list[Decision] = []
    left_out: list[str] = []
    batch = uuid.uuid4().hex
    with store.writing() as connection:
        lock_stories(connection, [decision.suggestion_id for decision in new_decisions])
        for decision in new_decisions:
            try:
                recorded.append(_decide(connection, decision, batch))
            except _LEAVES_OUT:
                left_out.append(decision.suggestion_id)
    return RecordedDecisions(tuple(recorded), tuple(left_out))


def _decide(connection: Connection, decision: NewDecision, batch: str | None) -> Decision:
    """Store one decision within a transaction that has locked the suggestion's story."""
    row = suggestion_row(connection, decision.suggestion_id)
    if row.state == State.REPLACED:
        raise StoreError.of(REPLACED)
    if row.decision != decision.seen:
        raise ConflictError(current_decision(connection, row.id), decision.reviewer)
    refuse_claimed(connection, row.story_id, decision.reviewer)
    storable = verdict_to_store(connection, row, decision)
    if storable.replacement is not None and storable.replacement != row.surface:
        refuse_overlap(connection, row, storable.edit_start, storable.edit_before)
    return add_decision(
        connection,
        suggestion_id=row.id,
        verdict=storable.verdict.value,
        replacement=storable.replacement,
        edit_start=storable.edit_start,
        edit_before=storable.edit_before,
        comment=(decision.comment or "").strip() or None,
        reviewer=decision.reviewer,
        supersedes=row.decision,
        undoes=None,
        batch=batch,
    )


def refuse_claimed(connection: Connection, story_id: str, reviewer: str) -> None:
    """Raise `ClaimedError` if somebody else is working on a story."""
    claim = claims.holder(connection, story_id)
    if claim is not None and claim.reviewer != reviewer:
        raise ClaimedError(claim)


def refuse_overlap(connection: Connection, row: Row[Any], edit_start: int | None, edit_before: str | None) -> None:
    """Raise `OverlapError` if an accepted edit overlaps the suggestion in ``row``.

    ``edit_start`` and ``edit_before`` are the place and text that a widened amendment of it would replace, if any.
    """
    start = row.start if edit_start is None else edit_start
    end = row.end if edit_start is None else edit_start + len(edit_before or "")
    other_end = decisions.c.edit_start + func.length(decisions.c.edit_before)
    other = connection.execute(
        select(func.coalesce(decisions.c.edit_before, suggestions.c.surface).label("surface"), decisions.c.replacement)
        .join(decisions, decisions.c.id == suggestions.c.decision)
        .where(
            suggestions.c.story_id == row.story_id,
            suggestions.c.id != row.id,
            suggestions.c.state.in_([State.ACCEPT.value, State.AMEND.value]),
            suggestions.c.applied_text.is_(None),
            func.coalesce(decisions.c.edit_start, suggestions.c.start) < end,
            func.coalesce(other_end, suggestions.c.end) > start,
            decisions.c.replacement != suggestions.c.surface,
        )
    ).first()
    if other is not None:
        raise OverlapError(other.surface, other.replacement)


def add_decision(connection: Connection, **values: Any) -> Decision:
    """Add a decision and put it in force for its suggestion."""
    earlier = decisions.c.suggestion_id == values["suggestion_id"]
    decided_at = time_after(connection, decisions.c.decided_at, earlier)
    values |= {"uid": uuid.uuid4().hex, "decided_at": decided_at}
    id = connection.execute(decisions.insert().values(values)).inserted_primary_key
    number = int(id[0]) if id is not None else 0
    set_current(connection, values["suggestion_id"], number, values["verdict"])
    return decision_of({**values, "id": number})


def set_current(connection: Connection, suggestion_id: str, decision_id: int, verdict: str | None) -> None:
    """Put a decision in force for a suggestion: set its ``state`` and ``decision``. Decisions never change.

    Args:
        connection: A connection within a transaction.
        suggestion_id: The suggestion.
        decision_id: The decision.
        verdict: Its verdict; None puts the suggestion back among the undecided ones.
    """
    undecided = case((suggestions.c.applied_text.is_(None), State.OPEN.value), else_=State.CHANGED.value)
    state = State(verdict).value if verdict is not None else undecided
    connection.execute(
        update(suggestions).where(suggestions.c.id == suggestion_id).values(decision=decision_id, state=state)
    )


def lock_stories(connection: Connection, ids: Iterable[str]) -> None:
    """Lock the stories of these suggestions, in the same order in every process, so that none deadlock."""
    wanted = select(suggestions.c.story_id).where(suggestions.c.id.in_(set(ids)))
    connection.execute(select(stories.c.id).where(stories.c.id.in_(wanted)).order_by(stories.c.id).with_for_update())


def suggestion_row(connection: Connection, id: str) -> Row[Any]:
    """Return the row of a suggestion; raises `NotThereError`, or `EmptiedError` if the text of its story is gone."""
    emptied_at = stories.c.emptied_at.label("emptied_at")
    query = select(suggestions, emptied_at).join(stories, stories.c.id == suggestions.c.story_id)
    row = connection.execute(query.where(suggestions.c.id == id)).one_or_none()
    if row is None:
        raise NotThereError.of(NO_SUGGESTION, id=id)
    if row.emptied_at is not None:
        raise EmptiedError(row.emptied_at)
    return row


def current_decision(connection: Connection, suggestion_id: str) -> Decision | None:
    """Return the decision in force on a suggestion."""
    row = connection.execute(
        select(decisions)
        .join(suggestions, suggestions.c.decision == decisions.c.id)
        .where(suggestions.c.id == suggestion_id)
    ).one_or_none()
    return decision_of(row._mapping) if row is not None else None
