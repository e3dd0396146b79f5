"""The bytes of one cleaned file, written completely to a staging file first.

A file in which nothing changed is copied byte for byte, even if it is compressed. A single story is written directly;
an archive is written record by record through the sink of its format. Nothing is renamed into its place here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from repair.batch.events import FileJob
from repair.batch.file_identity import sha256_of
from repair.core.errors import FormatError
from repair.core.io import UNWRITABLE
from repair.formats.archive import ReadOptions, Record, open_sink

if TYPE_CHECKING:
    from repair.formats.format import RecordSink

CHANGED = "the file changed while it was read; run the command again when it is complete"

_COPY_BYTES = 1 << 20


class StagedOutput:
    """The output of one job on its way to the file ``stage``.

    Args:
        job: The file that is cleaned.
        stage: Where the output is written.
        options: How the file is read.
        alone: Whether it has only one record.
    """

    def __init__(self, job: FileJob, stage: Path, options: ReadOptions, *, alone: bool) -> None:
        self.changed = False
        self.before, self.after = hashlib.sha256(), hashlib.sha256()  # of all records, unpacked
        self._job, self._stage, self._options = job, stage, options
        self._alone: tuple[bytes, bytes] | None = (b"", b"") if alone else None
        self._stack = ExitStack()
        self._sink: RecordSink | None = None

    def put(self, record: Record, content: bytes) -> None:
        """Write ``content`` in place of ``record``; records must come in order."""
        self.before.update(record.raw)
        self.after.update(content)
        self.changed = self.changed or content != record.raw
        if self._alone is not None and hashlib.sha256(record.raw).hexdigest() == self._job.digest:
            self._alone = (record.raw, content)
            return
        self._alone = None
        if self._sink is None:
            self._sink = self._stack.enter_context(open_sink(self._job.path, self._stage, self._options))
        self._sink.put(record, content)

    def finish(self) -> str:
        """Complete the output and return its SHA-256.

        Raises:
            FormatError: If the output cannot be written, or the copy has changed in the meantime.
        """
        try:
            if self._alone is not None:
                self._stack.close()
                self._stage.write_bytes(self._alone[1])
                return self.after.hexdigest()
            if not self.changed:
                self.discard()
                return self._copy()
            self._stack.close()
            return sha256_of(self._stage)
        except OSError as error:
            raise FormatError.of(UNWRITABLE, path=self._stage, why=error) from error

    def discard(self) -> None:
        """Delete everything that was written."""
        stack, self._stack = self._stack, ExitStack()
        with contextlib.suppress(_Discarded, OSError):
            stack.__exit__(_Discarded, _Discarded(), None)
        with contextlib.suppress(OSError):
            os.unlink(self._stage)

    def _copy(self) -> str:
        """Copy the file unchanged, unless it has changed since it was read."""
        digest = hashlib.sha256()
        with open(self._job.path, "rb") as copy, open(self._stage, "wb") as stage:
            while block := copy.read(_COPY_BYTES):
                digest.update(block)
                stage.write(block)
        if digest.hexdigest() != self._job.digest:
            raise FormatError.of(CHANGED, path=self._job.name)
        return self._job.digest


class _Discarded(Exception):  # noqa: N818  # signals a sink, reports no error
    """Makes a sink delete its incomplete output."""
