"""A file of named arrays that is mapped into memory, so that opening takes the same short time for any size.

Every section has a checksum that is verified when the section is first used. Nothing in the file is executed. The
meaning of the arrays is defined elsewhere.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import stat
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from repair.core.errors import GazetteerError
from repair.core.io import atomic_writer
from repair.core.leftovers import remove_leftovers

MAGIC = b"repair packed gz"
VERSION = 2
_HEAD = struct.Struct("<16sIQQI")  # magic, version, place, length and checksum of the table of contents
_ALIGNED = 64  # bytes
_TYPES = frozenset(("|u1", "<i4", "<u4", "<i8", "<u8"))
_CHUNK = 1 << 20
_LONGEST_TABLE = 1 << 20

DAMAGED = "the packed gazetteer is damaged ({what}); pack or import it again"
OTHER_VERSION = "the packed gazetteer has version {found}, but this program reads version {known}; pack it again"
UNREADABLE = "the file cannot be read ({why}); check the path and its permissions"
UNWRITABLE = "the file cannot be written ({why}); nothing was changed"

Array = NDArray[Any]


class MappedFile:
    """The arrays of a mapped file; safe to share between threads."""

    def __init__(self, path: Path, *, renamed: Mapping[str, str] = MappingProxyType({})) -> None:
        """Map a file and read its table of contents.

        Args:
            path: The file.
            renamed: From the names that earlier versions gave to sections, to their present names.

        Raises:
            GazetteerError: The file is unusable.
        """
        self.path, self._renamed = path, renamed
        try:
            with open(path, "rb") as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    raise GazetteerError.of(DAMAGED, path=path, what="not a plain file")
                if not os.fstat(stream.fileno()).st_size:
                    raise GazetteerError.of(DAMAGED, path=path, what="it is empty")
                self._file = os.dup(stream.fileno())
            self._map = mmap.mmap(self._file, 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GazetteerError.of(UNREADABLE, path=path, why=error) from error
        self.facts, self._table = self._contents()
        self._checked: dict[str, Array] = {}

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError, OSError):
            os.close(self._file)

    def _contents(self) -> tuple[dict[str, Any], dict[str, tuple[str, int, int, int]]]:
        """Return the metadata of the file and, for each section, its type, offset (bytes), count and checksum."""
        try:
            magic, version, offset, length, check = _HEAD.unpack_from(self._map)
            if magic != MAGIC:
                raise ValueError("it is not a packed gazetteer")
            if version != VERSION:
                raise GazetteerError.of(OTHER_VERSION, path=self.path, found=version, known=VERSION)
            raw = self._map[offset : offset + length] if length <= _LONGEST_TABLE else b""
            if len(raw) != length or zlib.crc32(raw) != check:
                raise ValueError("the table of contents")
            contents = json.loads(raw)
            table = {}
            for name, (kind, at, count, crc) in contents["sections"].items():
                size = np.dtype(kind).itemsize if kind in _TYPES else 0
                if not size or at < 0 or count < 0 or at % size or at + count * size > len(self._map):
                    raise ValueError(f"the position of section {name}")
                table[self._renamed.get(name, str(name))] = (str(kind), int(at), int(count), int(crc))
            return dict(contents["facts"]), table
        except (ValueError, KeyError, TypeError, AttributeError, struct.error, RecursionError) as error:
            raise GazetteerError.of(DAMAGED, path=self.path, what=error) from error

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def __getitem__(self, name: str) -> Array:
        """Return a section, read-only, after verifying its checksum once. *Shape:* ``(count,)``."""
        section = self._checked.get(name)
        if section is None:
            if name not in self._table:
                raise GazetteerError.of(DAMAGED, path=self.path, what=f"no section {name}")
            kind, at, count, crc = self._table[name]
            section = np.frombuffer(self._map, dtype=kind, count=count, offset=at)
            if self._checksum(at, section.nbytes) != crc:
                raise GazetteerError.of(DAMAGED, path=self.path, what=f"the checksum of {name}")
            self._checked[name] = section
        return section

    def _checksum(self, at: int, length: int) -> int:
        """Return the checksum of a range of bytes, which is read, not mapped, to keep resident memory small."""
        check, end = 0, at + length
        while at < end:
            try:
                chunk = os.pread(self._file, min(_CHUNK, end - at), at)
            except OSError as error:
                raise GazetteerError.of(UNREADABLE, path=self.path, why=error) from error
            if not chunk:
                return -1
            check = zlib.crc32(chunk, check)
            at += len(chunk)
        return check


class SectionWriter:
    """Writes such a file in one step: on an error, an existing file at its path stays unchanged.

    A context manager; sections are added inside, in any order.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.facts: dict[str, Any] = {}
        self._table: dict[str, tuple[str, int, int, int]] = {}
        self._files = contextlib.ExitStack()
        self._stream: BinaryIO

    def __enter__(self) -> SectionWriter:
        with self._reported():
            remove_leftovers(self.path)
            self._stream = self._files.enter_context(atomic_writer(self.path))
            self._stream.write(bytes(_HEAD.size))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self._files.__exit__(kind, error, at)
            return
        with self._reported(), self._files:
            raw = json.dumps({"facts": self.facts, "sections": self._table}).encode()
            place = self._align()
            self._stream.write(raw)
            self._stream.seek(0)
            self._stream.write(_HEAD.pack(MAGIC, VERSION, place, len(raw), zlib.crc32(raw)))

    def stream(self, name: str) -> SectionStream:
        """Return a section of bytes to append to; no other section may be written until it is closed."""
        return SectionStream(self, name, self._align())

    def add(self, name: str, values: Array) -> None:
        """Write a whole section."""
        plain = np.ascontiguousarray(values)
        kind = plain.dtype.newbyteorder("<").str
        if kind not in _TYPES:
            raise TypeError(f"{name} is of type {kind}")
        at = self._align()
        raw = plain.astype(kind, copy=False).view(np.uint8).data if plain.size else b""
        with self._reported():
            self._stream.write(raw)
        self._table[name] = (kind, at, len(plain), zlib.crc32(raw))

    def _align(self) -> int:
        with self._reported():
            self._stream.write(bytes(-self._stream.tell() % _ALIGNED))
            return self._stream.tell()

    @contextlib.contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn an operating system error into a `GazetteerError`."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise GazetteerError.of(UNWRITABLE, path=self.path, why=error) from error


class SectionStream:
    """A section of consecutive pieces of bytes, and a second section with their offsets."""

    def __init__(self, writer: SectionWriter, name: str, at: int) -> None:
        self._writer, self._name, self._at = writer, name, at
        self._check = 0
        self._offsets = array("q", [0])

    def add(self, piece: bytes) -> int:
        """Write the next piece and return its number."""
        with self._writer._reported():
            self._writer._stream.write(piece)
        self._check = zlib.crc32(piece, self._check)
        self._offsets.append(self._offsets[-1] + len(piece))
        return len(self._offsets) - 2

    def close(self) -> None:
        """End the section; the offsets of its pieces become the section ``NAME_cuts``."""
        self._writer._table[self._name] = ("|u1", self._at, self._offsets[-1], self._check)
        self._writer.add(f"{self._name}_cuts", np.frombuffer(self._offsets, dtype=np.int64))
