"""Readers of name packages, each skipped where its package is absent; and the mixture on a few names."""

from __future__ import annotations

import itertools
import random

import pytest

from repair.channel.tokenizers import Romanization
from repair.training import name_sources
from repair.training.corruption.chinese import Hanzi
from repair.training.corruption.japanese import JapaneseNames
from repair.training.corruption.mixture import CorruptionMixture
from repair.training.corruption.name_pools import Pools, Region, SpellingVariant
from repair.training.corruption.roundtrips import RoundTrip
from repair.training.corruption.routes import WEIGHTS
from repair.training.name_sources import JapaneseName


def test_groups_of_person_names() -> None:
    pytest.importorskip("rigour")
    groups = list(itertools.islice(name_sources.person_groups(), 200))
    assert all(len(group) > 1 for group in groups)


def test_names_of_a_locale_are_folded() -> None:
    pytest.importorskip("faker")
    given_names, surnames = name_sources.locale_names("cs_CZ")
    assert "dvorakova" in surnames
    assert given_names
    assert name_sources.locale_names("xx_XX") == ((), ())


def test_a_package_that_is_not_installed_is_no_source() -> None:
    assert name_sources.package_file("no_such_package_at_all", "x") is None
    assert "no_such_package_at_all" not in {source.package for source in name_sources.SOURCES}


@pytest.fixture
def pools() -> Pools:
    """Return a few names for every route."""
    pytest.importorskip("pypinyin")
    region = Region(("jakub", "marketa"), ("dvorakova", "zemanek", "novak"), ("mostecko", "lysa", "blansko"))
    trip = RoundTrip("rutte", "lute", (Romanization("latte", 0.7), Romanization("lutte", 0.3)))
    readings = {"尾": ("び", "お"), "車": ("しゃ", "くるま"), "高": ("こう", "たか"), "山": ("さん", "やま")}
    japanese = JapaneseNames(
        [
            JapaneseName(kanji, kana, kind)
            for kanji, kana in (("尾車", "おぐるま"), ("高山", "たかやま"))
            for kind in ("surname", "given", "place")
        ],
        readings,
    )
    return Pools(
        regions=dict.fromkeys(("slavic", "icelandic", "hausa", "german", "english"), region),
        world=("kornelius", "volodymyr", "maigidaje"),
        trips=dict.fromkeys(name_sources.SCRIPTS, (trip,)),
        variants=(SpellingVariant("dovhenke", "dolgenkoe"),),
        japanese=japanese,
        chinese=(Hanzi("阜阳", ("fu", "yang")), Hanzi("浏阳", ("liu", "yang"))),
        surnames_zh=(Hanzi("王", ("wang",)), Hanzi("张", ("zhang",))),
        given_zh=(Hanzi("立文", ("li", "wen")), Hanzi("若昀", ("ruo", "yun"))),
        words=("latte", "table"),
    )


def test_every_route_produces_mangled_names(pools: Pools) -> None:
    for route in WEIGHTS:
        mixture = CorruptionMixture(pools, weights={route: 1.0}, untouched=0.0)
        drawn = [mixture.draw(random.Random(seed)) for seed in range(30)]
        assert any(each.route == route and each.clean != each.mangled for each in drawn), route


def test_the_mixture_is_deterministic_and_leaves_some_names_unchanged(pools: Pools) -> None:
    mixture = CorruptionMixture(pools)
    drawn = [mixture.draw(random.Random(seed)) for seed in range(300)]
    assert drawn == [mixture.draw(random.Random(seed)) for seed in range(300)]
    untouched = sum(each.clean == each.mangled for each in drawn)
    assert 30 < untouched < 110
