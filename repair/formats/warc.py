"""Web archives (WARC), as sources only: the HTML pages in HTTP responses, one by one.

Everything else in them is skipped. A record that is damaged, cut off or too long is an error of that record alone: the
next record is found by its first line, even in a compressed file with damaged parts. Needs warcio to parse records.
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
from typing import Any

from repair.core.errors import FormatError, reason_of_damage
from repair.core.extras import needs_package
from repair.core.io import plain_file
from repair.formats.compression import GZIP, compression_of, open_decompressed
from repair.formats.gzip_members import DAMAGED_PART, MemberReader
from repair.formats.html import parse
from repair.formats.record import ReadOptions, Record, with_record_number

TOO_LONG = "the record has more than {limit:,} bytes; raise max_bytes in the settings"
DAMAGED = "the record is damaged ({why}), so it was skipped; get the file again"
NO_RECORD = "the file has no record of a web archive; get it again"

NO_LENGTH = "it does not declare its length"
CUT_OFF = "it is cut off"
PACKED_PAGE = "its page has an encoding that is not supported: {coding}"

_CHUNK = 1 << 16
_MAX_HEADER = 1 << 16  # bytes of the header of a record
_BEGIN = re.compile(rb"(?:\A|(?<=\n))WARC/\d\.\d\r?\n")
_HEADER_END = re.compile(rb"(?P<blank>\r\n\r\n|\n\n)|(?<=\n)WARC/\d\.\d\r?\n")
_LONGEST_MARK = len(b"\nWARC/1.1\r\n")
_FIRST_LINE = len(b"WARC/1.1\n")
_LOOK_AHEAD = 16  # bytes after a record that show whether it has ended
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_RESPONSE = re.compile(rb"^warc-type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_READ = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


def is_warc(path: Path, options: ReadOptions) -> bool:
    """Return whether the file ``path`` is a web archive, judged by the options or by its first bytes."""
    if options.format is not None:
        return options.format == "warc"
    if compression_of(path) != GZIP:
        try:
            with open_decompressed(path, options) as stream:
                return stream.peek(5).startswith(b"WARC/")
        except FormatError:
            return False
    # Only the first bytes, because damage in the rest is reported by `pages`.
    with path.open("rb") as file, contextlib.suppress(zlib.error):
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(file.read(_CHUNK), 5) == b"WARC/"
    return False


def pages(path: Path, options: ReadOptions) -> Iterator[Record]:
    """Yield the HTML pages with text in the archive ``path``; the source of each document is its address.

    Raises:
        FormatError: The file has no record, or warcio is not installed.
    """
    try:
        import warcio.archiveiterator  # noqa: F401
    except ImportError as error:
        raise needs_package(FormatError, "Web archives need", "warcio", extra="archives", path=path) from error
    plain_file(path)
    if compression_of(path) == GZIP:
        with path.open("rb") as file:
            members = MemberReader(path, file, options)
            yield from _pages(path, io.BufferedReader(members, _CHUNK), options)
        if members.damaged:
            yield Record(-1, b"", None, FormatError.of(DAMAGED_PART, path=path, count=members.damaged))
    else:
        with open_decompressed(path, options) as stream:
            yield from _pages(path, stream, options)


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the pages of an archive that is not damaged; see `RecordFormat.records`."""
    return _pages(path, stream, options)


def _pages(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    number = -1
    for number, (raw, why) in enumerate(responses(stream, options.max_bytes)):
        try:
            if why is not None:
                message = TOO_LONG if why == TOO_LONG else DAMAGED
                raise FormatError.of(message, path=path, record=number, why=why, limit=options.max_bytes)
            page = _page(path, number, raw, options.max_bytes) if raw else None
        except FormatError as error:
            yield Record(number, b"", None, error)
        else:
            if page is not None:
                yield page
    if number < 0:
        raise FormatError.of(NO_RECORD, path=path)


def responses(stream: io.BufferedReader, limit: int) -> Iterator[tuple[bytes, str | None]]:
    """Yield the bytes of each HTTP response in ``stream``, and its error, if any; empty bytes for other records.

    ``limit`` is the largest size of a record (bytes); a longer record is not kept in memory.
    """
    buffer = bytearray()
    while _seek_record(buffer, stream):
        blank = _read_header(buffer, stream)
        length = _LENGTH.search(buffer, 0, max(blank, 0))
        if length is None:
            yield b"", CUT_OFF if blank < 0 else NO_LENGTH
            # Nothing before the end of the header, or before the next first line, can begin a record.
            del buffer[: max(_FIRST_LINE, blank)]
            continue
        is_response, size = _RESPONSE.search(buffer, 0, blank) is not None, blank + int(length.group(1))
        if size > limit:
            cut_off = not _skip(buffer, stream, size)
            yield b"", CUT_OFF if cut_off else TOO_LONG if is_response else None
            continue
        while len(buffer) < size + _LOOK_AHEAD and _fill(buffer, stream):
            pass
        after = buffer[size : size + _LOOK_AHEAD].lstrip(b"\r\n")
        if len(buffer) >= size and b"WARC/".startswith(after[:5]):
            yield (bytes(buffer[:size]) if is_response else b""), None
            del buffer[:size]
        else:
            # Part of it is missing, so its length may extend into the next records.
            yield b"", CUT_OFF
            del buffer[:_FIRST_LINE]


def _fill(buffer: bytearray, stream: io.BufferedReader) -> bool:
    """Read more into the buffer; return whether there was more."""
    chunk = stream.read1(_CHUNK)
    buffer.extend(chunk)
    return bool(chunk)


def _seek_record(buffer: bytearray, stream: io.BufferedReader) -> bool:
    """Drop the bytes before the next record; return whether there is one."""
    while (match := _BEGIN.search(buffer)) is None:
        del buffer[:-_FIRST_LINE]  # may be the start of a first line
        if not _fill(buffer, stream):
            return False
    del buffer[: match.start()]
    return True


def _skip(buffer: bytearray, stream: io.BufferedReader, size: int) -> bool:
    """Drop ``size`` bytes without keeping them all in memory; return whether there were that many."""
    while len(buffer) < size:
        size -= len(buffer)
        buffer.clear()
        if not _fill(buffer, stream):
            return False
    del buffer[:size]
    return True


def _read_header(buffer: bytearray, stream: io.BufferedReader) -> int:
    """Return where the content of the record at the start of the buffer begins, after its header.

    Returns -1 if the header is cut off: by the first line of another record, by the end of the stream, or because it
    is too long. The bytes of a header are searched once, whatever comes after it.
    """
    searched = _FIRST_LINE
    while True:
        end = min(len(buffer), _MAX_HEADER)
        # A mark may have begun in the bytes that were searched before.
        match = _HEADER_END.search(buffer, max(searched - _LONGEST_MARK, _FIRST_LINE - 1), end)
        if match is not None:
            return match.end() if match["blank"] else -1
        searched = end
        if end == _MAX_HEADER or not _fill(buffer, stream):
            return -1


def _page(path: Path, number: int, raw: bytes, limit: int) -> Record | None:
    """Return the page in a record, None if it has no page or no text."""
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
            raise FormatError.of(DAMAGED, path=path, record=number, why=PACKED_PAGE.format(coding=coding[:40]))
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        content = _bounded(record.content_stream(), limit)
    except FormatError:
        raise
    except Exception as error:  # warcio raises many kinds of errors for damaged bytes
        raise FormatError.of(DAMAGED, path=path, record=number, why=reason_of_damage(error)) from error
    if content is None:
        raise FormatError.of(TOO_LONG, path=path, record=number, limit=limit)
    try:
        source_document = parse(
            f"{path}: record {number}", _as_declared(content, kind), source=address.strip("<> ") or path.name
        )
    except FormatError:
        return None  # a page without a story is not an error of the archive
    return Record(number, b"", with_record_number(replace(source_document, format="warc", label="WARC"), number))


def _bounded(stream: Any, limit: int) -> bytes | None:
    """Return all of ``stream``, None if it is longer than ``limit`` bytes."""
    content = bytearray()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)


def _as_declared(content: bytes, kind: str) -> bytes:
    """Return a page as UTF-8 if the server declared an encoding, which takes precedence over that of the page."""
    match = _CHARSET.search(kind)
    if match is None or content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    try:
        codec = codecs.lookup(match.group(1)).name
        text = content.decode({"iso8859-1": "cp1252", "ascii": "cp1252"}.get(codec, codec))
    except (LookupError, ValueError):
        return content
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")
