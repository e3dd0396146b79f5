"""Retention: deletes the text of stories that were finished long ago, and keeps what was decided.

Names, decisions, comments and assignments stay; the text, the bytes of the file and the passages of sources go. The
records of an archive go together, for its corrected copy holds the decisions of all. A story with corrections whose
corrected copy was never saved keeps its text, unless it is deleted on request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, not_, or_, select, text, update

from repair.core.protocols import DecisionStore
from repair.decisions.finished_stories import saved_stories
from repair.decisions.mappers import folded
from repair.decisions.models import State, now
from repair.decisions.schema import decisions, stories, suggestions

_GROUP = 100  # stories that are emptied in one statement


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """How many stories were emptied.

    Attributes:
        emptied: Stories whose text was deleted.
        unsaved: Those among them with corrections whose corrected copy was never saved.
        kept: Stories that were finished as long ago and keep their text, because their corrected copy, or that of
            another record of their archive, was never saved.
    """

    emptied: int
    unsaved: int = 0
    kept: int = 0


def empty_finished(store: DecisionStore, days: float, *, delete_unsaved: bool = False) -> RetentionResult:
    """Delete the text of the stories that were finished more than ``days`` days ago.

    A story is finished when nothing in it is open or unsure, from its last decision on, or from its arrival.

    Args:
        store: The store.
        days: How long the text of a finished story is kept.
        delete_unsaved: Whether to empty stories with corrections whose corrected copy was never saved, too.

    Returns:
        What was done; stories that were emptied before are not counted again.
    """
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
    with store.writing() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # Deleted text is overwritten in the file, too.
            connection.execute(text("PRAGMA secure_delete = ON"))
        expired = list(_expired(connection, before))
        emptied = expired if delete_unsaved else list(_without_archives_of(expired, filter(_is_unsaved, expired)))
        for group in _groups(row.id for row in emptied):
            _empty(connection, group)
    if sqlite:
        with store.reading() as connection:
            # Text is in the log as well, until that is written into the database.
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return RetentionResult(len(emptied), sum(map(_is_unsaved, emptied)), len(expired) - len(emptied))


def _expired(connection: Connection, before: str) -> Iterator[Row[Any]]:
    """Yield the stories that were finished before a time: with their corrections, and whether their copy is saved."""
    left = suggestions.c.state.in_([State.OPEN.value, State.UNSURE.value])
    work = (
        select(
            suggestions.c.story_id,
            func.sum(case((left, 1), else_=0)).label("left"),
            func.sum(case((_is_correction(), 1), else_=0)).label("corrections"),
            func.max(decisions.c.decided_at).label("decided_at"),
        )
        .outerjoin(decisions, decisions.c.suggestion_id == suggestions.c.id)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    saved = saved_stories()
    query = (
        select(stories.c.id, stories.c.path, stories.c.place, stories.c.arrived_at)
        .add_columns(work.c.left, work.c.corrections, work.c.decided_at, saved.c.story_id.label("saved"))
        .outerjoin(work, work.c.story_id == stories.c.id)
        .outerjoin(saved, saved.c.story_id == stories.c.id)
        .where(stories.c.emptied_at.is_(None))
    )
    rows = connection.execute(query).all()
    kept = [row for row in rows if row.left or (row.decided_at or "") >= before or row.arrived_at >= before]
    return _without_archives_of(rows, kept)


def _is_correction() -> ColumnElement[bool]:
    """Return the condition that the decision on a suggestion changes the copy."""
    changed_before = suggestions.c.applied_text.is_not(None)
    accepted = and_(suggestions.c.state == State.ACCEPT.value, suggestions.c.replacement.is_not(None))
    return or_(
        suggestions.c.state == State.AMEND.value,
        and_(changed_before, suggestions.c.state == State.REJECT.value),
        and_(not_(changed_before), accepted),
    )


def _is_unsaved(row: Row[Any]) -> bool:
    """Tell whether a story has corrections whose corrected copy was never saved."""
    return bool(row.corrections) and row.saved is None


def _without_archives_of(rows: Iterable[Row[Any]], kept: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """Yield the stories that are neither among ``kept`` nor a record of the same archive as one of them."""
    kept_rows = list(kept)
    kept_ids, kept_archives = {row.id for row in kept_rows}, {row.path for row in kept_rows if row.place is not None}
    for row in rows:
        if row.id not in kept_ids and (row.place is None or row.path not in kept_archives):
            yield row


def _empty(connection: Connection, ids: list[str]) -> None:
    """Delete the text of some stories, and what their suggestions quote."""
    moment = now()
    for row in connection.execute(select(stories.c.id, stories.c.name, stories.c.raw).where(stories.c.id.in_(ids))):
        values = {"text": "", "raw": b"", "folded": folded(row.name), "emptied_at": moment}
        values["digest"] = hashlib.sha256(row.raw).hexdigest()
        connection.execute(update(stories).where(stories.c.id == row.id).values(values))
    quoted = select(suggestions.c.id, suggestions.c.evidence).where(suggestions.c.story_id.in_(ids))
    for id, citations in connection.execute(quoted).all():
        evidence = [citation | {"snippet": ""} for citation in citations]
        if evidence != citations:
            connection.execute(update(suggestions).where(suggestions.c.id == id).values(evidence=evidence))


def _groups(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield ids in groups that fit in one statement."""
    remaining = list(ids)
    for start in range(0, len(remaining), _GROUP):
        yield remaining[start : start + _GROUP]
