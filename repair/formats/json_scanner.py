"""The string values of a JSON text with their offsets, and escapes for replacing them.

The text is read and validated once, from left to right. Only strings are returned, and keys have no meaning here.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from repair.formats.escapes import Escape
from repair.formats.offsets import Offsets, PiecewiseOffsets

MAX_DEPTH = 100  # nested lists and objects
Path = tuple[str | int, ...]

CUT_OFF = "it ends in the middle"
UNEXPECTED = "line {line}, column {column} should hold {wanted}"
TOO_DEEP = f"it is nested more than {MAX_DEPTH} deep"

# One token with the white space before it; possessive, so that it never backtracks.
_TOKEN = re.compile(
    r'[ \t\n\r]*+(?:([][{},:])|"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"'
    r"|(?:-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null|NaN|-?Infinity)(?![\w.]))"
)
_BLANKS = re.compile(r"[ \t\n\r]*+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([0-9a-fA-F]{4}))?|(.))")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
# Replaces characters that an escape can express and text cannot contain: an unpaired surrogate, and NUL.
_NO_CHARACTER = "\ufffd"

_VALUE, _FIRST, _KEY, _FIRST_KEY, _COLON, _NEXT = (
    "a value",
    "a value or ]",
    "a key",
    "a key or }",
    "a colon",
    "a comma or the end",
)


class NotJsonError(ValueError):
    """The text is not JSON, or nested too deeply; the message has the reason and the place."""


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string value.

    Attributes:
        path: Keys and indexes that lead to it.
        text: Its decoded text.
        offsets: The offset of each code point in the JSON text (code points), and the end.
    """

    path: Path
    text: str
    offsets: Offsets


def scan_strings(text: str, *, line: int = 1) -> Iterator[JsonString]:
    """Yield every string value of a JSON text in order, without keys; raise `NotJsonError` if it is not JSON.

    Args:
        text: The JSON text.
        line: Number of its first line, for the error.

    >>> [(value.path, value.text) for value in scan_strings('{"a": ["x", "\\\\u00e9"], "b": 1}')]
    [(('a', 0), 'x'), (('a', 1), 'é')]
    """
    path: list[str | int] = []  # the current key or index in each open object or list
    want, at = _VALUE, 0
    while want != _NEXT or path:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unexpected(text, at, want, line)
        at, (mark, string) = match.end(), match.groups()
        if mark is None:
            if want in (_KEY, _FIRST_KEY) and string is not None:
                path[-1] = unescape(text, *match.span(2))[0]
                want = _COLON
                continue
            if want not in (_VALUE, _FIRST):
                raise _unexpected(text, match.start(), want, line)
            if string is not None:
                yield JsonString(tuple(path), *unescape(text, *match.span(2)))
            want = _NEXT
        else:
            follows = _after(mark, want, path)
            if not follows:
                raise _unexpected(text, match.start(), want, line)
            want = follows
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
    if at < len(text):
        raise _unexpected(text, at, "nothing more", line)


def _after(mark: str, want: str, path: list[str | int]) -> str:
    """Return what must follow ``mark``, given what was expected in its place; empty if it is not allowed there."""
    if mark in "[{" and want in (_VALUE, _FIRST):
        if len(path) == MAX_DEPTH:
            raise NotJsonError(TOO_DEEP)
        path.append(0 if mark == "[" else "")
        return _FIRST if mark == "[" else _FIRST_KEY
    if mark == ":" and want == _COLON:
        return _VALUE
    in_list = bool(path) and isinstance(path[-1], int)
    if (mark == "]" and in_list and want in (_FIRST, _NEXT)) or (
        mark == "}" and path and not in_list and want in (_FIRST_KEY, _NEXT)
    ):
        path.pop()
        return _NEXT
    if mark == "," and want == _NEXT and path:
        last = path[-1]
        if isinstance(last, int):
            path[-1] = last + 1
        return _VALUE if in_list else _KEY
    return ""


def _unexpected(text: str, at: int, wanted: str, line: int) -> NotJsonError:
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
    if at >= len(text):
        return NotJsonError(CUT_OFF)
    line += text.count("\n", 0, at)
    return NotJsonError(UNEXPECTED.format(line=line, column=at - text.rfind("\n", 0, at), wanted=wanted))


def unescape(text: str, low: int, high: int) -> tuple[str, Offsets]:
    """Return the text of a JSON string between ``low`` and ``high``, and the offset of each code point and the end."""
    if text.find("\\", low, high) < 0:
        return text[low:high], range(low, high + 1)
    pieces: list[str] = []
    steps, to = array("q", [0]), array("q", [low])
    at, length = low, 0
    while match := _ESCAPE.search(text, at, high):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        char, at = _character(match)
        pieces.append(char)
        steps.extend((length, length + 1))
        to.extend((match.start(), at))
        length += 1
    pieces.append(text[at:high])
    return "".join(pieces), PiecewiseOffsets(steps, to)


def _character(match: re.Match[str]) -> tuple[str, int]:
    """Return the character of an escape sequence, and its end."""
    number, second, short = match.groups()
    if short is not None:
        return _SHORT.get(short, short), match.end()
    code = int(number, 16)
    if 0xD800 <= code < 0xDC00 and second is not None and 0xDC00 <= (low := int(second, 16)) < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00), match.end()
    return chr(code) if code and not 0xD800 <= code < 0xE000 else _NO_CHARACTER, match.start() + 6


def escape_string(text: str, *, ascii_only: bool) -> str:
    """Return ``text`` escaped for the inside of a JSON string.

    >>> escape_string('a "é"', ascii_only=True)
    'a \\\\"\\\\u00e9\\\\"'
    """
    return json.dumps(text, ensure_ascii=ascii_only)[1:-1]


def escape_like(text: str) -> Escape:
    """Return an escape for the strings of ``text`` that uses only ASCII if ``text`` does."""
    ascii_only = text.isascii()
    return lambda value, encode: encode(escape_string(value, ascii_only=ascii_only))
