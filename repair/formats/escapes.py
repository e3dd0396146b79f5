"""Characters into markup and out of it: references read, and text written so that it may stand where it is put.

Everything works on code points; which bytes they become is the business of the ``encode`` that is passed in. An escape
raises `UnicodeEncodeError` for what cannot be said in its place at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.entities import html5

Encode = Callable[[str], bytes]
# Turns text into bytes that may stand in one kind of place; what has no letter there becomes a reference.
Escape = Callable[[str, Encode], bytes]

LONGEST_NAME = 32  # of an entity; the longest that HTML knows has 31 letters
_MOST_DIGITS = 8  # more than any character's number has

# A reference as HTML reads it, and as XML does; a name without its semicolon may be the beginning of a word.
HTML_REFERENCE = r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,32});?"
XML_REFERENCE = r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,32});"

# What no markup may hold, not even as a reference.
_NEVER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENDING = re.compile(r"[\]>]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "'": "&#39;"}
# In XML text "]]>" is an error, and part of it can stand beside the edit.
_IN_XML = {**_IN_TEXT, "]": "&#93;"}

NOT_IN_MARKUP = "no character of markup"
ENDS_SECTION = "would end the CDATA section"


def decode_reference(token: str, *, attribute: bool = False) -> tuple[str, int]:
    """Return what a reference of HTML stands for, and how many code points of ``token`` it takes; 0: it is none.

    ``attribute``: whether it stands in an attribute, where a name needs its semicolon.

    >>> [decode_reference(each) for each in ("&eacute;", "&#x27;", "&ampersand", "&whatever;")]
    [('é', 8), ("'", 6), ('&', 4), ('', 0)]
    """
    if token.startswith("&#"):
        digits = token[2:].strip(";xX").lstrip("0")
        return ("\ufffd" if len(digits) > _MOST_DIGITS else html.unescape(token)), len(token)
    name = token[1:]
    if name in html5:  # with its semicolon, or one of the old names without
        if name.endswith(";") or not attribute:
            return html5[name], len(token)
        return "", 0
    if not attribute:
        for length in range(len(name), 1, -1):
            if name[:length] in html5:
                return html5[name[:length]], length + 1
    return "", 0


def escape_text(text: str, encode: Encode) -> bytes:
    """Write ``text`` between the tags of HTML.

    >>> escape_text("Łódź & Co", lambda text: text.encode("latin-1"))
    b'&#321;\\xf3d&#378; &amp; Co'
    """
    return _written(text, encode, _IN_TEXT)


def escape_attribute(text: str, encode: Encode) -> bytes:
    """Write ``text`` in an attribute of HTML or XML, whichever quotes are around it."""
    return _written(text, encode, _IN_ATTRIBUTE)


def escape_xml(text: str, encode: Encode) -> bytes:
    """Write ``text`` between the tags of XML."""
    return _written(text, encode, _IN_XML)


def escape_cdata(text: str, encode: Encode) -> bytes:
    """Write ``text`` in a CDATA section of XML, which is closed for a moment around what cannot stand in it.

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
    """Write ``text`` as it is in a CDATA section; raises for what might end the section."""
    _refuse(text, _NEVER, NOT_IN_MARKUP)
    _refuse(text, _ENDING, ENDS_SECTION)
    return encode(text)


def _written(text: str, encode: Encode, table: dict[str, str]) -> bytes:
    """Return ``text`` with the characters of ``table`` written so, and numbers for letters that ``encode`` lacks."""
    _refuse(text, _NEVER, NOT_IN_MARKUP)
    said = [table.get(char, char) for char in text]
    try:
        return encode("".join(said))
    except UnicodeEncodeError:
        return b"".join(_letter(each, encode) for each in said)


def _letter(char: str, encode: Encode) -> bytes:
    try:
        return encode(char)
    except UnicodeEncodeError:
        if len(char) > 1:  # a reference already; nothing simpler can be said
            raise
        return encode(f"&#{ord(char)};")


def _refuse(text: str, pattern: re.Pattern[str], why: str) -> None:
    """Raise `UnicodeEncodeError` where ``pattern`` is found in ``text``."""
    match = pattern.search(text)
    if match:
        raise UnicodeEncodeError("markup", text, match.start(), match.end(), why)
