"""Reads the files of stored stories again, to write edits into them.

A story that is a file of its own is read from the bytes in the store. A record is read from its archive, because some
formats (a table with a header) have no meaning in a single record. Nothing is written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import and_, or_, select

from repair.core.errors import FormatError
from repair.core.protocols import DecisionStore
from repair.decisions.mappers import item_of, select_items, story_of
from repair.decisions.models import QueuedSuggestion, State, StoredStory
from repair.decisions.same_files import paths_to
from repair.decisions.schema import stories, suggestions
from repair.formats import SourceDocument, parse
from repair.formats.archive import pick

CHANGED = "the record has changed since its suggestions were made; make them again"


@dataclass(frozen=True, slots=True)
class DecidedRecord:
    """A record that decisions may have changed; ``digest`` is the SHA-256 of its bytes in the store."""

    digest: str
    items: Sequence[QueuedSuggestion]


def reading_of(story: StoredStory) -> SourceDocument:
    """Return a story as read from its file, ready to write edits into it.

    Raises:
        FormatError: If the file cannot be read, or a record has changed.
    """
    if story.place is None:
        return parse(story.path or story.name, story.raw, format=story.form)
    record = next(pick(Path(story.path), story.place.options(), [story.place.record]))
    if record.error is not None:
        raise record.error
    if record.source_document is None or record.raw != story.raw:
        raise FormatError.of(CHANGED, path=story.path, record=story.place.record)
    return record.source_document


def decided_records(store: DecisionStore, path: str) -> dict[int, tuple[DecidedRecord, ...]]:
    """Return the records of the archive ``path`` that decisions may have changed, by their numbers.

    A number has several entries if the archive was imported again after it had changed.
    """
    put_back = and_(suggestions.c.applied_text.is_not(None), suggestions.c.state == State.REJECT.value)
    changed = or_(suggestions.c.state.in_([State.ACCEPT.value, State.AMEND.value]), put_back)
    records: dict[int, tuple[DecidedRecord, ...]] = {}
    with store.reading() as connection:
        in_archive = select(stories).where(stories.c.path.in_(paths_to(connection, path)), stories.c.place.is_not(None))
        with_changes = select(suggestions.c.story_id).where(changed)
        for row in connection.execute(in_archive.where(stories.c.id.in_(with_changes))):
            story = story_of(row)
            own = select_items().where(suggestions.c.story_id == story.id, changed)
            decided = tuple(item_of(suggestion) for suggestion in connection.execute(own))
            if story.place is not None:
                digest = row.digest or hashlib.sha256(story.raw).hexdigest()
                earlier = records.get(story.place.record, ())
                records[story.place.record] = (*earlier, DecidedRecord(digest, decided))
    return records
