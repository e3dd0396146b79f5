"""Training pairs: a clean name and a mangled form of it, drawn, split by *name*, and kept on disk.

Every word of the clean name is hashed; a pair with a word of the held-out fortieth is kept out of training, so that
scores are of names the model never saw. Drawing is deterministic by seed, whatever the number of processes.
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


@dataclass(frozen=True, slots=True)
class Pair:
    """What the model learns from: ``src`` is the mangled form, ``tgt`` the clean name, in the model's letters."""

    src: str
    tgt: str
    route: str


@dataclass(frozen=True, slots=True)
class PairsConfig:
    """How many pairs are drawn, and where they and the round trips are cached."""

    cache: Path
    count: int = 1_000_000
    held: int = 4_000
    seed: int = 1
    shards: int = 20
    round_trips: int = 24_000  # word pairs read back for each script
    workers: int = 2


def is_held(name: str) -> bool:
    """Tell whether a clean name belongs to the held-out part: any of its words does.

    >>> is_held("mark rutte") == (is_held("mark") or is_held("rutte"))
    True
    """
    return any(
        hashlib.blake2b(word.encode(), digest_size=4).digest()[0] * 5 % 200 < 200 // _HELD_PART
        for word in name.lower().split()
    )


def draw(mixture: CorruptionMixture, *, seed: int) -> Iterator[Pair]:
    """Yield pairs without end, held-out ones among them; the same seed yields the same pairs."""
    rng = random.Random(seed)
    while True:
        drawn = mixture.draw(rng)
        src, tgt = spell(drawn.mangled), spell(drawn.clean)
        if src != tgt or drawn.route == "untouched":
            yield Pair(src, tgt, drawn.route)


def write(config: PairsConfig) -> None:
    """Draw all pairs into ``cache``: ``train-NN.tsv.gz`` and ``held.tsv.gz``; shards already there are kept."""
    config.cache.mkdir(parents=True, exist_ok=True)
    stamp = json.dumps({"count": config.count, "held": config.held, "seed": config.seed, "shards": config.shards})
    kept = config.cache / "pairs.json"
    if kept.exists() and kept.read_text() != stamp:
        raise ConfigError(f"{kept.parent} holds pairs of another configuration; name another cache or delete it")
    kept.write_text(stamp)
    missing = [shard for shard in range(config.shards) if not _shard(config, shard).exists()]
    if not missing and (config.cache / "held.tsv.gz").exists():
        return
    mixture = CorruptionMixture(
        load_pools(config.cache / "roundtrips", count=config.round_trips, workers=config.workers)
    )
    global _MIXTURE
    _MIXTURE = mixture  # inherited by forked workers: pools are large and never change
    with ProcessPoolExecutor(config.workers) as pool:
        for job in [pool.submit(_write_shard, config, shard) for shard in missing]:
            job.result()
    _write_held(config, mixture)


_MIXTURE: CorruptionMixture | None = None


def _shard(config: PairsConfig, shard: int) -> Path:
    return config.cache / f"train-{shard:02}.tsv.gz"


def _write_shard(config: PairsConfig, shard: int) -> None:
    if _MIXTURE is None:
        raise ConfigError("the pair writer needs processes that fork; use --workers 1 elsewhere")
    wanted = config.count // config.shards
    found: list[Pair] = []
    for pair in draw(_MIXTURE, seed=config.seed * 10_000 + shard):
        if not is_held(pair.tgt):
            found.append(pair)
            if len(found) == wanted:
                break
    _save(found, _shard(config, shard))


def _write_held(config: PairsConfig, mixture: CorruptionMixture) -> None:
    found: list[Pair] = []
    for pair in draw(mixture, seed=config.seed * 10_000 + 9_999):
        if is_held(pair.tgt):
            found.append(pair)
            if len(found) == config.held:
                break
    _save(found, config.cache / "held.tsv.gz")


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
