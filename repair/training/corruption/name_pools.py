"""Pools of names by region, which the corruptions draw from; loaded once.

A pool is a tuple of folded words. Given names and surnames are kept apart, so that a corrupted surname can get a
plausible given name. Nothing here is random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from repair.channel.tokenizers import pinyin_tokens
from repair.training.corruption import roundtrips
from repair.training.corruption.chinese import Hanzi
from repair.training.corruption.japanese import JapaneseNames
from repair.training.corruption.roundtrips import RoundTrip
from repair.training.name_sources import (
    PlaceName,
    chinese_characters,
    english_words,
    japanese_names,
    kanji_readings,
    locale_names,
    native_pairs,
    person_groups,
    places,
    plain,
)

_LOCALES = {
    "slavic": ("cs_CZ", "sk_SK", "pl_PL", "hr_HR", "sl_SI", "bg_BG", "uk_UA", "ru_RU"),
    "icelandic": ("is_IS", "no_NO", "da_DK", "sv_SE"),
    "hausa": ("ha_NG", "yo_NG", "ig_NG", "en_NG", "zu_ZA", "tw_GH"),
    "german": ("de_DE", "de_AT", "nl_NL"),
    "english": ("en_US", "en_GB", "fr_FR", "es_ES", "it_IT", "pt_BR", "tr_TR"),
}
_COUNTRIES = {
    "slavic": ("CZ", "SK", "PL", "HR", "SI", "UA", "RU", "BY", "BG", "RS"),
    "icelandic": ("IS", "NO", "FO"),
    "hausa": ("NG", "NE", "GH", "CM", "TD"),
    "german": ("DE", "AT", "CH", "NL"),
    "english": ("US", "GB", "FR", "ES", "IT", "BR", "TR", "IN"),
}
ACRONYMS = tuple(
    "WHO NATO UNESCO IMF OPEC FIFA UEFA NASA ESA FBI CIA BBC CNN NHK CCTV RIA TASS AFP DPA ANSA EFE UNHCR OSCE WTO EU "
    "UN".split()
)


@dataclass(frozen=True, slots=True)
class Region:
    """Names of one region: given names, surnames, places."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    towns: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every name of the region."""
        return self.given + self.surnames + self.towns


class SpellingVariant(NamedTuple):
    """A right name and another romanisation of it."""

    name: str
    other: str


@dataclass(frozen=True, slots=True)
class Pools:
    """Everything that the mixture draws from."""

    regions: dict[str, Region]
    world: tuple[str, ...]
    trips: dict[str, tuple[RoundTrip, ...]]
    variants: tuple[SpellingVariant, ...]
    japanese: JapaneseNames
    chinese: tuple[Hanzi, ...]
    surnames_zh: tuple[Hanzi, ...]
    given_zh: tuple[Hanzi, ...]
    words: tuple[str, ...]


def load(folder: Path, *, count: int = 24_000, workers: int = 2) -> Pools:
    """Read all sources; round trips missing from ``folder`` are built there, which takes about ten minutes.

    Args:
        folder: The cache of the round trips.
        count: Word pairs to read back for each script.
        workers: Processes that build round trips.
    """
    roundtrips.build(folder, count=count, workers=workers)
    trips = {path.name.split(".")[0]: tuple(roundtrips.load(path)) for path in sorted(folder.glob("*.jsonl.gz"))}
    towns = list(places())
    world = sorted({word for group in person_groups() if (word := plain(group[0])) and " " not in word})
    readings = kanji_readings()
    chinese = chinese_characters()
    return Pools(
        regions={name: _region(name, towns) for name in _LOCALES},
        world=tuple(world),
        trips=trips,
        variants=tuple(_variants(towns)),
        japanese=JapaneseNames(japanese_names(), readings),
        chinese=tuple(_chinese()),
        surnames_zh=tuple(_hanzi(chinese.family)),
        given_zh=tuple(_hanzi(chinese.given)),
        words=english_words(),
    )


def _region(name: str, towns: Iterable[PlaceName]) -> Region:
    given_names: set[str] = set()
    surnames: set[str] = set()
    for locale in _LOCALES[name]:
        names = locale_names(locale)
        given_names |= set(names.given)
        surnames |= set(names.family)
    here = {place.name for place in towns if place.country in _COUNTRIES[name] and place.name.count(" ") < 2}
    return Region(tuple(sorted(given_names)), tuple(sorted(surnames)), tuple(sorted(here)))


def _variants(towns: Iterable[PlaceName]) -> Iterable[SpellingVariant]:
    """Yield places with another Latin spelling that is similar, and so not another name."""
    for place in towns:
        if place.country in ("CN", "TW", "KR", "VN", "JP"):
            continue
        for other in place.alternates:
            similar = other.count(" ") == place.name.count(" ") and _letters_only(other) != _letters_only(place.name)
            if similar and 0.62 < JaroWinkler.similarity(place.name, other) < 0.99:
                yield SpellingVariant(place.name, other)


def _letters_only(name: str) -> str:
    return re.sub("[^a-z]", "", name)


def _hanzi(names: Iterable[str]) -> Iterable[Hanzi]:
    """Yield names with their syllables, those of which every character has one."""
    for name in names:
        syllables = pinyin_tokens(name)
        if len(syllables) == len(name):
            yield Hanzi(name, syllables)


def _chinese() -> Iterable[Hanzi]:
    """Yield names in characters whose Latin spelling is their pinyin, which excludes foreign names."""
    for pair in native_pairs()["hanzi"]:
        if 1 <= len(pair.native) <= 4 and pair.latin.isascii():
            syllables = pinyin_tokens(pair.native)
            if len(syllables) == len(pair.native) and "".join(syllables) == _letters_only(pair.latin):
                yield Hanzi(pair.native, syllables)
