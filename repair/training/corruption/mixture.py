"""The mixture of corruptions: the frequency of each kind, and the step from a corrupted word to a corrupted name.

``routes`` lists the kinds, which are called routes. The shares (0-1) here are estimates from machine-translated news,
too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from repair.text import paradigms
from repair.training.corruption import letter_errors, wrong_endings
from repair.training.corruption.chinese import Hanzi, Misreader, spell
from repair.training.corruption.japanese import JapaneseNames, KanjiReading, romaji
from repair.training.corruption.name_pools import ACRONYMS, Pools, Region
from repair.training.corruption.routes import UNTOUCHED, WEIGHTS
from repair.training.corruption.soundalikes import SoundalikeIndex
from repair.training.corruption.subwords import SyllableCorruptor


@dataclass(frozen=True, slots=True)
class Sample:
    """One name: ``clean`` and ``mangled``, both folded, and the ``route``, the kind of corruption."""

    clean: str
    mangled: str
    route: str


class NamePair(NamedTuple):
    """A right name and its corrupted form."""

    clean: str
    mangled: str


Sampler = Callable[[random.Random], NamePair]

_FULL_NAME = 0.36  # share of corrupted words that get a given name or surname beside them
_WITHOUT_FULL_NAME = frozenset(
    ("kanji", "chinese", "acronym", "split", "other")
)  # they draw full names themselves, or none
_BOTH_CORRUPTED = 0.25  # share of full names of which the other word is corrupted, too
_MOST_TRIES = 20  # draws of a route until one changes the name
# Of full names: the share with the last word first, that run together, and of which one word is lost. Japanese copy has
# the surname first.
_REORDERED, _REORDERED_KANJI, _JOINED, _SHORTENED = 0.06, 0.16, 0.03, 0.03
_SPLIT = 0.025  # share of single words that are split
# Routes after which letters may also be wrong, and the share of the names that get such an error.
_MISSPELLED_ROUTES = frozenset(("katakana", "cyrillic", "hebrew", "hanzi", "slavic", "subword"))
_MISSPELLED = 0.1


class CorruptionMixture:
    """Draws names and their corrupted forms from pools; the same random generator gives the same names."""

    def __init__(self, pools: Pools, *, weights: dict[str, float] | None = None, untouched: float = UNTOUCHED) -> None:
        self._pools = pools
        self._untouched = untouched
        self._everywhere = tuple(name for region in pools.regions.values() for name in region.all)
        self._syllables = SyllableCorruptor(self._everywhere + pools.world)
        self._soundalikes = SoundalikeIndex(
            pools.words + pools.regions["english"].given + pools.regions["english"].towns[::4]
        )
        self._misreader = Misreader(pools.chinese + pools.given_zh + pools.surnames_zh * 20, pools.japanese.readings)
        samplers = self._route_table()
        chosen = WEIGHTS if weights is None else weights
        self._routes = [route for route in chosen if route in samplers]
        self._weights = [chosen[route] for route in self._routes]
        self._samplers = samplers

    def draw(self, rng: random.Random) -> Sample:
        """Draw one pair; the route of an unchanged one is "untouched"."""
        route = rng.choices(self._routes, self._weights)[0]
        for _ in range(_MOST_TRIES):
            clean, mangled = self._draw_name(route, rng)
            if rng.random() < self._untouched:
                return Sample(clean, clean, "untouched")
            if clean != mangled and len(mangled) > 1 and mangled.strip(" -'."):
                return Sample(clean, mangled, route)
        return Sample(clean, clean, "untouched")

    def _route_table(self) -> dict[str, Sampler]:
        """Return the sampler of each route; a route with an empty pool (an optional package is missing) is left out."""
        table: dict[str, Sampler] = {
            "slavic": self._slavic, "icelandic": self._icelandic, "gender": self._gender, "tail": self._tail,
            "subword": self._subword, "romanised": self._romanised, "chinese": self._chinese,
            "vowels": self._vowels, "sounds": self._sounds, "split": self._split, "acronym": self._acronym,
            "ocr": self._ocr, "typo": self._typo, "other": self._other, "snap": self._snap,
        }  # fmt: skip
        if self._pools.japanese.entries:
            table["kanji"] = self._kanji
        for script in ("katakana", "cyrillic", "hanzi", "hebrew", "arabic", "hangul"):
            if self._pools.trips.get(script):
                table[script] = self._round_trip(script)
        if "hanzi" in table:
            table["pinyin"] = self._pinyin
        return table

    def _draw_name(self, route: str, rng: random.Random) -> NamePair:
        """Draw a corrupted word and, often, a second name beside it; then apply errors of whole names."""
        clean, mangled = self._samplers[route](rng)
        if route not in _WITHOUT_FULL_NAME and " " not in clean and rng.random() < _FULL_NAME:
            clean, mangled = self._with_second_name(route, clean, mangled, rng)
        if " " in mangled:
            roll, reordered = rng.random(), _REORDERED_KANJI if route == "kanji" else _REORDERED
            if roll < reordered:
                mangled = letter_errors.last_word_first(mangled, rng)
            elif roll < reordered + _JOINED:
                mangled = letter_errors.join(mangled, rng)
            elif roll < reordered + _JOINED + _SHORTENED:
                mangled = mangled.split(" ")[rng.randrange(2)]
        elif rng.random() < _SPLIT:
            mangled = letter_errors.split(mangled, rng)
        if route in _MISSPELLED_ROUTES and rng.random() < _MISSPELLED:
            mangled = letter_errors.misspell(mangled, rng, times=1)
        return NamePair(clean, mangled)

    def _with_second_name(self, route: str, clean: str, mangled: str, rng: random.Random) -> NamePair:
        """Put another name before or after: a right one, or one corrupted by the same route."""
        if rng.random() < _BOTH_CORRUPTED:
            other, other_mangled = self._samplers[route](rng)
        else:
            other = other_mangled = rng.choice(self._region(route).given or self._everywhere)
        if " " in other or rng.random() < 0.3:
            return NamePair(f"{clean} {other}", f"{mangled} {other_mangled}")
        return NamePair(f"{other} {clean}", f"{other_mangled} {mangled}")

    def _region(self, route: str) -> Region:
        """Return the region that a route is named after, or else the English one."""
        return self._pools.regions.get(route, self._pools.regions["english"])

    # --- one sampler for each route -------------------------------------------------------------------------------

    def _anyone(self, rng: random.Random) -> str:
        """Draw a word from any region."""
        if rng.random() < 0.4:
            return rng.choice(self._pools.world)
        region = self._pools.regions[rng.choice(tuple(self._pools.regions))]
        pool = rng.choice([pool for pool in (region.given, region.surnames, region.towns) if pool])
        return rng.choice(rng.choice(pool).split(" "))

    def _of(self, name: str, rng: random.Random) -> str:
        """Draw a given name, a surname or a place of the region ``name``."""
        region = self._pools.regions[name]
        pool = rng.choice([pool for pool in (region.given, region.surnames, region.towns) if pool])
        return rng.choice(pool)

    def _kanji(self, rng: random.Random) -> NamePair:
        """Draw a Japanese surname, given name or place; often a full name, of which one word may be right."""
        names = self._pools.japanese
        category = rng.choices(("surname", "given", "place"), (4, 3, 2.5))[0]
        first = names.draw(rng, category)
        clean, mangled = romaji(first.kana), self._misread(names, first, rng)
        if category == "surname" and rng.random() < 0.4:
            second = names.draw(rng, "given")
            other = romaji(second.kana)
            other_mangled = other if rng.random() < 0.45 else self._misread(names, second, rng)
            if rng.random() < 0.35:
                clean, mangled = (clean, clean) if rng.random() < 0.5 else (clean, mangled)
            if rng.random() < 0.3:
                return NamePair(f"{clean} {other}", f"{mangled} {other_mangled}")
            return NamePair(f"{other} {clean}", f"{other_mangled} {mangled}")
        if category == "place" and rng.random() < 0.3:
            mangled = letter_errors.part_suffix(mangled, rng)
        return NamePair(clean, mangled)

    @staticmethod
    def _misread(names: JapaneseNames, reading: KanjiReading, rng: random.Random) -> str:
        """Return a name read by other sounds of its characters, or with another character."""
        return names.swap_kanji(reading, rng) if rng.random() < 0.1 else names.misread(reading, rng)

    def _chinese(self, rng: random.Random) -> NamePair:
        """Draw a Chinese place, or a person's name with other readings, alone or with its surname."""
        if rng.random() < 0.35:
            place = rng.choice(self._pools.chinese)
            right, wrong = place.syllables, self._misreader.misread(place, rng)
            return NamePair("".join(right), spell(wrong, surname=0, rng=rng))
        surname, given_name = rng.choice(self._pools.surnames_zh), rng.choice(self._pools.given_zh)
        if rng.random() < 0.3:
            given_name = Hanzi(
                given_name.characters[0] + surname.characters[0], (given_name.syllables[0], surname.syllables[0])
            )
            surname = rng.choice(self._pools.surnames_zh)
        clean = spell(surname.syllables + given_name.syllables, surname=len(surname.syllables), rng=random.Random(0))
        misread_surname = self._misreader.misread(surname, rng) if rng.random() < 0.3 else surname.syllables
        misread_given = self._misreader.misread(given_name, rng) if rng.random() < 0.8 else given_name.syllables
        if rng.random() < 0.3:
            return NamePair(clean.split(" ")[-1], spell(misread_given, surname=0, rng=rng))
        return NamePair(clean, spell(misread_surname + misread_given, surname=len(misread_surname), rng=rng))

    def _pinyin(self, rng: random.Random) -> NamePair:
        trip = rng.choice(self._pools.trips["hanzi"])  # its native tokens are pinyin syllables
        return NamePair(trip.name, letter_errors.split(trip.native, rng) if rng.random() < 0.25 else trip.native)

    def _round_trip(self, script: str) -> Sampler:
        """Return the sampler of names spelled in a script and read back, with the further errors of that script."""
        trips = self._pools.trips[script]

        def draw(rng: random.Random) -> NamePair:
            trip = rng.choice(trips)
            mangled = trip.draw(rng)
            roll = rng.random()
            if script == "cyrillic" and roll < 0.35:
                mangled = (
                    letter_errors.misspell(mangled, rng)
                    if roll < 0.2
                    else wrong_endings.inflect(mangled, paradigms.SLAVIC, rng)
                )
            elif script in ("hebrew", "arabic") and roll < 0.35:
                mangled = (
                    letter_errors.guess_vowels(mangled, rng) if roll < 0.22 else letter_errors.misspell(mangled, rng)
                )
            elif script == "katakana" and roll < 0.18:
                mangled = (
                    self._soundalikes.soundalike(mangled, rng)
                    if roll < 0.06
                    else letter_errors.misspell(mangled, rng, times=1)
                )
            return NamePair(trip.name, mangled)

        return draw

    def _slavic(self, rng: random.Random) -> NamePair:
        name = self._of("slavic", rng)
        head, _, last = name.rpartition(" ")
        wrong = wrong_endings.wrong_base_form(last, paradigms.SLAVIC, rng)
        return NamePair(name, f"{head} {wrong}".strip())

    def _icelandic(self, rng: random.Random) -> NamePair:
        name = self._of("icelandic", rng) if rng.random() < 0.8 else self._of("german", rng)
        paradigm = paradigms.ICELANDIC if rng.random() < 0.8 else paradigms.OTHER
        return NamePair(name, wrong_endings.wrong_base_form(name, paradigm, rng))

    def _gender(self, rng: random.Random) -> NamePair:
        name = rng.choice(self._pools.regions["slavic"].surnames)
        return NamePair(name, wrong_endings.regender(name))

    def _tail(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, self._syllables.change_ending(name, rng))

    def _subword(self, rng: random.Random) -> NamePair:
        name = self._of(rng.choice(("hausa", "icelandic", "slavic", "german")), rng)
        head, _, last = name.rpartition(" ")
        return NamePair(name, f"{head} {self._syllables.corrupt(last, rng)}".strip())

    def _romanised(self, rng: random.Random) -> NamePair:
        return NamePair(*rng.choice(self._pools.variants))

    def _vowels(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, letter_errors.guess_vowels(name, rng))

    def _sounds(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, letter_errors.misspell(name, rng))

    def _split(self, rng: random.Random) -> NamePair:
        if rng.random() < 0.4:
            name = f"{self._anyone(rng)} {self._anyone(rng)}"
            return NamePair(name, letter_errors.join(name, rng))
        name = self._anyone(rng)
        wrong = letter_errors.split(self._syllables.corrupt(name, rng) if rng.random() < 0.4 else name, rng)
        if rng.random() < 0.3:
            wrong = " ".join(
                self._soundalikes.soundalike(part, rng) if rng.random() < 0.5 else part for part in wrong.split(" ")
            )
        return NamePair(name, wrong)

    def _snap(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, self._soundalikes.soundalike(name, rng))

    def _acronym(self, rng: random.Random) -> NamePair:
        if rng.random() < 0.2:
            name = rng.choice(ACRONYMS)
        else:
            name = "".join(rng.choices("ACSPIMTNBRFEDUGOLHKVWZ", k=rng.choice((2, 3, 3, 3, 4, 4, 5))))
        return NamePair(name, letter_errors.acronym(name, rng))

    def _ocr(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, letter_errors.ocr(name, rng))

    def _typo(self, rng: random.Random) -> NamePair:
        name = self._anyone(rng)
        return NamePair(name, letter_errors.typo(name, rng))

    def _other(self, rng: random.Random) -> NamePair:
        """Draw a name replaced by an unrelated one, so that the model does not consider that impossible."""
        return NamePair(self._anyone(rng), self._anyone(rng))
