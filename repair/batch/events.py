"""Reads copy as a stream of events, and groups the events into chunks that go through the model together.

A file has events for its start, its records and its end; there are other events for files that are skipped or cannot be
read. Copy is read only when it is needed, so archives and sets of files of any size take the memory of a few chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from repair.core.errors import FormatError, RepairError
from repair.core.io import plain_file
from repair.core.messages import EMPTY
from repair.core.time_budget import TimeBudget, with_budgets
from repair.core.types import Document
from repair.formats import STDIN, InputFile
from repair.formats.archive import ReadOptions, Record, records

DISK = "the file cannot be read or written ({why}); check the disk, its free space and its permissions"
UNEXPECTED = "something unexpected went wrong while the file was read ({kind}: {why}); please report this file"

_CHUNK_DOCUMENTS = 16
_CHUNK_LENGTH = 200_000  # code points; long documents go in smaller chunks
_CHUNK_EVENTS = 256  # records without text do not fill a chunk
_MAX_REPORTED = 10_000  # errors that are not repeated while a folder is watched


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to clean.

    Attributes:
        file: The file as it was found.
        path: Where it is read.
        target: Name of its output in the ledger.
        digest: SHA-256 of its bytes.
        stamp: Its stamp from the file system (see `file_stamp`).
        times: How often it has been cleaned, including this time.
        logged: Whether its lines are already in the logs, because only its output was lost.
        display_name: Its name in messages, if not its path.
    """

    file: InputFile
    path: Path
    target: str = ""
    digest: str = ""
    stamp: str = ""
    times: int = 1
    logged: bool = False
    display_name: str = ""

    @property
    def name(self) -> str:
        """The path as it was given."""
        return self.display_name or (self.file.name if self.file.name == STDIN else str(self.file.path))


@dataclass(frozen=True, slots=True)
class FileStarted:
    """The records of ``job`` follow; ``alone`` means that there is only one."""

    job: FileJob
    alone: bool


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One record of the current file, and the time that it has, of which reading has taken its part."""

    job: FileJob
    record: Record
    budget: TimeBudget


@dataclass(frozen=True, slots=True)
class FileEnded:
    """The current file has been read completely, or could not be read (``error``)."""

    job: FileJob
    error: RepairError | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that needs no cleaning, with a short ``reason``."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that cannot be cleaned at all."""

    error: RepairError


@dataclass(frozen=True, slots=True)
class Pause:
    """There is nothing more to read for now, so the events so far must be processed at once."""


Event = FileStarted | RecordRead | FileEnded | Skipped | Failed | Pause
AdmissionPolicy = Callable[[InputFile], FileJob | Skipped]


class TimedDocument(NamedTuple):
    """A document and the time that it has."""

    document: Document
    budget: TimeBudget


@dataclass(frozen=True, slots=True)
class Chunk:
    """Events in order, and the documents among them.

    Attributes:
        events: The events.
        documents: Documents that go through the model together.
        pause: Whether the last event is a `Pause`.
        archive: Whether the records are of one archive, from a position that is the same in every run.
    """

    events: tuple[Event, ...]
    documents: tuple[TimedDocument, ...]
    pause: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class ChunkReader:
    """Reads files as events.

    Attributes:
        options: How files are read.
        admit: Decides whether a file is cleaned.
        seconds: Time allowed for one record, from reading it to verifying its edits; None is no limit.
        watching: Whether the same files come repeatedly, so that an error is reported only once.
    """

    options: ReadOptions
    admit: AdmissionPolicy
    seconds: float | None = None
    watching: bool = False
    _reported: dict[str, str] = field(default_factory=dict)

    def events(self, files: Iterable[InputFile | FormatError | Pause]) -> Iterator[Event]:
        """Yield the events of ``files`` in turn."""
        for file in files:
            if isinstance(file, Pause):
                yield file
            elif isinstance(file, FormatError):
                yield from self._failure(file)
            else:
                yield from self._file(file)

    def _file(self, file: InputFile) -> Iterator[Event]:
        try:
            self._probe(file.path)
            job = self.admit(file)
        except RepairError as error:
            yield from self._failure(error.within(file.path))
            return
        if isinstance(job, Skipped):
            if not self.watching:
                yield job
            return
        started = False
        try:
            stream = self._records(job.path)
            first, second = next(stream, None), next(stream, None)
            _refuse_unreadable(job.name, first, second)
            yield FileStarted(job, alone=second is None)
            started = True
            for timed in (first, second):
                if timed is not None:
                    yield RecordRead(job, *timed)
            for timed in stream:
                yield RecordRead(job, *timed)
        except RepairError as error:
            if not started:
                yield FileStarted(job, alone=True)
            yield FileEnded(job, error.within(job.name, instead_of=job.path))
            return
        yield FileEnded(job)

    def _probe(self, path: Path) -> None:
        """Read two records of a large file: one that cannot be read in time must not be hashed for hours before."""
        if plain_file(path).st_size > self.options.max_bytes:
            stream = self._records(path)
            _refuse_unreadable(str(path), next(stream, None), next(stream, None))

    def _failure(self, error: RepairError) -> Iterator[Event]:
        if self.watching:
            message = str(error)
            if self._reported.get(error.path or message) == message:
                return
            if len(self._reported) >= _MAX_REPORTED:
                self._reported.clear()
            self._reported[error.path or message] = message
        yield Failed(error)

    def _records(self, path: Path) -> Iterator[tuple[Record, TimeBudget]]:
        """Yield the records of a file, each within its time; an unexpected exception is an error of the file."""
        stream = with_budgets(self.seconds, records(path, self.options))
        while True:
            try:
                timed = next(stream, None)
            except RepairError:
                raise
            except Exception as error:
                raise unexpected(error) from error
            if timed is None:
                return
            yield timed


def chunks(events: Iterable[Event]) -> Iterator[Chunk]:
    """Yield ``events`` in chunks of about 16 documents.

    A pause ends a chunk. An archive begins a chunk and ends one, so that its chunks are the same in every run.
    """
    pending: list[Event] = []
    documents: list[TimedDocument] = []
    length, archive = 0, False
    for event in events:
        if isinstance(event, FileStarted) and not event.alone and pending:
            yield Chunk(tuple(pending), tuple(documents))
            pending, documents, length = [], [], 0
        archive = archive or (isinstance(event, FileStarted) and not event.alone)
        pending.append(event)
        if isinstance(event, RecordRead) and event.record.source_document is not None:
            documents.append(TimedDocument(event.record.source_document.document, event.budget))
            length += len(event.record.source_document.document.text)
        pause, archive_ends = isinstance(event, Pause), archive and isinstance(event, FileEnded)
        full = len(documents) >= _CHUNK_DOCUMENTS or length >= _CHUNK_LENGTH or len(pending) >= _CHUNK_EVENTS
        if pause or archive_ends or full:
            yield Chunk(tuple(pending), tuple(documents), pause, archive)
            pending, documents, length, archive = [], [], 0, archive and not archive_ends
    if pending:
        yield Chunk(tuple(pending), tuple(documents), archive=archive)


def unexpected(error: Exception) -> RepairError:
    """Return the error of a document or file for which other code raised ``error``."""
    if isinstance(error, OSError):
        return RepairError.of(DISK, why=error)
    return RepairError.of(UNEXPECTED, kind=type(error).__name__, why=error)


def _refuse_unreadable(
    name: str, first: tuple[Record, TimeBudget] | None, second: tuple[Record, TimeBudget] | None
) -> None:
    """Raise the error of a file whose only record cannot be read, or that has no text."""
    if second is not None:
        return
    record = first[0] if first is not None else None
    if record is not None and record.error is not None:
        raise record.error
    if record is None or (record.source_document is not None and not record.source_document.document.text.strip()):
        raise FormatError.of(EMPTY, path=name)
