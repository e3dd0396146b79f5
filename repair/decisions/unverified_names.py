"""Queries of the unverified names: a page of them, the places of one, and its corrections elsewhere.

Nothing here writes.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from repair.core.protocols import DecisionStore
from repair.core.types import Action, Kind
from repair.decisions.mappers import item_of, select_items
from repair.decisions.models import OtherName, QueuedSuggestion, State
from repair.decisions.other_names import find_other_names
from repair.decisions.queue_models import Unverified
from repair.decisions.schema import stories, suggestions
from repair.text.name_key import key

PAGE = 100  # names on one page
_OPEN_FLAG = (suggestions.c.state == State.OPEN.value, suggestions.c.action == Action.FLAG.value)


def names(store: DecisionStore, *, search: str = "", page: int = 0, size: int = PAGE) -> tuple[Unverified, ...]:
    """Return one page of the open unverified names, each once, most frequent first.

    Args:
        store: The store to read.
        search: Text that the form, or the name of its story, contains; empty for all.
        page: The page, from 0.
        size: Names on a page.
    """
    query = (
        select(
            suggestions.c.surface_key,
            func.min(suggestions.c.surface).label("surface"),
            func.min(suggestions.c.kind).label("kind"),
            func.count().label("times"),
            func.count(func.distinct(suggestions.c.story_id)).label("stories"),
            func.min(stories.c.name).label("first_story"),
            func.min(suggestions.c.story_id + ":" + suggestions.c.id).label("first"),
        )
        .join(stories, stories.c.id == suggestions.c.story_id)
        .where(*_OPEN_FLAG, *_matching(search))
        .group_by(suggestions.c.surface_key)
        .order_by(func.count().desc(), suggestions.c.surface_key)
        .limit(size)
        .offset(page * size)
    )
    with store.reading() as connection:
        return tuple(
            Unverified(r.surface, r.surface_key, Kind(r.kind), r.times, r.stories, r.first_story, *r.first.split(":"))
            for r in connection.execute(query)
        )


def count(store: DecisionStore, search: str = "") -> int:
    """Return how many unverified names are open, of those that match ``search``."""
    query = (
        select(func.count(func.distinct(suggestions.c.surface_key)))
        .join(stories, stories.c.id == suggestions.c.story_id)
        .where(*_OPEN_FLAG, *_matching(search))
    )
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


class FlagInStory(NamedTuple):
    """A flag of an unverified name, with the text of its story."""

    item: QueuedSuggestion
    story_text: str


def places(store: DecisionStore, surface: str, *, limit: int = 20) -> tuple[FlagInStory, ...]:
    """Return at most ``limit`` open flags of a name, each with the text of its story."""
    query = (
        select_items()
        .add_columns(stories.c.text.label("story_text"))
        .where(suggestions.c.surface_key == key(surface), *_OPEN_FLAG)
        .order_by(stories.c.arrived_at.desc(), suggestions.c.story_id, suggestions.c.start)
        .limit(limit)
    )
    with store.reading() as connection:
        return tuple(FlagInStory(item_of(row), row.story_text) for row in connection.execute(query))


def other_names(store: DecisionStore, name: Unverified) -> tuple[OtherName, ...]:
    """Return the names that are proposed or accepted for an unverified name in other places, most frequent first."""
    with store.reading() as connection:
        return find_other_names(connection, name.surface, name.kind)


def known_names(store: DecisionStore, typed: str, *, limit: int = 8) -> tuple[str, ...]:
    """Return names that are proposed, or were typed, in any story and begin with or contain what is ``typed``."""
    form = key(typed)
    if not form:
        return ()
    times = func.count()
    query = (
        select(suggestions.c.replacement)
        .where(suggestions.c.replacement.is_not(None), suggestions.c.name_key.contains(form, autoescape=True))
        .group_by(suggestions.c.replacement)
        .order_by(times.desc(), suggestions.c.replacement)
        .limit(limit)
    )
    with store.reading() as connection:
        return tuple(connection.execute(query).scalars())


def _matching(search: str) -> list[ColumnElement[bool]]:
    form = key(search)
    if not form:
        return []
    in_story_name = func.lower(stories.c.name).contains(search.strip().lower(), autoescape=True)
    return [or_(suggestions.c.surface_key.contains(form, autoescape=True), in_story_name)]
