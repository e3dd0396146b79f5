"""How lines use capitals: prose, headline, or capitals throughout; and which words open a sentence or a clause.

A capital is informative only where lower case is expected: inside a sentence of ordinary prose.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

from repair.text.tokens import Token
from repair.text.wordlists import CALENDAR, FUNCTION

# A capital after one of these opens a quotation, a bracket or a clause, so it is not informative.
_OPENERS = frozenset("\"“„«‘'([{:—–…•*|/>")

UNINFORMATIVE = FUNCTION | CALENDAR  # words whose capitals never show that they are names
MAX_HEADLINE = 18  # words; a longer line with many capitals is a caption with many names


class CapitalStyle(enum.Enum):
    """How a line uses capitals."""

    PROSE = "prose"
    HEADLINE = "headline"
    CAPS = "caps"


def follows_opener(text: str, start: int) -> bool:
    """Return whether a mark before ``start`` opens a quotation, a bracket or a clause."""
    at = start - 1
    while at >= 0 and text[at] in " \t\u00a0":
        at -= 1
    # An apostrophe right after a word closes a quotation or marks a contraction.
    return at < 0 or (text[at] in _OPENERS and (at == start - 1 or text[at] not in "'’\"/"))


def line_style(text: str, line: Sequence[Token]) -> CapitalStyle:
    """Return how a line uses capitals; ``line`` are its words and ``text`` is the whole text."""
    word_tokens = [token for token in line if len(token.text) > 1 and token.text[0].isalpha()]
    words = [token.text for token in word_tokens]
    upper = sum(map(str.isupper, words))
    if len(words) >= 2 and upper >= 0.8 * len(words):
        return CapitalStyle.CAPS
    # A title-case line may end in a question mark, but rarely ends in a full stop.
    tail = text[line[-1].end : line[-1].end + 2].strip()
    if tail.startswith("."):
        return CapitalStyle.PROSE
    content = [token for token in word_tokens if token.fold not in FUNCTION]
    capital = sum(token.text[0].isupper() for token in content)
    if content and capital >= 0.7 * len(content):
        others = len(content) - capital
        has_title_case = any(
            token.text[0].isupper() for token in word_tokens[1:] if token.fold in FUNCTION and len(token.text) > 2
        )
        if has_title_case or len(words) <= 4 or (capital - others >= 4 and len(words) <= MAX_HEADLINE):
            return CapitalStyle.HEADLINE
    return CapitalStyle.PROSE
