"""The batch itself: places in, cleaned copy out, each document told of on the way.

Joins the other modules and decides nothing about names or files.
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
    with_name,
)
from repair.batch.outcome import Answer, CleanedRecord, finalize
from repair.batch.worker import Worker
from repair.batch.writers import FileWriter
from repair.core.errors import FormatError, RepairError
from repair.formats import InputFile, SourceDocument

GUESSED = "{path}: is not UTF-8; read as Windows-1252"


class ProgressListener(Protocol):
    """Whoever is told how it goes."""

    def trouble(self, words: str) -> None:
        """Something could not be cleaned."""

    def notice(self, words: str) -> None:
        """Something was cleaned, but should be known of."""

    def cleaned(self, name: DocumentRef, reading: SourceDocument, outcome: CleanedRecord) -> None:
        """A document was cleaned."""

    def passed(self, job: FileJob, size: int) -> None:
        """A piece of ``size`` bytes has passed."""

    def ended(self, job: FileJob | None, totals: RunCounters) -> None:
        """A file has come to its end (None: one that needed nothing)."""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document: the file it is in, the name of its cleaned copy, and its number there (None: it is all there is)."""

    file: str
    copy: str
    record: int | None


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """All that takes part in a run."""

    reader: ChunkReader
    hands: Worker
    writer: FileWriter
    told: ProgressListener


def run(batch: BatchSettings, places: Iterable[InputFile | FormatError | Pause]) -> RunCounters:
    """Clean what lies at ``places`` and return what was counted; what is finished is safe, however this ends."""
    desk = _BatchRun(batch)
    try:
        for answered in batch.hands.answers(chunks(batch.reader.events(places))):
            answers = iter(answered.answers)
            for event in answered.load.events:
                desk.take(event, answers)
                batch.writer.rest(pause=isinstance(event, Pause))
    finally:
        batch.writer.close()
    return desk.totals


class _BatchRun:
    """Takes events in order, settles each piece, and passes it to the writer and to whoever is told."""

    def __init__(self, batch: BatchSettings) -> None:
        self.totals = RunCounters()
        self._writer, self._told = batch.writer, batch.told
        self._alone = True
        self._error: RepairError | None = None
        self._guessed = False
        self._story: tuple[SourceDocument, CleanedRecord] | None = None  # told of once its file is written
        self._pending = RunCounters()  # of the file at hand; nothing of it counts unless the file is written

    def take(self, event: Event, answers: Iterator[Answer]) -> None:
        """Deal with one event; ``answers`` gives the next document's when it has any."""
        match event:
            case FileStarted():
                self._alone, self._error, self._guessed, self._story = event.alone, None, False, None
                self._pending = RunCounters()
                self._writer.begin(event)
            case RecordRead():
                self._piece(event, answers)
            case FileEnded():
                self._end(event)
            case Skipped():
                self.totals.left[event.why] += 1
                self._told.ended(None, self.totals)
            case Failed():
                self._skip("", event.error)

    def _piece(self, event: RecordRead, answers: Iterator[Answer]) -> None:
        job, piece = event.job, event.piece
        answer = next(answers) if piece.reading is not None else None
        outcome = finalize(piece, answer)
        self._told.passed(job, len(piece.raw))
        if self._error is not None:
            return
        if outcome.trouble is not None:
            if self._alone:
                self._error = FormatError(with_name(job.name, str(outcome.trouble)))
                return
            self._skip(job.name, FormatError(_of_record(job, piece.number, outcome.trouble)))
        try:
            self._writer.take(piece, outcome)
        except RepairError as error:
            self._error = error
            return
        if piece.reading is not None and outcome.trouble is None:
            if piece.reading.encoding_guessed and not self._guessed:
                self._guessed = True
                self._told.notice(GUESSED.format(path=job.name))
            if self._alone:
                self._story = (piece.reading, outcome)
            else:
                self._tell(job, piece.number, (piece.reading, outcome))

    def _tell(self, job: FileJob, number: int | None, cleaned: tuple[SourceDocument, CleanedRecord]) -> None:
        self._pending.add(cleaned[1])
        self._told.cleaned(DocumentRef(job.name, self._writer.name(job), number), *cleaned)

    def _end(self, event: FileEnded) -> None:
        error = self._error or event.error
        try:
            self._writer.end(error)
        except RepairError as problem:
            error = problem
        if error is not None:
            self._skip(event.job.name, error)
        else:
            self.totals.files += 1
            if self._story is not None:
                self._tell(event.job, None, self._story)
            self.totals.include(self._pending)
        self._told.ended(event.job, self.totals)

    def _skip(self, name: str, error: RepairError) -> None:
        words = str(error)
        self.totals.skip(name or words.partition(": ")[0], words)
        self._told.trouble(words)


def _of_record(job: FileJob, number: int, error: RepairError) -> str:
    """Return the trouble of one record of an archive, with its place."""
    words = str(error).replace(str(job.path), job.name).removeprefix(f"{job.name}: ")
    return f"{job.name}: record {number}: {words}"
