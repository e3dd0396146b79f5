"""Chinese names misread: a character gets another reading or a similar syllable, is dropped, or read as Japanese.

Syllables and heteronyms come from pypinyin. A similar syllable shares the initial or the final of the right one. Real
errors also have wholly different syllables, because the characters only look alike.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repair.text.normalize import fold
from repair.training.corruption.japanese import romaji

_SPLIT = re.compile(r"^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.+)$")
_INITIALS = (
    ("zh", "z"), ("z", "zh"), ("ch", "c"), ("c", "ch"), ("sh", "s"), ("s", "sh"), ("n", "l"), ("l", "n"), ("f", "h"),
    ("h", "f"), ("r", "l"), ("b", "p"), ("p", "b"), ("d", "t"), ("t", "d"), ("g", "k"), ("k", "g"), ("j", "q"),
    ("q", "j"),
    ("q", "x"), ("x", "q"), ("x", "sh"), ("zh", "j"), ("ch", "q"),
)  # fmt: skip
_FINALS = (
    ("an", "ang"), ("ang", "an"), ("en", "eng"), ("eng", "en"), ("in", "ing"), ("ing", "in"), ("uo", "o"), ("ian",
    "iang"),
    ("u", "ou"), ("ou", "u"), ("ui", "ei"), ("ong", "eng"), ("e", "o"), ("ai", "ei"), ("un", "en"), ("uan", "an"),
    ("ia", "a"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hanzi:
    """A Chinese name: its characters and one toneless syllable for each."""

    characters: str
    syllables: tuple[str, ...]


def heteronyms() -> dict[str, tuple[str, ...]]:
    """Return the toneless readings of every character of the basic block."""
    from pypinyin import constants

    readings: dict[str, tuple[str, ...]] = {}
    for code, tones in constants.PINYIN_DICT.items():
        if 0x4E00 <= code <= 0x9FFF:
            readings[chr(code)] = tuple(dict.fromkeys(fold(tone) for tone in tones.split(",")))
    return readings


class Misreader:
    """Draws wrong readings of Chinese names, by readings and similar syllables."""

    def __init__(self, names: Iterable[Hanzi], japanese: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.names = tuple(names)
        self._readings = heteronyms()
        self._japanese = japanese or {}
        used = Counter(syllable for name in self.names for syllable in name.syllables)
        self._syllables, self._weights = list(used), list(used.values())
        similar: dict[str, set[str]] = defaultdict(set)
        for syllable in used:
            for key in _halves(syllable):
                similar[key].add(syllable)
        self._similar = {key: sorted(syllables) for key, syllables in similar.items()}

    def misread(self, name: Hanzi, rng: random.Random) -> tuple[str, ...]:
        """Return wrong syllables for ``name``; a Japanese reading is returned as one piece."""
        if self._japanese and rng.random() < 0.07:
            kana = [rng.choice(readings) for char in name.characters if (readings := self._japanese.get(char))]
            if len(kana) == len(name.characters):
                return (romaji("".join(kana)),)
        syllables = list(name.syllables)
        at = rng.randrange(len(syllables))
        if rng.random() < 0.12 and len(syllables) > 1:
            if rng.random() < 0.6:
                del syllables[at]
            else:
                syllables.insert(at, self._any(rng))
            return tuple(syllables)
        for place in {at, *([rng.randrange(len(syllables))] if rng.random() < 0.25 else [])}:
            char = name.characters[place] if place < len(name.characters) else ""
            syllables[place] = self._replacement(syllables[place], char, rng)
        return tuple(syllables)

    def _replacement(self, syllable: str, char: str, rng: random.Random) -> str:
        """Return a syllable that is misheard or misread for the right one."""
        readings = [other for other in self._readings.get(char, ()) if other != syllable]
        roll = rng.random()
        if readings and roll < 0.35:
            return rng.choice(readings)
        if roll < 0.55:
            near = [new + syllable[len(old) :] for old, new in _INITIALS if syllable.startswith(old)]
            near += [syllable.removesuffix(old) + new for old, new in _FINALS if syllable.endswith(old)]
            if near:
                return rng.choice(near)
        if roll < 0.85:
            return rng.choice(self._similar.get(rng.choice(_halves(syllable)), [syllable]))
        return self._any(rng)

    def _any(self, rng: random.Random) -> str:
        return rng.choices(self._syllables, self._weights)[0]


def _halves(syllable: str) -> tuple[str, ...]:
    """Return the keys that similar syllables share: the initial and the final."""
    match = _SPLIT.match(syllable)
    return (f"{match[1]}-", f"-{match[2]}") if match else (syllable,)


def spell(syllables: tuple[str, ...], *, surname: int, rng: random.Random) -> str:
    """Write syllables as a name: the first ``surname`` of them, a space, the rest joined (rarely apart).

    >>> spell(("wang", "li", "wen"), surname=1, rng=random.Random(0))
    'wang liwen'
    """
    glue = "" if rng.random() < 0.94 else rng.choice((" ", "-"))
    if surname and len(syllables) > surname:
        return "".join(syllables[:surname]) + " " + glue.join(syllables[surname:])
    return glue.join(syllables)
