"""Truecasing: capitals are guessed only in text without informative capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.text.truecase import truecased

LOWER = "the mayor said on monday that giyu tomioka and chris weaver will open the bridge in kanazawa"
MIXED = (
    "The mayor, Reiko Kadowaki, said on Monday that the bridge in Kanazawa would open. Kadowaki thanked Chris Weaver."
)


def names(text: str) -> list[str]:
    return [token.text for token in truecased(tokenize(text), Lexicon.load()) if token.capital]


def test_names_in_lower_case_are_truecased() -> None:
    assert names(LOWER) == ["giyu", "tomioka", "chris", "weaver", "kanazawa"]


def test_ordinary_words_are_no_names_in_capitals() -> None:
    assert names(LOWER.upper()) == ["GIYU", "TOMIOKA", "CHRIS", "WEAVER", "KANAZAWA"]


def test_a_word_after_a_title_may_be_a_given_name() -> None:
    assert names("foreign minister mark root spoke to the press about it") == ["mark", "root"]


def test_a_rare_given_name_after_a_title_is_followed_by_a_surname() -> None:
    assert names("the prime minister kier stammer opened the bridge") == ["kier", "stammer"]


def test_a_surname_may_follow_particles() -> None:
    assert {"ursula", "lion"} <= set(names("on monday ursula von der lion opened the bridge"))


def test_a_given_name_that_is_a_word_is_one_before_a_rare_word() -> None:
    assert names("mark rooter visited the bridge in kanazawa on monday") == ["mark", "rooter", "kanazawa"]


@pytest.mark.parametrize(
    "text",
    [
        "the council will mark rooftops with paint on monday and grant access to all",
        "they hope to mark territory as a bill passes and prices rose sharply in may",
    ],
)
def test_words_that_are_also_given_names_are_words_elsewhere(text: str) -> None:
    assert names(text) == []


def test_a_sentence_in_capitals_is_truecased_within_mixed_copy() -> None:
    headline = "MAYOR REIKO KADOWAKI OPENS THE NEW BRIDGE"
    assert names(f"{headline}\n{MIXED}")[:2] == ["REIKO", "KADOWAKI"]
    assert names(f"{headline}\n{MIXED}")[2:] == names(MIXED)


@pytest.mark.parametrize(
    "text",
    [MIXED, "A line of ordinary copy from Paris with two names, Anna Kowalska and Jean Dupont.", "the end", ""],
)
def test_ordinary_copy_is_unchanged(text: str) -> None:
    assert truecased(tokenize(text), Lexicon.load()) == tokenize(text)


def test_given_names_in_lower_case_are_truecased_beside_others() -> None:
    text = "We would like to thank karolina dobrek and stephanie for the call. David will take it from here."
    assert {"karolina", "dobrek", "stephanie", "David"} <= set(names(text))


@given(st.text(st.sampled_from("abzMARK stephanie.\n"), max_size=80))
def test_only_capitals_change(text: str) -> None:
    tokens = tokenize(text)
    result = truecased(tokens, Lexicon.load())
    assert [token._replace(capital=False) for token in result] == [token._replace(capital=False) for token in tokens]
