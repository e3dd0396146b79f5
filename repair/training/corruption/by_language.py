"""Corruption by source language that needs no list of names and no extra package, for `repair garble`.

A corruptor takes a folded word and returns a folded word, the same one when there is nothing to change. Training
pairs use better corruptors, learned from pairs of names (see `mixture`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from repair.text.paradigms import ICELANDIC, OTHER, SLAVIC, InflectionRules
from repair.training.corruption import letter_errors, wrong_endings

Corruptor = Callable[[str, random.Random], str]

_VOWELS = "aeiou"
# Letters that each script does not distinguish or writes with another letter, and what replaces them.
_KANA = (("l", "r"), ("r", "l"), ("v", "b"), ("b", "v"), ("th", "s"), ("si", "shi"), ("ti", "chi"), ("tu", "tsu"),
         ("f", "h"), ("er", "a"), ("ll", "r"), ("x", "kkus"), ("c", "k"), ("w", "u"), ("d", "do"))  # fmt: skip
_HANZI = (("l", "r"), ("r", "l"), ("b", "p"), ("d", "t"), ("g", "k"), ("v", "w"), ("th", "s"), ("ar", "a"),
          ("er", "e"), ("m", "n"), ("sh", "x"), ("z", "ts"))  # fmt: skip
_HANGUL = (("f", "p"), ("v", "b"), ("z", "j"), ("l", "r"), ("r", "l"), ("th", "s"), ("w", "u"))
_ABJAD = (("p", "b"), ("b", "p"), ("v", "f"), ("g", "j"), ("o", "u"), ("e", "i"), ("ch", "sh"), ("c", "k"))
_CYRILLIC = (("h", "g"), ("w", "v"), ("th", "t"), ("x", "ks"), ("j", "dzh"), ("y", "i"), ("ts", "c"), ("qu", "kv"),
             ("e", "ye"), ("ll", "l"), ("ck", "k"))  # fmt: skip


def _confused(pairs: tuple[tuple[str, str], ...], share: float) -> Corruptor:
    """Return the corruptor that replaces letters by their pairs, each with the probability ``share``."""
    table = dict(pairs)
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))

    def corruptor(word: str, rng: random.Random) -> str:
        return pattern.sub(lambda match: table[match.group()] if rng.random() < share else match.group(), word)

    return corruptor


def _wrong_base(rules: tuple[InflectionRules, ...]) -> Corruptor:
    return lambda word, rng: wrong_endings.wrong_base_form(word, rules, rng)


def _open_syllables(word: str, rng: random.Random) -> str:
    """Insert a vowel between consonants, as a syllabic script requires, or drop or add one at the end."""
    places = [at for at in range(1, len(word)) if word[at - 1] not in "aeiouyn" and word[at] not in "aeiouyhr"]
    if places and rng.random() < 0.5:
        at = rng.choice(places)
        return word[:at] + rng.choice("uuo") + word[at:]
    return word[:-1] if len(word) > 4 and word[-1] in _VOWELS else word + rng.choice("uo")


class WeightedCorruptor(NamedTuple):
    """A corruptor of names, and how often it is chosen, relative to the others of its language."""

    weight: int
    corruptor: Corruptor


_SLAVIC = (
    WeightedCorruptor(4, _wrong_base(SLAVIC)),
    WeightedCorruptor(1, lambda word, rng: wrong_endings.regender(word)),
    WeightedCorruptor(1, letter_errors.misspell),
)
_RUSSIAN = (
    WeightedCorruptor(3, _confused(_CYRILLIC, 0.6)),
    WeightedCorruptor(2, _wrong_base(SLAVIC)),
    WeightedCorruptor(2, letter_errors.misspell),
)
_NORDIC = (WeightedCorruptor(4, _wrong_base(ICELANDIC)), WeightedCorruptor(1, letter_errors.misspell))
_ABJADS = (
    WeightedCorruptor(4, letter_errors.guess_vowels),
    WeightedCorruptor(2, _confused(_ABJAD, 0.6)),
    WeightedCorruptor(1, letter_errors.misspell),
)
_DEFAULT = (
    WeightedCorruptor(2, _wrong_base(OTHER)),
    WeightedCorruptor(2, letter_errors.misspell),
    WeightedCorruptor(1, letter_errors.guess_vowels),
)
# The weighted corruptors of each language, by ISO 639 code.
CORRUPTORS: dict[str, tuple[WeightedCorruptor, ...]] = {
    "ja": (
        WeightedCorruptor(4, _confused(_KANA, 0.6)),
        WeightedCorruptor(1, _open_syllables),
        WeightedCorruptor(1, letter_errors.split),
    ),
    "zh": (
        WeightedCorruptor(4, _confused(_HANZI, 0.6)),
        WeightedCorruptor(1, letter_errors.guess_vowels),
        WeightedCorruptor(1, letter_errors.split),
    ),
    "ko": (WeightedCorruptor(4, _confused(_HANGUL, 0.7)), WeightedCorruptor(1, _open_syllables)),
    **dict.fromkeys("ar fa he ur".split(), _ABJADS),
    **dict.fromkeys("ru uk bg mk be sr".split(), _RUSSIAN),
    **dict.fromkeys("cs sk pl sl hr hbs".split(), _SLAVIC),
    **dict.fromkeys("is da sv nb fo".split(), _NORDIC),
}
# Languages from which names are mangled: those above, and those whose translations have only the default errors.
LANGUAGES = frozenset(CORRUPTORS) | frozenset(
    "bn bo de el es et fi fr hi hu hy id it ka lt lv nl pt ro sq sw ta th tr vi".split()
)


def corrupted(word: str, lang: str, rng: random.Random) -> str:
    """Return ``word`` (folded) as it might appear in a translation from the language ``lang``.

    Languages without an entry in `CORRUPTORS` share a default. A word that is not changed is returned itself.

    >>> corrupted("rutte", "ja", random.Random(2)) != "rutte"
    True
    """
    weighted = CORRUPTORS.get(lang, _DEFAULT)
    for _ in range(12):
        (corruptor,) = rng.choices([choice.corruptor for choice in weighted], [choice.weight for choice in weighted])
        mangled = corruptor(word, rng)
        if mangled != word and len(mangled) > 1 and mangled.strip(" -'"):
            return mangled
    return word
