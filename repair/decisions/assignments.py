"""Assignments: whose story it is, until somebody changes that. Every change is kept.

An assignment is no lock: who works on a story at the moment is said by `claims`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select, union, update

from repair.core.protocols import DecisionStore
from repair.decisions.claims import NO_STORY
from repair.decisions.clock import time_after
from repair.decisions.errors import NotThereError
from repair.decisions.ingest import insert_new
from repair.decisions.queue_models import Assigned, Filters
from repair.decisions.schema import assignments, decisions, stories

MOST = 500  # assignments in one answer


@dataclass(frozen=True, slots=True)
class Assignment:
    """A story was assigned to ``assignee`` by ``reviewer``, or with None to nobody.

    ``batch`` is the id of the action that assigned several stories, None where it was this one alone.
    """

    uid: str
    story_id: str
    story_name: str
    assignee: str | None
    reviewer: str
    assigned_at: str
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class AssigningAction:
    """What one action assigned: its last assignment, and the number of stories."""

    assignment: Assignment
    stories: int


@dataclass(frozen=True, slots=True)
class Period:
    """A time from ``since`` to ``until``, both exclusive and in ISO 8601 (UTC); None is no limit."""

    since: str | None = None
    until: str | None = None


def assign(store: DecisionStore, story_id: str, assignee: str | None, reviewer: str) -> bool:
    """Assign a story to a person, or with None to nobody.

    Args:
        store: The store that holds the story.
        story_id: The story.
        assignee: The person who is to work on it.
        reviewer: The person who assigns it.

    Returns:
        Whether that changed anything.

    Raises:
        NotThereError: If the store has no such story.
    """
    with store.writing() as connection:
        locked_story = select(stories.c.assignee).where(stories.c.id == story_id).with_for_update()
        row = connection.execute(locked_story).one_or_none()
        if row is None:
            raise NotThereError.of(NO_STORY, id=story_id)
        if row.assignee == assignee:
            return False
        values = {"uid": uuid.uuid4().hex, "story_id": story_id, "assignee": assignee, "reviewer": reviewer}
        assigned_at = time_after(connection, assignments.c.assigned_at, assignments.c.story_id == story_id)
        connection.execute(assignments.insert().values(values | {"assigned_at": assigned_at}))
        put_in_force(connection, [story_id])
    return True


def of_story(store: DecisionStore, story_id: str) -> tuple[Assignment, ...]:
    """Return the assignments of a story, latest first."""
    return _assignments(store, [assignments.c.story_id == story_id])


def latest(store: DecisionStore, *, limit: int = MOST) -> tuple[Assignment, ...]:
    """Return the latest assignments, at most ``limit``."""
    return _assignments(store, [], limit)


def latest_actions(
    store: DecisionStore, period: Period | None = None, *, reviewer: str = ""
) -> tuple[AssigningAction, ...]:
    """Return the latest actions, those that assigned several stories as one.

    Args:
        store: The store to read.
        period: When they were made; by default at any time.
        reviewer: The person who made them; empty for anybody.
    """
    period = period or Period()
    conditions: list[ColumnElement[bool]] = []
    if period.since is not None:
        conditions.append(assignments.c.assigned_at > period.since)
    if period.until is not None:
        conditions.append(assignments.c.assigned_at < period.until)
    if reviewer:
        conditions.append(assignments.c.reviewer == reviewer)
    action = func.coalesce(assignments.c.batch, assignments.c.uid)
    last = select(func.max(assignments.c.id).label("id"), func.count().label("times"))
    lasts = last.where(*conditions).group_by(action).subquery()
    query = select(assignments, stories.c.name, lasts.c.times).join(lasts, lasts.c.id == assignments.c.id)
    with store.reading() as connection:
        rows = connection.execute(_latest_first(query, MOST))
        return tuple(AssigningAction(_assignment(row), row.times) for row in rows)


def people(store: DecisionStore) -> tuple[str, ...]:
    """Return the names of the people who have decided or assigned anything, or were assigned a story."""
    names = union(
        select(decisions.c.reviewer),
        select(assignments.c.reviewer),
        select(assignments.c.assignee).where(assignments.c.assignee.is_not(None)),
    )
    with store.reading() as connection:
        return tuple(sorted(connection.execute(names).scalars()))


def conditions_on(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that filters put on the person to whom a story is assigned."""
    match filters.assigned:
        case Assigned.MINE:
            return [stories.c.assignee == filters.reviewer]
        case Assigned.NOBODY:
            return [stories.c.assignee.is_(None)]
        case Assigned.COLLEAGUES:
            return [and_(stories.c.assignee.is_not(None), stories.c.assignee != filters.reviewer)]
    return []


def add_imported(connection: Connection, records: Sequence[Mapping[str, Any]]) -> None:
    """Add assignments from another store; the latest one of each story is in force."""
    insert_new(connection, assignments, [dict(record) for record in records])
    put_in_force(connection, sorted({record["story_id"] for record in records}))


def put_in_force(connection: Connection, story_ids: Sequence[str]) -> None:
    """Give each story to the person of its latest assignment."""
    last = (
        select(assignments.c.assignee)
        .where(assignments.c.story_id == stories.c.id)
        .order_by(assignments.c.assigned_at.desc(), assignments.c.id.desc())
        .limit(1)
        .correlate(stories)
    )
    connection.execute(update(stories).where(stories.c.id.in_(story_ids)).values(assignee=last.scalar_subquery()))


def _assignments(
    store: DecisionStore, conditions: Iterable[ColumnElement[bool]], limit: int = MOST
) -> tuple[Assignment, ...]:
    query = select(assignments, stories.c.name).where(*conditions)
    with store.reading() as connection:
        return tuple(map(_assignment, connection.execute(_latest_first(query, limit))))


def _latest_first(query: Select[Any], limit: int) -> Select[Any]:
    """Return the query with the name of the story, latest assignments first."""
    in_order = (assignments.c.assigned_at.desc(), assignments.c.id.desc())
    return query.join(stories, stories.c.id == assignments.c.story_id).order_by(*in_order).limit(limit)


def _assignment(row: Row[Any]) -> Assignment:
    return Assignment(row.uid, row.story_id, row.name, row.assignee, row.reviewer, row.assigned_at, row.batch)
