"""Plain text: bytes to a document and back, with the encoding and line ends of the file remembered.

Writing splices: only the bytes of an edit are replaced, so no edit means the same bytes. Text that
cannot be decoded with certainty is refused, because names read wrongly would be repaired wrongly.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from repair.errors import EditError, FormatError
from repair.types import Document, Edit

# The first bytes of files that newsrooms take for text, and what to do about each.
_SIGNATURES = (
    (b"%PDF-", "a PDF; copy its text into a .txt file"),
    (b"PK\x03\x04", "a zip or an office document; save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text"),
    (b"{\\rtf", "rich text; save it as plain text"),
    (b"\x1f\x8b", "gzip; unpack it first"),
    (b"\xff\xfe\0\0", "UTF-32; save it as UTF-8"),
    (b"\0\0\xfe\xff", "UTF-32; save it as UTF-8"),
)
# Byte-order mark, codec without a mark of its own, name to show.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# A character of two to four bytes that is right in UTF-8; Windows-1252 prose hardly ever holds one.
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(128, 256))
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_MOSTLY_CONTROL = 0.1  # above this share of control characters it is no prose

LOOKS_LIKE = "{path}: is {what}"
NUL = "{path}: holds NUL characters, so it is binary or UTF-16 without its mark; save it as UTF-8 text"
BINARY = "{path}: is binary, not text; give plain text"
DAMAGED = "{path}: is damaged {encoding} at byte {byte:,}; save it again as UTF-8"
UNKNOWN = "{path}: is neither UTF-8 nor Windows-1252 (byte {byte:,}); save it as UTF-8"
CANNOT_SAY = "{path}: {text!r} cannot be written in {encoding}; save the copy as UTF-8 first"
STALE = "{path}: the text at {start} is not {before!r} any more; make the suggestions anew"
OVERLAP = "{path}: two edits overlap at {start}; keep one of them"


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: its document, its raw bytes, and how the one became the other.

    ``name`` is the path as it was given ("-" for standard input); ``label`` is the encoding for people.
    """

    name: str
    document: Document
    raw: bytes
    codec: str
    mark: bytes
    label: str

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Return the file's bytes with ``edits`` made and every other byte as it was."""
        text, pieces = self.document.text, [self.mark]
        done, at = 0, len(self.mark)  # code points, bytes
        for edit in sorted(edits, key=lambda edit: edit.span):
            start, end = edit.span.start, edit.span.end
            if start < done:
                raise EditError(OVERLAP.format(path=self.name, start=start))
            if end - start != len(edit.before) or text[start:end] != edit.before:
                raise EditError(STALE.format(path=self.name, start=start, before=edit.before))
            kept = len(text[done:start].encode(self.codec))
            pieces += [self.raw[at : at + kept], self._encode(edit.after)]
            at += kept + len(edit.before.encode(self.codec))
            done = end
        return b"".join([*pieces, self.raw[at:]])

    def decode(self, data: bytes) -> str:
        """Return the text that ``data``, written by `write`, reads as."""
        return data[len(self.mark) :].decode(self.codec)

    def _encode(self, text: str) -> bytes:
        """Return ``text`` in the file's own encoding, or say that it has no such letters."""
        try:
            return text.encode(self.codec)
        except UnicodeEncodeError as error:
            raise EditError(CANNOT_SAY.format(path=self.name, text=text, encoding=self.label)) from error


def parse(name: str, raw: bytes, *, source: str = "") -> Reading:
    """Decode ``raw`` as plain text; ``name`` stands in error messages, ``source`` in the document.

    >>> reading = parse("a.txt", b"\\xef\\xbb\\xbfCaf\\xc3\\xa9\\r\\n")
    >>> reading.label, reading.document.text, reading.write([]) == reading.raw
    ('UTF-8 with BOM', 'Café\\r\\n', True)
    """
    _refuse_binary(name, raw)
    codec, mark, label = _encoding(name, raw)
    try:
        text = raw[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        raise FormatError(DAMAGED.format(path=name, encoding=label, byte=len(mark) + error.start)) from error
    if "\0" in text:
        raise FormatError(NUL.format(path=name))
    identity = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Reading(name, Document(identity, text, source or name), raw, codec, mark, label)


def _refuse_binary(name: str, raw: bytes) -> None:
    """Raise `FormatError` for bytes that are no prose in any encoding read here."""
    for head, what in _SIGNATURES:
        if raw.startswith(head):
            raise FormatError(LOOKS_LIKE.format(path=name, what=what))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if b"\0" in raw:
        raise FormatError(NUL.format(path=name))
    controls = len(raw) - len(raw.translate(None, _CONTROL))
    if controls > _MOSTLY_CONTROL * len(raw):
        raise FormatError(BINARY.format(path=name))


def _encoding(name: str, raw: bytes) -> tuple[str, bytes, str]:
    """Return codec, byte-order mark and label of ``raw``: by its mark, else UTF-8, else Windows-1252."""
    for mark, codec, label in _MARKS:
        if raw.startswith(mark):
            return codec, mark, label
    try:
        raw.decode("utf-8")
        return "utf-8", b"", "UTF-8"
    except UnicodeDecodeError as error:
        # Half-right UTF-8 (cut off, or with half a character in it) is not Windows-1252.
        rest, good = _MULTIBYTE.subn(b"", raw)
        if good and good >= len(rest) - len(rest.translate(None, _HIGH)):
            raise FormatError(DAMAGED.format(path=name, encoding="UTF-8", byte=error.start)) from error
    try:
        raw.decode("cp1252")
        return "cp1252", b"", "Windows-1252"
    except UnicodeDecodeError as error:
        raise FormatError(UNKNOWN.format(path=name, byte=error.start)) from error
