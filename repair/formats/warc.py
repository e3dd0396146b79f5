"""Archives of the web (WARC), as sources alone: the HTML pages that servers answered with, one by one.

Everything else in them is passed over. A record that is damaged, cut off or too long stops itself alone: the next is
found by its first line, also in a packed file of which a part cannot be unpacked. Needs warcio, which knows what is in
a record.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from repair.core.errors import FormatError
from repair.core.io import plain_file
from repair.formats.compression import GZIP, compression_of, open_decompressed
from repair.formats.html import parse
from repair.formats.record import ReadOptions, Record, with_record_number

NO_WARCIO = "{path}: archives of the web need warcio, which is not installed; run: pip install 'repair[archives]'"
TOO_LONG = "{path}: record {number} holds more than {limit:,} bytes; raise max_bytes in the settings"
DAMAGED = "{path}: record {number} is damaged ({why}); it was passed over"
DAMAGED_PART = "{path}: {count:,} of its packed parts cannot be unpacked; the others were read"
NO_RECORD = "{path}: holds no record of an archive of the web; get the file again"
TOO_MUCH = "{path}: unpacks to more than {limit:,} bytes; check that it is what it should be"
BOMB = "{path}: unpacks to more than {ratio:g} times its size; refused as a likely bomb"

NO_LENGTH = "it does not say how long it is"
CUT_OFF = "it is cut off"
PACKED_PAGE = "its page is packed in a way that is not read: {coding}"

_CHUNK = 1 << 16
_FREE = 1_000_000  # bytes that any file may unpack to, and any page
_HEAD = 1 << 16  # bytes that the lines above a record may take
_MAGIC = b"\x1f\x8b\x08"
_BEGIN = re.compile(rb"(?:\A|(?<=\n))WARC/\d\.\d\r?\n")
_FIRST_LINE = len(b"WARC/1.1\n")
_AFTER = 16  # bytes that are looked at to know that a record has ended
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ANSWER = re.compile(rb"^warc-type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_READ = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


def is_warc(path: Path, options: ReadOptions) -> bool:
    """Tell whether the file ``path`` is an archive of the web: by its first bytes, packed or not, unless told."""
    if options.format is not None:
        return options.format == "warc"
    if compression_of(path) != GZIP:
        try:
            with open_decompressed(path, options) as stream:
                return stream.peek(5).startswith(b"WARC/")
        except FormatError:
            return False
    # Only the first letters: what follows may be damaged, which is for `pages` to tell.
    with path.open("rb") as file, contextlib.suppress(zlib.error):
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(file.read(_CHUNK), 5) == b"WARC/"
    return False


def pages(path: Path, options: ReadOptions) -> Iterator[Record]:
    """Yield the HTML pages in the archive ``path`` that have any text; the address of each is its document's source."""
    try:
        import warcio.archiveiterator  # noqa: F401
    except ImportError as error:
        raise FormatError(NO_WARCIO.format(path=path)) from error
    plain_file(path)
    if compression_of(path) == GZIP:
        with path.open("rb") as file:
            members = _Members(path, file, options)
            yield from _pages(path, io.BufferedReader(members, _CHUNK), options)
        if members.damaged:
            yield Record(-1, b"", None, FormatError(DAMAGED_PART.format(path=path, count=members.damaged)))
    else:
        with open_decompressed(path, options) as stream:
            yield from _pages(path, stream, options)


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the pages of an archive that is not damaged; see `RecordFormat.records`."""
    return _pages(path, stream, options)


def _pages(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    number = -1
    for number, (raw, why) in enumerate(answers(stream, options.max_bytes)):
        try:
            if why is not None:
                told = TOO_LONG if why == TOO_LONG else DAMAGED
                raise FormatError(told.format(path=path, number=number, why=why, limit=options.max_bytes))
            page = _page(path, number, raw, options.max_bytes) if raw else None
        except FormatError as error:
            yield Record(number, b"", None, error)
        else:
            if page is not None:
                yield page
    if number < 0:
        raise FormatError(NO_RECORD.format(path=path))


def answers(stream: io.BufferedReader, limit: int) -> Iterator[tuple[bytes, str | None]]:
    """Yield each record of the archive ``stream``: its bytes if a server answered with it, and what is wrong with it.

    ``limit`` is what a record may hold (bytes); of a longer one nothing is kept. Records of other kinds are empty.
    """
    held = bytearray()
    while _found(held, stream):
        while (blank := _blank_line(held)) < 0 and len(held) < _HEAD and _more(held, stream):
            pass
        length = _LENGTH.search(held, 0, max(blank, 0))
        if length is None:
            yield b"", CUT_OFF if blank < 0 else NO_LENGTH
            del held[:_FIRST_LINE]
            continue
        answer, size = _ANSWER.search(held, 0, blank) is not None, blank + int(length.group(1))
        if size > limit:
            cut_off = not _passed(held, stream, size)
            yield b"", CUT_OFF if cut_off else TOO_LONG if answer else None
            continue
        while len(held) < size + _AFTER and _more(held, stream):
            pass
        after = held[size : size + _AFTER].lstrip(b"\r\n")
        if len(held) >= size and b"WARC/".startswith(after[:5]):
            yield (bytes(held[:size]) if answer else b""), None
            del held[:size]
        else:
            # A part of it is lost, so that what its length takes in may be records of their own.
            yield b"", CUT_OFF
            del held[:_FIRST_LINE]


def _more(held: bytearray, stream: io.BufferedReader) -> bool:
    """Add to what is held; tell whether there was more."""
    chunk = stream.read1(_CHUNK)
    held.extend(chunk)
    return bool(chunk)


def _found(held: bytearray, stream: io.BufferedReader) -> bool:
    """Drop what comes before the next record, which belongs to a damaged one; tell whether there is a next."""
    while (match := _BEGIN.search(held)) is None:
        del held[:-_FIRST_LINE]  # what is left may begin a first line
        if not _more(held, stream):
            return False
    del held[: match.start()]
    return True


def _passed(held: bytearray, stream: io.BufferedReader, size: int) -> bool:
    """Drop ``size`` bytes, more than are held at any time; tell whether there were so many."""
    while len(held) < size:
        size -= len(held)
        held.clear()
        if not _more(held, stream):
            return False
    del held[:size]
    return True


def _blank_line(held: bytearray) -> int:
    """Return where the block of a record begins, after its header, or -1."""
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := held.find(mark, 0, _HEAD)) >= 0]
    return min(ends, default=-1)


def _page(path: Path, number: int, raw: bytes, limit: int) -> Record | None:
    """Return the page in a record, None where there is none or it has no text."""
    from warcio.archiveiterator import ArchiveIterator

    try:
        record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
        if record is None or record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return None
        kind = (record.http_headers.get_header("Content-Type") or "").lower()
        if not kind.strip().startswith(_HTML):
            return None
        coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
        if coding not in _READ:
            raise FormatError(DAMAGED.format(path=path, number=number, why=PACKED_PAGE.format(coding=coding[:40])))
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        content = _bounded(record.content_stream(), limit)
    except FormatError:
        raise
    except Exception as error:  # whatever a library finds in other people's bytes
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise FormatError(DAMAGED.format(path=path, number=number, why=why)) from error
    if content is None:
        raise FormatError(TOO_LONG.format(path=path, number=number, limit=limit))
    try:
        reading = parse(
            f"{path}: record {number}", _as_declared(content, kind), source=address.strip("<> ") or path.name
        )
    except FormatError:
        return None  # an error page, a page of pictures, a page that is none: no story, and no fault of the archive
    return Record(number, b"", with_record_number(replace(reading, format="warc", label="WARC"), number))


def _bounded(stream: Any, limit: int) -> bytes | None:
    """Return all of ``stream``, None when it is more than ``limit`` bytes."""
    content = bytearray()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)


def _as_declared(content: bytes, kind: str) -> bytes:
    """Return a page as UTF-8 where the server said which encoding it has, which outranks what the page says."""
    match = _CHARSET.search(kind)
    if match is None or content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    try:
        codec = codecs.lookup(match.group(1)).name
        text = content.decode({"iso8859-1": "cp1252", "ascii": "cp1252"}.get(codec, codec))
    except (LookupError, ValueError):
        return content
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


class _Members(io.RawIOBase):
    """What the members of a gzip file unpack to, without the parts of it that cannot be unpacked."""

    def __init__(self, path: Path, file: BinaryIO, options: ReadOptions) -> None:
        self._path, self._file, self._options = path, file, options
        self._packed = b""
        self._size = 0
        self._member: Any = None
        self._lost = False
        self.damaged = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill ``buffer`` with what comes next; return how far, 0 at the end."""
        view = memoryview(buffer).cast("B")
        while True:
            if not self._packed:
                self._packed = self._file.read(_CHUNK)
                if not self._packed:
                    return 0
            said = self._next(len(view))
            if said:
                self._count(len(said))
                view[: len(said)] = said
                return len(said)

    def _next(self, most: int) -> bytes:
        """Unpack a little, or look for the next member."""
        if self._member is None:
            at = self._packed.find(_MAGIC)
            if at < 0:
                rest = self._packed[-2:]  # may begin one
                more = self._file.read(_CHUNK)
                self._packed = rest + more if more else b""
                return b""
            self._packed, self._member = self._packed[at:], zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            said: bytes = self._member.decompress(self._packed, most)
        except zlib.error:
            # The header is not looked at again, and the rest may hold the next member.
            self._packed, self._member = self._packed[1:], None
            self.damaged += not self._lost
            self._lost = True
            return b""
        self._packed = self._member.unconsumed_tail
        if self._member.eof:  # and not if the file ends before, which the last record's length will tell
            self._packed, self._member, self._lost = self._member.unused_data, None, False
        return said

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._options.max_unpacked:
            raise FormatError(TOO_MUCH.format(path=self._path, limit=self._options.max_unpacked))
        if self._size > max(_FREE, self._options.max_ratio * self._file.tell()):
            raise FormatError(BOMB.format(path=self._path, ratio=self._options.max_ratio))
