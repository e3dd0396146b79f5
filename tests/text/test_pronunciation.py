"""Pronunciation: words that sound alike are similar, whatever their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.text.pronunciation import pronunciation, sound_similarities, sound_similarity, vowel_pronunciation


@pytest.mark.parametrize(
    ("first", "second"),
    [("karolina", "carolina"), ("stephen", "stefan"), ("wright", "rite"), ("knox", "nocks"), ("philipps", "filips")],
)
def test_spellings_of_one_sound_are_one_pronunciation(first: str, second: str) -> None:
    assert pronunciation(first) == pronunciation(second)


@pytest.mark.parametrize(
    ("name", "heard", "other"),
    [("lamers", "lemurs", "mullins"), ("obin", "open", "harris"), ("dybeck", "die back", "castle")],
)
def test_a_misheard_name_is_closer_than_another_one(name: str, heard: str, other: str) -> None:
    right = pronunciation(name)
    assert sound_similarity(pronunciation(heard), right) > 0.7 > sound_similarity(pronunciation(other), right)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz '-", max_size=20), st.text(alphabet="aeioubcdfghk", max_size=20))
def test_similarity_is_symmetrical_and_between_0_and_1(first: str, second: str) -> None:
    left, right = pronunciation(first), pronunciation(second)
    assert 0.0 <= sound_similarity(left, right) <= 1.0
    assert sound_similarity(left, right) == pytest.approx(sound_similarity(right, left))
    assert not left or sound_similarity(left, left) == 1.0


@pytest.mark.parametrize(("name", "heard", "other"), [("bret", "breath", "brood"), ("luca", "luka", "laika")])
def test_three_kinds_of_vowels_tell_more_names_apart(name: str, heard: str, other: str) -> None:
    right = vowel_pronunciation(name)
    assert sound_similarity(vowel_pronunciation(heard), right) > sound_similarity(vowel_pronunciation(other), right)


SOUNDS = st.text(alphabet="abdfgklmnprstvwzSZCJTNhio\u00e9", max_size=15)


@given(st.lists(st.tuples(SOUNDS, SOUNDS), max_size=8))
def test_many_pairs_at_once_are_as_similar_as_each_alone(pairs: list[tuple[str, str]]) -> None:
    similarities = sound_similarities([first for first, _ in pairs], [second for _, second in pairs])
    assert similarities.tolist() == pytest.approx([sound_similarity(first, second) for first, second in pairs])
