"""Read a text as a finder of names needs it: its words, the style of each line, what its capitals prove.

A capital says something only where lower case was to be expected: inside a sentence of ordinary prose.
The evidence of many texts can be added up, so that one text's headline is read with another's prose.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from repair.newswords import CALENDAR, FUNCTION
from repair.text import Token, tokenize

# A capital straight after one of these opens a quotation, a bracket or a clause, and proves nothing.
_OPENERS = frozenset("\"“„«‘'([{:—–…•*|/>")

MAX_HEADLINE = 18  # words; a longer line in capitals is a caption full of names


class Style(enum.Enum):
    """How a line uses capitals."""

    PROSE = "prose"
    HEADLINE = "headline"
    CAPS = "caps"


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, and for each whether its capital proves nothing and the style of its line."""

    text: str
    tokens: tuple[Token, ...]
    opens: tuple[bool, ...]
    styles: tuple[Style, ...]


@dataclass(slots=True)
class Evidence:
    """What prose shows: how often a folded word has a telling capital, or is in lower case, and which pairs meet.

    Filled while texts are read, then only looked at.
    """

    capital: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, readings: Iterable[Reading]) -> Evidence:
        """Count the words of more texts in, and return itself."""
        for reading in readings:
            _observe(self, reading)
        return self

    def proves(self, fold: str) -> bool:
        """Tell whether the word is a name where it has been seen in prose."""
        capital = self.capital[fold]
        return capital > 0 and capital >= 2 * self.lower[fold]


def read(text: str) -> Reading:
    """Cut ``text`` into words and tell the style of every line."""
    tokens = tokenize(text)
    opens = tuple(token.first or _after_opener(text, token.start) for token in tokens)
    styles: list[Style] = []
    for line in _lines(text, tokens):
        styles.extend([_style(text, line)] * len(line))
    return Reading(text, tuple(tokens), opens, tuple(styles))


def _after_opener(text: str, start: int) -> bool:
    """Tell whether what stands before ``start`` opens something new."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    # An apostrophe that touches the word on its left closes or shortens; it opens nothing.
    return at < 0 or (text[at] in _OPENERS and (at == start - 1 or text[at] not in "'’\"/"))


def _lines(text: str, tokens: list[Token]) -> list[list[Token]]:
    """Group the words by line of the text."""
    lines: list[list[Token]] = []
    end = -1
    for token in tokens:
        if token.start >= end:
            lines.append([])
            end = text.find("\n", token.start)
            end = len(text) if end < 0 else end
        lines[-1].append(token)
    return lines


def _style(text: str, line: list[Token]) -> Style:
    """Tell how one line uses capitals."""
    words = [token for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    upper = sum(token.text.isupper() for token in words)
    if len(words) >= 2 and upper >= 0.8 * len(words):
        return Style.CAPS
    content = [token for token in words if token.fold not in FUNCTION]
    capital = sum(token.text[0].isupper() for token in content)
    # A title-case line may end in a question mark, but hardly in a full stop.
    tail = text[line[-1].end : line[-1].end + 2].strip()
    if content and capital >= 0.7 * len(content) and not tail.startswith("."):
        others = len(content) - capital
        small = any(token.text[0].isupper() for token in words[1:] if token.fold in FUNCTION and len(token.text) > 2)
        if small or len(words) <= 4 or (capital - others >= 4 and len(words) <= MAX_HEADLINE):
            return Style.HEADLINE
    return Style.PROSE


def _observe(evidence: Evidence, reading: Reading) -> None:
    """Count telling capitals, lower-case words and pairs of one text."""
    before: Token | None = None
    for token, opens, style in zip(reading.tokens, reading.opens, reading.styles, strict=True):
        telling = False
        if style is Style.PROSE and token.text[0].isalpha():
            if not token.text[0].isupper():
                evidence.lower[token.fold] += 1
            elif not opens and token.fold not in FUNCTION and token.fold not in CALENDAR:
                telling = True
                evidence.capital[token.fold] += 1
                if before is not None and reading.text[before.end : token.start] in (" ", "-"):
                    evidence.pairs.add((before.fold, token.fold))
        before = token if telling or (style is Style.PROSE and token.text[0].isupper()) else None
