"""A file of gzip members, such as a compressed web archive, read as one stream; damaged members are left out."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from repair.core.errors import FormatError
from repair.formats.record import ReadOptions

DAMAGED_PART = "{count:,} of its compressed parts cannot be decompressed; the others were read"
TOO_MUCH = "the file unpacks to more than {limit:,} bytes; check that it is the right one"
BOMB = "the file unpacks to more than {ratio:g} times its size, as a decompression bomb does; check where it comes from"

_CHUNK = 1 << 16
_STEP = 1 << 12  # bytes that are decompressed at a time, since zlib copies those after the end of a member
_ALWAYS_ALLOWED = 1_000_000  # bytes that any file may decompress to
_MAGIC = b"\x1f\x8b\x08"


class MemberReader(io.RawIOBase):
    """The decompressed members of a gzip file, except damaged members."""

    def __init__(self, path: Path, file: BinaryIO, options: ReadOptions) -> None:
        self._path, self._file, self._options = path, file, options
        self._compressed = b""  # the current part of the file
        self._at = 0  # where the next bytes to decompress begin in it
        self._start = 0  # where the current member begins in it; 0 where it began before
        self._size = 0
        self._member: Any = None
        self._in_damage = False
        self.damaged = 0

    def readable(self) -> bool:
        """Return True: this is a readable stream."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill ``buffer`` with the next bytes; return how many, 0 at the end."""
        view = memoryview(buffer).cast("B")
        while True:
            if self._at >= len(self._compressed):
                self._compressed, self._at, self._start = self._file.read(_CHUNK), 0, 0
                if not self._compressed:
                    return 0
            data = self._next(len(view))
            if data:
                self._count(len(data))
                view[: len(data)] = data
                return len(data)

    def _next(self, most: int) -> bytes:
        """Decompress at most ``most`` bytes, or search for the next member."""
        if self._member is None:
            at = self._compressed.find(_MAGIC, self._at)
            if at < 0:
                rest = self._compressed[self._at :][-2:]  # may be the start of a member
                more = self._file.read(_CHUNK)
                self._compressed, self._at = rest + more if more else b"", 0
                return b""
            self._at = self._start = at
            self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        piece = self._compressed[self._at : self._at + _STEP]
        try:
            data: bytes = self._member.decompress(piece, most)
        except zlib.error:
            # Search the rest, without this header, for the next member.
            self._at, self._member = self._start + 1, None
            self.damaged += not self._in_damage
            self._in_damage = True
            return b""
        if self._member.eof:  # if the file ends before, the length of the last record shows it
            self._at += len(piece) - len(self._member.unused_data)
            self._member, self._in_damage = None, False
        else:
            self._at += len(piece) - len(self._member.unconsumed_tail)
        return data

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._options.max_unpacked:
            raise FormatError.of(TOO_MUCH, path=self._path, limit=self._options.max_unpacked)
        if self._size > max(_ALWAYS_ALLOWED, self._options.max_ratio * self._file.tell()):
            raise FormatError.of(BOMB, path=self._path, ratio=self._options.max_ratio)
