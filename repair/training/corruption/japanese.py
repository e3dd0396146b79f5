"""Japanese names misread: the same kanji with another reading, of the whole name, of a part, or as if Chinese.

Most mangled names in translations from Japanese have the right kanji and a wrong reading, because the characters do
not determine the reading of a name (尾車 is Oguruma, not Oguma or Bisha). Readings come from JMnedict and KANJIDIC2
(see `name_sources`); without that package the pools here are empty.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repair.training.name_sources import JapaneseName

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ",
}  # fmt: skip
_IRREGULAR = {"し": "shi", "じ": "ji", "ち": "chi", "ぢ": "ji", "つ": "tsu", "づ": "zu", "ふ": "fu", "ん": "n"}
_GLIDES = {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ゔ": "vu", "ー": ""}
_VOICED = dict(zip("かきくけこさしすせそたちつてとはひふへほ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ", strict=True))
_HALF = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for onset, row in _ROWS.items():
        for kana, vowel in zip(row, "aiueo", strict=True):
            table[kana] = _IRREGULAR.get(kana, onset + vowel)
    table |= _GLIDES | {"ん": "n"}
    for kana, spelled in list(table.items()):
        if spelled.endswith("i") and kana not in "いゐ":
            stem = spelled[:-1] if spelled in ("shi", "chi", "ji") else spelled[:-1] + "y"
            for small, vowel in zip("ゃゅょ", "auo", strict=True):
                table[kana + small] = stem + vowel
    return table


_KANA = _table()


def romaji(kana: str, *, long: bool = False) -> str:
    """Spell hiragana in Hepburn letters as newspapers do; ``long`` keeps the second vowel of おう and うう.

    >>> romaji("おぐるま"), romaji("しょうへい"), romaji("ゆうじ", long=True), romaji("ほっかい")
    ('oguruma', 'shohei', 'yuuji', 'hokkai')
    """
    spelled = ""
    double = False
    at = 0
    while at < len(kana):
        size = 2 if kana[at : at + 2] in _KANA else 1
        piece = _KANA.get(kana[at : at + size], "")
        if kana[at] == "っ":
            double = True
        elif not long and piece == "u" and spelled[-1:] in ("o", "u"):
            pass
        elif not long and piece == "o" and spelled[-1:] == "o" and at == 1:
            pass  # おお at the head of a name (Ono for 大野)
        elif piece:
            spelled += (
                ("t" if piece.startswith("ch") else piece[0]) + piece if double and piece[0] not in "aiueo" else piece
            )
            double = False
        at += size
    return spelled


@dataclass(frozen=True, slots=True)
class KanjiReading:
    """A name as kanji, with the part of the reading that belongs to each."""

    kanji: str
    parts: tuple[str, ...]
    kind: str

    @property
    def kana(self) -> str:
        """The whole reading in hiragana."""
        return "".join(self.parts)


def _forms(reading: str) -> Iterable[str]:
    """Yield the forms of a reading inside a name: unchanged, voiced, half-voiced, with a geminated end."""
    yield reading
    if reading[0] in _VOICED:
        yield _VOICED[reading[0]] + reading[1:]
    if reading[0] in _HALF:
        yield _HALF[reading[0]] + reading[1:]
    if len(reading) > 1 and reading[-1] in "つくちき":
        yield reading[:-1] + "っ"


def segment(name: JapaneseName, readings: Mapping[str, tuple[str, ...]]) -> KanjiReading | None:
    """Split the reading of a name by kanji; None when the known readings do not compose it."""

    def walk(at: int, rest: str) -> tuple[str, ...] | None:
        if at == len(name.kanji):
            return () if not rest else None
        char = name.kanji[at]
        options = readings.get(char, ()) if char >= "一" else (char,)
        for reading in sorted(options, key=len, reverse=True):
            for pronunciation in _forms(reading):
                if rest.startswith(pronunciation):
                    tail = walk(at + 1, rest[len(pronunciation) :])
                    if tail is not None:
                        return (pronunciation, *tail)
        return None

    parts = walk(0, name.kana)
    return KanjiReading(name.kanji, parts, name.kind) if parts else None


class JapaneseNames:
    """Names and readings to draw from, and wrong readings of them."""

    def __init__(self, names: Iterable[JapaneseName], readings: Mapping[str, tuple[str, ...]]) -> None:
        self.readings = readings
        self.entries: dict[str, list[KanjiReading]] = defaultdict(list)
        by_kanji: dict[str, dict[str, None]] = defaultdict(dict)
        for name in names:
            by_kanji[name.kanji][name.kana] = None
            cut = segment(name, readings)
            if cut is not None and len(cut.parts) > 1:
                self.entries[_category(name.kind)].append(cut)
        self.homographs = {kanji: tuple(group) for kanji, group in by_kanji.items() if len(group) > 1}
        self._kanji = [kanji for kanji, possible in readings.items() if len(possible) > 1]

    def draw(self, rng: random.Random, category: str) -> KanjiReading:
        """Draw a name of a category: "surname", "given" or "place"."""
        return rng.choice(self.entries[category])

    def misread(self, reading: KanjiReading, rng: random.Random) -> str:
        """Return a wrong reading of a name, in Latin letters; occasionally the right one."""
        listed = self.homographs.get(reading.kanji, ())
        if listed and rng.random() < 0.45:
            rivals = [kana for kana in listed if kana != reading.kana]
            return romaji(rng.choice(rivals), long=rng.random() < 0.1)
        parts = list(reading.parts)
        roll = rng.random()
        chosen = rng.randrange(len(parts))
        if roll < 0.55:
            parts[chosen] = self._other_reading(reading.kanji[chosen], parts[chosen], rng)
        elif roll < 0.72:
            parts = [self._other_reading(char, part, rng) for char, part in zip(reading.kanji, parts, strict=True)]
        elif roll < 0.80:
            parts[chosen] = rng.choice(self.readings[rng.choice(self._kanji)])
        elif roll < 0.86:
            parts.insert(chosen + 1, rng.choice(self.readings[rng.choice(self._kanji)]))
        elif roll < 0.93 and len(parts) > 1 and len(reading.kana) > 3:
            del parts[chosen]
        else:
            from repair.channel.tokenizers import pinyin_tokens

            return "".join(pinyin_tokens(reading.kanji)) or romaji(reading.kana)
        return romaji("".join(parts), long=rng.random() < 0.1)

    def _other_reading(self, kanji: str, part: str, rng: random.Random) -> str:
        """Return another reading of one kanji, in a form that it takes inside names."""
        rivals = [reading for reading in self.readings.get(kanji, ()) if reading != part and len(reading) <= 4]
        if not rivals:
            return part
        forms = list(_forms(rng.choice(rivals)))
        return forms[0] if rng.random() < 0.7 else rng.choice(forms[: 2 if len(forms) > 1 else 1])

    def swap_kanji(self, reading: KanjiReading, rng: random.Random) -> str:
        """Return the name with one kanji replaced by one of another name, in Latin letters."""
        rival = self.draw(rng, _category(reading.kind))
        parts = list(reading.parts)
        parts[rng.randrange(len(parts))] = rng.choice(rival.parts)
        return romaji("".join(parts))


def _category(kind: str) -> str:
    """Return "surname", "given" or "place" for a kind of JMnedict."""
    if kind in ("fem", "given", "masc"):
        return "given"
    return "place" if kind in ("place", "station") else "surname"
