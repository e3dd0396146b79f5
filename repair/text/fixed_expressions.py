"""Fixed expressions: dishes, trade names and titles of works in which the name of a place keeps its spelling.

"Chicken Kiev" is not the city, and "Last Train from Bombay" is what its author called it. The tables are in
``repair/data/fixed_expressions.txt``.
"""

from __future__ import annotations

from functools import lru_cache

from repair.core.tables import table_lines, word_set
from repair.text.analysis import AnalyzedText
from repair.text.wordlists import FUNCTION

_TABLE = "fixed_expressions.txt"
_OPENING = {'"': '"', "“": "”", "‘": "’", "«": "»", "„": "“"}
_INNER_MARKS = frozenset(",.?!;:…")  # that may stand before a closing quotation mark
_LONGEST_TITLE = 10  # words of a title of a work
_FEWEST_WORDS = 2


def in_fixed_expression(copy: AnalyzedText, low: int, high: int) -> bool:
    """Return whether the words ``[low, high)`` are part of a dish, a trade name or a title in quotation marks.

    Args:
        copy: The copy.
        low: The first token.
        high: The token after the last.

    >>> [in_fixed_expression(AnalyzedText(text), 1, 2) for text in ("Chicken Kiev is a dish.", "In Kiev it rains.")]
    [True, False]
    """
    return _is_dish(copy, low, high) or _is_in_name(copy, low, high) or _is_in_title(copy, low, high)


def _is_dish(copy: AnalyzedText, low: int, high: int) -> bool:
    before = low > 0 and _follows(copy, low) and copy.folds[low - 1] in word_set(_TABLE, "before")
    after = high < len(copy.tokens) and _follows(copy, high) and copy.folds[high] in word_set(_TABLE, "after")
    return before or after


def _follows(copy: AnalyzedText, number: int) -> bool:
    """Return whether only a space, a line end or a hyphen is between a word and the one before it."""
    return copy.text[copy.tokens[number - 1].end : copy.tokens[number].start] in (" ", "-", "\n")


def _is_in_name(copy: AnalyzedText, low: int, high: int) -> bool:
    for words in _names():
        for start in range(max(0, high - len(words)), low + 1):
            if tuple(copy.folds[start : start + len(words)]) == words:
                return True
    return False


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in table_lines(_TABLE, "names"))


def _is_in_title(copy: AnalyzedText, low: int, high: int) -> bool:
    """Return whether the words are in quotation marks with others that all have a capital, small words apart."""
    start = _quote_start(copy, low)
    if start is None:
        return False
    closing = _OPENING[copy.text[copy.tokens[start].start - 1]]
    for stop in range(high, min(start + _LONGEST_TITLE, len(copy.tokens)) + 1):
        if _mark_after(copy, stop) == closing:
            return stop - start >= _FEWEST_WORDS and all(
                copy.tokens[number].text[:1].isupper() or copy.folds[number] in FUNCTION
                for number in range(start, stop)
            )
    return False


def _mark_after(copy: AnalyzedText, stop: int) -> str:
    """Return the character after a word, and after a punctuation mark that American style puts inside the quotation."""
    end = copy.tokens[stop - 1].end
    return copy.text[end + 1 : end + 2] if copy.text[end : end + 1] in _INNER_MARKS else copy.text[end : end + 1]


def _quote_start(copy: AnalyzedText, low: int) -> int | None:
    """Return the word that follows the last opening quotation mark before a word, if one is near."""
    for start in range(low, max(-1, low - _LONGEST_TITLE), -1):
        at = copy.tokens[start].start
        if at and copy.text[at - 1] in _OPENING:
            return start
    return None
