"""Tokenizers for transliteration: kana, pinyin syllables and letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from repair.text.normalize import fold

Tokens = tuple[str, ...]


_SMALL_KANA = frozenset("ァィゥェォャュョヮ")


@dataclass(frozen=True, slots=True)
class Romanization:
    """One romanization of a word: its text, and its share of the n-best list (shares sum to 1)."""

    text: str
    share: float


def kana_tokens(text: str) -> Tokens:
    """Split katakana into morae; a small vowel belongs to the preceding character.

    >>> kana_tokens("ヴィトー")
    ('ヴィ', 'ト', 'ー')
    """
    tokens: list[str] = []
    for char in text:
        if char in _SMALL_KANA and tokens and tokens[-1] not in ("ー", "ッ", "ン"):
            tokens[-1] += char
        else:
            tokens.append(char)
    return tuple(tokens)


def pinyin_tokens(text: str) -> Tokens:
    """Return the toneless pinyin syllables of Chinese characters."""
    from pypinyin import lazy_pinyin

    return tuple(fold(syllable) for syllable in lazy_pinyin(text, errors="ignore"))


def letter_tokens(text: str) -> Tokens:
    """Split Cyrillic, Arabic or Hebrew into letters, without points and accents (Cyrillic й is one letter)."""
    letters = "".join(
        c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c) or c == "\u0306"
    )
    return tuple(c for c in unicodedata.normalize("NFC", letters) if c.isalpha())


TOKENIZERS: dict[str, Callable[[str], Tokens]] = {
    "katakana": kana_tokens,
    "hangul": lambda text: tuple(unicodedata.normalize("NFD", text)),
    "hanzi": pinyin_tokens,
    "cyrillic": letter_tokens,
    "arabic": letter_tokens,
    "hebrew": letter_tokens,
}
