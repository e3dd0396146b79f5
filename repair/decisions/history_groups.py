"""The history of decisions as a page shows it: filtered, with the decisions of one action together; writes nothing."""

from __future__ import annotations

import enum
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from repair.core.protocols import DecisionStore
from repair.core.types import Verdict
from repair.decisions.history import HistoryEntry, about_name, entries_of, history_query
from repair.decisions.schema import decisions, suggestions

PAGE = 100  # actions on one page
_MAX_ENTRIES = 2_000  # decisions read for one page
_ACTION = func.coalesce(decisions.c.batch, decisions.c.uid)
_IS_FLAG = suggestions.c.replacement.is_(None)


class PastAnswer(enum.StrEnum):
    """What the history can be filtered by: the answers, and decisions that take one back."""

    ANY = ""
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"
    CORRECT = "correct"
    SKIP = "skip"
    UNDONE = "undone"


_VERDICTS = {
    PastAnswer.ACCEPT: (Verdict.ACCEPT, ~_IS_FLAG),
    PastAnswer.REJECT: (Verdict.REJECT, ~_IS_FLAG),
    PastAnswer.CORRECT: (Verdict.ACCEPT, _IS_FLAG),
    PastAnswer.SKIP: (Verdict.REJECT, _IS_FLAG),
    PastAnswer.AMEND: (Verdict.AMEND, true()),
    PastAnswer.UNSURE: (Verdict.UNSURE, true()),
}


@dataclass(frozen=True, slots=True)
class HistoryFilters:
    """Which decisions to show: about a ``name``, by a ``reviewer``, with an ``answer``, at most ``days`` old."""

    name: str = ""
    reviewer: str = ""
    answer: PastAnswer = PastAnswer.ANY
    days: float | None = None

    @property
    def since(self) -> str | None:
        """The time that is ``days`` ago, in ISO 8601 (UTC); None for no limit."""
        if self.days is None:
            return None
        return (datetime.now(UTC) - timedelta(days=self.days)).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class PastAction:
    """The decisions that one action made, latest first; ``count`` is their number, ``last`` the highest id of one."""

    entries: tuple[HistoryEntry, ...]
    count: int
    last: int

    @property
    def stories(self) -> int:
        """The number of stories among ``entries``."""
        return len({entry.story_id for entry in self.entries})


def actions(
    store: DecisionStore, filters: HistoryFilters, *, before: int | None = None, limit: int = PAGE
) -> tuple[PastAction, ...]:
    """Return the latest actions that match ``filters``, each with its matching decisions.

    Args:
        store: The store to read.
        filters: Which decisions to return.
        before: The ``last`` of an action; only earlier ones are returned.
        limit: How many actions to return at most.
    """
    matching = _conditions(filters)
    last = func.max(decisions.c.id)
    query = (
        select(_ACTION.label("action"), last.label("last"), func.count().label("times"))
        .join(suggestions, suggestions.c.id == decisions.c.suggestion_id)
        .where(*matching)
        .group_by(_ACTION)
        .order_by(last.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.having(last < before)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    wanted = history_query().where(_ACTION.in_([row.action for row in rows]), *matching).limit(_MAX_ENTRIES)
    entries: defaultdict[str, list[HistoryEntry]] = defaultdict(list)
    for entry in entries_of(store, wanted):
        entries[entry.decision.batch or entry.decision.uid].append(entry)
    return tuple(PastAction(tuple(entries[row.action]), row.times, row.last) for row in rows if entries[row.action])


def reviewers(store: DecisionStore) -> tuple[str, ...]:
    """Return the names of the people who have decided anything."""
    with store.reading() as connection:
        return tuple(
            connection.execute(select(decisions.c.reviewer).distinct().order_by(decisions.c.reviewer)).scalars()
        )


def _conditions(filters: HistoryFilters) -> list[ColumnElement[bool]]:
    """Return the conditions that ``filters`` put on decisions."""
    conditions: list[ColumnElement[bool]] = []
    if filters.name.strip():
        conditions.append(about_name(filters.name))
    if filters.reviewer:
        conditions.append(decisions.c.reviewer == filters.reviewer)
    if filters.answer is PastAnswer.UNDONE:
        conditions.append(or_(decisions.c.undoes.is_not(None), decisions.c.verdict.is_(None)))
    elif filters.answer is not PastAnswer.ANY:
        verdict, kind = _VERDICTS[filters.answer]
        conditions.append(and_(decisions.c.verdict == verdict.value, decisions.c.undoes.is_(None), kind))
    if filters.since is not None:
        conditions.append(decisions.c.decided_at >= filters.since)
    return conditions
