"""Adds stories and their suggestions to the store; adding the same ones again changes nothing.

Identifiers are hashes of content. The caller reads the files; nothing is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.core.types import Suggestion
from repair.decisions.mappers import clean, story_of, story_row, suggestion_row
from repair.decisions.models import IngestResult, MadeChange, RecordPlace, State, StoredStory, now
from repair.decisions.schema import stories, suggestions
from repair.formats import SourceDocument

STALE = "the copy no longer reads {surface!r} at {start}; make the suggestions again"


class IncomingStory(NamedTuple):
    """A story to be added, with its suggestions and the changes that a batch has made in it.

    Offsets are code points of the text of the story.
    """

    story: StoredStory
    entries: Sequence[Suggestion | MadeChange]


def story_from(
    source_document: SourceDocument,
    *,
    name: str = "",
    source: str = "",
    place: RecordPlace | None = None,
    folder: str | None = None,
    notices: Sequence[str] = (),
) -> StoredStory:
    """Return a story, ready to be added.

    Args:
        source_document: The story as read from its file.
        name: The name that people see; by default that of the file.
        source: The desk or folder that the story comes from.
        place: Where it lies in an archive; None for a story that is a file of its own.
        folder: The folder of its file under that of its batch, if that is known.
        notices: The sentences of the notices about it as a whole.
    """
    path, raw = clean(source_document.name), source_document.raw
    record = "" if place is None else f"{place.record}\0"
    return StoredStory(
        id=hashlib.sha256(f"{path}\0{record}".encode() + raw).hexdigest()[:16],
        name=name or path,
        path=path,
        text=source_document.document.text,
        raw=raw,
        source=source,
        form=source_document.format,
        place=place,
        folder=folder,
        notices=tuple(notices),
    )


def add(store: DecisionStore, incoming: Iterable[IncomingStory]) -> IngestResult:
    """Add stories with their suggestions, all or none.

    An open suggestion that overlaps a new one is marked as replaced; a decided one stays as it is.

    Args:
        store: The store to add to.
        incoming: The stories with their suggestions.

    Returns:
        The numbers of new stories and suggestions, and of those that the store had already.

    Raises:
        StoreError: If a suggestion does not fit its story's text.
    """
    total, moment = IngestResult(), now()
    prepared = [
        (
            story,
            [_with_id(story, entry) for entry in entries if isinstance(entry, Suggestion)],
            [_change_with_id(story, entry) for entry in entries if isinstance(entry, MadeChange)],
        )
        for story, entries in incoming
    ]
    # The same order in every process, so that two imports of the same stories cannot deadlock.
    prepared.sort(key=lambda prepared_story: prepared_story[0].id)
    with store.writing() as connection:
        for story, proposed, changes in prepared:
            total += _add_story(connection, story, proposed, moment)
            rows = [
                suggestion_row(change.suggestion, story.id, moment, applied_text=change.applied_text)
                for change in changes
            ]
            total += IngestResult(changes=insert_new(connection, suggestions, rows))
    return total


def identify(story_id: str, suggestion: Suggestion, applied_text: str | None = None) -> str:
    """Return the id of a suggestion in a store, a hash of its place, surface form and replacement.

    ``applied_text`` is the present text of the copy, if a batch has applied the suggestion.
    """
    parts = [story_id, str(suggestion.span.start), suggestion.surface, suggestion.replacement or "\0"]
    parts += [] if applied_text is None else [applied_text]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert the ``rows`` whose key is not there yet, and return how many; another process may insert the same."""
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    inserted = 0
    for row in rows:
        statement = dialect.insert(table).values(row).on_conflict_do_nothing().returning(table.c.id)
        inserted += len(connection.execute(statement).all())
    return inserted


def story(store: DecisionStore, id: str) -> StoredStory | None:
    """Return the story with this id, or None."""
    with store.reading() as connection:
        row = connection.execute(select(stories).where(stories.c.id == id)).one_or_none()
    return story_of(row) if row is not None else None


def _renew(connection: Connection, story: StoredStory) -> None:
    """Store the notices that belong to new suggestions, and put back the text if it was deleted by retention."""
    row = story_row(story)
    connection.execute(update(stories).where(stories.c.id == story.id).values(notices=row["notices"]))
    values = {name: row[name] for name in ("text", "raw", "folded")} | {"emptied_at": None, "digest": None}
    emptied = (stories.c.id == story.id, stories.c.emptied_at.is_not(None))
    connection.execute(update(stories).where(*emptied).values(values))


def _with_id(story: StoredStory, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion with its id in this story; raises `StoreError` if it does not fit the text."""
    start, end = suggestion.span.start, suggestion.span.end
    if story.text[start:end] != suggestion.surface or not suggestion.surface:
        raise StoreError.of(STALE, path=story.name, surface=suggestion.surface, start=start)
    return replace(suggestion, id=identify(story.id, suggestion), document_id=story.id)


def _change_with_id(story: StoredStory, change: MadeChange) -> MadeChange:
    """Return the change with its id in this story; raises `StoreError` if it does not fit the text."""
    span, suggestion = change.suggestion.span, change.suggestion
    if story.text[span.start : span.end] != change.applied_text:
        raise StoreError.of(STALE, path=story.name, surface=change.applied_text, start=span.start)
    id = identify(story.id, suggestion, change.applied_text)
    return replace(change, suggestion=replace(suggestion, id=id, document_id=story.id))


def _add_story(connection: Connection, story: StoredStory, proposed: Sequence[Suggestion], moment: str) -> IngestResult:
    """Add one story with its suggestions."""
    added = insert_new(connection, stories, [story_row(replace(story, arrived_at=story.arrived_at or moment))])
    connection.execute(select(stories.c.id).where(stories.c.id == story.id).with_for_update())
    existing = connection.execute(
        select(suggestions.c.id, suggestions.c.start, suggestions.c.end, suggestions.c.state).where(
            suggestions.c.story_id == story.id
        )
    ).all()
    ids = {row.id for row in existing}
    new = list({suggestion.id: suggestion for suggestion in proposed if suggestion.id not in ids}.values())
    if new:
        connection.execute(suggestions.insert(), [suggestion_row(suggestion, story.id, moment) for suggestion in new])
        _renew(connection, story)
    overlapped = [
        row.id
        for row in existing
        if row.state == State.OPEN
        and any(row.start < suggestion.span.end and suggestion.span.start < row.end for suggestion in new)
    ]
    if overlapped:
        connection.execute(
            update(suggestions).where(suggestions.c.id.in_(overlapped)).values(state=State.REPLACED.value)
        )
    return IngestResult(added, len(new), len(proposed) - len(new))
