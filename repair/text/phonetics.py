"""Reduced forms of folded names for comparing spellings: letters only, and consonants by coarse sound."""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("qu", "k"), ("gh", "g"), ("kh", "h"), ("x", "ks"), ("c", "k"), ("q", "k"), ("v", "b"),
    ("w", "b"), ("l", "r"), ("j", "Z"), ("dz", "Z"), ("z", "s"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy]+")
_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def squash(folded: str) -> str:
    """Return a folded form without its spaces, hyphens and apostrophes."""
    return folded.replace(" ", "").replace("-", "").replace("'", "")


@lru_cache(maxsize=100_000)
def consonant_skeleton(folded: str) -> str:
    """Return the consonants of a folded form by coarse sound: l = r, b = v = w, doubled consonants single.

    >>> consonant_skeleton("rutte"), consonant_skeleton("latte")
    ('rt', 'rt')
    """
    text = squash(folded)
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return _REPEATS.sub(r"\1", _VOWELS.sub("", text))
