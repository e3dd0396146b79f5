"""Names of Korea and Taiwan with a syllable for each word: "Ban Ki-moon", "Chiang Wan-an"."""

from __future__ import annotations

import re

from repair.text.analysis import AnalyzedText

_SYLLABLE = re.compile(r"[b-df-hj-np-tv-z]{0,3}(?:[aeiouy]{1,3}|w[aeiou]{1,2})(?:ng|rk|[nmhklp])?")
_FEWEST_BEFORE = 2  # words before the last syllable: the family name, and the first one


def is_syllable(fold: str) -> bool:
    """Return whether a folded word may be one syllable of a name of East Asia: "lam", but not "paris"."""
    return _SYLLABLE.fullmatch(fold) is not None


def is_second_syllable(text: AnalyzedText, at: int) -> bool:
    """Return whether a word may be the last syllable of a given name behind a family name.

    Args:
        text: The text.
        at: The number of the word.

    >>> text = AnalyzedText("Ban Ki-moon met the Tokyo-based Park Geun-hye.")
    >>> [token.text for number, token in enumerate(text.tokens) if is_second_syllable(text, number)]
    ['moon', 'hye']
    """
    if at < _FEWEST_BEFORE or text.tokens[at].capital or not text.is_hyphenated(at - 1, at) or text.gap(at - 2) != " ":
        return False
    are_capitals = text.tokens[at - 2].capital and text.tokens[at - 1].capital
    return are_capitals and all(map(is_syllable, text.folds[at - 2 : at + 1]))
