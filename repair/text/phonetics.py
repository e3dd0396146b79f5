"""Reduced forms of folded names, for comparison: letters only, consonants by coarse sound, and classes of sounds."""

from __future__ import annotations

import re

from repair.core.caches import text_cache

_SOUNDS = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("ph", "f"), ("th", "t"),
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
_VOWELS = re.compile(r"[aeiouy]+")
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
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return _REPEATS.sub(r"\1", _VOWELS.sub("", text))


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
