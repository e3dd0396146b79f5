"""Round trips: how a name reads after it was written in another script and transliterated back.

Real native spellings (`name_sources`) are read back by a transliterator that has not seen them: the pairs are split in
two halves, and each half is read by the model of the other (cross-fitting). The n-best lists are cached, one file a
script, because decoding takes 4-10 ms a word.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from repair.channel.tokenizers import TOKENIZERS, Romanization
from repair.core.io import atomic_writer
from repair.training.name_sources import SCRIPTS, NativePair, native_pairs
from repair.training.transliterator import Aligned, Transliterator

_LONGEST = 16  # Latin letters; longer words are compounds and slow to search


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A name, its native spelling, and the Latin spellings read back from that, best first."""

    name: str
    native: str
    guesses: tuple[Romanization, ...]

    def draw(self, rng: random.Random, *, temperature: float = 2.0) -> str:
        """Draw a guess other than the name, with shares flattened by ``temperature``; the name if there is none."""
        rivals = [guess for guess in self.guesses if guess.text != self.name]
        if not rivals:
            return self.name
        weights = [max(guess.share, 1e-6) ** (1 / temperature) for guess in rivals]
        return rng.choices([guess.text for guess in rivals], weights)[0]


def words(pairs: Sequence[NativePair], script: str) -> list[Aligned]:
    """Split pairs of names into pairs of single words that can be aligned."""
    tokenize = TOKENIZERS[script]
    aligned: dict[Aligned, None] = {}
    for pair in pairs:
        latin = re.split("[ -]", pair.latin)
        native = re.split("[ ・＝·-]", pair.native)
        if len(latin) != len(native):
            continue
        for word, form in zip(latin, native, strict=True):
            letters = re.sub("[^a-z]", "", word)
            tokens = tokenize(form)
            if 2 < len(letters) <= _LONGEST and 0 < len(tokens) <= 12 and "".join(tokens) != letters:
                aligned[Aligned(letters, tokens)] = None
    return list(aligned)


def read_back(pairs: Sequence[Aligned], *, count: int, seed: int = 1) -> Iterator[RoundTrip]:
    """Yield round trips of ``count`` of the pairs, each read by a model fitted on the other half."""
    shuffled = sorted(pairs, key=lambda pair: (pair.latin, pair.native))
    random.Random(seed).shuffle(shuffled)
    chosen = shuffled[:count]
    for fold in (0, 1):
        model = Transliterator()
        model.fit(chosen[1 - fold :: 2])
        for pair in chosen[fold::2]:
            if model.plausible(pair):
                guesses = model.to_latin(pair.native, count=10, beam=8)
                if guesses:
                    yield RoundTrip(pair.latin, "".join(pair.native), tuple(guesses))


def _write(script: str, pairs: Sequence[NativePair], path: Path, count: int) -> int:
    total = 0
    with atomic_writer(path) as stream, gzip.open(stream, "wt", encoding="utf-8") as out:
        for trip in read_back(words(pairs, script), count=count):
            guesses = [[guess.text, round(guess.share, 4)] for guess in trip.guesses]
            out.write(json.dumps([trip.name, trip.native, guesses], ensure_ascii=False) + "\n")
            total += 1
    return total


def build(folder: Path, *, count: int, workers: int = 2) -> dict[str, int]:
    """Write ``<script>.jsonl.gz`` for every script not cached yet; return how many round trips each got."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [script for script in SCRIPTS if not (folder / f"{script}.jsonl.gz").exists()]
    if not missing:
        return {}
    pairs = native_pairs()
    with ProcessPoolExecutor(workers) as pool:
        jobs = {
            script: pool.submit(_write, script, pairs[script], folder / f"{script}.jsonl.gz", count)
            for script in missing
        }
        return {script: job.result() for script, job in jobs.items()}


def load(path: Path) -> list[RoundTrip]:
    """Read one cached file."""
    trips: list[RoundTrip] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, native, guesses = json.loads(line)
            trips.append(RoundTrip(name, native, tuple(Romanization(text, share) for text, share in guesses)))
    return trips
