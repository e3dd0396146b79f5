"""The transliterator on a toy script, and round trips."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from repair.channel.tokenizers import Romanization, kana_tokens
from repair.training.corruption import roundtrips
from repair.training.name_sources import NativePair, hiragana, plain, script
from repair.training.transliterator import Aligned, Transliterator

# A script with one sign for each consonant, without vowels; "sh" is one sign.
SIGNS = {"b": "1", "d": "2", "k": "3", "l": "4", "m": "5", "n": "6", "r": "7", "sh": "8", "t": "9"}


def _word(rng: random.Random) -> Aligned:
    latin, native = "", []
    for _ in range(rng.choice((2, 3))):
        onset = rng.choice(list(SIGNS))
        latin += onset + rng.choice("aaaio")
        native.append(SIGNS[onset])
    return Aligned(latin, tuple(native))


@pytest.fixture(scope="module")
def fitted() -> Transliterator:
    rng = random.Random(4)
    model = Transliterator()
    assert model.fit([_word(rng) for _ in range(400)]) > 350
    return model


def test_consonants_are_read_and_vowels_guessed(fitted: Transliterator) -> None:
    guesses = [guess.text for guess in fitted.to_latin(("8", "5"))]
    assert "shama" in guesses
    assert {"shami", "shima"} & set(guesses)
    assert all(guess.startswith("sh") for guess in guesses)


def test_shares_add_up_to_one(fitted: Transliterator) -> None:
    assert sum(guess.share for guess in fitted.to_latin(("1", "2"))) == pytest.approx(1)
    assert fitted.to_latin(("?",)) == []


def test_a_pair_that_cannot_be_one_name_is_implausible(fitted: Transliterator) -> None:
    assert fitted.plausible(Aligned("damo", ("2", "5")))
    assert not fitted.plausible(Aligned("shatarino", ("5",)))


def test_round_trips_are_cached_and_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    trips = list(roundtrips.read_back([_word(rng) for _ in range(200)], count=100))
    assert len(trips) > 50
    trip = roundtrips.RoundTrip("rutte", "ルッテ", (Romanization("latte", 0.6), Romanization("rutte", 0.4)))
    assert trip.draw(random.Random(0)) == "latte"
    assert roundtrips.RoundTrip("rutte", "", ()).draw(random.Random(0)) == "rutte"


def test_names_are_split_into_pairs_of_words() -> None:
    pairs = [NativePair("mark rutte", "マーク・ルッテ"), NativePair("mark rutte", "ルッテ")]
    assert roundtrips.words(pairs, "katakana") == [
        Aligned("mark", ("マ", "ー", "ク")),
        Aligned("rutte", ("ル", "ッ", "テ")),
    ]


def test_kana_hiragana_folding_and_scripts() -> None:
    assert kana_tokens("ファン") == ("ファ", "ン")
    assert hiragana("ヤマ") == "やま"
    assert plain("Þingvellir") == "thingvellir"
    assert script("Рутте") == "cyrillic"
    assert script("漢") == "hanzi"
