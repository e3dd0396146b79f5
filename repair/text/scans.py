"""The share of misspelt ordinary words, which distinguishes scanned prints from other copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token

# Share of misspelt words from which a text counts as scanned: 166 of 390 scanned stories, with three quarters of their
# garbled names, and 28 of 700 translated stories reach it.
SCANNED_SHARE = 0.03
_TEXT = attrgetter("text")
_FEWEST_LETTERS = 3  # of a word that is examined
_FEWEST_MISSPELT = 2  # words; a single misspelt word is a typing error


def misspelt_share(tokens: Sequence[Token], lexicon: Lexicon) -> float:
    """Return the share (0-1) of the lower-case words that the lexicon does not know; 0 where only one word is.

    Args:
        tokens: The words of the text.
        lexicon: Known words, names and places.
    """
    ordinary = misspelt = 0
    for text, count in Counter(map(_TEXT, tokens)).items():
        is_ordinary, is_misspelt = _classified(text, lexicon)
        ordinary += is_ordinary * count
        misspelt += is_misspelt * count
    return misspelt / ordinary if misspelt >= _FEWEST_MISSPELT else 0.0


@lru_cache(maxsize=100_000)
def _classified(text: str, lexicon: Lexicon) -> tuple[bool, bool]:
    """Return whether a word counts as an ordinary one, and whether it is such a word in no list."""
    word = fold(text)
    if not text[:1].islower() or len(word) < _FEWEST_LETTERS or not word.isalpha():
        return False, False
    return True, not lexicon.knows(word)
