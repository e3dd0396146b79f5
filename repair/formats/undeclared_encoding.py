"""Decoding of files whose format does not declare an encoding, as layers for markup readers.

Encodings are recognised and refused in the same way as for plain text.
"""

from __future__ import annotations

from repair.core.errors import FormatError
from repair.formats import plaintext
from repair.formats.charset import Decoded, Encoding

DAMAGED = "the text is damaged {encoding}; save it again as UTF-8"
NUL = "the file has NUL characters; save it again as UTF-8 text"
NOT_UTF8 = "the file is not UTF-8, as files of this format must be; save it again as UTF-8"

# Label of an encoding: its codec, and the length of its byte-order mark (bytes).
_LABELS = {
    "UTF-8": ("utf-8", 0),
    "UTF-8 with BOM": ("utf-8", 3),
    "Windows-1252": ("cp1252", 0),
}


def decode(name: str, raw: bytes, *, guess: bool = True) -> Decoded:
    """Decode a file by its byte-order mark, else as UTF-8, else as Windows-1252.

    Args:
        name: Path of the file, for messages.
        raw: Its bytes.
        guess: Whether Windows-1252 may be guessed.

    Raises:
        FormatError: The bytes are damaged, binary, or in another encoding.

    >>> decode("a.srt", "Zoë".encode("cp1252")).label
    'Windows-1252'
    """
    encoding = encoding_of(name, raw)
    if encoding.guessed and not guess:
        raise FormatError.of(NOT_UTF8, path=name)
    return decode_as(name, raw, encoding)


def encoding_of(name: str, raw: bytes) -> Encoding:
    """Return the encoding of ``raw``, the whole or the beginning of a file; raise `FormatError` if it is not text."""
    flat = plaintext.parse(name, raw)
    if flat.label == "UTF-16":
        codec = "utf-16-le" if raw[:1] == b"\xff" else "utf-16-be"
        return Encoding(codec, codec, 2, flat.label)
    codec, mark = _LABELS[flat.label]
    return Encoding(codec, codec, mark, flat.label, flat.encoding_guessed)


def decode_as(name: str, raw: bytes, encoding: Encoding) -> Decoded:
    """Decode ``raw`` in a given encoding, or raise `FormatError`."""
    try:
        text = raw[encoding.bom_length :].decode(encoding.codec)
    except UnicodeDecodeError as error:
        byte = encoding.bom_length + error.start
        raise FormatError.of(DAMAGED, path=name, encoding=encoding.label, place=f"byte {byte:,}") from error
    if "\0" in text:
        raise FormatError.of(NUL, path=name)
    return Decoded(name, raw, text, encoding)
