"""A set of spans of one text, for testing whether another span touches one of them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from repair.core.types import Span


class SpanSet:
    """Spans of one text (code points), none overlapping.

    >>> taken = SpanSet([Span(3, 8)])
    >>> taken.touches(Span(7, 9)), taken.touches(Span(8, 9))
    (True, False)
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted((span.start, span.end) for span in spans)

    def touches(self, span: Span) -> bool:
        """Return whether ``span`` shares a character with any of the spans."""
        at = bisect.bisect_left(self._spans, (span.end, 0))
        return at > 0 and self._spans[at - 1][1] > span.start

    def touched(self, span: Span) -> list[Span]:
        """Return the spans that share a character with ``span``, the last first."""
        at, touched = bisect.bisect_left(self._spans, (span.end, 0)), []
        while at > 0 and self._spans[at - 1][1] > span.start:
            at -= 1
            touched.append(Span(*self._spans[at]))
        return touched

    def remove(self, span: Span) -> None:
        """Remove one of the spans."""
        self._spans.remove((span.start, span.end))

    def add(self, span: Span) -> None:
        """Add a span that touches none of the others."""
        bisect.insort(self._spans, (span.start, span.end))
