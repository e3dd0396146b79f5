"""Read a text as a finder of names needs it: its words, the style of each line, what its capitals prove.

A capital says something only where lower case was to be expected: inside a sentence of ordinary prose.
The evidence of many texts can be added up, so that one text's headline is read with another's prose.
"""

from __future__ import annotations

import bisect
import enum
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from repair.text.tokens import Token, tokenize
from repair.text.wordlists import CALENDAR, FUNCTION

# A capital straight after one of these opens a quotation, a bracket or a clause, and proves nothing.
_OPENERS = frozenset("\"“„«‘'([{:—–…•*|/>")

_UNTELLING = FUNCTION | CALENDAR
_NEWLINE = re.compile("\n")
MAX_HEADLINE = 18  # words; a longer line in capitals is a caption full of names


class CapitalStyle(enum.Enum):
    """How a line uses capitals."""

    PROSE = "prose"
    HEADLINE = "headline"
    CAPS = "caps"


class CapitalizedText:
    """The words of a text, and for each whether its capital proves nothing and the style of its line.

    What is told of a word or a line is worked out when it is asked for: most words of a text never are.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self._styles: dict[int, CapitalStyle] = {}

    def opens(self, at: int) -> bool:
        """Tell whether word ``at`` opens a sentence, a quotation, a bracket or a clause."""
        token = self.tokens[at]
        return token.first or _after_opener(self.text, token.start)

    def style(self, at: int) -> CapitalStyle:
        """Return the style of the line that word ``at`` stands in."""
        line = bisect.bisect_right(self._lines, at) - 1
        style = self._styles.get(line)
        if style is None:
            low = self._lines[line]
            high = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.tokens)
            style = self._styles[line] = _style(self.text, self.tokens[low:high])
        return style

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each folded word stands."""
        places: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            places.setdefault(token.fold, []).append(at)
        return places

    @cached_property
    def _lines(self) -> list[int]:
        """The number of the first word of each line that has any."""
        starts = [token.start for token in self.tokens]
        firsts = {bisect.bisect_left(starts, match.end()) for match in _NEWLINE.finditer(self.text)}
        return sorted({0, *firsts} - {len(starts)})

    def telling(self, at: int) -> bool:
        """Tell whether the capital of word ``at`` shows it to be a name."""
        token = self.tokens[at]
        return (
            token.text[0].isupper()
            and token.fold not in _UNTELLING
            and self.style(at) is CapitalStyle.PROSE
            and not self.opens(at)
        )

    def small(self, at: int) -> bool:
        """Tell whether word ``at`` stands in prose without a capital."""
        initial = self.tokens[at].text[0]
        return initial.isalpha() and not initial.isupper() and self.style(at) is CapitalStyle.PROSE

    def meets(self, at: int) -> bool:
        """Tell whether word ``at`` has a telling capital and follows closely on a capital of prose."""
        if at == 0 or not self.telling(at):
            return False
        before = self.tokens[at - 1]
        gap = self.text[before.end : self.tokens[at].start]
        return gap in (" ", "-") and before.text[0].isupper() and self.style(at - 1) is CapitalStyle.PROSE


class CapitalEvidence(Protocol):
    """What texts or names show about capitals."""

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has a telling capital."""

    def lowers(self, fold: str) -> int:
        """Return how often it stands in lower case in prose."""

    def met(self, first: str, second: str) -> bool:
        """Tell whether two folded words were seen side by side with telling capitals."""


@dataclass(slots=True)
class CorpusCapitals:
    """What prose shows: how often a folded word has a telling capital, or is in lower case, and which pairs meet.

    Filled while texts are read, then only looked at.
    """

    capital: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, readings: Iterable[CapitalizedText]) -> CorpusCapitals:
        """Count the words of more texts in, and return itself."""
        for reading in readings:
            tokens = reading.tokens
            for at, token in enumerate(tokens):
                if token.capital and reading.telling(at):
                    self.capital[token.fold] += 1
                    if reading.meets(at):
                        self.pairs.add((tokens[at - 1].fold, token.fold))
                elif reading.small(at):
                    self.lower[token.fold] += 1
        return self

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has a telling capital."""
        return self.capital[fold]

    def lowers(self, fold: str) -> int:
        """Return how often it stands in lower case in prose."""
        return self.lower[fold]

    def met(self, first: str, second: str) -> bool:
        """Tell whether two folded words were seen side by side with telling capitals."""
        return (first, second) in self.pairs


class DocumentCapitals:
    """The evidence of one text, counted for a word when it is asked for, and what else is known beside it."""

    def __init__(self, reading: CapitalizedText, others: CapitalEvidence) -> None:
        self._reading, self._others = reading, others
        self._capitals: dict[str, int] = {}
        self._lowers: dict[str, int] = {}

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has a telling capital."""
        count = self._capitals.get(fold)
        if count is None:
            here = sum(map(self._reading.telling, self._reading.places.get(fold, ())))
            count = self._capitals[fold] = here + self._others.capitals(fold)
        return count

    def lowers(self, fold: str) -> int:
        """Return how often it stands in lower case in prose."""
        count = self._lowers.get(fold)
        if count is None:
            here = sum(map(self._reading.small, self._reading.places.get(fold, ())))
            count = self._lowers[fold] = here + self._others.lowers(fold)
        return count

    def met(self, first: str, second: str) -> bool:
        """Tell whether two folded words were seen side by side with telling capitals."""
        reading = self._reading
        places = reading.places.get(second, ())
        return self._others.met(first, second) or any(
            at > 0 and reading.tokens[at - 1].fold == first and reading.meets(at) for at in places
        )


def proves(proof: CapitalEvidence, fold: str) -> bool:
    """Tell whether a folded word is a name where it has been seen in prose."""
    capital = proof.capitals(fold)
    return capital > 0 and capital >= 2 * proof.lowers(fold)


def read(text: str, tokens: Sequence[Token] | None = None) -> CapitalizedText:
    """Return ``text`` as a reading; ``tokens`` are its words where they are known already."""
    return CapitalizedText(text, tokenize(text) if tokens is None else tokens)


def _after_opener(text: str, start: int) -> bool:
    """Tell whether what stands before ``start`` opens something new."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    # An apostrophe that touches the word on its left closes or shortens; it opens nothing.
    return at < 0 or (text[at] in _OPENERS and (at == start - 1 or text[at] not in "'’\"/"))


def _style(text: str, line: Sequence[Token]) -> CapitalStyle:
    """Tell how one line uses capitals."""
    words = [token.text for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    upper = sum(map(str.isupper, words))
    if len(words) >= 2 and upper >= 0.8 * len(words):
        return CapitalStyle.CAPS
    # A title-case line may end in a question mark, but hardly in a full stop.
    tail = text[line[-1].end : line[-1].end + 2].strip()
    if tail.startswith("."):
        return CapitalStyle.PROSE
    named = [token for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    content = [token for token in named if token.fold not in FUNCTION]
    capital = sum(token.text[0].isupper() for token in content)
    if content and capital >= 0.7 * len(content):
        others = len(content) - capital
        small = any(token.text[0].isupper() for token in named[1:] if token.fold in FUNCTION and len(token.text) > 2)
        if small or len(words) <= 4 or (capital - others >= 4 and len(words) <= MAX_HEADLINE):
            return CapitalStyle.HEADLINE
    return CapitalStyle.PROSE
