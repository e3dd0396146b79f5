"""The last check of finished suggestions: none touches an address, and none takes a part of a word for a name.

Takes what all stages said of one document; drops, and changes nothing else.
"""

from __future__ import annotations

import bisect
from collections.abc import Container, Sequence

from repair.core.types import Span, Suggestion
from repair.text.addresses import address_spans, site_names
from repair.text.damage import damaged_words
from repair.text.tokens import Token

_LONGEST_BREAK = 8  # code points between two parts of one word: a hyphen, a line end, an indent
_BROKEN_BY = frozenset(" -\u2010\n\r\t\u00ad")


def guarded(
    text: str, tokens: Sequence[Token], suggestions: Sequence[Suggestion], words: Container[str] = ()
) -> list[Suggestion]:
    """Return the ``suggestions`` whose places are whole words of prose, in the order given.

    Args:
        text: the text of the document; ``tokens`` are its words.
        suggestions: what was said of the document; a flag is checked like any other.
        words: the folded words of its sources, to know a right word that is broken in two ("Merri weather").
    """
    if not suggestions:
        return []
    guard = _Guard(text, tokens, words)
    return [suggestion for suggestion in suggestions if guard.allows(suggestion)]


class _Guard:
    """Where the addresses, the damaged words and the words of one text lie."""

    def __init__(self, text: str, tokens: Sequence[Token], words: Container[str]) -> None:
        self._text, self._tokens, self._words = text, tokens, words
        self._starts = [token.start for token in tokens]
        self._addresses = address_spans(text)
        self._units = sorted([*((word.start, word.end) for word in damaged_words(text)), *site_names(text)])

    def allows(self, suggestion: Suggestion) -> bool:
        """Tell whether the place of a suggestion is one of whole words outside addresses."""
        span = suggestion.span
        if _touching(self._addresses, span):
            return False
        if any(start < span.start or span.end < end for start, end in _touching(self._units, span)):
            return False
        if self._splits(span.start) or self._splits(span.end):
            return False
        return not self._is_fragment(span)

    def _splits(self, at: int) -> bool:
        """Tell whether ``at`` lies inside a word."""
        number = bisect.bisect_left(self._starts, at) - 1
        return number >= 0 and self._tokens[number].end > at

    def _is_fragment(self, span: Span) -> bool:
        """Tell whether the place holds one part of a word of the sources that a space or line end breaks."""
        low = bisect.bisect_left(self._starts, span.start)
        high = bisect.bisect_left(self._starts, span.end)
        return low < high and (self._completes(high - 1, high - 1) or self._completes(low - 1, low))

    def _completes(self, left: int, inner: int) -> bool:
        """Tell whether words ``left`` and the next are one right word, and word ``inner`` alone is none."""
        if left < 0 or left + 1 >= len(self._tokens):
            return False
        one, other = self._tokens[left], self._tokens[left + 1]
        gap = self._text[one.end : other.start]
        if len(gap) > _LONGEST_BREAK or not _BROKEN_BY.issuperset(gap):
            return False
        return self._tokens[inner].fold not in self._words and one.fold + other.fold in self._words


def _touching(spans: Sequence[tuple[int, int]], span: Span) -> list[tuple[int, int]]:
    """Return those of the ordered, separate ``spans`` that share a character with ``span``."""
    low = bisect.bisect_right(spans, (span.start, span.start))
    if low and spans[low - 1][1] > span.start:
        low -= 1
    high = bisect.bisect_left(spans, (span.end, -1))
    return list(spans[low:high])
