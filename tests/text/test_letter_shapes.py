"""Letter shapes: misread letters cost less than other differences, and a reading is traced back to its print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.text.letter_shapes import ONE_SHAPE, possible_originals, shape_distance

WORDS = st.text("abcdefghijklmnrstuIJTSB15_šéřß", max_size=10)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Barnsdale", "Bamsdale"),  # rn read as m
        ("Hollister", "Holiister"),
        ("Mclermont", "Mdermont"),
        ("Boston", "8oston"),
        ("Sundby", "5undby"),
        ("Ivalo", "lvalo"),
        ("Jarvis", "darvis"),
        ("Núñez", "Núfiez"),
        ("Weiß", "Wei&"),
    ],
)
def test_a_letter_of_a_similar_shape_costs_one_shape(printed: str, read: str) -> None:
    assert shape_distance(printed, read) == pytest.approx(ONE_SHAPE)


@pytest.mark.parametrize(("printed", "read"), [("Barnsdale", "Baxpsdale"), ("Boston", "Kroston"), ("Ivalo", "Mvalo")])
def test_a_letter_of_another_shape_costs_more(printed: str, read: str) -> None:
    assert shape_distance(printed, read) > ONE_SHAPE


@pytest.mark.parametrize(("printed", "read"), [("Dvořák", "Dvorak"), ("Oslo", "Os_lo"), ("Oslo", "oslo")])
def test_lost_marks_specks_and_case_cost_less_than_a_letter(printed: str, read: str) -> None:
    assert 0 < shape_distance(printed, read) < ONE_SHAPE


@given(WORDS)
def test_the_same_word_has_no_distance(word: str) -> None:
    assert shape_distance(word, word) == 0


@given(WORDS, WORDS)
def test_no_distance_exceeds_the_letters_of_both_words(printed: str, read: str) -> None:
    assert 0 <= shape_distance(printed, read) <= len(printed) + len(read)


@given(WORDS, WORDS, WORDS)
def test_a_common_start_never_raises_the_distance(start: str, printed: str, read: str) -> None:
    assert shape_distance(start + printed, start + read) <= shape_distance(printed, read) + 1e-9


def test_the_print_is_among_the_possible_originals() -> None:
    assert "barn" in possible_originals("bam")
    assert "town" in possible_originals("lown")
    assert "barn" not in possible_originals("band")
