"""The lines of an imported list in its encoding: UTF-8, UTF-16 with its mark, or Windows-1252.

A list may be longer than memory, so the encoding is not decided by the whole file. A line that is not UTF-8 makes the
list Windows-1252 from there on, unless an earlier line has shown that it is UTF-8: then the line is damaged.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from repair.core.errors import FormatError, GazetteerError
from repair.core.messages import GUESSED
from repair.formats.plaintext import NUL
from repair.formats.undeclared_encoding import encoding_of

DAMAGED = "the line is neither UTF-8 nor in the encoding of the lines before it; save the list as UTF-8"
NOT_UTF16 = "the list begins as UTF-16 does, but is damaged; save it as UTF-8"

NoteHandler = Callable[[str], None]

_UTF8, _WESTERN = "utf-8", "cp1252"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MAX_LINE = 10_000_000  # bytes


def beginning(head: bytes) -> str:
    """Return the beginning of a list, without its byte-order mark, for recognising its form.

    >>> beginning("<tbx>".encode("utf-16"))
    '<tbx>'
    """
    if head.startswith(_WIDE):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def decoded_lines(path: Path, stream: io.BufferedReader, on_note: NoteHandler) -> Iterator[tuple[int, str]]:
    """Yield the number (from 1) and the text of each line.

    Args:
        path: The list, for messages.
        stream: Its unpacked bytes, from their beginning.
        on_note: Called with a sentence where the encoding had to be guessed.

    Raises:
        GazetteerError: A line is damaged.
    """
    if stream.peek(2)[:2] in _WIDE:
        yield from _wide_lines(path, stream)
        return
    codec: str | None = None  # not yet known
    number = 0
    while raw := stream.readline(_MAX_LINE):
        number += 1
        if b"\0" in raw:
            raise GazetteerError.of(NUL, path=path, place=f"line {number:,}")
        if raw.isascii():
            yield number, raw.decode("ascii")
            continue
        found = _codec_of(path, raw)
        if found is None or codec not in (None, found):
            raise GazetteerError.of(DAMAGED, path=path, place=f"line {number:,}")
        if codec is None and found == _WESTERN:
            on_note(GUESSED.format(path=path))
        codec = found
        yield number, raw.decode("utf-8-sig" if number == 1 and codec == _UTF8 else codec)


def _wide_lines(path: Path, stream: io.BufferedReader) -> Iterator[tuple[int, str]]:
    text = io.TextIOWrapper(stream, encoding="utf-16", newline="\n")
    number = 0
    try:
        while line := text.readline(_MAX_LINE):
            number += 1
            yield number, line
    except UnicodeError as error:
        raise GazetteerError.of(NOT_UTF16, path=path, place=f"line {number + 1:,}") from error
    finally:
        text.detach()


def _codec_of(path: Path, raw: bytes) -> str | None:
    """Return the codec of a line with letters that are not ASCII; None if it is damaged."""
    try:
        raw.decode(_UTF8)
        return _UTF8
    except UnicodeDecodeError:
        pass
    try:
        return encoding_of(str(path), raw).codec
    except FormatError:
        return None
