"""Reduced forms of folded names, for comparison: letters only, consonants by coarse sound, and classes of sounds."""

from __future__ import annotations

import re
from operator import eq

from repair.core.caches import text_cache

# Letters and the sound that they stand for, in this order; text without "h" skips the first ones.
_SOUNDS_WITH_H = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("ph", "f"), ("th", "t"),
)  # fmt: skip
_SOUNDS = (
    ("ck", "k"), ("qu", "k"), ("gh", "g"), ("kh", "h"), ("x", "ks"), ("c", "k"), ("q", "k"), ("v", "b"),
    ("w", "b"), ("l", "r"), ("j", "Z"), ("dz", "Z"), ("z", "s"),
)  # fmt: skip
# Consonants that garbled names often exchange, by how they are spoken: lips, teeth, throat, hissing, liquid, nasal.
_CLASSES = {
    letter: letters[0] for letters in ("pbfvw", "td", "kgcqxh", "szj", "lr", "mn", "y") for letter in letters
} | dict.fromkeys("aeiou", "a")
_DIGRAPHS = (
    ("sh", "s"), ("ch", "s"), ("th", "t"), ("ph", "p"), ("zh", "s"), ("kh", "k"), ("ts", "s"), ("dz", "s"),
)  # fmt: skip
_NO_VOWELS = str.maketrans("", "", "aeiouy")
_REPEATS = re.compile(r"(.)\1+")


@text_cache(maxsize=100_000)
def squash(folded: str) -> str:
    """Return a folded form without its spaces, hyphens and apostrophes."""
    return folded.replace(" ", "").replace("-", "").replace("'", "")


@text_cache(maxsize=100_000)
def consonant_skeleton(folded: str) -> str:
    """Return the consonants of a folded form by coarse sound: l = r, b = v = w, doubled consonants single.

    >>> consonant_skeleton("rutte"), consonant_skeleton("latte")
    ('rt', 'rt')
    """
    text = squash(folded)
    if "h" in text:
        for letters, sound in _SOUNDS_WITH_H:
            text = text.replace(letters, sound)
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    text = text.translate(_NO_VOWELS)
    return _REPEATS.sub(r"\1", text) if any(map(eq, text, text[1:])) else text


@text_cache(maxsize=100_000)
def sound_classes(joined: str) -> str:
    """Return the class of each sound of a folded form without spaces; vowels are one class, equal neighbours one sound.

    >>> sound_classes("starmer"), sound_classes("sutalma")
    ('stalmal', 'satalma')
    """
    for pair, spoken in _DIGRAPHS:
        joined = joined.replace(pair, spoken)
    return _REPEATS.sub(r"\1", "".join([_CLASSES.get(letter, letter) for letter in joined]))


@text_cache(maxsize=100_000)
def consonant_classes(joined: str) -> str:
    """Return the classes of the consonants of a folded form without spaces; equal neighbours count once.

    >>> consonant_classes("rutte"), consonant_classes("latte")
    ('lt', 'lt')
    """
    return _REPEATS.sub(r"\1", sound_classes(joined).replace("a", ""))
