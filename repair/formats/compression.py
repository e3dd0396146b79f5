"""Packed files, gzip and Zstandard: unpacked as they are read, within caps, and packed again in their own way.

What is inside is not known here. A file that is cut off, damaged, or unpacks to far more than copy ever does, is
refused.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from repair.core.errors import FormatError
from repair.core.io import plain_file, reason_of
from repair.formats.record import ReadOptions
from repair.formats.registry import COMPRESSED

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP, ZSTD = ".gz", ".zst"

_CHUNK = 1 << 16
_STEP = 1 << 10  # bytes of Zstandard unpacked at a time: even of a bomb, they become some 32 MB
_FREE = 1_000_000  # bytes that any file may unpack to
_WINDOW = 1 << 27  # bytes that a Zstandard file may want kept in memory

TOO_MUCH = "{path}: unpacks to more than {limit:,} bytes; check that it is what it should be"
BOMB = "{path}: unpacks to more than {ratio:g} times its size; refused as a likely bomb"
DAMAGED = "{path}: cannot be unpacked ({why}); get the file again"
CUT_OFF = "it is cut off"
UNREADABLE = "{path}: cannot be read ({why}); check the path and its permissions"


def compression_of(path: Path) -> str | None:
    """Return `GZIP` or `ZSTD` by the first bytes of the file, None when it is not packed."""
    with _opened(path) as stream:
        head = stream.read(4)
    return next((suffix for suffix, magic in COMPRESSED.items() if head.startswith(magic)), None)


def uncompressed_name(path: Path) -> Path:
    """Return the path without the extension that says it is packed.

    >>> uncompressed_name(Path("a.json.gz")).name, uncompressed_name(Path("a.json")).name
    ('a.json', 'a.json')
    """
    return path.with_suffix("") if path.suffix.lower() in COMPRESSED else path


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    plain_file(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        why = reason_of(error)
        raise FormatError(UNREADABLE.format(path=path, why=why)) from error
    with stream:
        yield stream


@contextlib.contextmanager
def open_decompressed(path: Path, options: ReadOptions) -> Iterator[io.BufferedReader]:
    """Open a file, packed or not; what is read of it is what is inside. `FormatError` is raised while it is read."""
    packing = compression_of(path)
    with _opened(path) as file:
        if packing is None:
            # At least as much can be looked at ahead as tells the form.
            yield io.BufferedReader(io.FileIO(os.dup(file.fileno())), 2 * _CHUNK)
            return
        source = _gunzip(file) if packing == GZIP else _unzstd(file)
        with io.BufferedReader(_Capped(path, file, source, options), 2 * _CHUNK) as stream:
            yield cast(io.BufferedReader, stream)


def _gunzip(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as unpacking:
        while chunk := unpacking.read(_CHUNK):
            yield chunk


def _unzstd(file: BinaryIO) -> Iterator[bytes]:
    import zstandard

    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    frame: Any = None
    try:
        while chunk := file.read(_STEP):
            while chunk:
                frame = frame or reader.decompressobj()
                yield frame.decompress(chunk)
                chunk = frame.unused_data if frame.eof else b""
                frame = None if frame.eof else frame
    except zstandard.ZstdError as error:
        raise OSError(str(error)) from error
    if frame is not None:
        raise EOFError(CUT_OFF)


class _Capped(io.RawIOBase):
    """What ``source`` unpacks from ``file``, within the caps of the options."""

    def __init__(self, path: Path, file: BinaryIO, source: Iterator[bytes], options: ReadOptions) -> None:
        self._path, self._file, self._source, self._options = path, file, source, options
        self._held = memoryview(b"")
        self._size = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` as far as there is something left; return how far."""
        view = memoryview(buffer).cast("B")
        at = 0
        while at < len(view):
            if not self._held:
                chunk = self._next()
                if chunk is None:
                    break
                self._held = memoryview(chunk)
            taken = min(len(view) - at, len(self._held))
            view[at : at + taken] = self._held[:taken]
            self._held = self._held[taken:]
            at += taken
        return at

    def _next(self) -> bytes | None:
        try:
            chunk = next(self._source, None)
        except EOFError as error:
            raise FormatError(DAMAGED.format(path=self._path, why=CUT_OFF)) from error
        except (OSError, zlib.error) as error:
            raise FormatError(DAMAGED.format(path=self._path, why=" ".join(str(error).split()))) from error
        self._size += len(chunk or b"")
        if self._size > self._options.max_unpacked:
            raise FormatError(TOO_MUCH.format(path=self._path, limit=self._options.max_unpacked))
        if self._size > max(_FREE, self._options.max_ratio * self._file.tell()):
            raise FormatError(BOMB.format(path=self._path, ratio=self._options.max_ratio))
        return chunk


# --- packing again


@contextlib.contextmanager
def open_compressor(out: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    """Yield what packs into ``out`` what is written to it, in the way that the file ``path`` is packed."""
    packing = compression_of(path)
    if packing is None:
        yield out
        return
    with _opened(path) as file:
        head = file.read(_CHUNK)
    if packing == GZIP:
        packed = _Gzip(out, head)
        yield packed  # type: ignore[misc]  # all that is asked of it is write
        packed.finish()
    else:
        import zstandard

        checked = zstandard.get_frame_parameters(head).has_checksum
        with zstandard.ZstdCompressor(write_checksum=checked).stream_writer(out, closefd=False) as stream:
            yield stream


def compress(content: bytes, path: Path) -> bytes:
    """Return ``content`` packed as the file ``path`` is."""
    out = io.BytesIO()
    with open_compressor(out, path) as stream:
        stream.write(content)
    return out.getvalue()


_TEXT, _CRC, _EXTRA, _NAME, _COMMENT = 1, 2, 4, 8, 16  # flags of a gzip header
_LEVELS = {2: 9, 4: 1}  # what a gzip header says of the level


class _Gzip:
    """Packs with gzip, with the time, name and comment of another file's header, and the level it tells of."""

    def __init__(self, out: BinaryIO, head: bytes) -> None:
        self._out, self._crc, self._size = out, 0, 0
        self._deflate = zlib.compressobj(_LEVELS.get(head[8], 6), zlib.DEFLATED, -zlib.MAX_WBITS)
        out.write(_header(head))

    def write(self, data: bytes) -> int:
        """Pack more."""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._out.write(self._deflate.compress(data))
        return len(data)

    def finish(self) -> None:
        """Write what is left, and the sums that end the file."""
        self._out.write(self._deflate.flush())
        self._out.write(self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"))


def _header(head: bytes) -> bytes:
    """Return a gzip header without what belongs to the packed bytes alone, such as a table of blocks."""
    flags, at = head[3], 10
    if flags & _EXTRA:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    kept, words = flags & _TEXT, b""
    for flag in (_NAME, _COMMENT):
        end = head.find(b"\0", at) + 1
        if flags & flag and end:
            kept |= flag
            words += head[at:end]
            at = end
    return head[:3] + bytes([kept]) + head[4:10] + words
