"""The mixture: which ways of mangling are drawn how often, and how a garbled word becomes a garbled name.

Weights follow what is found in machine-translated news (kanji misread, Cyrillic slips, vowels of abjads guessed,
subword garbles, case endings…), not what is easy to make. About a fifth of the pairs are untouched, so that the model
learns that most names are right as they stand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from repair.text import paradigms
from repair.training.corruption import inflection, letters
from repair.training.corruption.chinese import Hanzi, Misreader, spell
from repair.training.corruption.japanese import JapaneseNames, KanjiReading, romaji
from repair.training.corruption.name_pools import ACRONYMS, Pools, Region
from repair.training.corruption.soundalikes import SoundalikeIndex
from repair.training.corruption.subwords import SyllableGarbler


@dataclass(frozen=True, slots=True)
class Draw:
    """One name before and after: ``clean`` and ``mangled`` folded, and the route by which it was mangled."""

    clean: str
    mangled: str
    route: str


Drawer = Callable[[random.Random], tuple[str, str]]

# Parts in a hundred or so; ``untouched`` comes on top (see Mixture.draw).
WEIGHTS: dict[str, float] = {
    "kanji": 20, "slavic": 8, "icelandic": 4, "gender": 2, "tail": 5, "subword": 12, "cyrillic": 10, "romanised": 4,
    "katakana": 9, "chinese": 8, "hanzi": 7, "pinyin": 1.5, "hebrew": 9, "arabic": 4, "vowels": 3, "hangul": 2,
    "sounds": 4, "split": 3, "snap": 3, "acronym": 2.5, "ocr": 1.5, "typo": 1.5, "other": 1.5,
}  # fmt: skip
UNTOUCHED = 0.2
_COMPANY = 0.36  # share of garbled words that are given a first name or surname beside them


class CorruptionMixture:
    """Draws (clean, mangled) names from pools; deterministic given the generator it is handed."""

    def __init__(self, pools: Pools, *, weights: dict[str, float] | None = None, untouched: float = UNTOUCHED) -> None:
        self._pools = pools
        self._untouched = untouched
        self._everywhere = tuple(name for region in pools.regions.values() for name in region.all)
        self._syllables = SyllableGarbler(self._everywhere + pools.world)
        self._snapper = SoundalikeIndex(
            pools.words + pools.regions["english"].given + pools.regions["english"].towns[::4]
        )
        self._misreader = Misreader(pools.chinese + pools.given_zh + pools.surnames_zh * 20, pools.japanese.readings)
        drawers = self._drawers()
        chosen = WEIGHTS if weights is None else weights
        self._routes = [route for route in chosen if route in drawers]
        self._weights = [chosen[route] for route in self._routes]
        self._drawers_by_route = drawers

    def draw(self, rng: random.Random) -> Draw:
        """Draw one pair; an untouched one says so in its route."""
        route = rng.choices(self._routes, self._weights)[0]
        for _ in range(20):
            clean, mangled = self._named(route, rng)
            if rng.random() < self._untouched:
                return Draw(clean, clean, "untouched")
            if clean != mangled and len(mangled) > 1 and mangled.strip(" -'."):
                return Draw(clean, mangled, route)
        return Draw(clean, clean, "untouched")

    def _drawers(self) -> dict[str, Drawer]:
        """Return the route table; a route whose pool is empty (an optional package is absent) is left out."""
        table: dict[str, Drawer] = {
            "slavic": self._slavic, "icelandic": self._icelandic, "gender": self._gender, "tail": self._tail,
            "subword": self._subword, "romanised": self._romanised, "chinese": self._chinese,
            "vowels": self._vowels, "sounds": self._sounds, "split": self._split, "acronym": self._acronym,
            "ocr": self._ocr, "typo": self._typo, "other": self._other, "snap": self._snap,
        }  # fmt: skip
        if self._pools.japanese.entries:
            table["kanji"] = self._kanji
        for script in ("katakana", "cyrillic", "hanzi", "hebrew", "arabic", "hangul"):
            if self._pools.trips.get(script):
                table[script] = self._there_and_back(script)
        if "hanzi" in table:
            table["pinyin"] = self._pinyin
        return table

    def _named(self, route: str, rng: random.Random) -> tuple[str, str]:
        """Draw a garbled word and, often, company for it; then the accidents that befall whole names."""
        clean, mangled = self._drawers_by_route[route](rng)
        if (
            route not in ("kanji", "chinese", "acronym", "split", "other")
            and " " not in clean
            and rng.random() < _COMPANY
        ):
            clean, mangled = self._accompany(route, clean, mangled, rng)
        if " " in mangled:
            roll, turned = rng.random(), 0.16 if route == "kanji" else 0.06
            if roll < turned:
                mangled = letters.turn(mangled, rng)
            elif roll < turned + 0.03:
                mangled = letters.join(mangled, rng)
            elif roll < turned + 0.06:
                mangled = mangled.split(" ")[rng.randrange(2)]
        elif rng.random() < 0.025:
            mangled = letters.split(mangled, rng)
        if route in ("katakana", "cyrillic", "hebrew", "hanzi", "slavic", "subword") and rng.random() < 0.1:
            mangled = letters.slip(mangled, rng, times=1)
        return clean, mangled

    def _accompany(self, route: str, clean: str, mangled: str, rng: random.Random) -> tuple[str, str]:
        """Put another name before or after: right as it is, or garbled by the same route."""
        if rng.random() < 0.25:
            other, other_mangled = self._drawers_by_route[route](rng)
        else:
            other = other_mangled = rng.choice(self._region(route).given or self._everywhere)
        if " " in other or rng.random() < 0.3:
            return f"{clean} {other}", f"{mangled} {other_mangled}"
        return f"{other} {clean}", f"{other_mangled} {mangled}"

    def _region(self, route: str) -> Region:
        return self._pools.regions.get(route, self._pools.regions["english"])

    # --- one drawer for each route -------------------------------------------------------------------------------

    def _anyone(self, rng: random.Random) -> str:
        """Draw a word of any part of the world."""
        if rng.random() < 0.4:
            return rng.choice(self._pools.world)
        region = self._pools.regions[rng.choice(tuple(self._pools.regions))]
        pool = rng.choice([pool for pool in (region.given, region.surnames, region.towns) if pool])
        return rng.choice(rng.choice(pool).split(" "))

    def _of(self, name: str, rng: random.Random) -> str:
        region = self._pools.regions[name]
        pool = rng.choice([pool for pool in (region.given, region.surnames, region.towns) if pool])
        return rng.choice(pool)

    def _kanji(self, rng: random.Random) -> tuple[str, str]:
        names = self._pools.japanese
        sort = rng.choices(("surname", "given", "place"), (4, 3, 2.5))[0]
        first = names.draw(rng, sort)
        clean, mangled = romaji(first.kana), self._misread(names, first, rng)
        if sort == "surname" and rng.random() < 0.4:
            second = names.draw(rng, "given")
            other = romaji(second.kana)
            other_mangled = other if rng.random() < 0.45 else self._misread(names, second, rng)
            if rng.random() < 0.35:
                clean, mangled = (clean, clean) if rng.random() < 0.5 else (clean, mangled)
            if rng.random() < 0.3:
                return f"{clean} {other}", f"{mangled} {other_mangled}"
            return f"{other} {clean}", f"{other_mangled} {mangled}"
        if sort == "place" and rng.random() < 0.3:
            mangled = letters.part_suffix(mangled, rng)
        return clean, mangled

    @staticmethod
    def _misread(names: JapaneseNames, reading: KanjiReading, rng: random.Random) -> str:
        return names.swap_kanji(reading, rng) if rng.random() < 0.1 else names.misread(reading, rng)

    def _chinese(self, rng: random.Random) -> tuple[str, str]:
        if rng.random() < 0.35:
            place = rng.choice(self._pools.chinese)
            right, wrong = place.syllables, self._misreader.misread(place, rng)
            return "".join(right), spell(wrong, surname=0, rng=rng)
        surname, given = rng.choice(self._pools.surnames_zh), rng.choice(self._pools.given_zh)
        if rng.random() < 0.3:
            given = Hanzi(given.characters[0] + surname.characters[0], (given.syllables[0], surname.syllables[0]))
            surname = rng.choice(self._pools.surnames_zh)
        clean = spell(surname.syllables + given.syllables, surname=len(surname.syllables), rng=random.Random(0))
        wrong_surname = self._misreader.misread(surname, rng) if rng.random() < 0.3 else surname.syllables
        wrong_given = self._misreader.misread(given, rng) if rng.random() < 0.8 else given.syllables
        if rng.random() < 0.3:
            return clean.split(" ")[-1], spell(wrong_given, surname=0, rng=rng)
        return clean, spell(wrong_surname + wrong_given, surname=len(wrong_surname), rng=rng)

    def _pinyin(self, rng: random.Random) -> tuple[str, str]:
        trip = rng.choice(self._pools.trips["hanzi"])  # whose native tokens are syllables of pinyin already
        return trip.name, letters.split(trip.native, rng) if rng.random() < 0.25 else trip.native

    def _there_and_back(self, script: str) -> Drawer:
        trips = self._pools.trips[script]

        def draw(rng: random.Random) -> tuple[str, str]:
            trip = rng.choice(trips)
            mangled = trip.draw(rng)
            roll = rng.random()
            if script == "cyrillic" and roll < 0.35:
                mangled = (
                    letters.slip(mangled, rng) if roll < 0.2 else inflection.inflect(mangled, paradigms.SLAVIC, rng)
                )
            elif script in ("hebrew", "arabic") and roll < 0.35:
                mangled = letters.vowels(mangled, rng) if roll < 0.22 else letters.slip(mangled, rng)
            elif script == "katakana" and roll < 0.18:
                mangled = self._snapper.snap(mangled, rng) if roll < 0.06 else letters.slip(mangled, rng, times=1)
            return trip.name, mangled

        return draw

    def _slavic(self, rng: random.Random) -> tuple[str, str]:
        name = self._of("slavic", rng)
        head, _, last = name.rpartition(" ")
        wrong = inflection.wrong_base_form(last, paradigms.SLAVIC, rng)
        return name, f"{head} {wrong}".strip()

    def _icelandic(self, rng: random.Random) -> tuple[str, str]:
        name = self._of("icelandic", rng) if rng.random() < 0.8 else self._of("german", rng)
        return name, inflection.wrong_base_form(
            name, paradigms.ICELANDIC if rng.random() < 0.8 else paradigms.OTHER, rng
        )

    def _gender(self, rng: random.Random) -> tuple[str, str]:
        name = rng.choice(self._pools.regions["slavic"].surnames)
        return name, inflection.regender(name)

    def _tail(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, self._syllables.retail(name, rng)

    def _subword(self, rng: random.Random) -> tuple[str, str]:
        name = self._of(rng.choice(("hausa", "icelandic", "slavic", "german")), rng)
        head, _, last = name.rpartition(" ")
        return name, f"{head} {self._syllables.garble(last, rng)}".strip()

    def _romanised(self, rng: random.Random) -> tuple[str, str]:
        return rng.choice(self._pools.variants)

    def _vowels(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, letters.vowels(name, rng)

    def _sounds(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, letters.slip(name, rng)

    def _split(self, rng: random.Random) -> tuple[str, str]:
        if rng.random() < 0.4:
            name = f"{self._anyone(rng)} {self._anyone(rng)}"
            return name, letters.join(name, rng)
        name = self._anyone(rng)
        wrong = letters.split(self._syllables.garble(name, rng) if rng.random() < 0.4 else name, rng)
        if rng.random() < 0.3:
            wrong = " ".join(self._snapper.snap(part, rng) if rng.random() < 0.5 else part for part in wrong.split(" "))
        return name, wrong

    def _snap(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, self._snapper.snap(name, rng)

    def _acronym(self, rng: random.Random) -> tuple[str, str]:
        if rng.random() < 0.2:
            name = rng.choice(ACRONYMS)
        else:
            name = "".join(rng.choices("ACSPIMTNBRFEDUGOLHKVWZ", k=rng.choice((2, 3, 3, 3, 4, 4, 5))))
        return name, letters.acronym(name, rng)

    def _ocr(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, letters.ocr(name, rng)

    def _typo(self, rng: random.Random) -> tuple[str, str]:
        name = self._anyone(rng)
        return name, letters.typo(name, rng)

    def _other(self, rng: random.Random) -> tuple[str, str]:
        """Draw a name wholly replaced by another: it keeps the model from thinking that impossible."""
        return self._anyone(rng), self._anyone(rng)
