"""Who is working on which story, so that two people do not do the same work; a claim runs out by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from repair.decisions.errors import ClaimedError, NotThereError
from repair.decisions.models import Claim, now
from repair.decisions.schema import claims, stories
from repair.decisions.store import DecisionStore

MINUTES = 5.0  # a claim without any decision runs out after these

NO_STORY = "there is no story {id!r} in the queue"


def claim(
    store: DecisionStore, story_id: str, reviewer: str, *, take_over: bool = False, minutes: float = MINUTES
) -> Claim:
    """Claim a story, or make one's claim last; raises `ClaimedError` when another holds it and it is not taken over."""
    with store.writing() as connection:
        # The story's row is what two people who want the same story wait for.
        locked = select(stories.c.id).where(stories.c.id == story_id).with_for_update()
        if connection.execute(locked).first() is None:
            raise NotThereError(NO_STORY.format(id=story_id))
        return renew(connection, story_id, reviewer, take_over=take_over, minutes=minutes)


def renew(
    connection: Connection, story_id: str, reviewer: str, *, take_over: bool = False, minutes: float = MINUTES
) -> Claim:
    """Claim a story within a transaction that holds its row."""
    held, moment = holder(connection, story_id), now()
    if held is not None and held.reviewer != reviewer and not take_over:
        raise ClaimedError(held)
    until = (datetime.fromisoformat(moment) + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    since = held.since if held is not None and held.reviewer == reviewer else moment
    made = Claim(story_id, reviewer, since, until)
    connection.execute(delete(claims).where(claims.c.story_id == story_id))
    connection.execute(claims.insert().values(story_id=story_id, reviewer=reviewer, since=since, until=until))
    return made


def release(store: DecisionStore, story_id: str, reviewer: str) -> None:
    """Give up one's own claim, if there is any."""
    with store.writing() as connection:
        connection.execute(delete(claims).where(claims.c.story_id == story_id, claims.c.reviewer == reviewer))


def holder(connection: Connection, story_id: str) -> Claim | None:
    """Return the claim on a story that has not run out, or None."""
    row = connection.execute(select(claims).where(claims.c.story_id == story_id, claims.c.until > now())).one_or_none()
    return Claim(row.story_id, row.reviewer, row.since, row.until) if row is not None else None
