"""A file of JSON lines that only grows, and from which uncommitted lines can be cut off.

The length of the committed part is stored elsewhere (see ``ledger``); here lines are added, flushed and cut off.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from repair.core.errors import FormatError

TOO_SHORT = "the log has {size:,} bytes, but {end:,} were written; restore the missing lines, or give another folder"


class AppendLog:
    """An open log.

    Args:
        path: The file; it is created if it is missing.
        end: Length of the committed part (bytes). Later lines, which an interrupted run left, are cut off.

    Raises:
        FormatError: If the file is shorter than its committed part.
    """

    def __init__(self, path: Path, end: int) -> None:
        self.path = path
        self._stream = open(path, "ab+")  # noqa: SIM115  # closed in close()
        size = self._stream.seek(0, os.SEEK_END)
        if size < end:
            self._stream.close()
            raise FormatError.of(TOO_SHORT, path=path, size=size, end=end)
        self._end = end
        self._synced = end
        self._stream.truncate(end)

    @property
    def end(self) -> int:
        """Where the next line will begin, in bytes."""
        return self._end

    def append(self, line: str) -> None:
        """Add a line, line end included; `sync` brings it to disk."""
        # A file name need not be UTF-8; in JSON its undecodable bytes are written as \\udcxx.
        data = line.encode("utf-8", "backslashreplace")
        self._stream.write(data)
        self._end += len(data)

    def truncate(self, end: int) -> None:
        """Cut off all lines from byte ``end`` on."""
        if end != self._end:
            self._stream.flush()
            self._stream.truncate(end)
            self._end = end

    def sync(self) -> None:
        """Flush every line to disk."""
        self._stream.flush()
        if self._end != self._synced:
            os.fsync(self._stream.fileno())
            self._synced = self._end

    def close(self) -> None:
        """Close the file; uncommitted lines are cut off when the log is opened again."""
        with contextlib.suppress(OSError):  # a full disk has no space for them
            self._stream.close()
