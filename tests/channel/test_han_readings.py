"""Two spellings as readings of the same characters: the table, the comparison, and damaged files."""

from __future__ import annotations

import bz2
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.channel.han_readings import NAME, HanReadings, may_be_same_characters, same_characters
from repair.core.errors import ConfigError, ModelError
from repair.core.resources import shipped_model
from repair.training import fit_han_readings, unihan

# One character is read ka or sho, another mi or san, a third to alone.
SMALL = HanReadings(
    {"ka": -2.0, "sho": -2.0, "mi": -2.0, "san": -2.0, "to": -2.0},
    {"ka": "\tka:-250\tsho:-250", "sho": "\tsho:-250", "mi": "\tsan:-250"},
)


@pytest.fixture(scope="module")
def shipped() -> HanReadings:
    return HanReadings.load(shipped_model(NAME) / "readings.txt.gz")


def test_readings_of_the_same_characters_have_a_higher_probability() -> None:
    assert same_characters("kami", "shosan", SMALL) == pytest.approx(4 * 2.0 - 2 * 2.5)
    assert same_characters("kami", "sanka", SMALL) < 0


def test_a_character_that_one_name_lacks_costs() -> None:
    assert same_characters("kami", "shosan", SMALL) > same_characters("kamito", "shosan", SMALL) > -10


def test_a_form_that_is_no_string_of_readings_is_no_evidence() -> None:
    assert same_characters("rutte", "kami", SMALL) == same_characters("", "kami", SMALL) - same_characters(
        "", "kami", SMALL
    )
    assert same_characters("kami", "kami", SMALL) == 0
    assert same_characters("kami" * 9, "shosan", SMALL) == 0


def test_a_pair_stands_in_the_table_once_and_is_found_from_both_sides() -> None:
    assert SMALL.shared("mi", "san") == SMALL.shared("san", "mi") == -2.5
    assert SMALL.shared("mi", "to") is SMALL.shared("to", "mi") is None


@settings(max_examples=200, deadline=None)
@given(st.text("kamishonto", max_size=12), st.text("kamishonto", max_size=12))
def test_the_comparison_is_symmetric(first: str, other: str) -> None:
    assert same_characters(first, other, SMALL) == pytest.approx(same_characters(other, first, SMALL))
    assert same_characters(first, other) == pytest.approx(same_characters(other, first))


@settings(max_examples=100, deadline=None)
@given(st.text("kamishonto", max_size=12), st.text("kamishonto", max_size=12))
def test_cached_readings_give_the_same_answers(shipped: HanReadings, first: str, other: str) -> None:
    for _ in range(2):
        assert same_characters(first, other) == same_characters(first, other, shipped)
        assert may_be_same_characters(first, other) is may_be_same_characters(first, other, shipped)


@pytest.mark.parametrize(
    ("mangled", "name", "rival"),
    [
        ("masayo", "shodai", "terunofuji"),
        ("mizukubo", "misakubo", "matsumoto"),
        ("hidetaka", "eikei", "kazutake"),
        ("matsuyama", "songshan", "shanghai"),
    ],
)
def test_a_misreading_is_distinguished_from_another_name(mangled: str, name: str, rival: str) -> None:
    assert same_characters(mangled, name) > 3 > 0 > same_characters(mangled, rival)


def test_the_card_names_the_licence_and_the_copyright_holders() -> None:
    card = json.loads((shipped_model(NAME) / "card.json").read_text(encoding="utf-8"))
    assert "CC BY-SA" in card["licence"] and "JMnedict" in card["credit"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no gzip",
        gzip.compress(b"ka\tx\n"),
        gzip.compress(b"ka\t-1\tsho\n"),
        gzip.compress(b"ka\t-1\tsho:-2\tto:x\n"),
        gzip.compress(b"ka\t-1\n\n"),
        gzip.compress("か\t1\n".encode()),
    ],
    ids=["empty", "not packed", "no number", "no colon", "no number of a pair", "an empty line", "not Latin"],
)
def test_a_damaged_table_is_refused_by_name(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "readings.txt.gz").write_bytes(raw)
    if raw:
        with pytest.raises(ModelError, match="readings"):
            HanReadings.load(tmp_path / "readings.txt.gz")
    with pytest.raises(ModelError, match="none"):
        HanReadings.load(tmp_path / "none.gz")


def test_a_table_is_built_from_attested_and_listed_readings() -> None:
    pytest.importorskip("pypinyin", reason="readings of Chinese need the train extra")
    shares = fit_han_readings.reading_shares(
        {"正": Counter({"masa": 3, "tada": 1}), "代": Counter({"yo": 4})},
        {"正": ("しょう",), "代": ("だい", "よ")},
        {"cantonese": {"正": ("ching", "tsing")}, "korean": {}},
    )
    assert shares.characters == {"正": 0.5, "代": 0.5}
    assert shares.readings["正"]["masa"] == pytest.approx(0.64 * 0.75)
    assert shares.readings["正"]["sho"] == pytest.approx(0.12)
    assert shares.readings["正"]["tsing"] == pytest.approx(0.02)
    with_others = fit_han_readings.reading_shares(
        {"正": Counter({"masa": 3})}, {}, {"vietnamese": {"阮": ("nguyen",)}}, "阮"
    )
    assert 0 < with_others.characters["阮"] < 0.01
    assert set(with_others.readings["阮"]) == {"ruan", "nguyen"}
    lines = dict(line.split("\t", 1) for line in fit_han_readings.table(shares))
    assert "sho:" in lines["masa"] and "dai:" not in lines["masa"]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("beijiang", "bacgiang"),  # Vietnamese 北江 read in Mandarin
        ("zhangjianzong", "cheungkinchung"),  # Cantonese 張建宗
        ("yanagikenshin", "ryuhyunjin"),  # Korean 柳賢振 read in Japanese
        ("piaozhixing", "bakjiseong"),  # Korean 朴智星: this surname has a reading of its own in Mandarin
        ("ruanfuzhong", "nguyenphutrong"),  # Vietnamese 阮富仲
    ],
)
def test_the_shipped_table_has_readings_of_other_languages(first: str, other: str) -> None:
    assert same_characters(first, other) > 4


UNIHAN = """# a comment\tkCantonese
U+5317\tkCantonese\tbak1
U+8CE2\tkHangul\t현:0E
U+6C5F\tkVietnamese\tgiang
U+6C5F\tkDefinition\tlarge river
"""


def test_readings_of_unihan_get_the_spelling_of_newspapers(tmp_path: Path) -> None:
    path = tmp_path / "readings.bz2"
    path.write_bytes(bz2.compress(UNIHAN.encode()))
    by_language = unihan.readings(path)
    assert by_language["cantonese"] == {"北": ("pak",)}
    assert by_language["korean"] == {"賢": ("hyeon", "hyun", "hyoun", "hyon")}
    assert by_language["vietnamese"]["江"] == ("giang",) and by_language["vietnamese"]["北"] == ("bac",)
    assert not any(unihan.readings(tmp_path / "none").values())


def test_hangul_syllables_get_official_and_common_spellings() -> None:
    assert unihan.korean("경")[0] == "gyeong" and "lee" in unihan.korean("이")
    assert unihan.korean("한국") == unihan.korean("x") == []


def test_jyutping_syllables_get_the_spelling_of_hong_kong() -> None:
    assert unihan.hong_kong("zoeng") == ["cheung", "tseung"]
    assert unihan.hong_kong("ng") == ["ng"] and unihan.hong_kong("5") == []


def test_the_builder_names_the_packages_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fit_han_readings.main([]) == 2
    monkeypatch.setattr(fit_han_readings, "kanji_readings", dict)
    with pytest.raises(ConfigError, match="jamdict"):
        fit_han_readings.build(tmp_path)
    monkeypatch.setattr(fit_han_readings, "kanji_readings", lambda: {"正": ("しょう",)})
    monkeypatch.setattr(unihan, "readings", lambda: {"korean": {}})
    with pytest.raises(ConfigError, match="unicode-data"):
        fit_han_readings.build(tmp_path)
