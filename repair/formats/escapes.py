"""Characters in markup: decodes references, and escapes text for the place where it is written.

Everything works on code points; the caller passes the ``encode`` that turns them into bytes. An escape raises
`UnicodeEncodeError` for text that is not allowed in its place at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.entities import html5

Encode = Callable[[str], bytes]
# Turns text into bytes that are allowed in one kind of place; letters that the encoding lacks become references.
Escape = Callable[[str, Encode], bytes]

_MAX_DIGITS = 8  # of a character reference; no code point has more

# A reference in HTML, and in XML; a name without its semicolon may be the beginning of a word.
HTML_REFERENCE = r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,32});?"
XML_REFERENCE = r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,32});"

# Characters that markup may not contain, not even as references.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENDING = re.compile(r"[\]>]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "'": "&#39;"}
# "]]>" is an error in XML text, and part of it can be next to the edit.
_IN_XML = {**_IN_TEXT, "]": "&#93;"}

NOT_IN_MARKUP = "not allowed in markup"
ENDS_SECTION = "would end the CDATA section"


def decode_reference(token: str, *, attribute: bool = False) -> tuple[str, int]:
    """Return the text of a character reference of HTML, and its length in code points of ``token`` (0: no reference).

    Args:
        token: Text that begins with "&".
        attribute: Whether it is in an attribute, where a name needs its semicolon.

    >>> [decode_reference(each) for each in ("&eacute;", "&#x27;", "&ampersand", "&whatever;")]
    [('é', 8), ("'", 6), ('&', 4), ('', 0)]
    """
    if token.startswith("&#"):
        digits = token[2:].strip(";xX").lstrip("0")
        return ("\ufffd" if len(digits) > _MAX_DIGITS else html.unescape(token)), len(token)
    name = token[1:]
    if name in html5:  # with its semicolon, or one of the legacy names without
        if name.endswith(";") or not attribute:
            return html5[name], len(token)
        return "", 0
    if not attribute:
        for length in range(len(name), 1, -1):
            if name[:length] in html5:
                return html5[name[:length]], length + 1
    return "", 0


def escape_text(text: str, encode: Encode) -> bytes:
    """Escape ``text`` between the tags of HTML.

    >>> escape_text("Łódź & Co", lambda text: text.encode("latin-1"))
    b'&#321;\\xf3d&#378; &amp; Co'
    """
    return _escaped(text, encode, _IN_TEXT)


def escape_attribute(text: str, encode: Encode) -> bytes:
    """Escape ``text`` in an attribute of HTML or XML, within any quotes."""
    return _escaped(text, encode, _IN_ATTRIBUTE)


def escape_xml(text: str, encode: Encode) -> bytes:
    """Escape ``text`` between the tags of XML."""
    return _escaped(text, encode, _IN_XML)


def escape_cdata(text: str, encode: Encode) -> bytes:
    """Write ``text`` in a CDATA section of XML, which is closed around characters that it cannot contain.

    >>> escape_cdata("a]]>b", str.encode)
    b'a]]>&#93;&#93;&gt;<![CDATA[b'
    """
    pieces: list[bytes] = []
    for run in re.split(r"([\]>\r]+)", text):
        outside = run[:1] in ("]", ">", "\r")
        try:
            pieces.append(b"" if not run or outside else write_cdata(run, encode))
        except UnicodeEncodeError:
            outside = True
        if run and outside:
            pieces += [encode("]]>"), escape_xml(run, encode), encode("<![CDATA[")]
    return b"".join(pieces)


def write_cdata(text: str, encode: Encode) -> bytes:
    """Write ``text`` unescaped in a CDATA section; raise `UnicodeEncodeError` if it might end the section."""
    _refuse(text, _FORBIDDEN, NOT_IN_MARKUP)
    _refuse(text, _ENDING, ENDS_SECTION)
    return encode(text)


def _escaped(text: str, encode: Encode, table: dict[str, str]) -> bytes:
    """Return ``text`` with the replacements of ``table``, and references for letters that ``encode`` lacks."""
    _refuse(text, _FORBIDDEN, NOT_IN_MARKUP)
    escaped = [table.get(char, char) for char in text]
    try:
        return encode("".join(escaped))
    except UnicodeEncodeError:
        return b"".join(_encode_character(piece, encode) for piece in escaped)


def _encode_character(char: str, encode: Encode) -> bytes:
    try:
        return encode(char)
    except UnicodeEncodeError:
        if len(char) > 1:  # already a reference
            raise
        return encode(f"&#{ord(char)};")


def _refuse(text: str, pattern: re.Pattern[str], why: str) -> None:
    """Raise `UnicodeEncodeError` where ``pattern`` is found in ``text``."""
    match = pattern.search(text)
    if match:
        raise UnicodeEncodeError("markup", text, match.start(), match.end(), why)
