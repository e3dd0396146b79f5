"""A file of JSON lines that only grows, and of which what was not committed can be taken back.

How much of it is committed is remembered elsewhere (see ``ledger``); here lines are added, flushed and cut off.
"""

from __future__ import annotations

import os
from pathlib import Path

from repair.core.errors import FormatError

SHORT = "{path}: holds {size:,} bytes, but {end:,} were written; bring the missing lines back, or give another folder"


class AppendLog:
    """An open log; lines past ``end`` (bytes), which a run left that was stopped, are cut off first."""

    def __init__(self, path: Path, end: int) -> None:
        self.path = path
        self._stream = open(path, "ab+")  # noqa: SIM115  # closed in close()
        size = self._stream.seek(0, os.SEEK_END)
        if size < end:
            self._stream.close()
            raise FormatError(SHORT.format(path=path, size=size, end=end))
        self._end = end
        self._synced = end
        self._stream.truncate(end)

    @property
    def end(self) -> int:
        """Where the next line will begin, in bytes."""
        return self._end

    def append(self, line: str) -> None:
        """Add a line, its line end included; it is not yet safe."""
        # A file name need not be UTF-8; in JSON its odd bytes come out as \\udcxx.
        data = line.encode("utf-8", "backslashreplace")
        self._stream.write(data)
        self._end += len(data)

    def cut(self, end: int) -> None:
        """Take back all lines from byte ``end`` on."""
        if end != self._end:
            self._stream.flush()
            self._stream.truncate(end)
            self._end = end

    def sync(self) -> None:
        """Bring every line to the disk."""
        self._stream.flush()
        if self._end != self._synced:
            os.fsync(self._stream.fileno())
            self._synced = self._end

    def close(self) -> None:
        """Flush and close; what is not committed is cut off by whoever opens the log next."""
        self._stream.close()
