"""E-mail: the body of a message is copy, its headers are not.

All parts that are shown as text are read, plain text and HTML alike, so that the two versions of a message stay the
same. Parts in Base64 cannot be edited in place and are refused; attachments are not read.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser
from functools import partial
from itertools import accumulate

from repair.core.errors import FormatError
from repair.core.types import Document
from repair.formats.document import SourceDocument, TextRun
from repair.formats.escapes import Encode
from repair.formats.html import html_runs
from repair.formats.text_runs import BLOCK, NO_TEXT, MarkupError, NoTextError, Run, layout

BASE64 = "the text is in Base64, in which nothing can be replaced; save the text as a file"
CHARSET = "the text is in an unknown encoding ({charset}); save the text as UTF-8"
DAMAGED = "the text is damaged {charset}; get the message again"

_MAX_DEPTH = 10  # parts within parts
_MAX_HEADER = 200_000  # bytes of the headers of a message or part
_PARSED = ("content-type", "content-disposition")
_MAX_VALUE = 2_000  # code points of one of these headers
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"(?:From |[!-9;-~]+:)")
_OF_MAIL = re.compile(rb"^(?:mime-version|received|message-id|return-path|content-type):", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^from:", re.IGNORECASE | re.MULTILINE)
_LINE_LENGTH = 76  # bytes of a line of quoted-printable at most, without its end (RFC 2045)
_QUOTED = re.compile(rb"=(?:([0-9A-Fa-f]{2})|[ \t]{0,100}\r?\n)")
_UNIT = re.compile(rb"=[0-9A-F]{2}|.", re.DOTALL)  # what no soft break may divide
_WORD = re.compile(rb"[0-9A-Za-z]+")  # at least as many as there are words, since an escape counts as one
_SAFE = frozenset(range(33, 127)) - {ord("=")} | {ord(" "), ord("\t")}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that is shown as text: its type, charset and transfer encoding, and its place in the message (bytes)."""

    is_html: bool
    charset: str
    transfer: str
    low: int
    high: int


def is_mail(head: bytes) -> bool:
    """Return whether a file begins with the headers of a message."""
    if not _HEADER.match(head):
        return False
    end = _BLANK_LINE.search(head)
    headers = head[: end.start()] if end else head
    return bool(_FROM.search(headers) and _OF_MAIL.search(headers))


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read the body of a message.

    Raises:
        FormatError: There is no text, or it is in Base64 or an unknown encoding.

    >>> message = b"From: a@b.example\\nMIME-Version: 1.0\\nSubject: Latte\\n\\nMark Latte left.\\n"
    >>> parse("a.eml", message).document.text
    'Mark Latte left.'
    """
    pieces: list[str] = []
    runs: list[TextRun] = []
    start = 0
    for part in _text_parts(raw, 0, len(raw), 0):
        text, part_runs = _read(name, raw, part, start)
        if part_runs:
            pieces += [text, BLOCK]
            runs += part_runs
            start += len(text) + len(BLOCK)
    if not runs:
        raise NoTextError.of(NO_TEXT, path=name)
    text = "".join(pieces[:-1])
    try:
        raw.decode("utf-8")
        codec = "utf-8"
    except UnicodeDecodeError:
        codec = "latin-1"
    return SourceDocument(
        name=name,
        document=Document(hashlib.sha256(text.encode()).hexdigest()[:16], text, source or name),
        raw=raw,
        runs=tuple(runs),
        reparse=lambda changed: parse(name, changed, source=source),
        format="mail",
        label="e-mail",
        codec=codec,
    )


def _text_parts(raw: bytes, low: int, high: int, depth: int) -> Iterator[_Part]:
    """Yield the parts of a message, or of a part of one, that are shown as text."""
    blank = _BLANK_LINE.search(raw, low, min(high, low + _MAX_HEADER))
    begins_blank = raw.startswith((b"\n", b"\r\n"), low)
    body = raw.index(b"\n", low) + 1 if begins_blank else blank.end() if blank else high
    headers = _headers(b"" if begins_blank else raw[low : min(body, low + _MAX_HEADER)])
    kind = headers.get_content_type()
    if kind.startswith("multipart/") and depth < _MAX_DEPTH:
        boundary = headers.get_boundary()
        for start, end in _between(raw, body, high, boundary) if boundary else ():
            yield from _text_parts(raw, start, end, depth + 1)
    elif kind in ("text/plain", "text/html") and headers.get_content_disposition() != "attachment":
        yield _part(headers, body, high)


def _headers(raw: bytes) -> Message:
    """Return the headers of a message or part; a long one is cut, since its parameters are parsed in quadratic time."""
    headers = BytesHeaderParser().parsebytes(raw)
    for name in _PARSED:
        value = headers.get(name)
        if value is not None and len(str(value)) > _MAX_VALUE:
            headers.replace_header(name, str(value)[:_MAX_VALUE])
    return headers


def _part(headers: Message, low: int, high: int) -> _Part:
    charset = (headers.get_content_charset() or "utf-8").replace("us-ascii", "utf-8")
    transfer = str(headers.get("content-transfer-encoding", "8bit")).strip().lower()
    return _Part(headers.get_content_type() == "text/html", charset, transfer, low, high)


def _between(raw: bytes, low: int, high: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the lines of a boundary begin and end."""
    line = re.compile(
        rb"^--" + re.escape(boundary.encode("ascii", "replace")) + rb"(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE
    )
    start: int | None = None
    for match in line.finditer(raw, low, high):
        if start is not None:
            yield start, match.start()
        start = None if match.group(1) else match.end()
    if start is not None:
        yield start, high


def _read(name: str, raw: bytes, part: _Part, start: int) -> tuple[str, list[TextRun]]:
    """Return the text of a part, which begins at ``start`` in the text of the message, and its runs."""
    if part.transfer == "base64":
        raise FormatError.of(BASE64, path=name)
    try:
        codec = codecs.lookup(part.charset)
        if not codec._is_text_encoding or codec.name.startswith(("utf-16", "utf-32", "utf-7")):
            raise LookupError
    except LookupError as error:
        raise FormatError.of(CHARSET, path=name, charset=part.charset) from error
    quoted = part.transfer == "quoted-printable"
    data, places = _unquoted(raw, part.low, part.high) if quoted else (raw[part.low : part.high], None)
    try:
        text = data.decode(codec.name)
    except UnicodeDecodeError as error:
        raise FormatError.of(DAMAGED, path=name, charset=part.charset) from error
    lengths = accumulate((len(char.encode(codec.name)) for char in text), initial=0)
    offsets = array("q", (part.low + at if places is None else places[at] for at in lengths))
    encode = _encoder("ascii" if part.transfer == "7bit" else codec.name, quoted=quoted)
    try:
        laid_out, runs = layout(html_runs(text) if part.is_html else _plain(text), offsets, encode, start=start)
    except MarkupError as error:
        raise error.within(name) from error
    fold = partial(_with_soft_breaks, raw)
    return laid_out, [replace(run, fold=fold) for run in runs] if quoted else runs


def _plain(text: str) -> Sequence[Run]:
    body = text.strip()
    low = text.find(body)
    return [Run(body, range(low, low + len(body) + 1), lambda text, encode: encode(text))] if body else []


def _encoder(codec: str, *, quoted: bool) -> Encode:
    def encode(text: str) -> bytes:
        data = text.encode(codec)
        if not quoted:
            return data
        return b"".join(bytes((byte,)) if byte in _SAFE else b"=%02X" % byte for byte in data)

    return encode


def _with_soft_breaks(raw: bytes, encoded: bytes, low: int, high: int) -> bytes:
    """Return text in quoted-printable with soft breaks where it could make a line too long.

    Each edit is folded alone, though a line may have several. So the room of a line is shared by its words: an edit
    that takes more than the share of one word gets lines of its own.

    Args:
        raw: The message.
        encoded: The text, which replaces the bytes ``low`` to ``high`` of the message.
        low: Where these begin. They may hold soft breaks, which are lost.
        high: Where they end.
    """
    before = raw[max(raw.rfind(b"\n", max(0, low - _LINE_LENGTH), low) + 1, low - _LINE_LENGTH) : low]
    after = raw[high : high + _LINE_LENGTH].split(b"\n", 1)[0].rstrip(b"\r")
    growth = len(encoded) - (high - low)
    joins_lines = b"\n" in raw[low:high]
    room = _LINE_LENGTH - 1 - len(before) - (high - low) - len(after)  # a soft break takes one byte
    words = 1 + sum(len(_WORD.findall(part)) for part in (before, after))
    if not joins_lines and (growth <= 0 or growth * words <= room):
        return encoded
    line_end = raw.find(b"\n")
    soft_break = b"=\r\n" if raw[line_end - 1 : line_end] == b"\r" else b"=\n"
    pieces, length = [soft_break] if before else [], 0
    for unit in _UNIT.findall(encoded):
        if length + len(unit) >= _LINE_LENGTH:  # a soft break takes one more
            pieces.append(soft_break)
            length = 0
        pieces.append(unit)
        length += len(unit)
    if after:
        pieces.append(soft_break)
    return b"".join(pieces)


def _unquoted(raw: bytes, low: int, high: int) -> tuple[bytes, array[int]]:
    """Decode quoted-printable; return the bytes, and the offset in ``raw`` of each byte and of the end."""
    data, places, at = bytearray(), array("q"), low
    for match in _QUOTED.finditer(raw, low, high):
        data += raw[at : match.start()]
        places.extend(range(at, match.start()))
        if match.group(1):
            data.append(int(match.group(1), 16))
            places.append(match.start())
        at = match.end()
    data += raw[at:high]
    places.extend(range(at, high + 1))
    return bytes(data), places
