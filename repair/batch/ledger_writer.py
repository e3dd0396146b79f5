"""Writes cleaned copy into a folder, or over originals, and keeps the ledger; see ``ledger`` for the order of steps."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.admission import Admission
from repair.batch.events import FileJob, FileStarted
from repair.batch.file_cleaning import FileCleaning
from repair.batch.file_identity import escape_path, file_stamp, trusted_stamp
from repair.batch.ledger import Ledger
from repair.batch.log_lines import Signature, cleaning_id
from repair.batch.manifest import BAD, DONE, LedgerRow
from repair.batch.outcome import CleanedRecord
from repair.batch.replaced_files import state_of
from repair.batch.staged_output import CHANGED, StagedOutput
from repair.batch.writers import stage_beside
from repair.core.characters import storable
from repair.core.errors import FormatError, RepairError
from repair.core.io import UNWRITABLE, keep_owner_and_mode
from repair.formats.archive import ReadOptions, Record

_GROUP_FILES = 256  # files that are committed together
_GROUP_SECONDS = 1.0  # or sooner, once the first of them has waited this long


@dataclass(slots=True)
class _OpenFile:
    """The current file: its cleaning, the name of its output in the stage, and where the logs ended when it began.

    ``replaces`` tells what the output will replace (see `LedgerRow`).
    """

    cleaning: FileCleaning
    stage: str
    replaces: str
    audit_end: int
    queue_end: int


class LedgerWriter:
    """A `FileWriter` that keeps a ledger.

    Args:
        admission: Admitted the files; holds the ledger and the settings.
        options: How the files are read.
        signature: What decides the outcome beside the copy, for the audit log; an attribute that may be replaced
            between two files.
    """

    def __init__(self, admission: Admission, options: ReadOptions, signature: Signature) -> None:
        self.ledger: Ledger = admission.ledger
        self.signature = signature
        self._admission, self._options = admission, options
        self._open: _OpenFile | None = None
        self._pending_since: float | None = None
        self._number = 0

    def output_name(self, job: FileJob) -> str:
        """Return the path of the output."""
        return job.name if self.ledger.out is None else str(self.ledger.output_path(job.target))

    def begin(self, event: FileStarted) -> None:
        """Open an output in the stage."""
        job = event.job
        if self.ledger.pending and not event.alone:
            self._commit()  # an archive can take hours, and nothing is committed before its end
        self._number += 1
        stage = str(self._number) if self.ledger.out is not None else str(stage_beside(Path(job.target)))
        id = cleaning_id(escape_path(job.target), job.digest, self._admission.settings, job.times)
        output = StagedOutput(job, self.ledger.stage / stage, self._options, alone=event.alone)
        cleaning = FileCleaning.of(job, output, self._options, id=id, output_name=self.output_name(job))
        replaces = job.digest if self.ledger.out is None else state_of(self.ledger.output_path(job.target))
        self._open = _OpenFile(cleaning, stage, replaces, self.ledger.audit.end, self.ledger.queue.end)

    def write(self, record: Record, cleaned: CleanedRecord) -> None:
        """Pass the record on, and log its edits and what is left to an editor."""
        if (file := self._open) is None:
            return
        cleaning = file.cleaning
        cleaning.put(record, cleaned)
        if self._logs_edits(cleaning.job):
            for line in cleaning.edit_lines(record, cleaned, self.signature):
                self.ledger.audit.append(line)
        if not cleaning.job.logged:
            for line in cleaning.queue_lines(record, cleaned):
                self.ledger.queue.append(line)

    def end(self, error: RepairError | None) -> None:
        """Finish the output and enter the file in the ledger.

        Args:
            error: Why the file cannot be cleaned, which the ledger records; None if it was cleaned.

        Raises:
            RepairError: If the output cannot be finished.
        """
        file, self._open = self._open, None
        if file is None:
            return
        if self._pending_since is None:
            self._pending_since = time.monotonic()
        try:
            if error is not None:
                raise error
            self._finish(file)
        except RepairError as problem:
            self._drop(file)
            self._enter_bad(file.cleaning.job, problem)
            if error is None:
                raise
        finally:
            self._admission.release(file.cleaning.job)

    def flush(self, *, pause: bool) -> None:
        """Commit when enough files wait, or one has waited long enough."""
        late = self._pending_since is not None and time.monotonic() - self._pending_since > _GROUP_SECONDS
        if self.ledger.pending and self._open is None and (pause or late or self.ledger.pending >= _GROUP_FILES):
            self._commit()

    def close(self) -> None:
        """Commit what is whole and close the ledger."""
        if self._open is not None:
            self._drop(self._open)
            self._open = None
        try:
            if self.ledger.pending:
                self.ledger.commit()
        finally:
            self.ledger.close()

    def _commit(self) -> None:
        self.ledger.commit()
        self._pending_since = None

    def _drop(self, file: _OpenFile) -> None:
        """Delete the output of ``file`` and its lines in the logs."""
        file.cleaning.output.discard()
        self.ledger.audit.truncate(file.audit_end)
        self.ledger.queue.truncate(file.queue_end)

    def _enter_bad(self, job: FileJob, error: RepairError) -> None:
        row = replace(self._row(job), state=BAD, why=storable(error.reason))
        old = self.ledger.row(job.target)
        # An output from before must still be known to be ours.
        self.ledger.add(replace(row, result=old.result, times=old.times) if old is not None else row)

    def _finish(self, file: _OpenFile) -> None:
        cleaning, job = file.cleaning, file.cleaning.job
        result = cleaning.output.finish()
        if file_stamp(job.path) != job.stamp:
            raise FormatError.of(CHANGED, path=job.name)
        row = replace(
            self._row(job),
            result=result,
            times=job.times,
            documents=cleaning.documents,
            queued=cleaning.queued,
            flagged=cleaning.flagged,
            notices=json.dumps(cleaning.notices, sort_keys=True) if cleaning.notices else "",
        )
        if self.ledger.out is None:
            if not cleaning.output.changed:
                cleaning.output.discard()
                self.ledger.add(replace(row, state=DONE))
                return
            _keep_owner(Path(job.target), self.ledger.stage / file.stage)
        if cleaning.edits and self._logs_edits(job):
            self.ledger.audit.append(cleaning.file_line(result))
        self.ledger.add(replace(row, stage=escape_path(file.stage), replaces=file.replaces, edits=cleaning.edits))

    def _logs_edits(self, job: FileJob) -> bool:
        """Return whether the edits are to be logged; those of an original cleaned in place always are."""
        return not job.logged or self.ledger.out is None

    def _row(self, job: FileJob) -> LedgerRow:
        return LedgerRow(
            target=escape_path(job.target),
            origin=escape_path(os.path.abspath(job.path)),
            digest=job.digest,
            stamp=trusted_stamp(job.stamp),
            settings=self._admission.settings,
            run=self._admission.run,
        )


def _keep_owner(original: Path, stage: Path) -> None:
    """Do what `keep_owner_and_mode` does, or raise `FormatError`."""
    try:
        keep_owner_and_mode(original, stage)
    except OSError as error:
        raise FormatError.of(UNWRITABLE, path=original, why=error) from error
