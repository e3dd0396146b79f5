"""The final check of suggestions: none in an address, before "[sic]", for part of a word, or to another generation.

Nor is the wrong form changed that a note of correction quotes, a part of a word that a sign breaks ("Erdo§an"), or a
nickname in quotation marks.

It changes nothing else.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterable, Sequence

from repair.core.caches import text_cache
from repair.core.span_set import SpanSet
from repair.core.types import Span, Suggestion
from repair.text.addresses import address_spans, site_names
from repair.text.cut_words import cuts_word
from repair.text.damage import damaged_words
from repair.text.errata import is_quoted_form, quoted_errors
from repair.text.generations import is_another_generation
from repair.text.letter_shapes import letters_read_as
from repair.text.nicknames import quoted_nicknames
from repair.text.tokens import Token

_LONGEST_BREAK = 8  # code points between two parts of a broken word: a hyphen, a line end, an indent
_BREAKING_ENDS = frozenset(("'s ", "’s "))  # "Satan's Tango" for Satantango
_LOST_JOINTS = ("", "'")  # between the parts in the sources: "O Neill" for O'Neill
_SIGNS = frozenset("|!")  # read for a letter inside a word: "Wi|helm"
_SIC = re.compile(r"(?:['’]s)?[\"'’”»]?\s?[\[(]sic[\])!]", re.IGNORECASE)  # after words that are printed as they were
_CAMEL_CASE = re.compile(r"[a-z]+(?:[A-Z][a-z0-9]*)+")
_CODE = re.compile(r"\s?[={]|[(\[]|;[ \t]*(?:\n|\Z)|`")
_CODE_NUMBER = re.compile(r"[-/_.]\w*\d")
_BROKEN_BY = frozenset(" -\u2010\n\r\t\u00ad")


def guarded(
    text: str, tokens: Sequence[Token], suggestions: Sequence[Suggestion], words: Container[str] = ()
) -> list[Suggestion]:
    """Return the suggestions that cover whole words of prose, in the order given.

    Args:
        text: The text of the document.
        tokens: Its words.
        suggestions: The suggestions; flags are checked too.
        words: The folded words of its sources, to recognise a right word that is broken in two ("Merri weather").
    """
    if not suggestions:
        return []
    guard = _Guard(text, tokens, words)
    return [suggestion for suggestion in suggestions if guard.allows(suggestion)]


@text_cache(maxsize=64)
def _no_prose(text: str) -> tuple[SpanSet, SpanSet]:
    """Return the places of the addresses, and of the damaged words and names of sites; each text is checked twice."""
    units = [*((word.start, word.end) for word in damaged_words(text)), *site_names(text)]
    return _span_set(address_spans(text)), _span_set(units)


def _span_set(spans: Iterable[tuple[int, int]]) -> SpanSet:
    return SpanSet(Span(*span) for span in spans)


class _Guard:
    """The places of the addresses, the damaged words and the words of one text."""

    def __init__(self, text: str, tokens: Sequence[Token], words: Container[str]) -> None:
        self._text, self._tokens, self._words = text, tokens, words
        self._starts = [token.start for token in tokens]
        self._addresses, self._units = _no_prose(text)
        self._nicknames, self._errors = _span_set(quoted_nicknames(text)), _span_set(quoted_errors(text))

    def allows(self, suggestion: Suggestion) -> bool:
        """Return whether a suggestion covers whole words of prose that are not printed as wrong, and keeps numerals."""
        span = suggestion.span
        if suggestion.replacement is not None and is_another_generation(suggestion.surface, suggestion.replacement):
            return False
        if self._addresses.touches(span) or self._is_identifier(span) or _SIC.match(self._text, span.end):
            return False
        if self._nicknames.touches(span) or self._errors.touches(span) or self._is_quoted_form(suggestion):
            return False
        if any(unit.start < span.start or span.end < unit.end for unit in self._units.touched(span)):
            return False
        if self._splits(span.start) or self._splits(span.end) or cuts_word(self._text, span.start, span.end):
            return False
        return not self._is_fragment(span)

    def _is_identifier(self, span: Span) -> bool:
        """Return whether the span is an identifier of code, or begins a number: "allanJoyce =", "KX1A-77"."""
        if _CODE_NUMBER.match(self._text, span.end) and any(map(str.isdigit, self._text[span.start : span.end])):
            return True
        if _CAMEL_CASE.fullmatch(self._text, span.start, span.end) is None:
            return False
        return self._text[max(0, span.start - 1) : span.start] == "`" or _CODE.match(self._text, span.end) is not None

    def _is_quoted_form(self, suggestion: Suggestion) -> bool:
        """Return whether the text says in quotation marks how somebody was called whose right name it has, too."""
        span, right = suggestion.span, suggestion.replacement
        return right is not None and is_quoted_form(self._text, span.start, span.end) and right in self._text

    def _splits(self, at: int) -> bool:
        """Return whether ``at`` is inside a word."""
        number = bisect.bisect_left(self._starts, at) - 1
        return number >= 0 and self._tokens[number].end > at

    def _is_fragment(self, span: Span) -> bool:
        """Return whether the span is one part of a word of the sources that is broken by a space or line end."""
        low = bisect.bisect_left(self._starts, span.start)
        high = bisect.bisect_left(self._starts, span.end)
        return low < high and (self._completes(high - 1, high - 1) or self._completes(low - 1, low))

    def _completes(self, joint: int, inner: int) -> bool:
        """Return whether words ``joint`` and the next are one word of the sources, and word ``inner`` alone is not."""
        if joint < 0 or joint + 1 >= len(self._tokens):
            return False
        first, other = self._tokens[joint], self._tokens[joint + 1]
        gap = self._text[first.end : other.start]
        if gap in _SIGNS:
            return any(first.fold + letter.lower() + other.fold in self._words for letter in letters_read_as(gap))
        if gap not in _BREAKING_ENDS and (len(gap) > _LONGEST_BREAK or not _BROKEN_BY.issuperset(gap)):
            return False
        if self._tokens[inner].fold in self._words:
            return False
        return any(first.fold + joint + other.fold in self._words for joint in _LOST_JOINTS)
