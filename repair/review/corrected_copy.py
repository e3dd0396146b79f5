"""The corrected copy of a story: its file with the accepted edits made and every other byte unchanged.

A record is written as a part of its archive, together with what was accepted in the other records. An edit that cannot
be written, because markup splits the name or the encoding lacks a letter, is left out and reported. ``saved_copy``
decides where the copy is saved.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.protocols import DecisionStore
from repair.decisions.models import QueuedSuggestion, RecordPlace, StoredStory
from repair.decisions.stored_files import CHANGED, DecidedRecord, decided_records, reading_of
from repair.formats import SourceDocument
from repair.formats.archive import Record, splice
from repair.formats.writable_edits import writable_edits
from repair.review.highlighting import edits_of


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A corrected copy that was saved; ``by_hand`` holds a message for each edit that could not be written."""

    path: Path
    by_hand: tuple[str, ...] = ()


def not_writable(story: StoredStory, items: Sequence[QueuedSuggestion]) -> tuple[str, ...]:
    """Return a message for each accepted edit that cannot be written and has to be made by hand."""
    edits = edits_of(items)
    if not edits:
        return ()
    return tuple(str(error) for error in writable_edits(reading_of(story), edits).refused.values())


def corrected_copy(store: DecisionStore, story: StoredStory, items: Sequence[QueuedSuggestion]) -> bytes:
    """Return the bytes of the corrected copy; for a record those of its whole archive.

    Args:
        store: Has the decisions on the other records of the archive.
        story: The story.
        items: Its suggestions, with the decisions on them.

    Raises:
        FormatError: If the archive cannot be read, or the record in it has changed.
    """
    if story.place is None:
        return _corrected(reading_of(story), items)
    with tempfile.TemporaryDirectory(prefix="repair-") as folder:
        path = Path(folder, "copy")
        write_corrected(store, story, items, path)
        return path.read_bytes()


def write_corrected(store: DecisionStore, story: StoredStory, items: Sequence[QueuedSuggestion], target: Path) -> None:
    """Write the corrected copy to the file ``target``.

    The other arguments, and the errors, are those of `corrected_copy`.
    """
    if story.place is None:
        target.write_bytes(_corrected(reading_of(story), items))
        return
    splicing = _Splicing(story, story.place, decided_records(store, story.path))
    splice(Path(story.path), target, story.place.options(), splicing.content_of)
    if not splicing.is_complete:
        raise FormatError.of(CHANGED, path=story.path, record=story.place.record)


class _Splicing:
    """Returns the new bytes of each record of an archive, and checks that the story is still in it."""

    def __init__(self, story: StoredStory, place: RecordPlace, decided: dict[int, tuple[DecidedRecord, ...]]) -> None:
        self.is_complete = False
        self._story, self._place, self._decided = story, place, decided

    def content_of(self, record: Record) -> bytes:
        """Return the bytes of ``record`` with its accepted edits made."""
        if record.number == self._place.record and record.raw == self._story.raw:
            self.is_complete = True
        entries = self._decided.get(record.number, ())
        if not entries or record.source_document is None:
            return record.raw
        digest = hashlib.sha256(record.raw).hexdigest()
        current = next((entry for entry in entries if entry.digest == digest), None)
        return _corrected(record.source_document, current.items) if current is not None else record.raw


def _corrected(source_document: SourceDocument, items: Iterable[QueuedSuggestion]) -> bytes:
    return source_document.write_verified(writable_edits(source_document, edits_of(items)).edits)
