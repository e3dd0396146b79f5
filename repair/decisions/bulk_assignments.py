"""Assigning several stories in one action, and taking such an action back; every assignment is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, select

from repair.core.protocols import DecisionStore
from repair.decisions.assignments import put_in_force
from repair.decisions.claims import NO_STORY
from repair.decisions.clock import time_after
from repair.decisions.errors import NotThereError
from repair.decisions.queue_filters import matching_stories
from repair.decisions.queue_models import Filters
from repair.decisions.schema import assignments, stories

MAX_STORIES = 5_000  # in one action
NO_BATCH = "there is no assignment of stories with the id {id}"


@dataclass(frozen=True, slots=True)
class BulkAssignment:
    """What one action did: its id, None where it changed nothing, and how many stories it changed and left alone."""

    batch: str | None
    changed: int
    unchanged: int


def matching_ids(store: DecisionStore, filters: Filters) -> tuple[str, ...]:
    """Return the ids of the stories that match ``filters``, at most `MAX_STORIES`."""
    query = select(stories.c.id).where(*matching_stories(filters)).order_by(stories.c.arrived_at, stories.c.id)
    with store.reading() as connection:
        return tuple(connection.execute(query.limit(MAX_STORIES)).scalars())


def assign_all(store: DecisionStore, story_ids: Iterable[str], assignee: str | None, reviewer: str) -> BulkAssignment:
    """Assign stories to a person, or with None to nobody, in one action.

    Args:
        store: The store that holds the stories.
        story_ids: The stories; those that are the person's already are left alone.
        assignee: The person who is to work on them.
        reviewer: The person who assigns them.

    Raises:
        NotThereError: If the store lacks one of the stories; nothing is assigned then.
    """
    wanted = sorted(set(story_ids))
    with store.writing() as connection:
        before = _locked_assignees(connection, wanted)
        missing = next((story_id for story_id in wanted if story_id not in before), None)
        if missing is not None:
            raise NotThereError.of(NO_STORY, id=missing)
        changed = {story_id: assignee for story_id in wanted if before[story_id] != assignee}
        batch = _add(connection, changed, reviewer)
    return BulkAssignment(batch, len(changed), len(wanted) - len(changed))


def undo_assignments(store: DecisionStore, batch: str, reviewer: str) -> BulkAssignment:
    """Give the stories of one action back to those who had them before, in another action.

    Args:
        store: The store that holds the stories.
        batch: The id of the action.
        reviewer: The person who takes it back.

    Returns:
        What was done; a story that was assigned again since is left alone.

    Raises:
        NotThereError: If there was no such action.
    """
    with store.writing() as connection:
        made = select(assignments.c.story_id).where(assignments.c.batch == batch)
        ids = sorted(connection.execute(made).scalars())
        if not ids:
            raise NotThereError.of(NO_BATCH, id=batch)
        _locked_assignees(connection, ids)
        in_order = (assignments.c.story_id, assignments.c.assigned_at, assignments.c.id)
        rows = connection.execute(select(assignments).where(assignments.c.story_id.in_(ids)).order_by(*in_order))
        by_story = [list(group) for _, group in groupby(rows, key=attrgetter("story_id"))]
        previous = {past[-1].story_id: _assignee_before(past) for past in by_story if past[-1].batch == batch}
        undoing = _add(connection, previous, reviewer)
    return BulkAssignment(undoing, len(previous), len(ids) - len(previous))


def _assignee_before(past: Sequence[Row[Any]]) -> str | None:
    """Return who had a story before its last assignment."""
    return past[-2].assignee if len(past) > 1 else None


def _locked_assignees(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Lock stories, and return to whom they are assigned."""
    query = select(stories.c.id, stories.c.assignee).where(stories.c.id.in_(ids)).order_by(stories.c.id)
    return {row.id: row.assignee for row in connection.execute(query.with_for_update())}


def _add(connection: Connection, assignees: Mapping[str, str | None], reviewer: str) -> str | None:
    """Add an assignment for each story, and return the id of the action; None where there is no story."""
    if not assignees:
        return None
    batch = uuid.uuid4().hex
    assigned_at = time_after(connection, assignments.c.assigned_at, assignments.c.story_id.in_(list(assignees)))
    rows = [
        {"uid": uuid.uuid4().hex, "story_id": story_id, "assignee": assignee, "reviewer": reviewer}
        | {"assigned_at": assigned_at, "batch": batch}
        for story_id, assignee in assignees.items()
    ]
    connection.execute(assignments.insert(), rows)
    put_in_force(connection, list(assignees))
    return batch
