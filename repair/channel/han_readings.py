"""Whether two Latin spellings may be readings of the same Han characters: Masayo and Shodai are both 正代.

Most names mangled in translation from Japanese have the right characters and a wrong reading, so that the letters are
not similar. A table of readings, and of pairs of readings that share a character, gives the log-likelihood ratio of two
spellings being readings of the same characters. Which of them is right is not decided here.

Readings are Japanese, Mandarin, Cantonese, Korean and Vietnamese: Beijiang is a misread Bac Giang. The table
(``models/characters-1``) comes from JMnedict, KANJIDIC2 and Unihan and has the licence of the first two, CC BY-SA.
Without it every ratio is 0 and everything else works.
"""

from __future__ import annotations

import gzip
import itertools
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from repair.core.caches import text_cache
from repair.core.errors import ModelError
from repair.core.resources import shipped_model, shipped_models

NAME = "characters-1"
DAMAGED = (
    "the table of readings is damaged; reinstall the package, or build it with python -m "
    "repair.training.fit_han_readings"
)
_MAX_READING = 7  # letters
_MAX_NAME = 18  # letters; longer spellings are not names of a few characters
_UNMATCHED = -4.6  # nats, log(0.01): a character that only one of the two spellings has
_NEVER = float("-inf")
# A line of the table: a reading, hundredths of nats, and the readings that share a character with it.
_LINE = re.compile(r"([^\t:]++)\t(-?[0-9]++)((?:\t[^\t:]++:-?[0-9]++)*+)")


@dataclass(frozen=True, slots=True)
class HanReadings:
    """Log-probabilities (nats) of single readings, and of pairs of readings of one random character.

    Attributes:
        alone: The log-probability of each reading.
        rows: By the reading of a pair that sorts first, its partners as they stand in the file. They are many, and
            a copy asks for few, so that a row is read when it is first asked for.
    """

    alone: Mapping[str, float]
    rows: Mapping[str, str]
    _partners: dict[str, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path) -> HanReadings:
        """Read ``readings.txt.gz``; raise `ModelError` if it is damaged."""
        alone: dict[str, float] = {}
        rows: dict[str, str] = {}
        try:
            for line in gzip.decompress(path.read_bytes()).decode("ascii").splitlines():
                columns = _LINE.fullmatch(line)
                if columns is None:
                    raise ModelError.of(DAMAGED, path=path)
                reading, hundredths, rows[reading] = columns.groups()
                alone[reading] = int(hundredths) / 100
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise ModelError.of(DAMAGED, path=path) from error
        return cls(alone, rows)

    def shared(self, reading: str, other: str) -> float | None:
        """Return the log-probability (nats) of two readings of one character, None if no character has both."""
        first, second = (reading, other) if reading <= other else (other, reading)
        partners = self._partners.get(first)
        if partners is None:
            pairs = (pair.partition(":") for pair in self.rows.get(first, "").split("\t") if pair)
            partners = self._partners[first] = {partner: int(hundredths) / 100 for partner, _, hundredths in pairs}
        return partners.get(second)


@lru_cache(maxsize=1)
def _shipped() -> HanReadings:
    if NAME not in shipped_models():
        return HanReadings({}, {})
    return HanReadings.load(shipped_model(NAME) / "readings.txt.gz")


def same_characters(spelling: str, other: str, readings: HanReadings | None = None) -> float:
    """Return the log-likelihood ratio (nats) of two spellings being readings of the same characters.

    It is 0 if they are equal, if one is not a sequence of readings, or if there is no table.

    Args:
        spelling: A folded spelling without spaces.
        other: Another folded spelling without spaces.
        readings: The table, by default the shipped one.

    >>> same_characters("masayo", "shodai") > 4, same_characters("tanaka", "nakamura") < 0
    (True, True)
    >>> same_characters("rutte", "latte")
    0.0
    """
    if spelling == other or max(len(spelling), len(other)) > _MAX_NAME:
        return 0.0
    return _cached_ratio(spelling, other) if readings is None else _log_ratio(spelling, other, readings)


def is_series_of_readings(spelling: str) -> bool:
    """Return whether a folded spelling without spaces can be split into readings of the shipped table.

    >>> is_series_of_readings("takaichi"), is_series_of_readings("starmer")
    (True, False)
    """
    return len(spelling) <= _MAX_NAME and _cached_segments(spelling).independent != _NEVER


def may_be_same_characters(spelling: str, other: str, readings: HanReadings | None = None) -> bool:
    """Return whether two spellings can be split into the same number of readings, two or more, of shared characters.

    >>> may_be_same_characters("masayo", "shodai"), may_be_same_characters("envidia", "nvidia")
    (True, False)
    """
    if max(len(spelling), len(other)) > _MAX_NAME:
        return False
    table = _shipped() if readings is None else readings
    segments = _cached_segments if readings is None else partial(_Segments.of, readings=table)
    own, others = segments(spelling), segments(other)
    if _NEVER in (own.independent, others.independent):
        return False
    # For each position of the spelling, the greatest possible number of characters before each position of the other.
    reached: list[dict[int, int]] = [{} for _ in own.readings_at]
    reached[0][0] = 0
    for i, pieces in enumerate(own.readings_at):
        for j, count in reached[i].items():
            for piece, partner in itertools.product(pieces, others.readings_at[j]):
                if table.shared(piece, partner) is not None:
                    row, at = reached[i + len(piece)], j + len(partner)
                    row[at] = max(row.get(at, 0), count + 1)
    return reached[-1].get(len(other), 0) > 1


class _Segments(NamedTuple):
    """The readings of a spelling, and the log-probability of the best segmentation.

    ``readings_at`` has those that begin at each position, where a series of readings from the start ends.
    """

    readings_at: list[list[str]]
    independent: float

    @classmethod
    def of(cls, spelling: str, readings: HanReadings) -> _Segments:
        """Return the readings of a spelling by a table; the result must not be changed."""
        readings_at = _readings_at(spelling, readings)
        return cls(readings_at, _independent(readings_at, readings))


@text_cache(maxsize=20_000)
def _cached_segments(spelling: str) -> _Segments:
    """Return the readings of a spelling by the shipped table: a name of a story is compared with many forms."""
    return _Segments.of(spelling, _shipped())


@text_cache(maxsize=100_000)
def _cached_ratio(spelling: str, other: str) -> float:
    return _joint_ratio(_cached_segments(spelling), _cached_segments(other), _shipped())


def _log_ratio(spelling: str, other: str, readings: HanReadings) -> float:
    return _joint_ratio(_Segments.of(spelling, readings), _Segments.of(other, readings), readings)


def _joint_ratio(first: _Segments, second: _Segments, readings: HanReadings) -> float:
    independent = first.independent + second.independent
    if independent == _NEVER:
        return 0.0
    return _joint(first.readings_at, second.readings_at, readings) - independent


def _readings_at(word: str, readings: HanReadings) -> list[list[str]]:
    """Return the readings that begin at each position of a spelling, its end included.

    There are none where no series of readings from the start ends, as almost everywhere in most European names.
    """
    alone = readings.alone
    readings_at: list[list[str]] = [[] for _ in range(len(word) + 1)]
    is_reached = [True] + [False] * len(word)
    for at in range(len(word)):
        if not is_reached[at]:
            continue
        for end in range(at + 1, min(len(word), at + _MAX_READING) + 1):
            piece = word[at:end]
            if piece in alone:
                readings_at[at].append(piece)
                is_reached[end] = True
    return readings_at


def _independent(word: list[list[str]], readings: HanReadings) -> float:
    """Return the log-probability of the best segmentation of a spelling into readings."""
    best = [0.0] + [_NEVER] * (len(word) - 1)
    for at, pieces in enumerate(word):
        if best[at] > _NEVER:
            for piece in pieces:
                best[at + len(piece)] = max(best[at + len(piece)], best[at] + readings.alone[piece])
    return best[-1]


def _joint(first: list[list[str]], second: list[list[str]], readings: HanReadings) -> float:
    """Return the log-probability of the best joint segmentation into readings of shared characters."""
    best = [[_NEVER] * len(second) for _ in first]
    best[0][0] = 0.0
    for i, row in enumerate(best):
        for j, here in enumerate(row):
            if here == _NEVER:
                continue
            for piece in second[j]:
                row[j + len(piece)] = max(row[j + len(piece)], here + readings.alone[piece] + _UNMATCHED)
            for piece in first[i]:
                below = best[i + len(piece)]
                below[j] = max(below[j], here + readings.alone[piece] + _UNMATCHED)
                for partner in second[j]:
                    shared = readings.shared(piece, partner)
                    if shared is not None:
                        below[j + len(partner)] = max(below[j + len(partner)], here + shared)
    return best[-1][-1]
