"""Letter tables for transliteration between other scripts and Latin (``models/letters-1``).

The tables are those of the transliterators of the noisy channel; ``python -m repair.training.fit_transliteration OUT``
makes them. Whether a word is a name is not decided here.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from repair.channel.tokenizers import TOKENIZERS, Romanization, Tokens
from repair.core.errors import ModelError
from repair.core.resources import shipped_model

DAMAGED = (
    "the letter tables are damaged; reinstall the package, or build them with python -m "
    "repair.training.fit_transliteration"
)

NEVER = math.inf  # nats: the cost of a reading that the table lacks
_BEAM = 12
_MAX_READINGS = 10  # of one letter
# The letters of each script that has a table: Hangul as syllables, katakana with the length mark.
_LETTERS = {
    "cyrillic": "\u0400-\u04ff",
    "katakana": "ァ-ヺー",
    "hangul": "\uac00-\ud7a3",
    "arabic": "\u0621-\u064a\u066e-\u06d3",
    "hebrew": "\u05d0-\u05ea",
}
WORDS = {script: re.compile(f"[{letters}]+") for script, letters in _LETTERS.items()}


@dataclass(frozen=True)
class LetterTable:
    """The table of one script: from one or two native tokens to Latin letters with log-probabilities (nats)."""

    script: str
    readings: Mapping[Tokens, Sequence[tuple[str, float]]]

    def tokens(self, word: str) -> Tokens:
        """Return the tokens of a native word."""
        return TOKENIZERS[self.script](word)

    def read(self, native: Tokens, *, count: int = 3) -> list[Romanization]:
        """Return the likeliest Latin spellings of native tokens, best first; each share is a log-probability (nats)."""
        columns: list[dict[str, float]] = [{} for _ in range(len(native) + 1)]
        columns[0][""] = 0.0
        for at in range(len(native)):
            for text, score in sorted(columns[at].items(), key=lambda guess: (-guess[1], guess[0]))[:_BEAM]:
                for size in (1, 2)[: len(native) - at]:
                    for latin, log in self.readings.get(native[at : at + size], ())[:_MAX_READINGS]:
                        column = columns[at + size]
                        column[text + latin] = max(score + log, column.get(text + latin, -NEVER))
        best = sorted(columns[-1].items(), key=lambda guess: (-guess[1], guess[0]))[:count]
        return [Romanization(text, score) for text, score in best]

    def log_probability(self, latin: str, native: Tokens) -> float:
        """Return the log-probability (nats) of the best alignment of a Latin word with native tokens."""
        columns: list[dict[int, float]] = [{} for _ in range(len(native) + 1)]
        columns[0][0] = 0.0
        for at in range(len(native)):
            for done, score in columns[at].items():
                for size in (1, 2)[: len(native) - at]:
                    for piece, log in self.readings.get(native[at : at + size], ()):
                        if latin.startswith(piece, done):
                            column, after = columns[at + size], done + len(piece)
                            column[after] = max(score + log, column.get(after, -NEVER))
        return columns[-1].get(len(latin), -NEVER)


@dataclass(frozen=True)
class Transliterations:
    """The tables of all scripts."""

    scripts: Mapping[str, LetterTable]

    @classmethod
    def load(cls, folder: Path | None = None) -> Transliterations:
        """Return the tables in ``folder``, by default the shipped ones; raise `ModelError` if they cannot be read."""
        return _cached(folder if folder is not None else shipped_model("letters-1"))


@lru_cache(maxsize=4)
def _cached(folder: Path) -> Transliterations:
    path = folder / "tables.json.gz"
    try:
        tables = json.loads(gzip.decompress(path.read_bytes()))
        scripts = {
            script: LetterTable(
                script, {tuple(native): [(piece, log) for piece, log in readings] for native, readings in rows}
            )
            for script, rows in tables.items()
        }
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
        raise ModelError.of(DAMAGED, path=path) from error
    return Transliterations(scripts)
