"""The letters the channel model reads and writes: folded names, except that acronyms keep their capitals.

Accents and case say little about *which* name is meant and cost a small model much, so they are left to the gazetteer's
spelling. An acronym is kept apart because it is mangled letter by letter, not by sound.
"""

from __future__ import annotations

import re

from repair.text.normalize import fold

# Put before what the model reads when it is to go the other way, from a clean name to how it may be mangled.
BACKWARD = "&"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-./"
ALPHABET = _LETTERS + BACKWARD
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9./-]{2,5}")
_OUTSIDE = re.compile(f"[^{re.escape(_LETTERS)}]")
_LONGEST = 48  # letters; a longer mention is cut, its head says enough


def spell(name: str) -> str:
    """Return ``name`` in the model's letters, never empty ("." stands for a name without any).

    >>> spell("Dvořáková"), spell("ŘSD"), spell("Rin TAKI"), spell("東京")
    ('dvorakova', 'RSD', 'rin taki', '.')
    """
    folded = fold(name)
    if _ACRONYM.fullmatch(folded.upper()) and name.upper() == name:
        folded = folded.upper()
    return " ".join(_OUTSIDE.sub("", folded)[:_LONGEST].split()) or "."
