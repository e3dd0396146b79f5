"""Folding: letters without case and accents, for comparing spellings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from repair.core.characters import INVISIBLE

# Letters that Unicode does not decompose but that desks write without their mark.
_PLAIN = str.maketrans(
    {
        "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE",
        "œ": "oe", "Œ": "OE", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "ɓ": "b",
        "ɗ": "d", "ƙ": "k", "Ɗ": "D", "Ɓ": "B", "Ƙ": "K", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'",
        **dict.fromkeys(INVISIBLE),
    }
)  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return the form under which spellings that differ by accent, case or quote are the same.

    >>> fold("Škoda’s"), fold("Ørsted"), fold("KYIV")
    ("skoda's", 'orsted', 'kyiv')
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
