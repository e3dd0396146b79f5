"""Names heard as words: a coarse sound key finds an English word or a better-known name that sounds much like it.

In the key l = r, b = v and vowels are cheap, because the scripts that names pass through cannot tell them apart:
Rutte, by way of kana, is heard as "latte".
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

_KEY = (
    ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("ph", "f"), ("th", "s"), ("ck", "k"), ("qu", "k"), ("gh",
    "g"),
    ("wh", "w"), ("x", "ks"), ("c", "k"), ("q", "k"), ("v", "b"), ("l", "r"), ("z", "s"), ("j", "S"), ("y", "i"),
    ("w", "u"),
    ("h", ""),
)  # fmt: skip


def phonetic_key(word: str) -> str:
    """Return the coarse sound of a folded word.

    >>> phonetic_key("rutte") == phonetic_key("lute")[:2] + "te", phonetic_key("volta")
    (True, 'borta')
    """
    for old, new in _KEY:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def _frame(key: str) -> str:
    """Return a key with every run of vowels made one mark."""
    return re.sub("[aeiou]+", "a", key)


class SoundalikeIndex:
    """Finds words that sound like a name among a fixed list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._frames: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in sorted(set(words)):
            key = phonetic_key(word)
            self._frames[_frame(key)].append((word, key))

    def snap(self, name: str, rng: random.Random) -> str:
        """Return a word with the same consonants, or all but one, and near vowels; ``name`` when there is none."""
        key = phonetic_key(name)
        frame = _frame(key)
        frames = {
            frame,
            frame + "a",
            frame.removesuffix("a"),
            *(frame[:at] + frame[at + 1 :] for at in range(1, len(frame))),
        }
        found: list[tuple[float, str]] = []
        for each in frames:
            far = 0.0 if each == frame else 1.2
            for word, other in self._frames.get(each, ()):
                if word != name:
                    found.append((far + Levenshtein.distance(key, other), word))
        near = sorted(found)[:4]
        return rng.choice([word for cost, word in near if cost <= max(1.5, len(key) / 2.5)] or [name])
