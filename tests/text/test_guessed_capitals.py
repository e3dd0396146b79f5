"""Capitals are guessed in texts in lower case throughout, and in no other text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.text.guessed_capitals import with_guessed_capitals
from repair.text.lexicon import Lexicon

LOWER = "the engineer wladyslaw kowalczyk told reporters in gdansk that the new harbour wall was not finished in time"


def test_names_get_their_capitals() -> None:
    text = with_guessed_capitals(LOWER, Lexicon.load())
    assert "engineer Wladyslaw Kowalczyk told reporters in Gdansk that" in text


def test_names_get_the_capitals_of_their_kind() -> None:
    text = "today ursula von der leyen met lee jae-myung, conor o'callaghan, ronald mcdonough and jörg weißmüller there"
    cased = with_guessed_capitals(text, Lexicon.load())
    for name in ("Ursula von der Leyen", "Lee Jae-myung", "Conor O'Callaghan", "Ronald McDonough", "Jörg Weißmüller"):
        assert name in cased


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the engineer wladyslaw kowalczyk",  # too short to tell
        "The engineer Wladyslaw Kowalczyk told reporters in Gdansk that the new harbour wall was not finished in time",
        LOWER.upper(),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert with_guessed_capitals(text, Lexicon.load()) == text


@given(st.lists(st.sampled_from([*LOWER.split(), "ßen", "ŉora", "ǆemal", "“élan"])).map(" ".join))
def test_only_capitals_change(text: str) -> None:
    changed = with_guessed_capitals(text, Lexicon.load())
    assert len(changed) == len(text)
    assert changed.lower() == text.lower()
