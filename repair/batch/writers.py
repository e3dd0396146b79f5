"""Writers of cleaned copy: over the originals without a ledger, or nowhere; ``ledger_writer`` keeps a ledger.

A writer is called for every file: when it begins, for each of its records, and when it ends.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Protocol

from repair.batch.events import FileJob, FileStarted
from repair.batch.outcome import CleanedRecord
from repair.batch.staged_output import StagedOutput
from repair.core.errors import FormatError, RepairError
from repair.core.io import UNWRITABLE, replace_file
from repair.formats.archive import ReadOptions, Record


class FileWriter(Protocol):
    """Writes cleaned copy to its destination."""

    def output_name(self, job: FileJob) -> str:
        """Return the name of the cleaned copy in messages and reports."""

    def begin(self, event: FileStarted) -> None:
        """Prepare for the records of a file."""

    def write(self, record: Record, cleaned: CleanedRecord) -> None:
        """Write one record of the file; raises `RepairError` if it cannot be written."""

    def end(self, error: RepairError | None) -> None:
        """Finish the file, or leave it unchanged if there is an ``error``.

        Raises:
            RepairError: As `write` does.
        """

    def flush(self, *, pause: bool) -> None:
        """Commit finished files: now if there is a ``pause``, else when enough of them wait."""

    def close(self) -> None:
        """Commit finished files and discard an unfinished file."""


class NoWriter:
    """Writes nothing; for copy that is only checked."""

    def output_name(self, job: FileJob) -> str:
        """Return the name of the copy itself."""
        return job.name

    def begin(self, event: FileStarted) -> None:
        """Do nothing."""

    def write(self, record: Record, cleaned: CleanedRecord) -> None:
        """Do nothing."""

    def end(self, error: RepairError | None) -> None:
        """Do nothing."""

    def flush(self, *, pause: bool) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class InPlaceWriter(NoWriter):
    """Replaces each original in which something changed, in one step, and keeps no ledger."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._job: FileJob | None = None
        self._output: StagedOutput | None = None

    def begin(self, event: FileStarted) -> None:
        """Open an output next to the original."""
        self._job = event.job
        self._output = StagedOutput(event.job, stage_beside(event.job.path), self._options, alone=event.alone)

    def write(self, record: Record, cleaned: CleanedRecord) -> None:
        """Write the record to the output."""
        if self._output is not None:
            self._output.put(record, cleaned.content)

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
            replace_original(stage_beside(self._job.path), self._job.path)
        except RepairError:
            output.discard()
            raise
        except OSError as os_error:
            output.discard()
            raise FormatError.of(UNWRITABLE, path=self._job.name, why=os_error) from os_error

    def close(self) -> None:
        """Delete an incomplete output."""
        if self._output is not None:
            self._output.discard()


def stage_beside(path: Path) -> Path:
    """Return the staging path of the output for an original: in the same folder, and so on the same disk.

    Each original has its own staging name, the same in every run, however long its own name is.
    """
    real = Path(os.path.realpath(path))
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    return real.with_name(f".{real.name[:40]}.{digest}.repair.part")


def replace_original(stage: Path, path: Path) -> None:
    """Flush ``stage`` and rename it over ``path``, keeping owner and permissions; a link is followed.

    Raises:
        OSError: If the system does not allow it.
    """
    replace_file(stage, Path(os.path.realpath(path)))
