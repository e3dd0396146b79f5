"""Texts in lower case throughout, such as transcripts: the same text with capitals where names probably are.

Names are extracted from sources by their capitals. Which words of a text without capitals are names is guessed in
``truecase`` from the word lists.
"""

from __future__ import annotations

from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.text.truecase import truecased

_FEWEST_WORDS = 12  # of a text that shows that it is written without capitals
_MOST_CAPITALS = 0.02  # share of its words


def with_guessed_capitals(text: str, lexicon: Lexicon) -> str:
    """Return a text in lower case with capitals at the words that are likely to be names; any other text as it is.

    The result has the same length, so that offsets hold for both.

    Args:
        text: The text.
        lexicon: The word lists.

    >>> text = "the minister margus tsahkna said on wednesday in tallinn that the plan of the allies was overdue"
    >>> with_guessed_capitals(text, Lexicon.load())[:27]
    'The minister Margus Tsahkna'
    """
    if not _may_lack_capitals(text):
        return text
    tokens = tokenize(text)
    words = sum(token.text[0].isalpha() for token in tokens)
    if words < _FEWEST_WORDS or sum(token.capital for token in tokens) > _MOST_CAPITALS * words:
        return text
    parts, done = [], 0
    for token in truecased(tokens, lexicon):
        capital = text[token.start].upper()
        if (token.capital or token.first) and len(capital) == 1:
            parts += [text[done : token.start], capital]
            done = token.start + 1
    return "".join(parts) + text[done:]


def _may_lack_capitals(text: str) -> bool:
    """Return whether fewer characters are capitals than a text with capitals has, which is quickly counted."""
    return sum(map(str.isupper, text)) <= _MOST_CAPITALS * (text.count(" ") + text.count("\n") + 1)
