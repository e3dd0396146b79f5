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
from collections.abc import Mapping
from pathlib import Path

from repair.channel.tokenizers import pinyin_tokens
from repair.core.errors import ConfigError
from repair.core.io import write_bytes
from repair.training import unihan
from repair.training.corruption.japanese import romaji, segment
from repair.training.name_sources import japanese_names, kanji_readings

# Shares of readings attested in names, only listed, Chinese, and of each other language.
_ATTESTED, _LISTED, _CHINESE, _OTHER = 0.64, 0.12, 0.12, 0.04
_LONGEST = 4  # kana of a listed reading that may stand in a name
_RAREST = 0.002  # share below which a reading of a character is left out
_LEAST = 1e-8  # a pair less likely than this is left out
NO_DATA = "the readings come from the package jamdict-data: pip install jamdict-data==1.5"
NO_UNIHAN = f"readings of other languages come from {unihan.UNIHAN}: apt-get install unicode-data"
Mixture = dict[str, Counter[str]]


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
    listed = kanji_readings()
    if not listed:
        raise ConfigError(NO_DATA)
    elsewhere = unihan.readings()
    if not any(elsewhere.values()):
        raise ConfigError(NO_UNIHAN)
    lines = table(*mixtures(attested(listed), listed, elsewhere))
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


def attested(listed: Mapping[str, tuple[str, ...]]) -> Mixture:
    """Count the readings of each character in names, in Latin letters."""
    counts: Mixture = defaultdict(Counter)
    for name in japanese_names():
        cut = segment(name, listed)
        if cut is not None:
            for character, part in zip(cut.kanji, cut.parts, strict=True):
                if character >= "一" and romaji(part):
                    counts[character][romaji(part)] += 1
    return counts


def mixtures(
    counts: Mixture,
    listed: Mapping[str, tuple[str, ...]],
    elsewhere: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Return the probability of each character, and of each of its readings."""
    total = sum(sum(readings.values()) for readings in counts.values())
    likely: dict[str, float] = {}
    spoken: dict[str, dict[str, float]] = {}
    for character, readings in sorted(counts.items()):
        count = sum(readings.values())
        likely[character] = count / total
        shares: dict[str, float] = defaultdict(float)
        for reading, times in readings.items():
            shares[reading] += _ATTESTED * times / count
        others = {romaji(kana) for kana in listed.get(character, ()) if len(kana) <= _LONGEST} - {""}
        for reading in others:
            shares[reading] += _LISTED / len(others)
        chinese = "".join(pinyin_tokens(character))
        if chinese.isascii() and chinese:
            shares[chinese] += _CHINESE
        for readings_of in elsewhere.values():
            spelled = readings_of.get(character, ())
            for reading in spelled:
                shares[reading] += _OTHER / len(spelled)
        spoken[character] = dict(shares)
    return likely, spoken


def table(likely: Mapping[str, float], spoken: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the lines of the table, sorted."""
    alone: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for character, readings in spoken.items():
        kept = sorted((reading, share) for reading, share in readings.items() if share > _RAREST)
        for number, (reading, share) in enumerate(kept):
            alone[reading] += likely[character] * share
            for other, part in kept[number:]:
                pairs[reading, other] += likely[character] * share * part
    partners: dict[str, list[str]] = defaultdict(list)
    for (reading, other), share in sorted(pairs.items()):
        if share > _LEAST:
            partners[reading].append(f"{other}:{_hundredths(share)}")
    return [
        "\t".join((reading, str(_hundredths(share)), *partners[reading])) for reading, share in sorted(alone.items())
    ]


def _hundredths(share: float) -> int:
    return round(100 * math.log(share))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
