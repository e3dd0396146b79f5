"""Sentences of a text to be translated, in any script, without the white space between them.

`repair.text.tokens` splits English. Here the full stop of any script ends a sentence, and sentences too long for an
engine are cut.
"""

from __future__ import annotations

import re

from repair.core.types import Span
from repair.text.wordlists import ABBREVIATIONS

LONGEST = 900  # code points; engines lose parts of longer sentences

# A line end; or a stop, closing marks and space; or a full-width stop, which no space follows.
# A run of spaces or of stops is tried only from its start: from everywhere would take quadratic time.
_END = re.compile(
    r"(?:(?<!\s)[^\S\n]++)?+\n\s*+|(?<![.!?…؟۔।])[.!?…؟۔।]++[\"”’»')\]]*+(\s++)|[。！？]++[」』）”]*+\s*+"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]`` that have a letter, without the white space around them.

    Args:
        text: The whole text.
        start: Where to begin (code points).
        end: Where to end; by default the end of the text.

    >>> text = "El Sr. Guerra habló.  ¿Quién? Nadie."
    >>> [text[span.start:span.end] for span in sentence_spans(text)]
    ['El Sr. Guerra habló.', '¿Quién?', 'Nadie.']
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    low = start
    for match in _END.finditer(text, start, end):
        gap = match.group(1)
        if gap is not None and not _ends(text, match.start(), match.end(), end):
            continue
        high = match.end() - len(gap) if gap is not None else match.end()
        spans += _cut(text, low, high)
        low = match.end()
    return spans + _cut(text, low, end)


def _ends(text: str, stop: int, after: int, end: int) -> bool:
    """Tell whether the full stop at ``stop`` ends a sentence: it ends no abbreviation, and a sentence may follow."""
    if after < end and text[after].islower():
        return False
    if text[stop] != ".":
        return True
    low = stop
    while low > 0 and text[low - 1].isalnum() and stop - low < 8:
        low -= 1
    word = text[low:stop]
    return not (word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper()))


def _cut(text: str, low: int, high: int) -> list[Span]:
    """Return ``[low, high)`` without outer space, in pieces no longer than `LONGEST` that have a letter."""
    spans = []
    while low < high:
        while low < high and text[low].isspace():
            low += 1
        upto = high
        if high - low > LONGEST:
            upto = max(text.rfind(mark, low + LONGEST // 2, low + LONGEST) + 1 for mark in ";,")
            upto = upto or text.rfind(" ", low + LONGEST // 2, low + LONGEST) + 1 or low + LONGEST
        last = upto
        while last > low and text[last - 1].isspace():
            last -= 1
        if any(char.isalpha() for char in text[low:last]):
            spans.append(Span(low, last))
        low = upto
    return spans
