"""What capitals show: the style of each line of a text, and how often words are capitalised in prose.

A capital is informative only where lower case is expected: inside a sentence of ordinary prose. Evidence of several
texts can be added, so that a headline of one text is read with the prose of others.
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

# A capital after one of these opens a quotation, a bracket or a clause, so it is not informative.
_OPENERS = frozenset("\"“„«‘'([{:—–…•*|/>")

_UNINFORMATIVE = FUNCTION | CALENDAR
_NEWLINE = re.compile("\n")
MAX_HEADLINE = 18  # words; a longer line with many capitals is a caption with many names


class CapitalStyle(enum.Enum):
    """How a line uses capitals."""

    PROSE = "prose"
    HEADLINE = "headline"
    CAPS = "caps"


class CapitalizedText:
    """The words of a text with the style of their lines; styles are computed when needed and cached."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self._styles: dict[int, CapitalStyle] = {}

    def opens(self, at: int) -> bool:
        """Tell whether word ``at`` opens a sentence, a quotation, a bracket or a clause."""
        token = self.tokens[at]
        return token.first or _after_opener(self.text, token.start)

    def style(self, at: int) -> CapitalStyle:
        """Return the style of the line of word ``at``."""
        line = bisect.bisect_right(self._lines, at) - 1
        style = self._styles.get(line)
        if style is None:
            low = self._lines[line]
            high = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.tokens)
            style = self._styles[line] = _style(self.text, self.tokens[low:high])
        return style

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the tokens of each folded word."""
        places: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            places.setdefault(token.fold, []).append(at)
        return places

    @cached_property
    def _lines(self) -> list[int]:
        """The number of the first word of each line that has words."""
        starts = [token.start for token in self.tokens]
        firsts = {bisect.bisect_left(starts, match.end()) for match in _NEWLINE.finditer(self.text)}
        return sorted({0, *firsts} - {len(starts)})

    def has_informative_capital(self, at: int) -> bool:
        """Tell whether the capital of word ``at`` shows that it is a name or part of one."""
        token = self.tokens[at]
        return (
            token.text[0].isupper()
            and token.fold not in _UNINFORMATIVE
            and self.style(at) is CapitalStyle.PROSE
            and not self.opens(at)
        )

    def is_lowercase(self, at: int) -> bool:
        """Tell whether word ``at`` is in lower case in prose."""
        initial = self.tokens[at].text[0]
        return initial.isalpha() and not initial.isupper() and self.style(at) is CapitalStyle.PROSE

    def follows_capital(self, at: int) -> bool:
        """Tell whether word ``at`` has an informative capital and directly follows a capitalised word of prose."""
        if at == 0 or not self.has_informative_capital(at):
            return False
        before = self.tokens[at - 1]
        gap = self.text[before.end : self.tokens[at].start]
        return gap in (" ", "-") and before.text[0].isupper() and self.style(at - 1) is CapitalStyle.PROSE


class CapitalEvidence(Protocol):
    """What texts or a gazetteer show about the capitals of words."""

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""

    def bigram_seen(self, first: str, second: str) -> bool:
        """Tell whether two folded words occur next to each other with informative capitals."""


@dataclass(slots=True)
class CorpusCapitals:
    """Counts over several texts: informative capitals, lower case in prose, and capitalised bigrams.

    Filled while texts are read and not changed afterwards.
    """

    capital: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, readings: Iterable[CapitalizedText]) -> CorpusCapitals:
        """Add the words of more texts to the counts and return the object itself."""
        for reading in readings:
            tokens = reading.tokens
            for at, token in enumerate(tokens):
                if token.capital and reading.has_informative_capital(at):
                    self.capital[token.fold] += 1
                    if reading.follows_capital(at):
                        self.pairs.add((tokens[at - 1].fold, token.fold))
                elif reading.is_lowercase(at):
                    self.lower[token.fold] += 1
        return self

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        return self.capital[fold]

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""
        return self.lower[fold]

    def bigram_seen(self, first: str, second: str) -> bool:
        """Tell whether two folded words occur next to each other with informative capitals."""
        return (first, second) in self.pairs


class DocumentCapitals:
    """The evidence of one text, counted when needed, added to the evidence of other texts."""

    def __init__(self, reading: CapitalizedText, others: CapitalEvidence) -> None:
        self._reading, self._others = reading, others
        self._capitals: dict[str, int] = {}
        self._lowers: dict[str, int] = {}

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        count = self._capitals.get(fold)
        if count is None:
            here = sum(map(self._reading.has_informative_capital, self._reading.places.get(fold, ())))
            count = self._capitals[fold] = here + self._others.capitals(fold)
        return count

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""
        count = self._lowers.get(fold)
        if count is None:
            here = sum(map(self._reading.is_lowercase, self._reading.places.get(fold, ())))
            count = self._lowers[fold] = here + self._others.lowers(fold)
        return count

    def bigram_seen(self, first: str, second: str) -> bool:
        """Tell whether two folded words occur next to each other with informative capitals."""
        reading = self._reading
        places = reading.places.get(second, ())
        return self._others.bigram_seen(first, second) or any(
            at > 0 and reading.tokens[at - 1].fold == first and reading.follows_capital(at) for at in places
        )


def is_name_word(evidence: CapitalEvidence, fold: str) -> bool:
    """Tell whether prose shows that a folded word is a name: capitalised at least twice as often as not."""
    capital = evidence.capitals(fold)
    return capital > 0 and capital >= 2 * evidence.lowers(fold)


def read(text: str, tokens: Sequence[Token] | None = None) -> CapitalizedText:
    """Return ``text`` with its words, which are ``tokens`` if they have been computed already."""
    return CapitalizedText(text, tokenize(text) if tokens is None else tokens)


def _after_opener(text: str, start: int) -> bool:
    """Tell whether a mark before ``start`` opens a quotation, a bracket or a clause."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    # An apostrophe right after a word closes a quotation or marks a contraction.
    return at < 0 or (text[at] in _OPENERS and (at == start - 1 or text[at] not in "'’\"/"))


def _style(text: str, line: Sequence[Token]) -> CapitalStyle:
    """Return how one line uses capitals."""
    words = [token.text for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    upper = sum(map(str.isupper, words))
    if len(words) >= 2 and upper >= 0.8 * len(words):
        return CapitalStyle.CAPS
    # A title-case line may end in a question mark, but rarely ends in a full stop.
    tail = text[line[-1].end : line[-1].end + 2].strip()
    if tail.startswith("."):
        return CapitalStyle.PROSE
    named = [token for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    content = [token for token in named if token.fold not in FUNCTION]
    capital = sum(token.text[0].isupper() for token in content)
    if content and capital >= 0.7 * len(content):
        others = len(content) - capital
        has_title_case = any(
            token.text[0].isupper() for token in named[1:] if token.fold in FUNCTION and len(token.text) > 2
        )
        if has_title_case or len(words) <= 4 or (capital - others >= 4 and len(words) <= MAX_HEADLINE):
            return CapitalStyle.HEADLINE
    return CapitalStyle.PROSE
