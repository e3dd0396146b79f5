"""Statistics of a shift: how many suggestions of each kind, from each source, got which answer.

Only decisions in force count. The desk shows these numbers on its page and in its API.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from repair.core.protocols import DecisionStore
from repair.core.types import Verdict
from repair.decisions.models import answer_of
from repair.decisions.schema import decisions, saved_copies, stories, suggestions

SHIFT_HOURS = 12.0


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many suggestions of one kind, from one source, have one answer in force.

    ``answer`` is the word that the API has for it, such as "accept"; for a change that a batch made, "confirm" or
    "put_back".
    """

    kind: str
    source: str
    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class ShiftStatistics:
    """The answers of a shift from ``since`` (ISO 8601, UTC) on; ``saved`` is the number of stories that were saved."""

    since: str
    counts: tuple[AnswerCount, ...]
    saved: int

    def answers_by(self, field: str) -> dict[str, dict[str, int]]:
        """Return the counts by answer for each value of ``field`` ("kind" or "source"), in order of the values."""
        table: dict[str, dict[str, int]] = {}
        for count in self.counts:
            row = table.setdefault(getattr(count, field), {})
            row[count.answer] = row.get(count.answer, 0) + count.count
        return dict(sorted(table.items()))

    @property
    def totals(self) -> dict[str, int]:
        """The counts by answer."""
        totals: dict[str, int] = {}
        for count in self.counts:
            totals[count.answer] = totals.get(count.answer, 0) + count.count
        return totals


def shift_statistics(
    store: DecisionStore, *, hours: float = SHIFT_HOURS, reviewer: str | None = None
) -> ShiftStatistics:
    """Return the statistics of the decisions that are in force and were made within the last ``hours``.

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
        rows = connection.execute(_counts(since, reviewer)).all()
        counted = tuple(AnswerCount(row.kind, row.source, _answer(row), row.times) for row in rows)
        return ShiftStatistics(since, counted, int(connection.execute(saved).scalar_one()))


def _counts(since: str, reviewer: str | None) -> Select[Any]:
    flag = suggestions.c.replacement.is_(None)
    change = suggestions.c.applied_text.is_not(None)
    columns = (suggestions.c.kind, stories.c.source, decisions.c.verdict, flag.label("flag"), change.label("change"))
    query = (
        select(*columns, func.count().label("times"))
        .join(suggestions, suggestions.c.decision == decisions.c.id)
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
