"""Line ends: a text of another system (Windows, early Macs) with line feeds, and its offsets in the text itself."""

from __future__ import annotations

from bisect import bisect_left
from itertools import count
from operator import sub

from repair.core.types import Span


def with_line_feeds(text: str) -> str:
    """Return ``text`` with a line feed for each line end; the same object if it has no carriage return.

    >>> with_line_feeds("By Ann Vos\\r\\nOslo\\rBergen")
    'By Ann Vos\\nOslo\\nBergen'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class LineEnds:
    """The line ends of a text, by which places in the text of `with_line_feeds` are found in it.

    Args:
        text: The text with its own line ends.

    >>> ends = LineEnds("Ann\\r\\nVos left.")
    >>> ends.span(Span(0, 7)), ends.restored("Anna\\nVoss", "Ann\\r\\nVos")
    (Span(start=0, end=8), 'Anna\\r\\nVoss')
    """

    def __init__(self, text: str) -> None:
        places, at = [], text.find("\r\n")
        while at >= 0:
            places.append(at)
            at = text.find("\r\n", at + 2)
        # Where the removed carriage returns were, as offsets in the text with line feeds.
        self._removed = list(map(sub, places, count()))

    def span(self, span: Span) -> Span:
        """Return the place in the text of a place in the text with line feeds."""
        return Span(self._offset(span.start), self._offset(span.end))

    def _offset(self, offset: int) -> int:
        return offset + bisect_left(self._removed, offset)

    def restored(self, written: str, surface: str) -> str:
        """Return ``written`` with the line ends of ``surface``, the part of the text that it replaces."""
        if "\r" not in surface:
            return written
        return written.replace("\n", "\r\n" if "\r\n" in surface else "\r")
