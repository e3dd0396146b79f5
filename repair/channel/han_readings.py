"""Whether two Latin spellings may be readings of one string of Chinese characters: Masayo and Shodai are both 正代.

Most names that come mangled out of Japanese are right in their characters and wrong in their sound; letters tell
nothing then. A table of readings, and of pairs of readings that share a character, says how much likelier two
spellings are as readings of the same characters than as two names. Which of them is right is not decided here.

Readings are Japanese, Mandarin, Cantonese, Korean and Vietnamese: Beijiang is a misread Bac Giang. The table
(``models/characters-1``) comes from JMnedict, KANJIDIC2 and Unihan and has the licence of the first two, CC BY-SA;
without it nothing is ever told, and all else works.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from repair.core.errors import ModelError
from repair.core.resources import shipped_model, shipped_models

NAME = "characters-1"
DAMAGED = (
    "damaged table of readings {path}: reinstall the package, or build it with python -m "
    "repair.training.fit_han_readings"
)
_LONGEST = 7  # letters of one reading
_LONGEST_NAME = 18  # letters; longer spellings are no names of a few characters
_UNMATCHED = -4.6  # nats for a character that only one of the two spellings has: one in a hundred
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class HanReadings:
    """``alone``: log-probability of a reading; ``pairs``: of two readings as those of one character drawn at random."""

    alone: dict[str, float]
    pairs: dict[str, dict[str, float]]

    @classmethod
    def load(cls, path: Path) -> HanReadings:
        """Read ``readings.txt.gz``; ModelError when it is damaged."""
        alone: dict[str, float] = {}
        pairs: dict[str, dict[str, float]] = {}
        try:
            with gzip.open(path, "rt", encoding="ascii") as lines:
                for line in lines:
                    reading, worth, *others = line.rstrip("\n").split("\t")
                    alone[reading] = int(worth) / 100
                    for other in others:
                        partner, shared = other.split(":")
                        pairs.setdefault(reading, {})[partner] = int(shared) / 100
                        pairs.setdefault(partner, {})[reading] = int(shared) / 100
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise ModelError(DAMAGED.format(path=path)) from error
        return cls(alone, pairs)


@lru_cache(maxsize=1)
def _shipped() -> HanReadings:
    if NAME not in shipped_models():
        return HanReadings({}, {})
    return HanReadings.load(shipped_model(NAME) / "readings.txt.gz")


def same_characters(one: str, other: str, readings: HanReadings | None = None) -> float:
    """Return, in nats, how much likelier two folded spellings without spaces are readings of the same characters.

    0 when they are equal, when either is no string of readings, or when there is no table.

    >>> same_characters("masayo", "shodai") > 4, same_characters("tanaka", "nakamura") < 0
    (True, True)
    >>> same_characters("rutte", "latte")
    0.0
    """
    if one == other or max(len(one), len(other)) > _LONGEST_NAME:
        return 0.0
    return _compared(one, other) if readings is None else _likelier(one, other, readings)


@lru_cache(maxsize=100_000)
def _compared(one: str, other: str) -> float:
    return _likelier(one, other, _shipped())


def _likelier(one: str, other: str, readings: HanReadings) -> float:
    mine, theirs = _pieces(one, readings), _pieces(other, readings)
    apart = _alone(mine, readings) + _alone(theirs, readings)
    return 0.0 if apart == _NEVER else _together(mine, theirs, readings) - apart


def _pieces(word: str, readings: HanReadings) -> list[list[str]]:
    """Return, for each place of a spelling and for its end, the readings that begin there."""
    ends = [range(at + 1, min(len(word), at + _LONGEST) + 1) for at in range(len(word) + 1)]
    return [[word[at:end] for end in reach if word[at:end] in readings.alone] for at, reach in enumerate(ends)]


def _alone(word: list[list[str]], readings: HanReadings) -> float:
    """Log-probability of the likeliest cut of a spelling into readings."""
    best = [0.0] + [_NEVER] * (len(word) - 1)
    for at, pieces in enumerate(word):
        if best[at] > _NEVER:
            for piece in pieces:
                best[at + len(piece)] = max(best[at + len(piece)], best[at] + readings.alone[piece])
    return best[-1]


def _together(mine: list[list[str]], theirs: list[list[str]], readings: HanReadings) -> float:
    """Log-probability of the likeliest cut of both spellings into readings of shared characters, few left over."""
    best = [[_NEVER] * len(theirs) for _ in mine]
    best[0][0] = 0.0
    for i, row in enumerate(best):
        for j, here in enumerate(row):
            if here == _NEVER:
                continue
            for piece in theirs[j]:
                row[j + len(piece)] = max(row[j + len(piece)], here + readings.alone[piece] + _UNMATCHED)
            for piece in mine[i]:
                below, shared = best[i + len(piece)], readings.pairs.get(piece, {})
                below[j] = max(below[j], here + readings.alone[piece] + _UNMATCHED)
                for partner in theirs[j]:
                    if partner in shared:
                        below[j + len(partner)] = max(below[j + len(partner)], here + shared[partner])
    return best[-1][-1]
