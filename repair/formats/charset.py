"""The encoding of markup: from the byte-order mark, the declaration in the file, or the rules of the format.

A file whose bytes contradict its declaration is refused, because letters read wrongly would be written back wrongly.
Only encodings that can be written back byte for byte are read; UTF-7 and encodings with shift states are not.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property, partial

from repair.core.errors import FormatError
from repair.formats.escapes import Encode
from repair.formats.offsets import Offsets, byte_offsets

DAMAGED = "the text is damaged {encoding}; save it again as UTF-8"
FOREIGN = "the file declares the encoding {encoding!r}, which is not supported; save it as UTF-8"
NOT_WIDE_STARTS = "the file declares {encoding}, but its bytes are not; save it again as UTF-8"
NOT_EXACT = "its {encoding} text cannot be written back byte for byte; save it as UTF-8"
UNKNOWN = "the file declares no encoding and is neither UTF-8 nor Windows-1252; save it as UTF-8"

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its prefix
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_ONE_BYTE = frozenset(
    "ascii cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 iso8859-1 iso8859-2 iso8859-3 "
    "iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-greek mac-latin2 mac-roman tis-620".split()
)
_MORE_BYTES = frozenset("big5 big5hkscs cp932 cp949 cp950 euc_jp euc_kr gb18030 gb2312 gbk shift_jis".split())
_XML_DECLARED = re.compile(r"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})""")
_HTML_DECLARED = re.compile(r"""<meta\s[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HTML_PRESCAN = 1024  # bytes in which a page has to declare its encoding (HTML Standard, 4.2.5.4)
# Encodings that are almost never the real one of a text that is also valid UTF-8.
_WESTERN = frozenset(("ascii", "iso8859-1", "iso8859-15", "cp1252"))
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# Bytes that are letters and quotation marks only in Windows-1252, and bytes that it does not use.
_CURLY = re.compile(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
_NOT_CURLY = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")

_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "iso8859-1": "ISO-8859-1",
}


@dataclass(frozen=True)
class Encoding:
    """An encoding of a file.

    Reading and writing differ where a file that declares Latin-1 has the quotation marks of Windows-1252, which
    browsers accept, or is in fact UTF-8.

    Attributes:
        codec: Python codec for reading.
        write_codec: Python codec for writing.
        bom_length: Length of the byte-order mark (bytes).
        label: Name to show to users.
        guessed: Whether the file does not declare the encoding.
    """

    codec: str
    write_codec: str
    bom_length: int
    label: str
    guessed: bool = False


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and how to write it back."""

    name: str
    raw: bytes
    text: str
    encoding: Encoding

    @property
    def label(self) -> str:
        """The name of the encoding to show to users."""
        return self.encoding.label

    @property
    def guessed(self) -> bool:
        """Whether the file does not declare its encoding."""
        return self.encoding.guessed

    @cached_property
    def byte_offsets(self) -> Offsets:
        """The byte at which each code point of the text begins, and the end of the text."""
        start = self.encoding.bom_length
        return byte_offsets(self.text, self.encoding.codec, start, len(self.raw) - start)

    @property
    def encode(self) -> Encode:
        """The function that encodes text into bytes of this file."""
        return partial(str.encode, encoding=self.encoding.write_codec)

    def decode_again(self, changed: bytes) -> Decoded:
        """Decode changed bytes in the same encoding."""
        return _decoded(self.name, changed, self.encoding)


def decode_xml(name: str, raw: bytes) -> Decoded:
    """Decode XML: by its byte-order mark, its first bytes or its declaration, else as UTF-8.

    Raises:
        FormatError: The encoding is not supported, or the bytes contradict it.

    >>> decode_xml("a.xml", '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>'.encode("latin-1")).text[-8:]
    '>Zoë</a>'
    """
    codec, mark = _by_shape(name, raw)
    if codec is None:
        match = _XML_DECLARED.match(raw[:400].lstrip().decode("latin-1"))
        declared = match.group(1) if match else "utf-8"
        codec = _codec(name, declared)
        if codec.startswith("utf-16"):
            raise FormatError.of(NOT_WIDE_STARTS, path=name, encoding=declared)
    return _decoded(name, raw, _encoding(codec, raw, mark))


def decode_html(name: str, raw: bytes) -> Decoded:
    """Decode a page: by its byte-order mark or declaration as browsers do, else as UTF-8 or Windows-1252.

    Raises:
        FormatError: The encoding is not supported, or the bytes contradict it.
    """
    codec, mark = _by_shape(name, raw)
    if codec is None:
        head = raw[:_HTML_PRESCAN].decode("latin-1")
        match = _XML_DECLARED.match(head.lstrip()) or _HTML_DECLARED.search(head)
        if match is None:
            return _undeclared(name, raw)
        codec = _codec(name, match.group(1))
        if codec.startswith("utf-16"):  # the declaration itself was readable as single bytes
            codec = "utf-8"
        codec = "cp1252" if codec in ("ascii", "iso8859-1") else codec
    return _decoded(name, raw, _encoding(codec, raw, mark))


def _by_shape(name: str, raw: bytes) -> tuple[str | None, int]:
    """Return the codec that the first bytes indicate, or None, and the length of the byte-order mark (bytes)."""
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            if codec == "utf-32":
                raise FormatError.of(FOREIGN, path=name, encoding="UTF-32")
            return codec, len(mark)
    return _WIDE_STARTS.get(raw[:2]), 0


def _codec(name: str, declared: str) -> str:
    """Return the codec of a declared encoding, or raise `FormatError`."""
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = ""
    if codec == "utf-16":
        return "utf-16-le"
    if codec not in ("utf-8", "utf-16-le", "utf-16-be") and codec not in _ONE_BYTE | _MORE_BYTES:
        raise FormatError.of(FOREIGN, path=name, encoding=declared)
    return codec


def _encoding(codec: str, raw: bytes, mark: int) -> Encoding:
    """Return the encoding with which a file that declares ``codec`` is read and written."""
    label = _NAMES.get(codec, codec.upper()) + (" with BOM" if mark and codec == "utf-8" else "")
    if codec in _WESTERN and _MULTIBYTE.search(raw) and _is_utf8(raw):
        # Character references are right in both encodings.
        return Encoding("utf-8", "ascii", mark, f"UTF-8 that declares {label}")
    if codec == "iso8859-1" and _CURLY.search(raw) and not _NOT_CURLY.search(raw):
        return Encoding("cp1252", "latin-1", mark, label)
    return Encoding(codec, codec, mark, label)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _undeclared(name: str, raw: bytes) -> Decoded:
    for codec in ("utf-8", "cp1252"):
        try:
            raw.decode(codec)
        except UnicodeDecodeError as error:
            byte = error.start
        else:
            return _decoded(name, raw, Encoding(codec, codec, 0, _NAMES[codec], guessed=codec == "cp1252"))
    raise FormatError.of(UNKNOWN, path=name, place=f"byte {byte:,}")


def _decoded(name: str, raw: bytes, encoding: Encoding) -> Decoded:
    """Decode ``raw``, and verify that encoding the text gives the same bytes."""
    body = raw[encoding.bom_length :]
    try:
        text = body.decode(encoding.codec)
    except UnicodeDecodeError as error:
        byte = encoding.bom_length + error.start
        raise FormatError.of(DAMAGED, path=name, encoding=encoding.label, place=f"byte {byte:,}") from error
    if encoding.codec in _MORE_BYTES and _encoded(text, encoding.codec) != body:
        raise FormatError.of(NOT_EXACT, path=name, encoding=encoding.label)
    return Decoded(name, raw, text, encoding)


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None
