"""Wire messages in control characters: ANPA 1312 and IPTC 7901. The text between STX and ETX is the story.

Headers, control characters and typesetting marks are never changed. The lines of a paragraph are read as one text; each
is a separate run, so no edit moves a line end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from repair.core.errors import FormatError
from repair.formats.charset import Decoded, Encoding
from repair.formats.document import SourceDocument
from repair.formats.escapes import Encode
from repair.formats.record import ReadOptions, Record, with_record_number
from repair.formats.text_runs import BLOCK, MarkupError, MarkupText, Run, RunCollector, RunReader

SOH = b"\x01"
_SYN = 0x16
_CHUNK = 1 << 16

NO_TEXT = "there is no text between STX and ETX; get the message again"
TOO_LONG = "the message has more than {limit:,} bytes; raise max_bytes in the settings"
WIRE_NEVER = "not allowed in a wire message"

_FRAME = re.compile("\x01([^\x01\x02\x03\x04]{0,2000})\x02([^\x01\x03\x04]*+)")
_POST = re.compile("[\x03\x04]([^\x01]{0,200})")
_IPTC = re.compile(r"\s*[A-Z]{2,4} ?\d{3,4} \d ")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)?+")
# Typesetting marks: those that end a line flush left, right or centred, and those that begin one; "^" does both.
_MARKS = "".join(map(chr, range(0x20))) + "\x7f ^<>=~"
_QUAD = re.compile(r"[\^<>=~]")
_STRETCH = re.compile("[^\0-\x08\x0b\x0c\x0e-\x1f\x7f]++")
_FORBIDDEN = re.compile("[\0-\x1f\x7f^<>=~]")

_MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DAY_MONTH = re.compile(r"\b(\d{2})\d{4} ?(?:[A-Z]{1,4} )??([A-Z]{3}) (\d{4}|\d{2})\b")
_MONTH_DAY = re.compile(r"\b(\d{2})-(\d{2})-(\d{4}|\d{2}) \d{4}[A-Za-z]{3}")


def parse(name: str, raw: bytes, *, source: str = "", wide: bool = False) -> SourceDocument:
    """Read one wire message, or all messages of a file as one story.

    Args:
        name: Path of the file, for messages.
        raw: Its bytes.
        source: Name of the source.
        wide: Whether edits may turn a 7-bit message into UTF-8, which translation into another alphabet needs.

    Raises:
        FormatError: There is no text.

    >>> story = parse("a.anpa", b"\\x01a0042\\x02^Latte speaks<\\n   PARIS (AP) _ Mark\\nLatte left.\\n\\x03\\x04")
    >>> story.document.text
    'Latte speaks\\n\\nPARIS (AP) _ Mark Latte left.'
    """
    decoded = _decode(name, raw, wide=wide)
    header = decoded.text.partition("\x01")[2][:40]
    reader = IPTC if _IPTC.match(header) else ANPA
    source_document = reader.read(decoded, source=source)
    return replace(source_document, document=replace(source_document.document, date=_day(decoded.text)))


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the messages of a wire as records; see `RecordFormat.records`."""
    name = str(path)
    for number, raw in enumerate(messages(name, stream, options.max_bytes)):
        try:
            yield Record(number, raw, with_record_number(parse(name, raw, source=path.name), number))
        except FormatError as error:
            yield Record(number, raw, None, error)


def messages(name: str, stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Yield the messages of a file, each with the bytes between it and the next; together they are the file.

    Args:
        name: Path of the file, for messages.
        stream: Its decompressed bytes.
        limit: Largest size of a message (bytes).

    Raises:
        FormatError: A message is longer than ``limit``.
    """
    buffer, has_message = bytearray(), False
    while chunk := stream.read(_CHUNK):
        searched = len(buffer)  # bytes before this offset are not searched again
        buffer += chunk
        while (at := buffer.find(SOH, searched)) >= 0:
            start = _fill_start(buffer, at)
            if has_message:
                yield bytes(buffer[:start])
                del buffer[:start]
                at -= start
            has_message, searched = True, at + 1
        if len(buffer) > limit:
            raise FormatError.of(TOO_LONG, path=name, limit=limit)
    if buffer:
        yield bytes(buffer)


def _fill_start(buffer: bytearray, at: int) -> int:
    """Return where the fill characters (SYN) before the byte ``at`` begin; they belong to the message at ``at``."""
    while at > 0 and buffer[at - 1] == _SYN:
        at -= 1
    return at


def _decode(name: str, raw: bytes, *, wide: bool) -> Decoded:
    """Decode a message: as 7-bit text (unless ``wide``), else as UTF-8, else as a single-byte encoding."""
    encodings = (("ascii", "7 bits"), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1"))
    for codec, label in encodings[wide:]:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(name, raw, text, Encoding(codec, codec, 0, label, guessed=codec == "cp1252"))
    raise FormatError.of(NO_TEXT, path=name)  # unreachable: Latin-1 decodes every byte


def _runs(text: str) -> list[Run]:
    flow = RunCollector()
    for match in _FRAME.finditer(text):
        flow.separate(BLOCK)
        for line in _LINE.finditer(text, match.start(2), match.end(2)):
            _line(flow, text, line.start(), line.end())
    if not flow.runs:
        raise MarkupError.of(NO_TEXT)
    return flow.runs


def _line(flow: RunCollector, text: str, low: int, high: int) -> None:
    """Add one line, which may begin or end a paragraph."""
    line = text[low:high]
    indent = line[: len(line) - len(line.lstrip(_MARKS))]
    start, end = low + len(indent), low + len(line.rstrip(_MARKS))
    if start >= end:
        flow.separate(BLOCK)
        return
    starts = _QUAD.search(indent) or "\t" in indent or indent.count(" ") > 1
    if starts:
        flow.separate(BLOCK)
    else:
        flow.end_line()
    source = MarkupText(text, "none", keep_blanks=True)
    for stretch in _STRETCH.finditer(text, start, end):
        flow.add(source, stretch.span(), escape_wire)
    if _QUAD.search(text, end, high):
        flow.separate(BLOCK)


ANPA = RunReader("wire", "ANPA 1312", _runs)
IPTC = RunReader("wire", "IPTC 7901", _runs)


def escape_wire(text: str, encode: Encode) -> bytes:
    """Write ``text`` in a message; raise `UnicodeEncodeError` for typesetting marks and control characters."""
    match = _FORBIDDEN.search(text)
    if match:
        raise UnicodeEncodeError("wire", text, match.start(), match.end(), WIRE_NEVER)
    return encode(text)


def _day(text: str) -> str | None:
    """Return the day (YYYY-MM-DD) in the line after the text of a message, or None."""
    post = _POST.search(text)
    if post is None:
        return None
    if match := _DAY_MONTH.search(post.group(1)):
        day, month, year = match.group(1), _MONTHS.get(match.group(2), 0), match.group(3)
    elif match := _MONTH_DAY.search(post.group(1)):
        day, month, year = match.group(2), int(match.group(1)), match.group(3)
    else:
        return None
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
