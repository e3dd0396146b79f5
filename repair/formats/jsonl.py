"""Files of lines, and JSON Lines: each line is read by itself, so an error in one does not stop the others.

A line longer than the limit is yielded in parts and not parsed, so that memory never holds more than one record.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from repair.core.errors import FormatError
from repair.formats import json as jsonrecords
from repair.formats.charset import Encoding
from repair.formats.document import SourceDocument
from repair.formats.json_scanner import NotJsonError, scan_strings
from repair.formats.record import TOO_LONG, ReadOptions, Record, with_record_number
from repair.formats.text_runs import NoTextError
from repair.formats.undeclared_encoding import decode_as, encoding_of

HEAD = 1 << 16  # bytes of a file that show its encoding

NOT_UTF8 = "the file is not UTF-8, as JSON Lines must be; save it again as UTF-8"

_FIRST_RECORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{[^\r\n]+\})[ \t\r]*\n\s*\{")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its line end, or a part of a line that is too long; lines are numbered from 0."""

    number: int
    raw: bytes
    is_partial: bool = False


def read_lines(stream: io.BufferedReader, limit: int, *, codec: str = "utf-8") -> Iterator[Line]:
    """Yield the lines of ``stream`` with their ends; a line longer than ``limit`` bytes in parts.

    >>> stream = io.BufferedReader(io.BytesIO(b"a\\nbcdef\\ng"))
    >>> [(line.number, line.raw, line.is_partial) for line in read_lines(stream, 3)]
    [(0, b'a\\n', False), (1, b'bcd', True), (1, b'ef\\n', True), (2, b'g', False)]
    """
    wide = codec.startswith("utf-16")
    limit += limit % 2 if wide else 0
    number, is_continued = 0, False
    while raw := _wide_line(stream, limit, codec) if wide else stream.readline(limit):
        ended = _ends(raw, codec)
        cut = not ended and len(raw) >= limit and bool(stream.peek(1))
        yield Line(number, raw, is_partial=is_continued or cut)
        is_continued = cut
        number += not cut


def _ends(raw: bytes | bytearray, codec: str) -> bool:
    return raw.endswith({"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}.get(codec, b"\n"))


def _wide_line(stream: io.BufferedReader, limit: int, codec: str) -> bytes:
    """Return a line of UTF-16, where the byte of a line end may be half of another character."""
    line = bytearray()
    while len(line) < limit:
        part = stream.readline(limit - len(line))
        line += part
        if codec == "utf-16-le" and len(line) % 2 and part:
            line += stream.read(1)
        if not part or (len(line) % 2 == 0 and _ends(line, codec)):
            break
    return bytes(line)


def peek_encoding(name: str, stream: io.BufferedReader) -> Encoding:
    """Return the encoding of ``stream`` from its beginning, without advancing it, or raise `FormatError`."""
    head = stream.peek(HEAD)
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with contextlib.suppress(UnicodeDecodeError):
            # The last character may be cut off.
            codecs.getincrementaldecoder("utf-8")().decode(head)
            mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
            return Encoding("utf-8", "utf-8", mark, "UTF-8 with BOM" if mark else "UTF-8")
    return encoding_of(name, head[: len(head) // 2 * 2])


def without_bom(encoding: Encoding) -> Encoding:
    """Return the encoding of the lines after the first, which have no byte-order mark."""
    return replace(encoding, bom_length=0)


def is_json_lines(head: bytes) -> bool:
    """Return whether ``head``, the beginning of a file, has an object on its first line and another one after it."""
    match = _FIRST_RECORD.match(head)
    if match is None:
        return False
    try:
        return any(True for _ in scan_strings(match.group(1).decode("utf-8", "replace")))
    except NotJsonError:
        return False


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the lines of JSON Lines as records; see `RecordFormat.records`. An empty line is a record without text."""
    name, source = str(path), path.name
    head = stream.peek(2)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FormatError.of(NOT_UTF8, path=name)
    encoding = Encoding("utf-8", "utf-8", 3 if head.startswith(codecs.BOM_UTF8) else 0, "UTF-8")
    reported = -1  # the last line that was reported as too long
    for line in read_lines(stream, options.max_bytes):
        if not options.wants(line.number):
            encoding = without_bom(encoding)
            continue
        if line.is_partial:
            error = FormatError.of(TOO_LONG, path=name, record=line.number, limit=options.max_bytes)
            yield Record(line.number, line.raw, None, error if line.number != reported else None)
            reported = line.number
            continue
        try:
            yield Record(line.number, line.raw, _record(name, line, source, (encoding, options)))
        except FormatError as error:
            yield Record(line.number, line.raw, None, error)
        encoding = without_bom(encoding)


def _record(name: str, line: Line, source: str, how: tuple[Encoding, ReadOptions]) -> SourceDocument | None:
    encoding, options = how
    decoded = decode_as(name, line.raw, encoding)
    if not decoded.text.strip():
        return None
    try:
        read = jsonrecords.read(decoded, source=source, fields=options.text_fields, line=line.number + 1)
        return with_record_number(read, line.number)
    except NoTextError:
        return None
