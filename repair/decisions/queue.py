"""Queries of the queue: open stories, worst first; the suggestions of a story or of a name; progress.

Everything is filtered and sorted by the database, one page at a time. Nothing here writes.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, case, func, select

from repair.core.protocols import DecisionStore
from repair.decisions.claims import in_force
from repair.decisions.finished_stories import saved_stories
from repair.decisions.mappers import count_if, item_of, select_items
from repair.decisions.models import Claim, QueuedSuggestion, State
from repair.decisions.queue_filters import IS_FLAG, matching_stories, matching_story_fields, matching_suggestions
from repair.decisions.queue_models import Assigned, Filters, Order, Preview, Progress, QueueEntry, TakenStories
from repair.decisions.schema import assignments, claims, stories, suggestions
from repair.text.name_key import key

PAGE = 50  # stories on one page of the queue
MAX_SET = 500  # suggestions that are accepted as a set
PREVIEWS = 4  # surface forms named in a story's entry
FLAG_WEIGHT = 0.25  # expected number of mangled names for each flag
_LOOKED_AT = 1_000  # stories that are searched for the next one
_DECIDED = (State.ACCEPT.value, State.REJECT.value, State.AMEND.value)
_OPEN, _UNSURE = suggestions.c.state == State.OPEN.value, suggestions.c.state == State.UNSURE.value
_IS_CHANGE = suggestions.c.applied_text.is_not(None)


def entries(
    store: DecisionStore, filters: Filters | None = None, *, page: int = 0, size: int = PAGE
) -> tuple[QueueEntry, ...]:
    """Return one page of the stories that match ``filters``, worst first.

    Args:
        store: The store to read.
        filters: Which stories to return; by default those with anything open.
        page: The page, from 0.
        size: Stories on a page.
    """
    filters = filters or Filters()
    sums = _sums_by_story()
    saved = saved_stories()
    current_claim = and_(claims.c.story_id == stories.c.id, in_force())
    query = (
        select(stories.c.id, stories.c.name, stories.c.source, stories.c.arrived_at, stories.c.assignee, sums)
        .add_columns(claims.c.reviewer, claims.c.since, claims.c.until, saved.c.story_id.label("saved"))
        .join(sums, sums.c.story_id == stories.c.id)
        .outerjoin(claims, current_claim)
        .outerjoin(saved, saved.c.story_id == stories.c.id)
        .where(*matching_stories(filters))
        .order_by(*_order(filters.order, sums), stories.c.id)
        .limit(size)
        .offset(page * size)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
        previews = _previews(connection, [row.id for row in rows], filters.state)
        return tuple(_entry(row, previews[row.id]) for row in rows)


def count(store: DecisionStore, filters: Filters | None = None) -> int:
    """Return how many stories match ``filters``."""
    with store.reading() as connection:
        return int(
            connection.execute(
                select(func.count()).select_from(stories).where(*matching_stories(filters or Filters()))
            ).scalar_one()
        )


def progress(store: DecisionStore) -> Progress:
    """Return the counts of the whole queue."""
    by_state = select(suggestions.c.state, func.count()).where(~_IS_CHANGE).group_by(suggestions.c.state)
    with_open = select(func.count(func.distinct(suggestions.c.story_id))).where(_OPEN)
    with store.reading() as connection:
        counts = {row[0]: row[1] for row in connection.execute(by_state)}
        is_open, unsure = counts.get(State.OPEN.value, 0), counts.get(State.UNSURE.value, 0)
        decided = sum(counts.get(state, 0) for state in _DECIDED)
        return Progress(
            open=is_open,
            unsure=unsure,
            decided=decided,
            total=is_open + unsure + decided,
            stories=int(connection.execute(select(func.count()).select_from(stories)).scalar_one()),
            stories_open=int(connection.execute(with_open).scalar_one()),
        )


def in_story(store: DecisionStore, story_id: str) -> tuple[QueuedSuggestion, ...]:
    """Return the suggestions of a story in text order, without those that later ones replaced."""
    query = select_items().where(suggestions.c.story_id == story_id, suggestions.c.state != State.REPLACED.value)
    return _items(store, query.order_by(suggestions.c.start, suggestions.c.id))


def find(store: DecisionStore, suggestion_id: str) -> QueuedSuggestion | None:
    """Return one suggestion with its state, or None."""
    matches = _items(store, select_items().where(suggestions.c.id == suggestion_id))
    return matches[0] if matches else None


def of_name(
    store: DecisionStore, name: str, *, story_id: str | None = None, limit: int = 5_000
) -> tuple[QueuedSuggestion, ...]:
    """Return the open suggestions that propose ``name``, whatever its case and accents, in one story or in all."""
    query = select_items().where(suggestions.c.name_key == key(name), _OPEN, ~IS_FLAG)
    if story_id is not None:
        query = query.where(suggestions.c.story_id == story_id)
    return _items(store, query.order_by(suggestions.c.story_id, suggestions.c.start).limit(limit))


def matching(store: DecisionStore, filters: Filters, *, limit: int = MAX_SET) -> tuple[QueuedSuggestion, ...]:
    """Return the open proposals that match ``filters``, those with the highest confidence first."""
    query = (
        select_items()
        .where(_OPEN, ~IS_FLAG, *matching_suggestions(replace(filters, state=State.OPEN)))
        .where(*matching_story_fields(filters))
        .order_by(suggestions.c.confidence.desc(), suggestions.c.name_key, suggestions.c.story_id, suggestions.c.start)
        .limit(limit)
    )
    return _items(store, query)


def count_matching(store: DecisionStore, filters: Filters) -> int:
    """Return how many open proposals match ``filters``."""
    query = (
        select(func.count())
        .select_from(suggestions.join(stories, stories.c.id == suggestions.c.story_id))
        .where(_OPEN, ~IS_FLAG, *matching_suggestions(replace(filters, state=State.OPEN)))
        .where(*matching_story_fields(filters))
    )
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def version(store: DecisionStore, story_id: str | None = None) -> str:
    """Return a short text that changes with the queue, or one story: decisions, new copy, claims, assignments."""
    decided = select(func.max(suggestions.c.decision), func.count(), func.max(suggestions.c.arrived_at))
    working = select(claims.c.story_id, claims.c.reviewer).where(in_force()).order_by(claims.c.story_id)
    assigned = select(func.max(assignments.c.id))
    if story_id is not None:
        assigned = assigned.where(assignments.c.story_id == story_id)
        decided = decided.where(suggestions.c.story_id == story_id)
        working = working.where(claims.c.story_id == story_id)
    with store.reading() as connection:
        state = [tuple(connection.execute(query).one()) for query in (decided, assigned)]
        state += map(tuple, connection.execute(working))
    return f"{zlib.crc32(repr(state).encode()):08x}"


def elsewhere(store: DecisionStore, item: QueuedSuggestion, *, limit: int = 20) -> tuple[QueuedSuggestion, ...]:
    """Return the other suggestions for the same surface form, in this story and others, latest first.

    Args:
        store: The store to read.
        item: The suggestion, which is left out.
        limit: Largest number of suggestions.
    """
    query = (
        select_items()
        .where(
            suggestions.c.surface_key == key(item.suggestion.surface),
            suggestions.c.id != item.suggestion.id,
            suggestions.c.state != State.REPLACED.value,
        )
        .order_by(suggestions.c.arrived_at.desc(), suggestions.c.story_id, suggestions.c.start)
        .limit(limit)
    )
    return _items(store, query)


def next_story(
    store: DecisionStore, reviewer: str, *, after: str | None = None, filters: Filters | None = None
) -> str | None:
    """Return the id of the worst open story for a person, other than ``after``, or None.

    Stories that a colleague has claimed are left out, and those assigned to one unless ``filters`` ask for them.
    """
    filters = filters or Filters()
    free = (None, reviewer)
    for entry in entries(store, filters, size=_LOOKED_AT):
        assigned = entry.assignee in free or filters.assigned is Assigned.COLLEAGUES
        if entry.open and entry.id != after and assigned and (entry.claim and entry.claim.reviewer) in free:
            return entry.id
    return None


def taken_stories(store: DecisionStore, reviewer: str, *, after: str | None = None) -> TakenStories:
    """Count the open stories that `next_story` leaves out because they are colleagues', ``after`` aside."""
    claimed = assigned = 0
    for entry in entries(store, size=_LOOKED_AT):
        if entry.id == after:
            continue
        if entry.claim is not None and entry.claim.reviewer != reviewer:
            claimed += 1
        elif entry.assignee not in (None, reviewer):
            assigned += 1
    return TakenStories(claimed, assigned)


def sources(store: DecisionStore) -> tuple[str, ...]:
    """Return the sources that the stories of the queue come from."""
    with store.reading() as connection:
        return tuple(connection.execute(select(stories.c.source).distinct().order_by(stories.c.source)).scalars())


def flagged(store: DecisionStore, surface: str) -> tuple[QueuedSuggestion, ...]:
    """Return the open flags of one name, in all stories."""
    query = select_items().where(suggestions.c.surface_key == key(surface), _OPEN, IS_FLAG)
    return _items(store, query.order_by(suggestions.c.story_id, suggestions.c.start))


def _sums_by_story() -> Subquery:
    """Return the counts and the expected number of mangled names of each story, as a subquery."""
    expected = case((and_(_OPEN, IS_FLAG), FLAG_WEIGHT), (_OPEN, suggestions.c.confidence), else_=0.0)
    return (
        select(
            suggestions.c.story_id,
            count_if(~_IS_CHANGE).label("total"),
            count_if(_IS_CHANGE).label("changes"),
            count_if(_OPEN).label("open"),
            count_if(_UNSURE).label("unsure"),
            count_if(and_(_OPEN, IS_FLAG)).label("flags"),
            func.sum(expected).label("expected_mangled"),
            func.coalesce(func.max(case((and_(_OPEN, ~IS_FLAG), suggestions.c.confidence))), 0.0).label(
                "highest_confidence"
            ),
        )
        .where(suggestions.c.state != State.REPLACED.value)
        .group_by(suggestions.c.story_id)
        .subquery()
    )


def _order(order: Order, sums: Subquery) -> list[ColumnElement[Any]]:
    """Return the columns to sort by."""
    worst: list[ColumnElement[Any]] = [sums.c.expected_mangled.desc(), sums.c.unsure.desc(), stories.c.arrived_at]
    first: dict[Order, list[ColumnElement[Any]]] = {
        Order.WORST: [],
        Order.CONFIDENCE: [sums.c.highest_confidence.desc()],
        Order.OLDEST: [stories.c.arrived_at],
        Order.NEWEST: [stories.c.arrived_at.desc()],
        Order.SOURCE: [stories.c.source, stories.c.name],
    }
    return [*first[order], *worst]


def _previews(connection: Connection, ids: Sequence[str], state: State | None) -> defaultdict[str, tuple[Preview, ...]]:
    """Return some surface forms in ``state`` (None: any) by story, each once, highest confidence first."""
    query = (
        select(suggestions.c.story_id, suggestions.c.surface, suggestions.c.replacement)
        .where(suggestions.c.story_id.in_(ids), suggestions.c.state != State.REPLACED.value)
        .order_by(IS_FLAG, suggestions.c.confidence.desc(), suggestions.c.start)
    )
    if state is not None:
        query = query.where(suggestions.c.state == state.value)
    previews: defaultdict[str, tuple[Preview, ...]] = defaultdict(tuple)
    for row in connection.execute(query):
        preview = Preview(row.surface, row.replacement)
        if len(previews[row.story_id]) < PREVIEWS and preview not in previews[row.story_id]:
            previews[row.story_id] += (preview,)
    return previews


def _entry(row: Any, previews: tuple[Preview, ...]) -> QueueEntry:
    claim = Claim(row.id, row.reviewer, row.since, row.until) if row.reviewer is not None else None
    return QueueEntry(
        row.id,
        row.name,
        row.source,
        row.arrived_at,
        row.total,
        row.open,
        row.unsure,
        row.flags,
        float(row.expected_mangled),
        float(row.highest_confidence),
        claim,
        previews,
        row.changes,
        row.saved is not None,
        row.assignee,
    )


def _items(store: DecisionStore, query: Select[Any]) -> tuple[QueuedSuggestion, ...]:
    with store.reading() as connection:
        return tuple(item_of(row) for row in connection.execute(query))
