"""Results of a shift: the finished and saved stories, and counts of the decisions.

A story is finished when nothing in it is open or unsure. It is saved while no decision was made in it after its copy
was saved. Nothing is written to files here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select

from repair.core.protocols import DecisionStore
from repair.core.types import Verdict
from repair.decisions.models import State, answer_of, now
from repair.decisions.schema import decisions, saved_copies, stories, suggestions

SHIFT_HOURS = 12.0


@dataclass(frozen=True, slots=True)
class FinishedStory:
    """A story without open suggestions; ``saved`` is true if its saved copy is up to date."""

    id: str
    name: str
    path: str
    in_archive: bool
    saved: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """How many suggestions of one kind, from one source, have one answer in force."""

    kind: str
    source: str
    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """The figures of a shift, from ``since`` (ISO 8601, UTC) on; ``saved`` counts the stories that were saved."""

    since: str
    figures: tuple[Figure, ...]
    saved: int

    def by(self, field: str) -> dict[str, dict[str, int]]:
        """Return the counts by answer for each value of ``field`` ("kind" or "source"), in order of the values."""
        table: dict[str, dict[str, int]] = {}
        for figure in self.figures:
            row = table.setdefault(getattr(figure, field), {})
            row[figure.answer] = row.get(figure.answer, 0) + figure.count
        return dict(sorted(table.items()))

    @property
    def totals(self) -> dict[str, int]:
        """The counts by answer."""
        totals: dict[str, int] = {}
        for figure in self.figures:
            totals[figure.answer] = totals.get(figure.answer, 0) + figure.count
        return totals


def record_saved(store: DecisionStore, story_ids: Iterable[str], reviewer: str, path: str) -> None:
    """Record that the corrected copy of stories was saved at ``path``, with the decisions made so far."""
    with store.writing() as connection:
        for story_id in story_ids:
            last = select(func.coalesce(func.max(decisions.c.id), 0)).join(
                suggestions, suggestions.c.id == decisions.c.suggestion_id
            )
            decision = connection.execute(last.where(suggestions.c.story_id == story_id)).scalar_one()
            row = {"story_id": story_id, "reviewer": reviewer, "saved_at": now(), "path": path, "decision": decision}
            connection.execute(saved_copies.insert().values(row))


def saved_stories() -> Subquery:
    """Return the ids of the stories that are saved, as a subquery with the column ``story_id``."""
    last_decision = (
        select(suggestions.c.story_id, func.max(decisions.c.id).label("decision"))
        .join(decisions, decisions.c.suggestion_id == suggestions.c.id)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    last_copy = (
        select(saved_copies.c.story_id, func.max(saved_copies.c.decision).label("decision"))
        .group_by(saved_copies.c.story_id)
        .subquery()
    )
    return (
        select(last_copy.c.story_id)
        .outerjoin(last_decision, last_decision.c.story_id == last_copy.c.story_id)
        .where(last_copy.c.decision >= func.coalesce(last_decision.c.decision, 0))
        .subquery()
    )


def finished_stories(store: DecisionStore) -> tuple[FinishedStory, ...]:
    """Return the stories in which nothing is open or unsure, in order of arrival."""
    undecided = suggestions.c.state.in_([State.OPEN.value, State.UNSURE.value])
    counts = (
        select(suggestions.c.story_id, func.sum(case((undecided, 1), else_=0)).label("left"))
        .where(suggestions.c.state != State.REPLACED.value)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    saved = saved_stories()
    query = (
        select(stories.c.id, stories.c.name, stories.c.path, stories.c.place, saved.c.story_id.label("saved"))
        .join(counts, and_(counts.c.story_id == stories.c.id, counts.c.left == 0))
        .outerjoin(saved, saved.c.story_id == stories.c.id)
        .where(stories.c.emptied_at.is_(None))
        .order_by(stories.c.arrived_at, stories.c.id)
    )
    with store.reading() as connection:
        return tuple(
            FinishedStory(row.id, row.name, row.path, row.place is not None, row.saved is not None)
            for row in connection.execute(query)
        )


def figures(store: DecisionStore, *, hours: float = SHIFT_HOURS, reviewer: str | None = None) -> ShiftFigures:
    """Return the figures of the decisions that are in force and were made within the last ``hours``.

    Args:
        store: The store to read.
        hours: How far back to look.
        reviewer: A person; only their decisions count. By default everybody's.
    """
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="microseconds")
    saved = select(func.count(func.distinct(saved_copies.c.story_id))).where(saved_copies.c.saved_at >= since)
    if reviewer is not None:
        saved = saved.where(saved_copies.c.reviewer == reviewer)
    with store.reading() as connection:
        rows = connection.execute(_figures(since, reviewer)).all()
        counted = tuple(Figure(row.kind, row.source, _answer(row), row.times) for row in rows)
        return ShiftFigures(since, counted, int(connection.execute(saved).scalar_one()))


def _figures(since: str, reviewer: str | None) -> Select[Any]:
    flag = suggestions.c.replacement.is_(None)
    change = suggestions.c.standing.is_not(None)
    columns = (suggestions.c.kind, stories.c.source, decisions.c.verdict, flag.label("flag"), change.label("change"))
    query = (
        select(*columns, func.count().label("times"))
        .join(suggestions, suggestions.c.head == decisions.c.id)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .where(decisions.c.decided_at >= since, decisions.c.verdict.is_not(None))
        .group_by(*columns)
        .order_by(suggestions.c.kind, stories.c.source, decisions.c.verdict)
    )
    return query if reviewer is None else query.where(decisions.c.reviewer == reviewer)


def _answer(row: Any) -> str:
    """Return the answer of the counted decisions, as the API calls it."""
    if row.change:
        return "put_back" if row.verdict == Verdict.REJECT else "confirm"
    return answer_of(Verdict(row.verdict), flag=bool(row.flag)).value
