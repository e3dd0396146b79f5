"""The share of misspelt ordinary words, which distinguishes scanned prints from other copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from repair.text.lexicon import Lexicon
from repair.text.tokens import Token

# Share of misspelt words from which a text counts as scanned: 166 of 390 scanned stories, with three quarters of their
# garbled names, and 28 of 700 translated stories reach it.
SCANNED_SHARE = 0.03
_FEWEST_LETTERS = 3  # of a word that is examined
_FEWEST_MISSPELT = 2  # words; a single misspelt word is a typing error


def misspelt_share(tokens: Sequence[Token], lexicon: Lexicon) -> float:
    """Return the share (0-1) of the lower-case words that the lexicon does not know; 0 where only one word is.

    Args:
        tokens: The words of the text.
        lexicon: Known words, names and places.
    """
    counts = Counter([token.fold for token in tokens if token.text[:1].islower()])
    words = [word for word in counts if len(word) >= _FEWEST_LETTERS and word.isalpha()]
    misspelt = sum(counts[word] for word in words if not lexicon.knows(word))
    return misspelt / sum(map(counts.__getitem__, words)) if misspelt >= _FEWEST_MISSPELT else 0.0
