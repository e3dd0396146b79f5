"""Pinyin: whether a word is a sequence of Mandarin syllables, as Chinese names are written in Latin letters."""

from __future__ import annotations

import re

_MOST_LETTERS = 36  # of six syllables
INITIAL = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
"""Expression for the consonants that a syllable may begin with."""
FINAL = (
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|e|i|u)"
)
"""Expression for the rest of a syllable, but for "o" alone."""
_SYLLABLE = rf"(?:{INITIAL}?{FINAL}|[bpmfw]?o)"  # "Ozore" is no pinyin: "o" follows few initials
_WORDS = {least: re.compile(rf"{_SYLLABLE}{{{least},6}}") for least in (1, 2)}


def is_pinyin(word: str, *, least: int = 1) -> bool:
    """Return whether a folded word without spaces can be up to six syllables of pinyin.

    Args:
        word: The word.
        least: The number of syllables that it must have, 1 or 2.

    >>> is_pinyin("xiaoping"), is_pinyin("li"), is_pinyin("li", least=2), is_pinyin("mishustin")
    (True, True, False, False)
    """
    return len(word) <= _MOST_LETTERS and _WORDS[least].fullmatch(word) is not None
