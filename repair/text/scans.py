"""Signs that a text was read from a scanned print: misspelt ordinary words, misread letters, and specks.

People misspell words too, but they seldom write letters of a similar shape for each other, and they leave no stray
marks between words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from repair.core.caches import WordTable
from repair.text.letter_shapes import possible_originals
from repair.text.lexicon import COMMON_WORD, UNCOMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token

# Share of misspelt words from which a text counts as scanned: 166 of 390 scanned stories, with three quarters of their
# garbled names, and 28 of 700 translated stories reach it.
SCANNED_SHARE = 0.03
_TEXT = attrgetter("text")
_FEWEST_LETTERS = 3  # of a word that is examined
_MAX_CACHED_WORDS = 100_000
_FEWEST_MISSPELT = 2  # words; a single misspelt word is a typing error
# A mark with space on both sides; dashes are put between words, and mail has signs of its own ("> > Yes.", "====").
_SPECK = re.compile(r"(?<=\s)[_~|*«»©®¢¥°•■^\\‘'.,:;·]{1,2}(?=\s)")
_NOISE = re.compile(r"\b(?=[ao]*e)[aeo]{3,5}\b")  # what a stain or a rule is read as: "eee", "eae"
_FEWEST_LETTERS_MISREAD, _LONGEST = 5, 40  # of a word that is examined for misread letters; short words resemble many
# Of 390 scanned stories 177, with four fifths of the garbled names, show these signs; of 1,145 human translations none,
# and of 2,474 machine translations seven.
_MISREAD_SHARE = 0.015  # of the words: twice the misread ones, and the specks
_DAMAGED_SHARE = 0.06  # of the words: the unknown ones and the specks
# Of the words in lower case: the unknown ones, of plain letters, from which no other sign is needed. Of 6,000 other
# pieces of copy none reaches both.
_ILLEGIBLE_SHARE, _FEWEST_ILLEGIBLE = 0.15, 5
_RUN_TOGETHER = frozenset(f"{first}the" for first in ("at", "by", "for", "from", "in", "of", "on", "to", "with", "and"))
_MERGED, _APART = "m", "rn"  # read for each other so often that one word ("Govemor") is enough
_FEWEST_LETTERS_MERGED = 6  # of such a word


def misspelt_share(tokens: Sequence[Token], lexicon: Lexicon) -> float:
    """Return the share (0-1) of the lower-case words that the lexicon does not know; 0 where only one word is.

    Args:
        tokens: The words of the text.
        lexicon: Known words, names and places.
    """
    counts = Counter(map(_misspelt_words(lexicon).__getitem__, map(_TEXT, tokens)))
    misspelt = counts[True]
    return misspelt / (misspelt + counts[False]) if misspelt >= _FEWEST_MISSPELT else 0.0


@lru_cache(maxsize=8)
def _misspelt_words(lexicon: Lexicon) -> WordTable[bool | None]:
    return WordTable(partial(_is_misspelt, lexicon=lexicon), maxsize=_MAX_CACHED_WORDS)


def _is_misspelt(text: str, lexicon: Lexicon) -> bool | None:
    """Return whether an ordinary word is in no list; None for a word that is no ordinary one."""
    word = fold(text)
    if not text[:1].islower() or len(word) < _FEWEST_LETTERS or not word.isalpha():
        return None
    return not lexicon.knows(word)


class _Signs(NamedTuple):
    """Whether a word is unknown and in lower case, whether it is misread, and whether "m" is read for "rn" in it."""

    unknown: bool
    misread: bool
    merged: bool


_NO_SIGNS = _Signs(False, False, False)


def has_misread_letters(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Return whether a text has misread letters and specks, as a scanned print has and other copy has not.

    Args:
        text: The text.
        tokens: Its words.
        lexicon: Known words, names and places.
    """
    texts = set(map(_TEXT, tokens))
    words = [signs for signs in map(_signs_of_words(lexicon).__getitem__, texts) if signs is not _NO_SIGNS]
    if not words:
        return False
    if any(signs.merged for signs in words):
        return True
    unknown, misread = sum(signs.unknown for signs in words), sum(signs.misread for signs in words)
    if _illegible(texts, lexicon) >= _FEWEST_ILLEGIBLE and misspelt_share(tokens, lexicon) >= _ILLEGIBLE_SHARE:
        return True
    specks = sum(1 for _ in _SPECK.finditer(text)) + sum(1 for _ in _NOISE.finditer(text))
    if unknown > 1 and specks > 1 and unknown + specks >= _DAMAGED_SHARE * len(tokens):
        return True
    return misread > 0 and misread + specks > 1 and 2 * misread + specks >= _MISREAD_SHARE * len(tokens)


@lru_cache(maxsize=8)
def _signs_of_words(lexicon: Lexicon) -> WordTable[_Signs]:
    return WordTable(partial(_signs, lexicon=lexicon), maxsize=_MAX_CACHED_WORDS)


def _signs(text: str, lexicon: Lexicon) -> _Signs:
    """Return the signs of a scan in a word; `_NO_SIGNS` for a known, short or very long one."""
    word = fold(text)
    if not (_FEWEST_LETTERS_MISREAD <= len(word) <= _LONGEST and text.isalpha()) or lexicon.knows(word):
        return _NO_SIGNS
    is_lower = text[0].islower()
    is_misread = word in _RUN_TOGETHER or (
        is_lower and any(lexicon.word(original) >= UNCOMMON_WORD for original in possible_originals(word))
    )
    return _Signs(is_lower, is_misread, _has_merged_letters(word, lexicon))


def _illegible(texts: Iterable[str], lexicon: Lexicon) -> int:
    """Return the number of unknown words of plain letters; words of another language have other letters, too."""
    is_misspelt = _misspelt_words(lexicon)
    return sum(text.isascii() for text in texts if is_misspelt[text])


def _has_merged_letters(word: str, lexicon: Lexicon) -> bool:
    """Whether an unknown word is a common one where "m" is read for "rn"."""
    places = (match.start() for match in re.finditer(_MERGED, word))
    fits = len(word) >= _FEWEST_LETTERS_MERGED
    return fits and any(lexicon.word(word[:at] + _APART + word[at + 1 :]) >= COMMON_WORD for at in places)
