"""Names replaced by words that sound alike: a coarse phonetic key finds an English word or a better-known name.

The key has l = r and b = v, and a difference in vowels costs little, because the scripts that names pass through do
not distinguish them: Rutte, through kana, becomes "latte".
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
    """Return the coarse phonetic key of a folded word.

    >>> phonetic_key("rutte") == phonetic_key("lute")[:2] + "te", phonetic_key("volta")
    (True, 'borta')
    """
    for old, new in _KEY:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def _frame(key: str) -> str:
    """Return a key with every run of vowels as one mark."""
    return re.sub("[aeiou]+", "a", key)


class SoundalikeIndex:
    """Finds the words of a fixed list that sound like a name."""

    def __init__(self, words: Iterable[str]) -> None:
        self._frames: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in sorted(set(words)):
            key = phonetic_key(word)
            self._frames[_frame(key)].append((word, key))

    def soundalike(self, name: str, rng: random.Random) -> str:
        """Return a word with the same consonants, or all but one, and similar vowels; ``name`` when there is none."""
        key = phonetic_key(name)
        frame = _frame(key)
        frames = {
            frame,
            frame + "a",
            frame.removesuffix("a"),
            *(frame[:at] + frame[at + 1 :] for at in range(1, len(frame))),
        }
        scored: list[tuple[float, str]] = []
        for other_frame in frames:
            penalty = 0.0 if other_frame == frame else 1.2
            for word, other in self._frames.get(other_frame, ()):
                if word != name:
                    scored.append((penalty + Levenshtein.distance(key, other), word))
        near = sorted(scored)[:4]
        return rng.choice([word for cost, word in near if cost <= max(1.5, len(key) / 2.5)] or [name])
