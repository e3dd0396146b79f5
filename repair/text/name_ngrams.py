"""Name-like n-grams: capitalised words of a text that could be a name together, with what is written between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from repair.text.joints import HYPHEN
from repair.text.tokens import Token
from repair.text.wordlists import INNER_WORDS

MAX_GRAM = 4  # capitalised words of an n-gram; the parts of a longer official name are n-grams too


class NameNgram(NamedTuple):
    """A name-like n-gram: its half-open token range and its text."""

    low: int
    high: int
    text: str


def name_ngrams(
    tokens: Sequence[Token], joints: bytes, capital_at: Sequence[int], surface: Callable[[int, int], str]
) -> list[NameNgram]:
    """Return every n-gram that could be a name: capitalised words, with particles and hyphenated parts between them.

    Args:
        tokens: The words of the text.
        joints: What is between each word and the next; see `repair.text.analysis.AnalyzedText.joints`.
        capital_at: The numbers of the words with a capital.
        surface: Returns the text of a half-open range of words.
    """
    grams: list[NameNgram] = []
    for low in capital_at:
        grams.append(NameNgram(low, low + 1, tokens[low].text))
        capitals = 1
        for high in range(low + 1, len(tokens)):
            if capitals == MAX_GRAM or not joints[high - 1]:
                break
            token = tokens[high]
            if token.capital or joints[high - 1] == HYPHEN:
                capitals += 1
                grams.append(NameNgram(low, high + 1, surface(low, high + 1)))
            elif token.fold not in INNER_WORDS:
                break
    return grams
