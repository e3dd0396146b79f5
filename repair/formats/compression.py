"""Compressed files, gzip and Zstandard: decompressed while they are read, within limits, and compressed the same way.

A file that is cut off, damaged, or decompresses to far more than copy ever has is refused.
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
from repair.core.io import plain_file
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP, ZSTD = ".gz", ".zst"
FIRST_BYTES = {GZIP: b"\x1f\x8b", ZSTD: b"\x28\xb5\x2f\xfd"}  # of a compressed file, by its extension

_CHUNK = 1 << 16
_STEP = 1 << 10  # bytes of Zstandard decompressed at a time; even in a bomb they become about 32 MB
_ALWAYS_ALLOWED = 1_000_000  # bytes that any file may decompress to
_WINDOW = 1 << 27  # largest window of a Zstandard file (bytes of memory)

TOO_MUCH = "the file unpacks to more than {limit:,} bytes; check that it is the right one"
BOMB = "the file unpacks to more than {ratio:g} times its size, as a decompression bomb does; check where it comes from"
DAMAGED = "the file cannot be unpacked ({why}); get it again"
CUT_OFF = "it is cut off"
WRONG_BYTES = "its bytes do not fit its checksum or its length"
UNREADABLE = "the file cannot be read ({why}); check the path and its permissions"


def compression_of(path: Path) -> str | None:
    """Return `GZIP` or `ZSTD`, judged by the first bytes of the file; None if it is not compressed."""
    with _opened(path) as stream:
        head = stream.read(4)
    return next((suffix for suffix, magic in FIRST_BYTES.items() if head.startswith(magic)), None)


def uncompressed_name(path: Path) -> Path:
    """Return the path without the extension of a compression.

    >>> uncompressed_name(Path("a.json.gz")).name, uncompressed_name(Path("a.json")).name
    ('a.json', 'a.json')
    """
    return path.with_suffix("") if path.suffix.lower() in FIRST_BYTES else path


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    plain_file(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FormatError.of(UNREADABLE, path=path, why=error) from error
    with stream:
        yield stream


@contextlib.contextmanager
def open_decompressed(path: Path, options: ReadOptions) -> Iterator[io.BufferedReader]:
    """Open a file, compressed or not, as a stream of its decompressed bytes.

    Args:
        path: The file.
        options: Limits on the decompressed size.

    Raises:
        FormatError: While reading: the file is damaged, cut off, or exceeds a limit.
    """
    compression = compression_of(path)
    with _opened(path) as file:
        if compression is None:
            # The buffer is large enough for sniffing the format.
            yield io.BufferedReader(io.FileIO(os.dup(file.fileno())), 2 * _CHUNK)
            return
        source = _decompress_gzip(file) if compression == GZIP else _decompress_zstd(file)
        with io.BufferedReader(_LimitedReader(path, file, source, options), 2 * _CHUNK) as stream:
            yield cast(io.BufferedReader, stream)


def _decompress_gzip(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _decompress_zstd(file: BinaryIO) -> Iterator[bytes]:
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


class _LimitedReader(io.RawIOBase):
    """The bytes that ``source`` decompresses from ``file``, within the limits of the options."""

    def __init__(self, path: Path, file: BinaryIO, source: Iterator[bytes], options: ReadOptions) -> None:
        self._path, self._file, self._source, self._options = path, file, source, options
        self._buffered = memoryview(b"")
        self._size = 0

    def readable(self) -> bool:
        """Return True: this is a readable stream."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` and return the number of bytes; fewer than its length only at the end."""
        view = memoryview(buffer).cast("B")
        at = 0
        while at < len(view):
            if not self._buffered:
                chunk = self._next()
                if chunk is None:
                    break
                self._buffered = memoryview(chunk)
            count = min(len(view) - at, len(self._buffered))
            view[at : at + count] = self._buffered[:count]
            self._buffered = self._buffered[count:]
            at += count
        return at

    def _next(self) -> bytes | None:
        try:
            chunk = next(self._source, None)
        except EOFError as error:
            raise FormatError.of(DAMAGED, path=self._path, why=CUT_OFF) from error
        except gzip.BadGzipFile as error:
            raise FormatError.of(DAMAGED, path=self._path, why=WRONG_BYTES) from error
        except (OSError, zlib.error) as error:
            raise FormatError.of(DAMAGED, path=self._path, why=error) from error
        self._size += len(chunk or b"")
        if self._size > self._options.max_unpacked:
            raise FormatError.of(TOO_MUCH, path=self._path, limit=self._options.max_unpacked)
        if self._size > max(_ALWAYS_ALLOWED, self._options.max_ratio * self._file.tell()):
            raise FormatError.of(BOMB, path=self._path, ratio=self._options.max_ratio)
        return chunk


# --- compressing


@contextlib.contextmanager
def open_compressor(out: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    """Open a stream that writes to ``out``, compressed like the file ``path``."""
    compression = compression_of(path)
    if compression is None:
        yield out
        return
    with _opened(path) as file:
        head = file.read(_CHUNK)
    if compression == GZIP:
        writer = _GzipWriter(out, head)
        yield writer  # type: ignore[misc]  # only `write` is used
        writer.finish()
    else:
        import zstandard

        checked = zstandard.get_frame_parameters(head).has_checksum
        with zstandard.ZstdCompressor(write_checksum=checked).stream_writer(out, closefd=False) as stream:
            yield stream


def compress(content: bytes, path: Path) -> bytes:
    """Return ``content`` compressed like the file ``path``."""
    out = io.BytesIO()
    with open_compressor(out, path) as stream:
        stream.write(content)
    return out.getvalue()


_TEXT, _CRC, _EXTRA, _NAME, _COMMENT = 1, 2, 4, 8, 16  # flags of a gzip header
_LEVELS = {2: 9, 4: 1}  # compression level by the extra flags of a gzip header


class _GzipWriter:
    """Writes gzip with the time, name, comment and level of the header of another file."""

    def __init__(self, out: BinaryIO, head: bytes) -> None:
        self._out, self._crc, self._size = out, 0, 0
        self._deflate = zlib.compressobj(_LEVELS.get(head[8], 6), zlib.DEFLATED, -zlib.MAX_WBITS)
        out.write(_header(head))

    def write(self, data: bytes) -> int:
        """Compress ``data``."""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._out.write(self._deflate.compress(data))
        return len(data)

    def finish(self) -> None:
        """Write the rest of the data and the trailer."""
        self._out.write(self._deflate.flush())
        self._out.write(self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"))


def _header(head: bytes) -> bytes:
    """Return a gzip header without the fields that describe the old data, such as a table of blocks."""
    flags, at = head[3], 10
    if flags & _EXTRA:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    kept_flags, words = flags & _TEXT, b""
    for flag in (_NAME, _COMMENT):
        end = head.find(b"\0", at) + 1
        if flags & flag and end:
            kept_flags |= flag
            words += head[at:end]
            at = end
    return head[:3] + bytes([kept_flags]) + head[4:10] + words
