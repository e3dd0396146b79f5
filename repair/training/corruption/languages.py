"""How names come back from each language: the ways of mangling that need no list of names and no package.

A word goes in folded and comes out folded, or as it was when a way finds nothing to change. For training pairs there
are better ways, learned from pairs (see `mix`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from repair.text.paradigms import ICELANDIC, OTHER, SLAVIC, InflectionRules
from repair.training.corruption import inflection, letters

Corruptor = Callable[[str, random.Random], str]

_VOWELS = "aeiou"
# What each script cannot tell apart, or writes with another letter; used both ways, for each letter by a coin.
_KANA = (("l", "r"), ("r", "l"), ("v", "b"), ("b", "v"), ("th", "s"), ("si", "shi"), ("ti", "chi"), ("tu", "tsu"),
         ("f", "h"), ("er", "a"), ("ll", "r"), ("x", "kkus"), ("c", "k"), ("w", "u"), ("d", "do"))  # fmt: skip
_HANZI = (("l", "r"), ("r", "l"), ("b", "p"), ("d", "t"), ("g", "k"), ("v", "w"), ("th", "s"), ("ar", "a"),
          ("er", "e"), ("m", "n"), ("sh", "x"), ("z", "ts"))  # fmt: skip
_HANGUL = (("f", "p"), ("v", "b"), ("z", "j"), ("l", "r"), ("r", "l"), ("th", "s"), ("w", "u"))
_ABJAD = (("p", "b"), ("b", "p"), ("v", "f"), ("g", "j"), ("o", "u"), ("e", "i"), ("ch", "sh"), ("c", "k"))
_CYRILLIC = (("h", "g"), ("w", "v"), ("th", "t"), ("x", "ks"), ("j", "dzh"), ("y", "i"), ("ts", "c"), ("qu", "kv"),
             ("e", "ye"), ("ll", "l"), ("ck", "k"))  # fmt: skip


def _confused(pairs: tuple[tuple[str, str], ...], share: float) -> Corruptor:
    """Return the way that exchanges letters a script does not tell apart, each with the probability ``share``."""
    table = dict(pairs)
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))

    def way(word: str, rng: random.Random) -> str:
        return pattern.sub(lambda match: table[match.group()] if rng.random() < share else match.group(), word)

    return way


def _based(rules: tuple[InflectionRules, ...]) -> Corruptor:
    return lambda word, rng: inflection.wrong_base_form(word, rules, rng)


def _opened(word: str, rng: random.Random) -> str:
    """Put a vowel between consonants, as a script of syllables must, or lose the one at the end."""
    places = [at for at in range(1, len(word)) if word[at - 1] not in "aeiouyn" and word[at] not in "aeiouyhr"]
    if places and rng.random() < 0.5:
        at = rng.choice(places)
        return word[:at] + rng.choice("uuo") + word[at:]
    return word[:-1] if len(word) > 4 and word[-1] in _VOWELS else word + rng.choice("uo")


_SLAVIC_WAYS = ((4, _based(SLAVIC)), (1, lambda word, rng: inflection.regender(word)), (1, letters.slip))
_RUSSIAN_WAYS = ((3, _confused(_CYRILLIC, 0.6)), (2, _based(SLAVIC)), (2, letters.slip))
_NORDIC_WAYS = ((4, _based(ICELANDIC)), (1, letters.slip))
_ABJAD_WAYS = ((4, letters.vowels), (2, _confused(_ABJAD, 0.6)), (1, letters.slip))
_OTHER_WAYS = ((2, _based(OTHER)), (2, letters.slip), (1, letters.vowels))
WAYS: dict[str, tuple[tuple[int, Corruptor], ...]] = {
    "ja": ((4, _confused(_KANA, 0.6)), (1, _opened), (1, letters.split)),
    "zh": ((4, _confused(_HANZI, 0.6)), (1, letters.vowels), (1, letters.split)),
    "ko": ((4, _confused(_HANGUL, 0.7)), (1, _opened)),
    **dict.fromkeys("ar fa he ur".split(), _ABJAD_WAYS),
    **dict.fromkeys("ru uk bg mk be sr".split(), _RUSSIAN_WAYS),
    **dict.fromkeys("cs sk pl sl hr hbs".split(), _SLAVIC_WAYS),
    **dict.fromkeys("is da sv nb fo".split(), _NORDIC_WAYS),
}


def corrupted(word: str, lang: str, rng: random.Random) -> str:
    """Return ``word`` (folded) as it might come back from the language ``lang``; one without ways has common ones.

    >>> corrupted("rutte", "ja", random.Random(2)) != "rutte"
    True
    """
    ways = WAYS.get(lang, _OTHER_WAYS)
    for _ in range(12):
        (way,) = rng.choices([way for _, way in ways], [weight for weight, _ in ways])
        found = way(word, rng)
        if found != word and len(found) > 1 and found.strip(" -'"):
            return found
    return word
