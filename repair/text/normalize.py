"""Folding: text without case and accents, for comparing spellings."""

from __future__ import annotations

import unicodedata

from repair.core.caches import text_cache
from repair.core.characters import APOSTROPHES, INVISIBLE

# Letters that Unicode does not decompose, in their usual spelling without diacritics; quotes; invisible characters.
_PLAIN = str.maketrans(
    {
        "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE",
        "œ": "oe", "Œ": "OE", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "ɓ": "b",
        "ɗ": "d", "ƙ": "k", "Ɗ": "D", "Ɓ": "B", "Ƙ": "K",
        **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(INVISIBLE),
    }
)  # fmt: skip


@text_cache(maxsize=200_000)
def folded_words(text: str) -> list[str]:
    """Return the folded words of a name; the parts of a word with hyphens are words.

    >>> folded_words("Škoda-Auto a.s.")
    ['skoda', 'auto', 'a.s.']
    """
    return fold(text).replace("-", " ").split()


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and invisible characters, with straight apostrophes.

    >>> fold("Škoda’s"), fold("Ørsted"), fold("KYIV")
    ("skoda's", 'orsted', 'kyiv')
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
