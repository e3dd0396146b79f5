"""Reads queue files into the store: the suggestions that `repair suggest` and `repair clean` wrote, and their stories.

Each record of an archive is a story of its own. A story that is missing, unreadable or changed is reported and left
out; the others are added.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from repair.core.errors import FormatError, RepairError
from repair.core.protocols import DecisionStore
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.core.timeouts import items_within
from repair.core.types import Suggestion
from repair.decisions import ingest
from repair.decisions.models import IngestResult, MadeChange, RecordPlace
from repair.decisions.newer_versions import known_in_versions
from repair.formats import STDIN, SourceDocument, read_copy
from repair.formats.archive import holds_records, is_single, pick
from repair.formats.compression import compression_of
from repair.formats.file_positions import placed_in_file
from repair.review.made_changes import FileChanges, read_changes

FROM_STDIN = "the line is about copy from standard input, which is no longer available; save that copy as a file"
STALE = "{count} of its suggestions no longer fit its text; make the suggestions again"
RECORD_NAME = "{name}, record {number}"

_GROUP = 100  # stories that are added to the store together

OnError = Callable[[RepairError], None]
NO_CHANGES = FileChanges(None, (), {})


@dataclass(frozen=True, slots=True)
class _QueueReader:
    """Reads the stories of a queue file.

    Attributes:
        path: The queue file.
        limit: Largest size of a story or record, in bytes.
        on_error: Is called with each reason why something cannot be added.
        changes: The changes that the batch of the queue made automatically, by the path of the document.
        known: Returns how many suggestions for the file at a path the store has, for whatever version of it.
        outdated: The numbers of suggestions for older versions of files, to be added up.
    """

    path: Path
    limit: int
    on_error: OnError
    changes: Mapping[str, FileChanges]
    known: Callable[[str, Sequence[Suggestion]], int]
    outdated: list[int] = field(default_factory=list)

    def stories(self, document: str, placed: Sequence[PlacedSuggestion]) -> Iterator[ingest.IncomingStory]:
        """Yield the stories of one document with those of its suggestions that fit their text.

        Raises:
            RepairError: If the document cannot be read.
        """
        if document == STDIN:
            raise FormatError.of(FROM_STDIN, path=self.path, place=f"line {placed[0].line:,}")
        path, first = _locate(document, self.path.parent), placed[0] if placed else None
        changes = self.changes.get(document, NO_CHANGES)
        if first is None:
            place = RecordPlace(0, changes.form, changes.text_fields)
        else:
            place = RecordPlace(first.record or 0, first.form, first.text_fields)
        if (first is not None and first.record is None) or not self._in_archive(path, place):
            yield from self._whole(path, placed, place, changes)
        else:
            yield from self._records(Path(os.path.abspath(path)), placed, place, changes)

    def _in_archive(self, path: Path, place: RecordPlace) -> bool:
        """Return whether the file has to be read record by record, or has to be unpacked."""
        packed = compression_of(path) is not None
        return packed or bool(place.text_fields) or holds_records(path, place.options(self.limit))

    def _whole(
        self, path: Path, placed: Sequence[PlacedSuggestion], place: RecordPlace, changes: FileChanges
    ) -> Iterator[ingest.IncomingStory]:
        source_document = read_copy(path, limit=self.limit, format=place.form)
        fitting = self._fitting(source_document, placed, str(path), last=placed[-1] if placed else None)
        entries = _placed(fitting, changes.in_text(0, source_document.document.text), source_document)
        if entries:
            folder = _batch_folder(path, self.path)
            story = ingest.story_from(
                source_document, name=path.name, source=path.parent.name, folder=folder, notices=_notices(placed)
            )
            yield ingest.IncomingStory(story, entries)

    def _records(
        self, path: Path, placed: Sequence[PlacedSuggestion], place: RecordPlace, changes: FileChanges
    ) -> Iterator[ingest.IncomingStory]:
        by_record: dict[int, list[PlacedSuggestion]] = {}
        for listed in placed:
            by_record.setdefault(listed.record or 0, []).append(listed)
        last = placed[-1] if placed else None
        options, folder = place.options(self.limit), _batch_folder(path, self.path)
        named_by_record = not is_single(path, options)
        for record in pick(path, options, by_record.keys() | changes.lines.keys()):
            proposed = by_record.get(record.number, [])
            name = RECORD_NAME.format(name=path.name, number=record.number) if named_by_record else path.name
            if record.source_document is None:
                if proposed and record.error is not None:
                    self.on_error(record.error)
                elif proposed:
                    self._leave_out(proposed, str(path), name, last=last)
                continue
            fitting = self._fitting(record.source_document, proposed, f"{path.parent / name}", last=last)
            text = record.source_document.document.text
            made = changes.in_text(record.number, text)
            entries: Sequence[Suggestion | MadeChange]
            entries = [*fitting, *made] if named_by_record else _placed(fitting, made, record.source_document)
            if entries:
                own = RecordPlace(record.number, place.form, place.text_fields)
                yield ingest.IncomingStory(
                    ingest.story_from(
                        record.source_document,
                        name=name,
                        source=path.parent.name,
                        place=own,
                        folder=folder,
                        notices=_notices(proposed),
                    ),
                    entries,
                )

    def _fitting(
        self,
        source_document: SourceDocument,
        placed: Sequence[PlacedSuggestion],
        name: str,
        *,
        last: PlacedSuggestion | None,
    ) -> list[Suggestion]:
        """Return the suggestions that fit the text, and report or count the others."""
        text = source_document.document.text
        fitting: list[PlacedSuggestion] = []
        others: list[PlacedSuggestion] = []
        for listed in placed:
            span, surface = listed.suggestion.span, listed.suggestion.surface
            (fitting if text[span.start : span.end] == surface else others).append(listed)
        if others:
            self._leave_out(others, source_document.name, name, last=last)
        return [listed.suggestion for listed in fitting]

    def _leave_out(
        self, stale: Sequence[PlacedSuggestion], path: str, name: str, *, last: PlacedSuggestion | None
    ) -> None:
        """Count the suggestions for older versions of a file, and report the others that do not fit its text.

        A suggestion is for an older version if it is from an earlier cleaning, or was imported before the file changed.
        """
        current = [listed.suggestion for listed in stale if last is None or not listed.is_superseded_by(last)]
        unexpected = len(current) - (self.known(path, current) if current else 0)
        self.outdated.append(len(stale) - unexpected)
        if unexpected:
            self.on_error(FormatError.of(STALE, path=name, count=unexpected))


def read_queue_file(
    store: DecisionStore, path: Path, text: str, *, limit: int, on_error: OnError, seconds: float | None = None
) -> IngestResult:
    """Add the stories and suggestions of a queue file to the store, and the corrections that its batch has made.

    Args:
        store: Where they are added; what it holds already stays as it is.
        path: The queue file. Paths in it are relative to the working folder, or else to the file's own folder.
        text: The content of the queue file.
        limit: The largest size of a story, in bytes.
        on_error: Is called with each reason why something could not be added.
        seconds: Time allowed for reading one story; None is no limit.

    Returns:
        How many stories and suggestions are new, and how many suggestions were in the store already.
    """
    changes = read_changes(path.parent)
    total, reader = IngestResult(), _QueueReader(path, limit, on_error, changes, partial(known_in_versions, store))
    by_document = dict(_by_document(path, text))
    queued = {document[0] for document in by_document}
    by_document.update({(document,): () for document in changes if document not in queued})
    for document, suggestions in by_document.items():
        try:
            stories = items_within(seconds, reader.stories(document[0], suggestions))
            while group := list(islice(stories, _GROUP)):
                total += ingest.add(store, group)
        except RepairError as error:
            on_error(error.within(document[0]))
    return total + IngestResult(outdated=sum(reader.outdated))


def _placed(
    suggestions: Sequence[Suggestion], changes: Sequence[MadeChange], source_document: SourceDocument
) -> Sequence[Suggestion | MadeChange]:
    """Return suggestions and changes in the text of a file with the lines and columns of the file."""
    changed = placed_in_file([change.suggestion for change in changes], source_document)
    moved = [replace(each, suggestion=suggestion) for each, suggestion in zip(changes, changed, strict=True)]
    return [*placed_in_file(suggestions, source_document), *moved]


def _notices(placed: Sequence[PlacedSuggestion]) -> tuple[str, ...]:
    """Return the notices about a story; the last of its lines is from its last cleaning."""
    return placed[-1].notices if placed else ()


def _by_document(path: Path, text: str) -> Mapping[tuple[str, ...], Sequence[PlacedSuggestion]]:
    """Return the suggestions by the document and the way in which it is read, the document first."""
    by_document: dict[tuple[str, ...], list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(str(path), text):
        by_document.setdefault((placed.document, placed.form or "", *placed.text_fields), []).append(placed)
    return by_document


def _batch_folder(path: Path, queue: Path) -> str | None:
    """Return the folder of ``path`` under that of the batch whose queue this is, None if it is none of its files."""
    if queue.parent.name != ".repair":
        return None
    root, folder = os.path.realpath(queue.parent.parent), os.path.realpath(path.parent)
    if folder != root and not folder.startswith(os.path.join(root, "")):
        return None
    return "" if folder == root else Path(os.path.relpath(folder, root)).as_posix()


def _locate(document: str, folder: Path) -> Path:
    """Return the file that a line names, looked for in the working folder and then around the queue file."""
    path = Path(document)
    if not path.is_absolute() and not path.exists():
        for parent in (folder, folder.parent, folder.parent.parent):
            if (parent / path).exists():
                return parent / path
    return Path(os.path.normpath(path))
