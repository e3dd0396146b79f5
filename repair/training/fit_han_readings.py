"""Builds the table of readings that share a Chinese character (``models/characters-1``).

Run ``python -m repair.training.fit_han_readings OUT`` with the packages jamdict-data and pypinyin. Every name of
JMnedict is split at its characters, which gives the frequency of each reading in names; the other readings of
KANJIDIC2, the Chinese one, and those of Cantonese, Korean and Vietnamese (`unihan`) get a small share. The table has
the licence of JMnedict and KANJIDIC2, CC BY-SA. The same package versions give the same bytes. Nothing at run time
imports this module.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from repair.channel.tokenizers import pinyin_tokens
from repair.core.errors import ConfigError
from repair.core.io import write_bytes
from repair.training import unihan
from repair.training.corruption.japanese import romaji, segment
from repair.training.name_sources import japanese_names, kanji_readings

# Shares of the readings attested in names, of those that only the dictionary has, of Chinese, of each other language.
_ATTESTED, _LISTED, _CHINESE, _OTHER = 0.64, 0.12, 0.12, 0.04
_MAX_KANA = 4  # of a reading of the dictionary that may occur in a name
# Surnames that are read otherwise in Mandarin than the same character elsewhere, and are frequent in Korea.
_SURNAMES_IN_MANDARIN = {"朴": "piao"}
# The least probability of a character of Vietnamese or Korean names: some are rare in Japanese ones.
_FREQUENT_ELSEWHERE = 1e-4
_MIN_SHARE = 0.002  # readings of a character below it are left out
_MIN_PROBABILITY = 1e-8  # pairs of readings below it are left out
NO_DATA = "the readings come from the package jamdict-data, which is not installed; run `pip install jamdict-data==1.5`"
NO_UNIHAN = (
    f"readings of other languages come from {unihan.UNIHAN}, which is missing; run `apt-get install unicode-data`"
)
ReadingCounts = dict[str, Counter[str]]  # by character


class ReadingShares(NamedTuple):
    """The probability of each character in names, and by character the share of each of its readings (0-1)."""

    characters: dict[str, float]
    readings: dict[str, dict[str, float]]


def main(arguments: list[str]) -> int:
    """Write the table and its card to the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m repair.training.fit_han_readings OUT\n")
        return 2
    build(Path(arguments[0]))
    return 0


def build(folder: Path) -> None:
    """Write ``readings.txt.gz`` and ``card.json``.

    Raises:
        ConfigError: A package or the Unihan database is not installed.
    """
    dictionary = kanji_readings()
    if not dictionary:
        raise ConfigError.of(NO_DATA)
    other_languages = unihan.readings()
    if not any(other_languages.values()):
        raise ConfigError.of(NO_UNIHAN)
    counts = attested_readings(dictionary)
    lines = table(reading_shares(counts, dictionary, other_languages, unihan.CHARACTERS_OF_NAMES))
    data = gzip.compress("".join(line + "\n" for line in lines).encode("ascii"), mtime=0)
    write_bytes(folder / "readings.txt.gz", data)
    card = {
        "name": folder.name,
        "version": 1,
        "form": "gzip; a line holds a reading, its log-probability, and reading:log-probability of each pair; "
        "tabs between; hundredths of nats; a pair stands at the reading that sorts first",
        "licence": "CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/",
        "credit": "JMnedict and KANJIDIC2, © the Electronic Dictionary Research and Development Group (EDRDG), used in "
        "conformance with the Group's licence; Chinese readings from pypinyin (MIT); Cantonese, Korean and Vietnamese "
        "ones from the Unihan database, © Unicode, Inc. (Unicode licence)",
        "origin": {name: importlib.metadata.version(name) for name in ("jamdict-data", "pypinyin")}
        | {"unicode-data (Debian)": "15.0.0-1"},
        "readings": len(lines),
        "sha256": {"readings.txt.gz": hashlib.sha256(data).hexdigest()},
    }
    write_bytes(folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())


def attested_readings(dictionary: Mapping[str, tuple[str, ...]]) -> ReadingCounts:
    """Count the readings of each character in names, in Latin letters.

    Args:
        dictionary: By character its readings in hiragana, by which names are split.
    """
    counts: ReadingCounts = defaultdict(Counter)
    for name in japanese_names():
        split = segment(name, dictionary)
        if split is not None:
            for character, part in zip(split.kanji, split.parts, strict=True):
                if character >= "一" and romaji(part):
                    counts[character][romaji(part)] += 1
    return counts


def reading_shares(
    counts: ReadingCounts,
    dictionary: Mapping[str, tuple[str, ...]],
    other_languages: Mapping[str, Mapping[str, tuple[str, ...]]],
    frequent_elsewhere: Collection[str] = (),
) -> ReadingShares:
    """Return how likely each character is in a name, and each of its readings.

    Args:
        counts: How often each reading is attested in names.
        dictionary: By character all its Japanese readings, in hiragana.
        other_languages: By language and character the readings in Latin letters.
        frequent_elsewhere: Characters of names in those languages, which may be rare in Japanese ones.
    """
    total = sum(sum(readings.values()) for readings in counts.values())
    result = ReadingShares({}, {})
    for character in sorted({*counts, *frequent_elsewhere}):
        readings = counts.get(character, Counter())
        count = sum(readings.values())
        least = _FREQUENT_ELSEWHERE if character in frequent_elsewhere else 0.0
        result.characters[character] = max(count / total, least)
        shares: dict[str, float] = defaultdict(float)
        for reading, times in readings.items():
            shares[reading] += _ATTESTED * times / count
        listed = {romaji(kana) for kana in dictionary.get(character, ()) if len(kana) <= _MAX_KANA} - {""}
        for reading in listed:
            shares[reading] += _LISTED / len(listed)
        chinese = "".join(pinyin_tokens(character))
        spellings = {chinese, _SURNAMES_IN_MANDARIN.get(character, chinese)} - {""}
        for spelling in filter(str.isascii, spellings):
            shares[spelling] += _CHINESE / len(spellings)
        for readings_of in other_languages.values():
            spelled = readings_of.get(character, ())
            for reading in spelled:
                shares[reading] += _OTHER / len(spelled)
        result.readings[character] = dict(shares)
    return result


def table(shares: ReadingShares) -> list[str]:
    """Return the lines of the table, sorted."""
    single: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for character, readings in shares.readings.items():
        probability = shares.characters[character]
        frequent = sorted((reading, share) for reading, share in readings.items() if share > _MIN_SHARE)
        for number, (reading, share) in enumerate(frequent):
            single[reading] += probability * share
            for other, part in frequent[number:]:
                pairs[reading, other] += probability * share * part
    partners: dict[str, list[str]] = defaultdict(list)
    for (reading, other), share in sorted(pairs.items()):
        if share > _MIN_PROBABILITY:
            partners[reading].append(f"{other}:{_hundredths(share)}")
    return [
        "\t".join((reading, str(_hundredths(share)), *partners[reading])) for reading, share in sorted(single.items())
    ]


def _hundredths(share: float) -> int:
    return round(100 * math.log(share))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
