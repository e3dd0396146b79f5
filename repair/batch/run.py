"""The batch itself: reads files, writes cleaned copy, and reports every document.

It combines the other modules and makes no decisions about names or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from repair.batch.counters import RunCounters
from repair.batch.events import (
    ChunkReader,
    Event,
    Failed,
    FileEnded,
    FileJob,
    FileStarted,
    Pause,
    RecordRead,
    Skipped,
    chunks,
)
from repair.batch.outcome import CleanedRecord, DocumentResult, finalize
from repair.batch.worker import Worker
from repair.batch.writers import FileWriter
from repair.core.display import shown_path, visible
from repair.core.errors import FormatError, RepairError
from repair.core.io import UNWRITABLE
from repair.core.messages import ABOUT, GUESSED
from repair.formats import InputFile, SourceDocument


class ProgressListener(Protocol):
    """Receives the progress of a batch."""

    def error(self, error: RepairError) -> None:
        """Something could not be cleaned."""

    def notice(self, message: str) -> None:
        """Something was cleaned, but a person should know about it."""

    def document_cleaned(self, document: DocumentRef, source_document: SourceDocument, cleaned: CleanedRecord) -> None:
        """A document was cleaned, and its file is written or will be."""

    def record_processed(self, job: FileJob, size: int) -> None:
        """A record of ``size`` bytes was processed."""

    def file_ended(self, job: FileJob | None, counters: RunCounters) -> None:
        """A file was finished; None is a file that needed no cleaning."""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Names a document: its file, the cleaned copy, and its record number (None: the file is one story)."""

    file: str
    output: str
    record: int | None


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """The components of a run."""

    reader: ChunkReader
    worker: Worker
    writer: FileWriter
    listener: ProgressListener


def run(batch: BatchSettings, files: Iterable[InputFile | FormatError | Pause]) -> RunCounters:
    """Clean ``files`` and return the counts; finished files are safe, however the run ends.

    Args:
        batch: The components that do the work.
        files: The files to clean; errors among them are reported, and a pause commits finished work.
    """
    running = _BatchRun(batch)
    try:
        for chunk_result in batch.worker.results(chunks(batch.reader.events(files))):
            results = iter(chunk_result.results)
            for event in chunk_result.chunk.events:
                running.handle(event, results)
                batch.writer.flush(pause=isinstance(event, Pause))
    finally:
        batch.writer.close()
    return running.counters


class _BatchRun:
    """Handles events in order: finalizes each record and passes it to the writer and the listener."""

    def __init__(self, batch: BatchSettings) -> None:
        self.counters = RunCounters()
        self._writer, self._listener = batch.writer, batch.listener
        self._alone = True
        self._error: RepairError | None = None
        self._encoding_noticed = False
        self._story: tuple[SourceDocument, CleanedRecord] | None = None  # reported once its file is written
        self._file_counters = RunCounters()  # of the current file; they count only if the file is written

    def handle(self, event: Event, results: Iterator[DocumentResult]) -> None:
        """Handle one event; ``results`` yields the result for the next document."""
        match event:
            case FileStarted():
                self._alone, self._error, self._encoding_noticed, self._story = event.alone, None, False, None
                self._file_counters = RunCounters()
                self._writer.begin(event)
            case RecordRead():
                self._record(event, results)
            case FileEnded():
                self._end(event)
            case Skipped():
                self.counters.skipped[event.reason] += 1
                self._listener.file_ended(None, self.counters)
            case Failed():
                self._fail(event.error)

    def _record(self, event: RecordRead, results: Iterator[DocumentResult]) -> None:
        job, record = event.job, event.record
        result = next(results) if record.source_document is not None else None
        cleaned = finalize(record, result, is_file=self._alone, budget=event.budget)
        self._listener.record_processed(job, len(record.raw))
        if self._error is not None:
            return
        if cleaned.error is not None:
            number = None if self._alone else record.number
            error = cleaned.error.within(job.name, record=number, instead_of=job.path)
            if self._alone:
                self._error = error
                return
            self._fail(error)
        try:
            self._writer.write(record, cleaned)
        except RepairError as error:
            self._error = error
            return
        except OSError as error:  # such as a full disk
            self._error = FormatError.of(UNWRITABLE, path=job.name, why=error)
            return
        if record.source_document is not None and cleaned.error is None:
            self._notice_encoding(job, record.source_document)
            if self._alone:
                self._story = (record.source_document, cleaned)
            else:
                self._report(job, record.number, record.source_document, cleaned)

    def _notice_encoding(self, job: FileJob, source_document: SourceDocument) -> None:
        """Report once for each file that its encoding had to be guessed."""
        if source_document.encoding_guessed and not self._encoding_noticed:
            self._encoding_noticed = True
            self._listener.notice(GUESSED.format(path=job.name))

    def _report(
        self, job: FileJob, number: int | None, source_document: SourceDocument, cleaned: CleanedRecord
    ) -> None:
        self._file_counters.add(cleaned)
        document = DocumentRef(job.name, self._writer.output_name(job), number)
        for notice in cleaned.notices:
            self._listener.notice(ABOUT.format(name=_shown(document), notice=notice.text))
        self._listener.document_cleaned(document, source_document, cleaned)

    def _end(self, event: FileEnded) -> None:
        error = self._error or event.error
        try:
            self._writer.end(error)
        except RepairError as write_error:
            error = write_error
        if error is not None:
            self._fail(error)
        else:
            self.counters.files += 1
            if self._story is not None:
                self._report(event.job, None, *self._story)
            self.counters.include(self._file_counters)
        self._listener.file_ended(event.job, self.counters)

    def _fail(self, error: RepairError) -> None:
        self.counters.fail(error)
        self._listener.error(error)


def _shown(document: DocumentRef) -> str:
    """Return the name of a document in a message: its file, and its record in an archive."""
    name = visible(shown_path(document.file))
    return name if document.record is None else f"{name}, record {document.record}"
