"""Where cleaned copy goes: into a folder or over the originals with books kept of it, over the originals without, or
nowhere.

A writer is told of every file: that it begins, what became of each of its pieces, how it ended.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from repair.batch.admission import CHANGED, Admission, keepable, stamp_of
from repair.batch.audit import CleaningRecord, Signature, edit_line, file_line, queue_line
from repair.batch.events import FileJob, FileStarted
from repair.batch.ledger import BAD, DONE, Ledger, LedgerRow, plain
from repair.batch.outcome import CleanedRecord
from repair.batch.staged_output import Output
from repair.core.errors import FormatError, RepairError
from repair.core.io import UNWRITABLE, keep_owner_and_mode, reason_of, replace_file
from repair.formats.archive import ReadOptions, Record

_GROUP = 256  # files that are finished together
_SECONDS = 1.0  # or sooner, once the first of them has waited so long


class FileWriter(Protocol):
    """Whoever takes cleaned copy."""

    def name(self, job: FileJob) -> str:
        """Return the name that the cleaned copy goes by."""

    def begin(self, event: FileStarted) -> None:
        """The pieces of a file follow."""

    def take(self, piece: Record, outcome: CleanedRecord) -> None:
        """Take one piece of the file; `RepairError` when it cannot be written."""

    def end(self, error: RepairError | None) -> None:
        """The file has been read whole, or has an ``error`` and is to be left as it was; raises like `take`."""

    def rest(self, *, pause: bool) -> None:
        """Make sure of what is finished, now if there is a ``pause``, else when it is time."""

    def close(self) -> None:
        """Make sure of what is finished, and forget a file that is not."""


class NoWriter:
    """For when copy is only looked at."""

    def name(self, job: FileJob) -> str:
        """Return the name of the copy itself."""
        return job.name

    def begin(self, event: FileStarted) -> None:
        """Nothing is to be done."""

    def take(self, piece: Record, outcome: CleanedRecord) -> None:
        """Nothing is to be done."""

    def end(self, error: RepairError | None) -> None:
        """Nothing is to be done."""

    def rest(self, *, pause: bool) -> None:
        """Nothing is to be done."""

    def close(self) -> None:
        """Nothing is to be done."""


class InPlaceWriter(NoWriter):
    """Writes over originals in which something changed, each in one step, and keeps no books."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._job: FileJob | None = None
        self._output: Output | None = None

    def begin(self, event: FileStarted) -> None:
        """Open an output beside the original."""
        self._job = event.job
        self._output = Output(event.job, beside(event.job.path), self._options, alone=event.alone)

    def take(self, piece: Record, outcome: CleanedRecord) -> None:
        """Pass the piece on."""
        if self._output is not None:
            self._output.put(piece, outcome.content)

    def end(self, error: RepairError | None) -> None:
        """Rename the output over the original if it differs."""
        output, self._output = self._output, None
        if output is None or self._job is None:
            return
        if error is not None or not output.changed:
            output.discard()
            return
        try:
            output.finish()
            replace_original(beside(self._job.path), self._job.path)
        except (OSError, RepairError) as problem:
            output.discard()
            if isinstance(problem, RepairError):
                raise
            why = reason_of(problem)
            raise FormatError(UNWRITABLE.format(path=self._job.name, why=why)) from problem

    def close(self) -> None:
        """Drop what is half written."""
        if self._output is not None:
            self._output.discard()


@dataclass(slots=True)
class _Open:
    """The file at hand: its output, where the logs were when it began, and what has been counted since."""

    job: FileJob
    output: Output
    cleaning: CleaningRecord
    stage: str
    audit: int
    queue: int
    documents: int = 0
    edits: int = 0
    queued: int = 0
    flagged: int = 0


class LedgerWriter:
    """Writes into the folder of a ledger (or over originals) and keeps its books; see ``ledger`` for the order."""

    def __init__(self, admission: Admission, options: ReadOptions, about: Signature) -> None:
        self.ledger: Ledger = admission.ledger
        self._admission, self._options, self._about = admission, options, about
        self._open: _Open | None = None
        self._since: float | None = None
        self._number = 0

    def name(self, job: FileJob) -> str:
        """Return the path of the output."""
        return job.name if self.ledger.out is None else str(self.ledger.place(job.target))

    def begin(self, event: FileStarted) -> None:
        """Open an output in the stage."""
        job = event.job
        if self.ledger.waiting and not event.alone:
            self._commit()  # an archive can take hours, and nothing is committed before its end
        self._number += 1
        stage = str(self._number) if self.ledger.out is not None else str(beside(Path(job.target)))
        seed = (plain(job.target), job.digest, self._admission.settings, job.times)
        cleaning = CleaningRecord(hashlib.sha256(repr(seed).encode()).hexdigest()[:16], job.name, self.name(job))
        output = Output(job, self.ledger.stage / stage, self._options, alone=event.alone)
        self._open = _Open(job, output, cleaning, stage, self.ledger.audit.end, self.ledger.queue.end)

    def take(self, piece: Record, outcome: CleanedRecord) -> None:
        """Pass the piece on, and enter its edits and what is left of it in the logs."""
        if (at := self._open) is None:
            return
        at.output.put(piece, outcome.content)
        at.documents += piece.reading is not None and outcome.trouble is None
        at.edits += outcome.repairs
        at.flagged += outcome.flagged
        at.queued += len(outcome.rest) - outcome.flagged
        if self._is_news(at):
            for made in outcome.made:
                self.ledger.audit.append(edit_line(at.cleaning, piece.number, made, self._about))
        if at.job.told:
            return
        for suggestion in outcome.rest:
            self.ledger.queue.append(queue_line(at.cleaning, piece.number, suggestion))

    def end(self, error: RepairError | None) -> None:
        """Finish the output and enter the file in the ledger, or enter why not."""
        at, self._open = self._open, None
        if at is None:
            return
        if self._since is None:
            self._since = time.monotonic()
        try:
            if error is not None:
                raise error
            self._finish(at)
        except RepairError as problem:
            at.output.discard()
            self.ledger.audit.cut(at.audit)
            self.ledger.queue.cut(at.queue)
            old = self.ledger.row(at.job.target)
            bad = replace(self._row(at), state=BAD, why=plain(str(problem)).replace("\\\\", "\\"))
            # Of an output that is there from before it must stay known that it is ours.
            self.ledger.enter(replace(bad, result=old.result, times=old.times) if old is not None else bad)
            if error is None:
                raise
        finally:
            self._admission.release(at.job)

    def rest(self, *, pause: bool) -> None:
        """Commit when enough is waiting, or has waited long enough."""
        late = self._since is not None and time.monotonic() - self._since > _SECONDS
        if self.ledger.waiting and self._open is None and (pause or late or self.ledger.waiting >= _GROUP):
            self._commit()

    def close(self) -> None:
        """Commit what is whole and close the books."""
        if self._open is not None:
            self._open.output.discard()
            self.ledger.audit.cut(self._open.audit)
            self.ledger.queue.cut(self._open.queue)
            self._open = None
        try:
            if self.ledger.waiting:
                self.ledger.commit()
        finally:
            self.ledger.close()

    def _commit(self) -> None:
        self.ledger.commit()
        self._since = None

    def _finish(self, at: _Open) -> None:
        result = at.output.finish()
        if stamp_of(at.job.path) != at.job.stamp:
            raise FormatError(CHANGED.format(path=at.job.name))
        if self.ledger.out is None:
            if not at.output.changed:
                at.output.discard()
                row = replace(self._row(at), result=result, state=DONE, times=at.job.times, documents=at.documents)
                self.ledger.enter(replace(row, queued=at.queued, flagged=at.flagged))
                return
            _keep_owner(Path(at.job.target), self.ledger.stage / at.stage)
        if at.edits and self._is_news(at):
            what = {
                "target": at.job.target,
                "sha256_before": at.job.digest,
                "sha256_after": result,
                "unpacked_sha256_before": at.output.before.hexdigest(),
                "unpacked_sha256_after": at.output.after.hexdigest(),
                "records": at.documents,
                "edits": at.edits,
                "form": self._options.format,
                "text_fields": list(self._options.text_fields),
                "max_bytes": self._options.max_bytes,
            }
            self.ledger.audit.append(file_line(at.cleaning, what))
        row = replace(self._row(at), result=result, stage=plain(at.stage), times=at.job.times, documents=at.documents)
        self.ledger.enter(replace(row, edits=at.edits, queued=at.queued, flagged=at.flagged))

    def _is_news(self, at: _Open) -> bool:
        """Tell whether edits are not in the log yet; those in an original that is written over never are."""
        return not at.job.told or self.ledger.out is None

    def _row(self, at: _Open) -> LedgerRow:
        return LedgerRow(
            target=plain(at.job.target),
            origin=plain(os.path.abspath(at.job.path)),
            digest=at.job.digest,
            stamp=keepable(at.job.stamp),
            settings=self._admission.settings,
            run=self._admission.run,
        )


def beside(path: Path) -> Path:
    """Return where the output for an original waits, in the same folder and so on the same disk."""
    real = Path(os.path.realpath(path))
    return real.with_name(f".{real.name[:80]}.repair.part")


def replace_original(stage: Path, path: Path) -> None:
    """Put ``stage`` in the place of ``path``, flushed to disk, with its owner and permissions; a link is followed."""
    replace_file(stage, Path(os.path.realpath(path)))


def _keep_owner(original: Path, stage: Path) -> None:
    """Do what `keep_owner_and_mode` does, or raise `FormatError`."""
    try:
        keep_owner_and_mode(original, stage)
    except OSError as error:
        raise FormatError(UNWRITABLE.format(path=original, why=reason_of(error))) from error
