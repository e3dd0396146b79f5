"""Decoding of files whose form says nothing of their encoding, so that layers of markup can be laid over them.

What the encoding is, and what is refused, is decided as for plain text. Nothing is known here of any form.
"""

from __future__ import annotations

from repair.core.errors import FormatError
from repair.formats import plaintext
from repair.formats.charset import Decoded, Encoding

DAMAGED = "{path}: is damaged {encoding} at byte {byte:,}; save it again as UTF-8"
NUL = "{path}: holds NUL characters; save it again as UTF-8 text"
NOT_UTF8 = "{path}: is not UTF-8, as files of its form have to be; save it again as UTF-8"

# Label of an encoding, its codec, the length of its mark (bytes).
_LABELS = {
    "UTF-8": ("utf-8", 0),
    "UTF-8 with BOM": ("utf-8", 3),
    "Windows-1252": ("cp1252", 0),
}


def decode(name: str, raw: bytes, *, guess: bool = True) -> Decoded:
    """Decode ``raw`` by its mark, else as UTF-8, else as Windows-1252 if that may be guessed.

    >>> decode("a.srt", "Zoë".encode("cp1252")).label
    'Windows-1252'
    """
    encoding = encoding_of(name, raw)
    if encoding.guessed and not guess:
        raise FormatError(NOT_UTF8.format(path=name))
    return decode_as(name, raw, encoding)


def encoding_of(name: str, raw: bytes) -> Encoding:
    """Return the encoding of ``raw``, which may be the beginning of a file, or raise `FormatError`."""
    flat = plaintext.parse(name, raw)
    if flat.label == "UTF-16":
        codec = "utf-16-le" if raw[:1] == b"\xff" else "utf-16-be"
        return Encoding(codec, codec, 2, flat.label)
    codec, mark = _LABELS[flat.label]
    return Encoding(codec, codec, mark, flat.label, flat.encoding_guessed)


def decode_as(name: str, raw: bytes, encoding: Encoding) -> Decoded:
    """Decode ``raw`` in an encoding that is known, or raise `FormatError`."""
    try:
        text = raw[encoding.bom_length :].decode(encoding.codec)
    except UnicodeDecodeError as error:
        byte = encoding.bom_length + error.start
        raise FormatError(DAMAGED.format(path=name, encoding=encoding.label, byte=byte)) from error
    if "\0" in text:
        raise FormatError(NUL.format(path=name))
    return Decoded(name, raw, text, encoding)
