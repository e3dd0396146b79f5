"""The text of a check as a LanguageTool client sent it, plain or annotated, with its offsets in UTF-16 units."""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_PIECE = 256  # code points of text whose UTF-16 units are counted for one offset
NOT_ANNOTATED = "'data' must be JSON with an 'annotation' list of {'text': ...} and {'markup': ...} parts"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of what a client sent: ``text`` is what it reads as, ``sent`` its characters; in markup they differ."""

    text: str
    sent: str

    def pieces(self) -> Iterator[TextPart]:
        """Yield the part in pieces short enough to be counted again and again; markup is one piece."""
        if self.text != self.sent:
            yield self
            return
        for at in range(0, len(self.text), _PIECE):
            text = self.text[at : at + _PIECE]
            yield TextPart(text, text)


class SubmittedText:
    """The text to check, and the place of each of its code points in what the client sent, in UTF-16 units."""

    def __init__(self, parts: Sequence[TextPart]) -> None:
        self.text = "".join(part.text for part in parts)
        self._parts = [piece for part in parts for piece in part.pieces()]
        self._text_starts = [0, *itertools.accumulate(len(part.text) for part in self._parts)]
        self._sent_starts = [0, *itertools.accumulate(utf16_length(part.sent) for part in self._parts)]

    def offset(self, place: int) -> int:
        """Return the UTF-16 offset at which the code point ``place`` begins in what was sent."""
        index = min(bisect_right(self._text_starts, place) - 1, len(self._parts) - 1)
        if index < 0:
            return 0
        part = self._parts[index]
        inside = place - self._text_starts[index]
        if part.text == part.sent:
            return self._sent_starts[index] + utf16_length(part.sent[:inside])
        return self._sent_starts[index + (inside >= len(part.text))]

    def end(self, place: int) -> int:
        """Return the UTF-16 offset after the code point before ``place``; markup that follows is not included."""
        if place <= 0:
            return 0
        index = bisect_right(self._text_starts, place - 1) - 1
        part = self._parts[index]
        if part.text != part.sent:
            return self._sent_starts[index + 1]
        return self._sent_starts[index] + utf16_length(part.sent[: place - self._text_starts[index]])


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units.

    >>> utf16_length("Škoda"), utf16_length("a𝄞b")
    (5, 4)
    """
    return len(text) + sum(char > "\uffff" for char in text)


def plain_text(text: str) -> SubmittedText:
    """Return a text without markup."""
    return SubmittedText([TextPart(text, text)])


def annotated_text(data: str) -> SubmittedText:
    """Return the text of a client's annotated ``data``, a JSON object; raises `ValueError` if it is malformed.

    >>> text = annotated_text('{"annotation": [{"text": "A "}, {"markup": "<b>"}, {"text": "name"}]}')
    >>> text.text, text.offset(2)
    ('A name', 5)
    """
    try:
        record = json.loads(data)
        parts = [_part(part) for part in record["annotation"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(NOT_ANNOTATED) from error
    return SubmittedText(parts)


def _part(part: dict[str, Any]) -> TextPart:
    """Return one part of an annotation."""
    if "text" in part:
        text = sent = part["text"]
    else:
        text, sent = part.get("interpretAs") or "", part["markup"]
    if not isinstance(text, str) or not isinstance(sent, str):
        raise TypeError("a part is not text")
    return TextPart(_without_surrogates(text), _without_surrogates(sent))


def _without_surrogates(text: str) -> str:
    """Return ``text`` with surrogates replaced, which JSON allows and text does not; its length stays."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
