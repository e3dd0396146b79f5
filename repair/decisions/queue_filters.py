"""The filters of the queue as conditions of the database, on suggestions and on stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from repair.core.types import Action
from repair.decisions.assignments import conditions_on
from repair.decisions.mappers import folded
from repair.decisions.queue_models import Filters
from repair.decisions.schema import stories, suggestions
from repair.text.name_key import key

IS_FLAG = suggestions.c.action == Action.FLAG.value


def matching_suggestions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on suggestions."""
    conditions: list[ColumnElement[bool]] = []
    if filters.state is not None:
        conditions.append(suggestions.c.state == filters.state.value)
    if (filters.low, filters.high) != (0.0, 1.0):
        conditions += [suggestions.c.confidence.between(filters.low, filters.high), ~IS_FLAG]
    if filters.kind == Action.FLAG.value:
        conditions.append(IS_FLAG)
    elif filters.kind:
        conditions.append(suggestions.c.kind == filters.kind)
    if filters.name:
        conditions.append(suggestions.c.name_key.contains(key(filters.name), autoescape=True))
    return conditions


def matching_stories(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on stories: one of the suggestions matches, and the story itself does."""
    conditions = matching_suggestions(filters)
    matching: list[ColumnElement[bool]] = [stories.c.id.in_(select(suggestions.c.story_id).where(*conditions))]
    if not conditions:
        matching = [select(suggestions.c.id).where(suggestions.c.story_id == stories.c.id).exists()]
    return matching + matching_story_fields(filters)


def matching_story_fields(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on the story itself."""
    matching = [stories.c.emptied_at.is_(None), *conditions_on(filters)]
    if filters.source:
        matching.append(stories.c.source == filters.source)
    if filters.days is not None:
        since = datetime.now(UTC) - timedelta(days=filters.days)
        matching.append(stories.c.arrived_at >= since.isoformat(timespec="microseconds"))
    if filters.search.strip():
        matching.append(_matches(filters.search))
    return matching


def _matches(search: str) -> ColumnElement[bool]:
    """Return the condition that a story, or a surface form or name in it, contains the search text."""
    name_key = key(search)
    with_name = select(suggestions.c.story_id).where(
        or_(
            suggestions.c.surface_key.contains(name_key, autoescape=True),
            suggestions.c.name_key.contains(name_key, autoescape=True),
        )
    )
    text = stories.c.folded.contains(folded(search), autoescape=True)
    return or_(text, stories.c.id.in_(with_name)) if name_key else text
