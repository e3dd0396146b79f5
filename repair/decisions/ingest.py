"""Bringing stories and their suggestions into the store; bringing the same ones again changes nothing.

Identifiers are hashes of content. Reading files is the caller's work, and nothing is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from repair.core.errors import StoreError
from repair.core.types import Suggestion
from repair.decisions.mappers import clean, story_of, story_row, suggestion_row
from repair.decisions.models import IngestResult, State, StoredStory, now
from repair.decisions.schema import stories, suggestions
from repair.decisions.store import DecisionStore
from repair.formats import SourceDocument

STALE = "{name}: does not read {surface!r} at {start} any more; make the suggestions anew"


def story_from(reading: SourceDocument, *, name: str = "", source: str = "") -> StoredStory:
    """Return a story as read, ready to be added; ``name`` is what people see, by default the reading's own."""
    path = clean(reading.name)
    identity = hashlib.sha256(f"{path}\0".encode() + reading.raw).hexdigest()[:16]
    return StoredStory(identity, name or path, path, reading.document.text, reading.raw, source, reading.format)


def add(store: DecisionStore, incoming: Iterable[tuple[StoredStory, Sequence[Suggestion]]]) -> IngestResult:
    """Add stories with their suggestions, all or none; return what was new and what was known already.

    An open suggestion for a place that a new one shares is marked as replaced; a decided one stays as it is.
    Raises `StoreError` when a suggestion does not fit its story's text.
    """
    total, moment = IngestResult(), now()
    prepared = [(story, [_fitted(story, each) for each in found]) for story, found in incoming]
    # In one order for everybody, so that two imports of the same stories wait for each other and not in a ring.
    prepared.sort(key=lambda pair: pair[0].id)
    with store.writing() as connection:
        for story, found in prepared:
            came = _add_story(connection, story, found, moment)
            total = IngestResult(
                total.stories + came.stories, total.suggestions + came.suggestions, total.known + came.known
            )
    return total


def identify(story_id: str, suggestion: Suggestion) -> str:
    """Return the id of a suggestion in a store: the same place, form and proposal always have the same."""
    parts = (story_id, str(suggestion.span.start), suggestion.surface, suggestion.replacement or "\0")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert those ``rows`` whose key is not there yet, also when another process inserts the same; count them."""
    if not rows:
        return 0
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    inserted = 0
    for row in rows:
        statement = kind.insert(table).values(row).on_conflict_do_nothing().returning(table.c.id)
        inserted += len(connection.execute(statement).all())
    return inserted


def story(store: DecisionStore, id: str) -> StoredStory | None:
    """Return the story with this id, bytes and all, or None."""
    with store.reading() as connection:
        row = connection.execute(select(stories).where(stories.c.id == id)).one_or_none()
    return story_of(row) if row is not None else None


def shares_name(store: DecisionStore, story: StoredStory) -> bool:
    """Tell whether a story that lay elsewhere goes by the same name."""
    other = select(stories.c.id).where(stories.c.name == clean(story.name), stories.c.path != story.path).limit(1)
    with store.reading() as connection:
        return connection.execute(other).first() is not None


def _fitted(story: StoredStory, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion under its id in this story, once it is known to fit the text."""
    start, end = suggestion.span.start, suggestion.span.end
    if story.text[start:end] != suggestion.surface or not suggestion.surface:
        raise StoreError(STALE.format(name=story.name, surface=suggestion.surface, start=start))
    return replace(suggestion, id=identify(story.id, suggestion), document_id=story.id)


def _add_story(connection: Connection, story: StoredStory, found: Sequence[Suggestion], moment: str) -> IngestResult:
    """Add one story with its suggestions."""
    came = insert_new(connection, stories, [story_row(replace(story, arrived_at=story.arrived_at or moment))])
    connection.execute(select(stories.c.id).where(stories.c.id == story.id).with_for_update())
    there = connection.execute(
        select(suggestions.c.id, suggestions.c.start, suggestions.c.end, suggestions.c.state).where(
            suggestions.c.story_id == story.id
        )
    ).all()
    ids = {row.id for row in there}
    new = list({each.id: each for each in found if each.id not in ids}.values())
    if new:
        connection.execute(suggestions.insert(), [suggestion_row(each, story.id, moment) for each in new])
    old = [
        row.id
        for row in there
        if row.state == State.OPEN and any(row.start < each.span.end and each.span.start < row.end for each in new)
    ]
    if old:
        connection.execute(update(suggestions).where(suggestions.c.id.in_(old)).values(state=State.REPLACED.value))
    return IngestResult(came, len(new), len(found) - len(new))
