"""The alphabet of the channel model: folded names, except that acronyms keep their capitals.

Accents and case are weak evidence of which name is meant and are expensive for a small model; the spelling comes from
the gazetteer. Acronyms keep their capitals because they are mangled letter by letter and not by sound.
"""

from __future__ import annotations

import re

from repair.text.normalize import fold

# Prefix of the input in the backward direction, from a clean name to a mangled form.
BACKWARD = "&"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-./"
ALPHABET = _LETTERS + BACKWARD
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9./-]{2,5}")
_OUTSIDE = re.compile(f"[^{re.escape(_LETTERS)}]")
_MAX_LETTERS = 48  # a longer mention is cut


def spell(name: str) -> str:
    """Return ``name`` in the alphabet of the model; "." if it has no letter of it.

    >>> spell("Dvořáková"), spell("ŘSD"), spell("Rin TAKI"), spell("東京")
    ('dvorakova', 'RSD', 'rin taki', '.')
    """
    folded = fold(name)
    if _ACRONYM.fullmatch(folded.upper()) and name.upper() == name:
        folded = folded.upper()
    return " ".join(_OUTSIDE.sub("", folded)[:_MAX_LETTERS].split()) or "."
