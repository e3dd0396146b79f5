"""Claims: who is working on which story, so that two people do not do the same work. A claim expires by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from repair.core.protocols import DecisionStore
from repair.decisions.errors import ClaimedError, NotThereError
from repair.decisions.models import Claim, now
from repair.decisions.schema import claims, stories

MINUTES = 5.0  # lifetime of a claim that is not renewed

NO_STORY = "There is no story {id!r} in the queue."


def claim(
    store: DecisionStore, story_id: str, reviewer: str, *, take_over: bool = False, minutes: float = MINUTES
) -> Claim:
    """Claim a story, or renew one's own claim.

    Args:
        store: The store that holds the story.
        story_id: The story.
        reviewer: The person who claims it.
        take_over: Whether to end a colleague's claim.
        minutes: How long the claim lasts, at most `MINUTES`.

    Raises:
        ClaimedError: If a colleague has claimed the story, unless it is taken over.
        NotThereError: If the store has no such story.
    """
    with store.writing() as connection:
        # Lock the story's row, so that of two people who claim it at once one waits for the other.
        locked_story = select(stories.c.id).where(stories.c.id == story_id).with_for_update()
        if connection.execute(locked_story).first() is None:
            raise NotThereError.of(NO_STORY, id=story_id)
        return renew(connection, story_id, reviewer, take_over=take_over, minutes=minutes)


def renew(
    connection: Connection, story_id: str, reviewer: str, *, take_over: bool = False, minutes: float = MINUTES
) -> Claim:
    """Claim a story within a transaction that has locked its row; arguments and errors are those of `claim`."""
    current, moment = holder(connection, story_id), now()
    if current is not None and current.reviewer != reviewer and not take_over:
        raise ClaimedError(current)
    until = (datetime.fromisoformat(moment) + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    since = current.since if current is not None and current.reviewer == reviewer else moment
    connection.execute(delete(claims).where(claims.c.story_id == story_id))
    connection.execute(claims.insert().values(story_id=story_id, reviewer=reviewer, since=since, until=until))
    return Claim(story_id, reviewer, since, until)


def release(store: DecisionStore, story_id: str, reviewer: str) -> None:
    """Release one's own claim on a story, if there is one.

    Args:
        store: The store.
        story_id: The story.
        reviewer: The person whose claim ends; a claim of somebody else stays.
    """
    with store.writing() as connection:
        connection.execute(delete(claims).where(claims.c.story_id == story_id, claims.c.reviewer == reviewer))


def in_force() -> ColumnElement[bool]:
    """Return the condition that a claim has not expired.

    A claim that would last longer than any can was made before the clock was set back, and does not count.
    """
    moment = now()
    latest = (datetime.fromisoformat(moment) + timedelta(minutes=MINUTES)).isoformat(timespec="microseconds")
    return and_(claims.c.until > moment, claims.c.until <= latest)


def holder(connection: Connection, story_id: str) -> Claim | None:
    """Return the claim on a story that has not expired, or None."""
    row = connection.execute(select(claims).where(claims.c.story_id == story_id, in_force())).one_or_none()
    return Claim(row.story_id, row.reviewer, row.since, row.until) if row is not None else None
