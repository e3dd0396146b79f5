"""Sinks: the records of a file written back, edited or not, in one step.

The new file replaces the old file only when it is complete. The text itself is not interpreted here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from repair.core.io import atomic_writer
from repair.core.leftovers import fixed_incomplete_path
from repair.formats.compression import compression_of, open_compressor

if TYPE_CHECKING:
    from repair.formats.record import Record

_CHUNK = 1 << 16  # bytes


class ByteSink:
    """Takes records whose bytes, one after the other, are the unpacked file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.changed = False

    def put(self, record: Record, content: bytes) -> None:
        """Write ``content``, the new bytes of ``record``."""
        self.changed = self.changed or content != record.raw
        self._stream.write(content)


@contextlib.contextmanager
def byte_sink(path: Path, out: BinaryIO) -> Iterator[ByteSink]:
    """Open a sink for the records of ``path``, compressed like that file; an unchanged file is copied.

    Compressing the same bytes again may give a different file, so an unchanged compressed file is copied.
    """
    with open_compressor(out, path) as stream:
        sink = ByteSink(stream)
        yield sink
    if not sink.changed and compression_of(path) is not None:
        copy_original(path, out)


def copy_original(path: Path, out: BinaryIO) -> None:
    """Replace the content of ``out`` with the bytes of the file ``path``."""
    out.seek(0)
    out.truncate()
    with path.open("rb") as original:
        while chunk := original.read(_CHUNK):
            out.write(chunk)


def replacing(target: Path) -> AbstractContextManager[BinaryIO]:
    """Open a temporary file that replaces ``target`` after a clean exit, and is deleted after any other."""
    # The writer deletes what a killed run left at its name.
    return atomic_writer(target, stage=fixed_incomplete_path(target))
