"""The bytes of one cleaned file, written whole beside its place before anyone sees them.

A file in which nothing changed is copied byte for byte, also when it is packed; one story is written as it is; an
archive goes piece by piece through the sink of its form. Nothing is renamed into its place here.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from repair.batch.admission import CHANGED, digest_of
from repair.batch.events import FileJob
from repair.core.errors import FormatError
from repair.core.io import UNWRITABLE, reason_of
from repair.formats.archive import ReadOptions, Record, open_sink

if TYPE_CHECKING:
    from repair.core.protocols import RecordSink

_CHUNK = 1 << 20


class Output:
    """The output of one job on its way to the file ``stage``."""

    def __init__(self, job: FileJob, stage: Path, options: ReadOptions, *, alone: bool) -> None:
        self.changed = False
        self.before, self.after = hashlib.sha256(), hashlib.sha256()  # of all pieces, unpacked
        self._job, self._stage, self._options = job, stage, options
        self._alone: tuple[bytes, bytes] | None = (b"", b"") if alone else None
        self._stack = ExitStack()
        self._sink: RecordSink | None = None

    def put(self, piece: Record, content: bytes) -> None:
        """Take ``content`` for ``piece``; pieces come in their order."""
        self.before.update(piece.raw)
        self.after.update(content)
        self.changed = self.changed or content != piece.raw
        if self._alone is not None and hashlib.sha256(piece.raw).hexdigest() == self._job.digest:
            self._alone = (piece.raw, content)
            return
        self._alone = None
        if self._sink is None:
            self._sweep()
            self._sink = self._stack.enter_context(open_sink(self._job.path, self._stage, self._options))
        self._sink.put(piece, content)

    def finish(self) -> str:
        """Write what is missing and return the SHA-256 of the output."""
        try:
            if self._alone is not None:
                self._stack.close()
                self._stage.write_bytes(self._alone[1])
                return self.after.hexdigest()
            if not self.changed:
                self.discard()
                return self._copy()
            self._stack.close()
            return digest_of(self._stage)
        except OSError as error:
            why = reason_of(error)
            raise FormatError(UNWRITABLE.format(path=self._stage, why=why)) from error

    def discard(self) -> None:
        """Leave no trace."""
        stack, self._stack = self._stack, ExitStack()
        with contextlib.suppress(_Unwanted, OSError):
            stack.__exit__(_Unwanted, _Unwanted(), None)
        with contextlib.suppress(OSError):
            os.unlink(self._stage)

    def _sweep(self) -> None:
        """Remove what a sink for the same place left half written when it was killed."""
        for litter in self._stage.parent.glob(f".{glob.escape(self._stage.name[:80])}.*.part"):
            litter.unlink(missing_ok=True)

    def _copy(self) -> str:
        """Copy the file as it is, if it still is as it was."""
        digest = hashlib.sha256()
        with open(self._job.path, "rb") as copy, open(self._stage, "wb") as stage:
            while chunk := copy.read(_CHUNK):
                digest.update(chunk)
                stage.write(chunk)
        if digest.hexdigest() != self._job.digest:
            raise FormatError(CHANGED.format(path=self._job.name))
        return self._job.digest


class _Unwanted(Exception):  # noqa: N818  # it tells of no error
    """Tells a sink that what it has is not wanted."""
