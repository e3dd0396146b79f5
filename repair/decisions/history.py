"""What was decided, by whom and when: of one suggestion, of one name, of everything, latest first; only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from repair.decisions.mappers import decision_of
from repair.decisions.models import Decision
from repair.decisions.schema import decisions, stories, suggestions
from repair.decisions.store import DecisionStore
from repair.text.name_key import key


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A decision with what it was about; ``stands`` tells whether it is the last word on its suggestion."""

    decision: Decision
    surface: str
    proposed: str | None
    story_id: str
    story_name: str
    stands: bool

    @property
    def flag(self) -> bool:
        """Whether it was about an unverified name, for which nothing is proposed."""
        return self.proposed is None


def of_suggestion(store: DecisionStore, suggestion_id: str) -> tuple[HistoryEntry, ...]:
    """Return every decision on one suggestion, latest first."""
    return _entries(store, _history().where(decisions.c.suggestion_id == suggestion_id))


def of_name(store: DecisionStore, name: str, *, limit: int = 500) -> tuple[HistoryEntry, ...]:
    """Return every decision about a name: proposed, typed, or standing in the copy under that form."""
    form = key(name)
    about = or_(suggestions.c.name_key == form, suggestions.c.surface_key == form, decisions.c.replacement == name)
    return _entries(store, _history().where(about).limit(limit))


def latest(
    store: DecisionStore, *, limit: int = 100, before: int | None = None, reviewer: str | None = None
) -> tuple[HistoryEntry, ...]:
    """Return the last decisions, older than the one with id ``before`` if given, of one person if given."""
    query = _history().limit(limit)
    if before is not None:
        query = query.where(decisions.c.id < before)
    if reviewer is not None:
        query = query.where(decisions.c.reviewer == reviewer)
    return _entries(store, query)


def count(store: DecisionStore) -> int:
    """Return how many decisions there are, undone ones and undoing ones included."""
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(decisions)).scalar_one())


def last(store: DecisionStore) -> int:
    """Return the id of the last decision, 0 when there is none: it changes whenever something is decided."""
    with store.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(decisions.c.id), 0))).scalar_one())


def _history() -> Select[Any]:
    return (
        select(
            decisions,
            suggestions.c.surface,
            suggestions.c.replacement.label("proposed"),
            suggestions.c.story_id,
            suggestions.c.head,
            stories.c.name.label("story_name"),
        )
        .join(suggestions, suggestions.c.id == decisions.c.suggestion_id)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .order_by(decisions.c.id.desc())
    )


def _entries(store: DecisionStore, query: Select[Any]) -> tuple[HistoryEntry, ...]:
    with store.reading() as connection:
        return tuple(
            HistoryEntry(
                decision_of(row._mapping), row.surface, row.proposed, row.story_id, row.story_name, row.id == row.head
            )
            for row in connection.execute(query)
        )
