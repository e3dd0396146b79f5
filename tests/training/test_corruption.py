"""The corruptors, on names of this file and without optional packages."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.channel.vocabulary import ALPHABET, spell
from repair.text import paradigms
from repair.training.corruption import letter_errors, wrong_endings
from repair.training.corruption.japanese import JapaneseNames, romaji, segment
from repair.training.corruption.soundalikes import SoundalikeIndex, phonetic_key
from repair.training.corruption.subwords import SyllableCorruptor, pieces
from repair.training.name_sources import JapaneseName

NAMES = (
    "bjartmar",
    "patreksfjordur",
    "verstappen",
    "fashoranti",
    "maigidaje",
    "dogara",
    "zemanek",
    "beyonce",
    "wakili",
)
READINGS = {
    "尾": ("び", "お"),
    "車": ("しゃ", "くるま"),
    "山": ("さん", "やま"),
    "高": ("こう", "たか"),
    "安": ("あん", "やす"),
}
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=14)


@given(words)
def test_pieces_add_up_to_the_word(word: str) -> None:
    assert "".join(pieces(word)) == word


@given(st.text(max_size=60))
def test_spelling_is_in_the_alphabet_and_idempotent(name: str) -> None:
    once = spell(name)
    assert once
    assert set(once) <= set(ALPHABET)
    assert spell(once) == once


@given(words, st.integers(0, 10**6))
def test_every_corruptor_returns_letters_of_the_alphabet(word: str, seed: int) -> None:
    for corruptor in (letter_errors.misspell, letter_errors.guess_vowels, letter_errors.ocr, letter_errors.split):
        assert set(corruptor(word, random.Random(seed))) <= set(ALPHABET)


def test_syllables_are_replaced_and_the_name_stays_recognisable() -> None:
    corruptor = SyllableCorruptor(NAMES)
    forms = {corruptor.corrupt("bjartmar", random.Random(seed)) for seed in range(40)}
    assert len(forms) > 5
    assert any(name.startswith("bj") and name != "bjartmar" for name in forms)


def test_endings_are_cut_or_changed_and_beginnings_kept() -> None:
    corruptor = SyllableCorruptor(NAMES)
    forms = [corruptor.change_ending("verstappen", random.Random(seed)) for seed in range(40)]
    assert sum(name.startswith("ver") for name in forms) > 30


def test_case_endings_are_added_and_base_forms_guessed() -> None:
    forms = {wrong_endings.inflect("bertramka", paradigms.SLAVIC, random.Random(seed)) for seed in range(60)}
    assert {"bertramky", "bertramek"} & forms
    forms = {wrong_endings.wrong_base_form("mostecko", paradigms.SLAVIC, random.Random(seed)) for seed in range(200)}
    assert "mosteck" in forms


def test_acronyms_change_by_letters() -> None:
    forms = {letter_errors.acronym("CCPIT", random.Random(seed)) for seed in range(40)}
    assert all(2 <= len(name) <= 8 for name in forms)
    assert "CCPIT" not in forms or len(forms) > 10


def test_a_word_that_sounds_alike_is_found() -> None:
    soundalikes = SoundalikeIndex(("latte", "table", "lime"))
    assert soundalikes.soundalike("rutte", random.Random(0)) == "latte"
    assert soundalikes.soundalike("okonkwo", random.Random(0)) == "okonkwo"
    assert phonetic_key("vera") == phonetic_key("bella").replace("e", "e")


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("まつやま", "matsuyama"),
        ("きょうこ", "kyoko"),
        ("いっぺい", "ippei"),
        ("じゅんいち", "junichi"),
        ("おおの", "ono"),
    ],
)
def test_kana_is_spelled_as_newspapers_do(kana: str, latin: str) -> None:
    assert romaji(kana) == latin


def test_kanji_are_misread_by_their_other_readings() -> None:
    entries = [JapaneseName("尾車", "おぐるま", "surname"), JapaneseName("高山", "たかやま", "surname")]
    cut = segment(entries[0], READINGS)
    assert cut is not None
    assert cut.parts == ("お", "ぐるま")
    names = JapaneseNames(entries, READINGS)
    forms = {names.misread(cut, random.Random(seed)) for seed in range(80)}
    assert {"bisha", "oguruma", "osha", "biguruma"} & forms
    assert segment(JapaneseName("高山", "ひだ", "place"), READINGS) is None
