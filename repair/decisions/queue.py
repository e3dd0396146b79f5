"""Questions to the queue: which stories wait, worst first; what is in one; where else a name stands; how far it is.

Only reads. Every question is answered by the database and for one page at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from repair.core.types import Action, Kind
from repair.decisions.mappers import case_of, cases, count_if, folded
from repair.decisions.models import (
    Claim,
    Filters,
    Preview,
    Progress,
    QueuedSuggestion,
    QueueEntry,
    State,
    Unverified,
    now,
)
from repair.decisions.schema import claims, stories, suggestions
from repair.decisions.store import DecisionStore
from repair.text.name_key import key

PAGE = 50  # stories on one page of the queue
GLIMPSES = 4  # forms named in a story's line
FLAG_COUNTS = 0.25  # mangled names that a flag is expected to be worth
_DECIDED = (State.ACCEPT.value, State.REJECT.value, State.AMEND.value)
_OPEN, _UNSURE = suggestions.c.state == State.OPEN.value, suggestions.c.state == State.UNSURE.value
_IS_FLAG = suggestions.c.action == Action.FLAG.value


def lines(
    store: DecisionStore, filters: Filters | None = None, *, page: int = 0, size: int = PAGE
) -> tuple[QueueEntry, ...]:
    """Return one page (from 0) of the stories that fit ``filters``, worst first."""
    filters = filters or Filters()
    expected = case((and_(_OPEN, _IS_FLAG), FLAG_COUNTS), (_OPEN, suggestions.c.confidence), else_=0.0)
    sums = (
        select(
            suggestions.c.story_id,
            func.count().label("total"),
            count_if(_OPEN).label("open"),
            count_if(_UNSURE).label("unsure"),
            count_if(and_(_OPEN, _IS_FLAG)).label("flags"),
            func.sum(expected).label("worst"),
            func.coalesce(func.max(case((and_(_OPEN, ~_IS_FLAG), suggestions.c.confidence))), 0.0).label("surest"),
        )
        .where(suggestions.c.state != State.REPLACED.value)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    alive = and_(claims.c.story_id == stories.c.id, claims.c.until > now())
    query = (
        select(stories.c.id, stories.c.name, stories.c.source, stories.c.arrived_at, sums)
        .add_columns(claims.c.reviewer, claims.c.since, claims.c.until)
        .join(sums, sums.c.story_id == stories.c.id)
        .outerjoin(claims, alive)
        .where(*_stories_fit(filters))
        .order_by(sums.c.worst.desc(), sums.c.unsure.desc(), stories.c.arrived_at, stories.c.id)
        .limit(size)
        .offset(page * size)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
        glimpses = _glimpses(connection, [row.id for row in rows], filters.state)
        return tuple(_line(row, glimpses[row.id]) for row in rows)


def count(store: DecisionStore, filters: Filters | None = None) -> int:
    """Return how many stories fit ``filters``."""
    with store.reading() as connection:
        return int(
            connection.execute(
                select(func.count()).select_from(stories).where(*_stories_fit(filters or Filters()))
            ).scalar_one()
        )


def progress(store: DecisionStore) -> Progress:
    """Return how far the whole queue is."""
    by_state = select(suggestions.c.state, func.count()).group_by(suggestions.c.state)
    with_open = select(func.count(func.distinct(suggestions.c.story_id))).where(_OPEN)
    with store.reading() as connection:
        found = {row[0]: row[1] for row in connection.execute(by_state)}
        return Progress(
            open=found.get(State.OPEN.value, 0),
            unsure=found.get(State.UNSURE.value, 0),
            decided=sum(found.get(state, 0) for state in _DECIDED),
            stories=int(connection.execute(select(func.count()).select_from(stories)).scalar_one()),
            stories_open=int(connection.execute(with_open).scalar_one()),
        )


def in_story(store: DecisionStore, story_id: str) -> tuple[QueuedSuggestion, ...]:
    """Return the suggestions of a story in order of place, those replaced by later ones left out."""
    query = cases().where(suggestions.c.story_id == story_id, suggestions.c.state != State.REPLACED.value)
    return _cases(store, query.order_by(suggestions.c.start, suggestions.c.id))


def one(store: DecisionStore, suggestion_id: str) -> QueuedSuggestion | None:
    """Return one suggestion with how it stands, or None."""
    found = _cases(store, cases().where(suggestions.c.id == suggestion_id))
    return found[0] if found else None


def of_name(
    store: DecisionStore, name: str, *, story_id: str | None = None, limit: int = 5_000
) -> tuple[QueuedSuggestion, ...]:
    """Return the open suggestions that propose ``name`` (however it is spelled), in one story or all."""
    query = cases().where(suggestions.c.name_key == key(name), _OPEN, ~_IS_FLAG)
    if story_id is not None:
        query = query.where(suggestions.c.story_id == story_id)
    return _cases(store, query.order_by(suggestions.c.story_id, suggestions.c.start).limit(limit))


def elsewhere(store: DecisionStore, case: QueuedSuggestion, *, limit: int = 20) -> tuple[QueuedSuggestion, ...]:
    """Return the other suggestions about the same form, in this story and others, latest first."""
    query = (
        cases()
        .where(
            suggestions.c.surface_key == key(case.suggestion.surface),
            suggestions.c.id != case.suggestion.id,
            suggestions.c.state != State.REPLACED.value,
        )
        .order_by(suggestions.c.arrived_at.desc(), suggestions.c.story_id, suggestions.c.start)
        .limit(limit)
    )
    return _cases(store, query)


def next_story(
    store: DecisionStore, reviewer: str, *, after: str | None = None, filters: Filters | None = None
) -> str | None:
    """Return the id of the worst story with something open that is not ``after`` and in nobody else's hands."""
    for line in lines(store, filters, size=1_000):
        if line.open and line.id != after and (line.claim is None or line.claim.reviewer == reviewer):
            return line.id
    return None


def sources(store: DecisionStore) -> tuple[str, ...]:
    """Return the sources that stories in the queue came from."""
    with store.reading() as connection:
        return tuple(connection.execute(select(stories.c.source).distinct().order_by(stories.c.source)).scalars())


def unverified(store: DecisionStore, *, limit: int = 500) -> tuple[Unverified, ...]:
    """Return the open names nobody vouches for, each once, most frequent first."""
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
        .where(_OPEN, _IS_FLAG)
        .group_by(suggestions.c.surface_key)
        .order_by(func.count().desc(), suggestions.c.surface_key)
        .limit(limit)
    )
    with store.reading() as connection:
        return tuple(
            Unverified(r.surface, r.surface_key, Kind(r.kind), r.times, r.stories, r.first_story, *r.first.split(":"))
            for r in connection.execute(query)
        )


def flagged(store: DecisionStore, surface: str) -> tuple[QueuedSuggestion, ...]:
    """Return the open flags of one name, in all stories."""
    query = cases().where(suggestions.c.surface_key == key(surface), _OPEN, _IS_FLAG)
    return _cases(store, query.order_by(suggestions.c.story_id, suggestions.c.start))


def _stories_fit(filters: Filters) -> list[ColumnElement[bool]]:
    """Return what must hold of a story that fits ``filters``: it has a suggestion that fits, and its own marks."""
    fits: list[ColumnElement[bool]] = [suggestions.c.story_id == stories.c.id]
    if filters.state is not None:
        fits.append(suggestions.c.state == filters.state.value)
    if (filters.low, filters.high) != (0.0, 1.0):
        fits += [suggestions.c.confidence.between(filters.low, filters.high), ~_IS_FLAG]
    if filters.kind == Action.FLAG.value:
        fits.append(_IS_FLAG)
    elif filters.kind:
        fits.append(suggestions.c.kind == filters.kind)
    if filters.name:
        fits.append(suggestions.c.name_key.contains(key(filters.name), autoescape=True))
    found: list[ColumnElement[bool]] = [stories.c.id.in_(select(suggestions.c.story_id).where(*fits[1:]))]
    if len(fits) == 1:
        found = [select(suggestions.c.id).where(*fits).exists()]
    if filters.source:
        found.append(stories.c.source == filters.source)
    if filters.days is not None:
        since = datetime.now(UTC) - timedelta(days=filters.days)
        found.append(stories.c.arrived_at >= since.isoformat(timespec="microseconds"))
    if filters.search.strip():
        found.append(_matches(filters.search))
    return found


def _matches(search: str) -> ColumnElement[bool]:
    """Return whether a story, or a form or name in it, holds what is searched for."""
    form = key(search)
    named = select(suggestions.c.story_id).where(
        or_(
            suggestions.c.surface_key.contains(form, autoescape=True),
            suggestions.c.name_key.contains(form, autoescape=True),
        )
    )
    text = stories.c.folded.contains(folded(search), autoescape=True)
    return or_(text, stories.c.id.in_(named)) if form else text


def _glimpses(connection: Connection, ids: Sequence[str], state: State | None) -> defaultdict[str, tuple[Preview, ...]]:
    """Return, by story, some of the forms that stand as ``state`` (None: in any way), each once, surest first."""
    query = (
        select(suggestions.c.story_id, suggestions.c.surface, suggestions.c.replacement)
        .where(suggestions.c.story_id.in_(ids), suggestions.c.state != State.REPLACED.value)
        .order_by(_IS_FLAG, suggestions.c.confidence.desc(), suggestions.c.start)
    )
    if state is not None:
        query = query.where(suggestions.c.state == state.value)
    found: defaultdict[str, tuple[Preview, ...]] = defaultdict(tuple)
    for row in connection.execute(query):
        glimpse = Preview(row.surface, row.replacement)
        if len(found[row.story_id]) < GLIMPSES and glimpse not in found[row.story_id]:
            found[row.story_id] += (glimpse,)
    return found


def _line(row: Any, glimpses: tuple[Preview, ...]) -> QueueEntry:
    held = Claim(row.id, row.reviewer, row.since, row.until) if row.reviewer is not None else None
    return QueueEntry(
        row.id,
        row.name,
        row.source,
        row.arrived_at,
        row.total,
        row.open,
        row.unsure,
        row.flags,
        float(row.worst),
        float(row.surest),
        held,
        glimpses,
    )


def _cases(store: DecisionStore, query: Select[Any]) -> tuple[QueuedSuggestion, ...]:
    with store.reading() as connection:
        return tuple(case_of(row) for row in connection.execute(query))
