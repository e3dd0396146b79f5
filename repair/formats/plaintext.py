"""Plain text: bytes to a document and back, with the encoding and line ends of the file kept.

The whole file is one run, so an edit may be anywhere. Text that cannot be decoded with certainty is refused, because
names that are read wrongly would be corrected wrongly.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from functools import partial

from repair.core.errors import FormatError
from repair.core.types import Document, Span
from repair.formats.document import SourceDocument, TextRun
from repair.formats.offsets import byte_offsets

# First bytes of files that are not plain text, each with its message.
_SIGNATURES = (
    (b"%PDF-", "the file is a PDF; copy its text into a .txt file"),
    (
        b"PK\x03\x04",
        "the file is a zip or an office document; unpack it and give the folder with its files, or save it as plain "
        "text",
    ),
    (b"\xd0\xcf\x11\xe0", "the file is an old office document; save it as plain text"),
    (b"{\\rtf", "the file is rich text; save it as plain text"),
    (b"7z\xbc\xaf\x27\x1c", "the file is a 7z archive; unpack it, and give the folder with its files"),
    (b"Rar!\x1a\x07", "the file is a RAR archive; unpack it, and give the folder with its files"),
    (b"\xfd7zXZ\0", "the file is packed with xz; unpack it first"),
    (b"\x1f\x8b", "the file is packed with gzip, which this command does not unpack; use repair clean"),
    (b"\x28\xb5\x2f\xfd", "the file is packed with Zstandard, which this command does not unpack; use repair clean"),
    (b"\xff\xfe\0\0", "the file is UTF-32; save it as UTF-8"),
    (b"\0\0\xfe\xff", "the file is UTF-32; save it as UTF-8"),
)
# Byte-order mark, codec without a mark, and label.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# A character of two to four bytes in UTF-8, which Windows-1252 prose almost never contains.
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Of these, those of accented letters and of quotation marks: in Windows-1252 "Ã©" and "â€œ".
_COMMON = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
# Of these, those that are a capital letter before a closing mark in Windows-1252: the end of “CAFÉ”.
_CAPITAL_AND_MARK = re.compile(rb"(?<=[A-Z])[\xc4-\xdf][\x85\x92\x94\x96\x97\x9b\xbb](?![A-Za-z\x80-\xff])")
_DAMAGED_BYTES = 4  # other bytes for each of these characters that are damage, and no Windows-1252
_HIGH = bytes(range(128, 256))
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_MAX_CONTROL = 0.1  # share of control characters above which a file is not prose

NUL = "the file has NUL characters, so it is binary, or UTF-16 without its mark; save it as UTF-8 text"
BINARY = "the file is binary, not text; give plain text"
DAMAGED = "the text is damaged {encoding}; save it again as UTF-8"
UNKNOWN = "the text is neither UTF-8 nor Windows-1252; save it as UTF-8"


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read plain text.

    Args:
        name: Path of the file, for messages.
        raw: Its bytes.
        source: Name of the source; by default ``name``.

    Raises:
        FormatError: The bytes are binary, damaged, or in an unknown encoding.

    >>> document = parse("a.txt", b"\\xef\\xbb\\xbfCaf\\xc3\\xa9\\r\\n")
    >>> document.label, document.document.text, document.write([]) == document.raw
    ('UTF-8 with BOM', 'Café\\r\\n', True)
    """
    _refuse_binary(name, raw)
    source_document = _decoded(name, raw, source, _encoding(name, raw))
    if "\0" in source_document.document.text:
        raise FormatError.of(NUL, path=name)
    return source_document


def _decoded(name: str, raw: bytes, source: str, encoding: tuple[str, bytes, str]) -> SourceDocument:
    """Decode ``raw`` in a given encoding: codec, byte-order mark and label."""
    codec, mark, label = encoding
    start = len(mark)
    try:
        text = raw[start:].decode(codec)
    except UnicodeDecodeError as error:
        raise FormatError.of(DAMAGED, path=name, encoding=label, place=f"byte {start + error.start:,}") from error
    offsets = byte_offsets(text, codec, start, len(raw) - start)
    return SourceDocument(
        name=name,
        document=Document(hashlib.sha256(text.encode()).hexdigest()[:16], text, source or name),
        raw=raw,
        runs=(TextRun(Span(0, len(text)), offsets, partial(str.encode, encoding=codec)),),
        reparse=lambda changed: _decoded(name, changed, source, encoding),
        label=label,
        encoding_guessed=codec == "cp1252",
        codec=codec,
        bom_length=start,
    )


def _refuse_binary(name: str, raw: bytes) -> None:
    """Raise `FormatError` for bytes that are not prose in any supported encoding."""
    for head, what in _SIGNATURES:
        if raw.startswith(head):
            raise FormatError.of(what, path=name)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if b"\0" in raw:
        raise FormatError.of(NUL, path=name)
    controls = len(raw) - len(raw.translate(None, _CONTROL))
    if controls > _MAX_CONTROL * len(raw):
        raise FormatError.of(BINARY, path=name)


def _encoding(name: str, raw: bytes) -> tuple[str, bytes, str]:
    """Return codec, byte-order mark and label of ``raw``: by its mark, else UTF-8, else Windows-1252."""
    for mark, codec, label in _BOMS:
        if raw.startswith(mark):
            return codec, mark, label
    try:
        raw.decode("utf-8")
        return "utf-8", b"", "UTF-8"
    except UnicodeDecodeError as error:
        # Damaged UTF-8 (cut off, or with an incomplete character) is not Windows-1252.
        rest, good = _MULTIBYTE.subn(b"", raw)
        other_bytes = len(rest) - len(rest.translate(None, _HIGH))
        # Where each of them may be Windows-1252, too, as many are not enough.
        needed = other_bytes + (good == len(_CAPITAL_AND_MARK.findall(raw)))
        if good and (good >= needed or _DAMAGED_BYTES * len(_COMMON.findall(raw)) >= other_bytes):
            raise FormatError.of(DAMAGED, path=name, encoding="UTF-8", place=f"byte {error.start:,}") from error
    try:
        raw.decode("cp1252")
        return "cp1252", b"", "Windows-1252"
    except UnicodeDecodeError as error:
        raise FormatError.of(UNKNOWN, path=name, place=f"byte {error.start:,}") from error
