"""Training pairs: deterministic, split by name, and cached on disk."""

from __future__ import annotations

import gzip
import itertools
import random
from pathlib import Path

import pytest

from repair.core.errors import ConfigError
from repair.training import pairs
from repair.training.corruption.mixture import Sample
from repair.training.pairs import Pair, PairsConfig

NAMES = "rutte zelensky kornelius peskov meloni stubb kallas duda merz macron orban tusk sunak biden costa".split()


class FakeMixture:
    """Draws from a few names; drops the last letter of half of them."""

    def draw(self, rng: random.Random) -> Sample:
        name = rng.choice(NAMES)
        return Sample(name, name, "untouched") if rng.random() < 0.5 else Sample(name, name[:-1], "tail")


def _drawn(seed: int, count: int = 50) -> list[Pair]:
    return list(itertools.islice(pairs.draw(FakeMixture(), seed=seed), count))  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_pairs() -> None:
    assert _drawn(1) == _drawn(1)
    assert _drawn(1) != _drawn(2)


def test_a_pair_is_mangled_or_has_the_route_untouched() -> None:
    for pair in _drawn(3):
        assert (pair.src == pair.tgt) == (pair.route == "untouched")


def test_a_name_is_held_out_if_any_of_its_words_is() -> None:
    many = ["".join(letters) for letters in itertools.product("abcdefg", repeat=4)]
    held_out = [name for name in many if pairs.is_held(name)]
    assert 0.01 < len(held_out) / len(many) < 0.05
    assert pairs.is_held(f"free {held_out[0]}")
    assert pairs.is_held(held_out[0].upper())


def test_written_pairs_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "train-00.tsv.gz"
    pairs._save(_drawn(1), path)
    assert pairs.read(path) == _drawn(1)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        assert next(lines).count("\t") == 2


def test_a_cache_of_another_configuration_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="another configuration"):
        pairs.write(PairsConfig(cache=tmp_path))
