"""Queries of the history of decisions: of one suggestion, of one name, or of all, latest first. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from repair.core.protocols import DecisionStore
from repair.decisions.mappers import decision_of
from repair.decisions.models import Decision
from repair.decisions.schema import decisions, stories, suggestions
from repair.text.name_key import key


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A decision with its suggestion and story; ``in_force`` is true if it is in force for its suggestion.

    ``proposed`` is the name that was suggested, None for an unverified name.
    """

    decision: Decision
    surface: str
    proposed: str | None
    story_id: str
    story_name: str
    in_force: bool

    @property
    def flag(self) -> bool:
        """Whether the decision is about an unverified name."""
        return self.proposed is None


def of_suggestion(store: DecisionStore, suggestion_id: str) -> tuple[HistoryEntry, ...]:
    """Return every decision on one suggestion, latest first."""
    return entries_of(store, history_query().where(decisions.c.suggestion_id == suggestion_id))


def of_name(store: DecisionStore, name: str, *, limit: int = 500) -> tuple[HistoryEntry, ...]:
    """Return the decisions about a name: where it was suggested or typed, or is the surface form in the copy.

    Args:
        store: The store to read.
        name: The name, in any case and with or without accents.
        limit: Largest number of decisions.
    """
    return entries_of(store, history_query().where(about_name(name)).limit(limit))


def latest(
    store: DecisionStore, *, limit: int = 100, before: int | None = None, reviewer: str | None = None
) -> tuple[HistoryEntry, ...]:
    """Return the latest decisions.

    Args:
        store: The store to read.
        limit: How many to return at most.
        before: The id of a decision; only older ones are returned.
        reviewer: A person; only theirs are returned.
    """
    query = history_query().limit(limit)
    if before is not None:
        query = query.where(decisions.c.id < before)
    if reviewer is not None:
        query = query.where(decisions.c.reviewer == reviewer)
    return entries_of(store, query)


def count(store: DecisionStore) -> int:
    """Return the number of decisions, including those that were undone and those that undo."""
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(decisions)).scalar_one())


def last(store: DecisionStore) -> int:
    """Return the id of the last decision, 0 if there is none. It changes with every decision."""
    with store.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(decisions.c.id), 0))).scalar_one())


def decided_at(store: DecisionStore, decision_id: int) -> str | None:
    """Return when a decision was made, in ISO 8601 (UTC); None if there is no such decision."""
    with store.reading() as connection:
        return connection.execute(select(decisions.c.decided_at).where(decisions.c.id == decision_id)).scalar()


def about_name(name: str) -> ColumnElement[bool]:
    """Return the condition that a decision is about a name, as in `of_name`."""
    name_key = key(name)
    return or_(
        suggestions.c.name_key == name_key, suggestions.c.surface_key == name_key, decisions.c.replacement == name
    )


def history_query() -> Select[Any]:
    """Return the query for decisions with their suggestion and story, latest first."""
    return (
        select(
            decisions,
            suggestions.c.surface,
            suggestions.c.replacement.label("proposed"),
            suggestions.c.story_id,
            suggestions.c.decision,
            stories.c.name.label("story_name"),
        )
        .join(suggestions, suggestions.c.id == decisions.c.suggestion_id)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .order_by(decisions.c.id.desc())
    )


def entries_of(store: DecisionStore, query: Select[Any]) -> tuple[HistoryEntry, ...]:
    """Return the decisions that a query made from `history_query` finds."""
    with store.reading() as connection:
        return tuple(
            HistoryEntry(
                decision_of(row._mapping),
                row.surface,
                row.proposed,
                row.story_id,
                row.story_name,
                row.id == row.decision,
            )
            for row in connection.execute(query)
        )
