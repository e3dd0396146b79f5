"""The lookup key of a name: the same for spellings that differ in case, accents, hyphens and apostrophes."""

from __future__ import annotations

import re

from repair.core.caches import text_cache
from repair.text.normalize import fold

_APART = re.compile(r"[^\w]+")


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


@text_cache(maxsize=50_000)
def key(text: str) -> str:
    """Return the lookup key of a name as printed.

    >>> key("Côte d’Ivoire"), key("U.S."), key("Si-Sapanna")
    ('cote divoire', 'us', 'si sapanna')
    """
    folded = fold(text).removesuffix("'s")
    if "'" in folded:
        folded = _APOSTROPHE.sub("", folded)
    if not folded.replace(" ", "a").isalnum():  # most names have only letters and spaces
        folded = _APART.sub(" ", folded)
    words = folded.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)
