"""Training pairs of a clean name and a mangled form: generated, split by name, and cached on disk.

The words of the clean name are hashed, and a pair with a word in the held-out fortieth is not trained on, so the scores
are of names that the model never saw. The same seed gives the same pairs with any number of processes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from repair.channel.vocabulary import spell
from repair.core.errors import ConfigError
from repair.core.io import atomic_writer
from repair.training.corruption.mixture import CorruptionMixture
from repair.training.corruption.name_pools import load as load_pools

_HELD_PART = 40  # one word in forty is held out
OTHER_PAIRS = "the folder has pairs of another configuration; choose another cache, or delete it"
NO_FORK = "this system cannot fork processes, which write the pairs; use Linux or macOS"


@dataclass(frozen=True, slots=True)
class Pair:
    """A training pair: ``src`` is the mangled form, ``tgt`` the clean name, both in the letters of the model."""

    src: str
    tgt: str
    route: str


@dataclass(frozen=True, slots=True)
class PairsConfig:
    """The number of pairs, and the folder in which they and the round trips are cached."""

    cache: Path
    count: int = 1_000_000
    held: int = 4_000
    seed: int = 1
    shards: int = 20
    round_trips: int = 24_000  # word pairs read back for each script
    workers: int = 2


def is_held(name: str) -> bool:
    """Return whether a clean name is held out, that is, any of its words is.

    >>> is_held("mark rutte") == (is_held("mark") or is_held("rutte"))
    True
    """
    return any(
        hashlib.blake2b(word.encode(), digest_size=4).digest()[0] * 5 % 200 < 200 // _HELD_PART
        for word in name.lower().split()
    )


def draw(mixture: CorruptionMixture, *, seed: int) -> Iterator[Pair]:
    """Yield pairs without end, held-out ones included; the same seed yields the same pairs."""
    rng = random.Random(seed)
    while True:
        drawn = mixture.draw(rng)
        src, tgt = spell(drawn.mangled), spell(drawn.clean)
        if src != tgt or drawn.route == "untouched":
            yield Pair(src, tgt, drawn.route)


def write(config: PairsConfig) -> None:
    """Write all pairs to ``cache``: ``train-NN.tsv.gz`` and ``held.tsv.gz``. Existing shards are kept.

    Raises:
        ConfigError: The cache has pairs of another configuration.
    """
    config.cache.mkdir(parents=True, exist_ok=True)
    stamp = json.dumps({"count": config.count, "held": config.held, "seed": config.seed, "shards": config.shards})
    settings = config.cache / "pairs.json"
    if settings.exists() and settings.read_text() != stamp:
        raise ConfigError.of(OTHER_PAIRS, path=settings.parent)
    settings.write_text(stamp)
    missing = [shard for shard in range(config.shards) if not _shard(config, shard).exists()]
    if not missing and (config.cache / "held.tsv.gz").exists():
        return
    mixture = CorruptionMixture(
        load_pools(config.cache / "roundtrips", count=config.round_trips, workers=config.workers)
    )
    global _MIXTURE
    _MIXTURE = mixture  # forked workers inherit it: the pools are large and constant
    with ProcessPoolExecutor(config.workers) as pool:
        for job in [pool.submit(_write_shard, config, shard) for shard in missing]:
            job.result()
    _write_held(config, mixture)


_MIXTURE: CorruptionMixture | None = None


def _shard(config: PairsConfig, shard: int) -> Path:
    return config.cache / f"train-{shard:02}.tsv.gz"


def _write_shard(config: PairsConfig, shard: int) -> None:
    if _MIXTURE is None:
        raise ConfigError.of(NO_FORK)
    wanted = config.count // config.shards
    chosen: list[Pair] = []
    for pair in draw(_MIXTURE, seed=config.seed * 10_000 + shard):
        if not is_held(pair.tgt):
            chosen.append(pair)
            if len(chosen) == wanted:
                break
    _save(chosen, _shard(config, shard))


def _write_held(config: PairsConfig, mixture: CorruptionMixture) -> None:
    chosen: list[Pair] = []
    for pair in draw(mixture, seed=config.seed * 10_000 + 9_999):
        if is_held(pair.tgt):
            chosen.append(pair)
            if len(chosen) == config.held:
                break
    _save(chosen, config.cache / "held.tsv.gz")


def _save(pairs: list[Pair], path: Path) -> None:
    with atomic_writer(path) as stream, gzip.open(stream, "wt", encoding="utf-8", compresslevel=4) as out:
        out.writelines(f"{pair.src}\t{pair.tgt}\t{pair.route}\n" for pair in pairs)


def read(path: Path) -> list[Pair]:
    """Read one file of pairs."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Pair(*line.rstrip("\n").split("\t")) for line in lines]


def checksum(config: PairsConfig) -> str:
    """Return the SHA-256 of all training pairs, as text, in order."""
    digest = hashlib.sha256()
    for shard in range(config.shards):
        with gzip.open(_shard(config, shard), "rb") as lines:
            digest.update(lines.read())
    return digest.hexdigest()


def training(config: PairsConfig) -> Iterator[Pair]:
    """Yield all training pairs, shard after shard."""
    for shard in range(config.shards):
        yield from read(_shard(config, shard))


def held(config: PairsConfig) -> list[Pair]:
    """Return the held-out pairs."""
    return read(config.cache / "held.tsv.gz")
