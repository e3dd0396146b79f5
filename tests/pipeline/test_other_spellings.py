"""Other spellings: no word of a corrected full name keeps a spelling near that of the sources."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action

SOURCES = (
    "Foreign Minister Bogumił Zaborski closed the consulate in Sopot on Wednesday. Ms. Tatiana "
    "Arabadze laid a wreath, and Mayor Ku Shiow-yenn sent flowers.",
    "Bogumił Zaborski shut the consulate. Ms. Tatiana Arabadze met Mayor Ku Shiow-yenn.",
)


def proposed(copy: str) -> list[tuple[str, str]]:
    """Return the surfaces and replacements that are suggested, without spelling variants."""
    suggestions = plain_repairer(*SOURCES).suggest(copy)
    return [(s.surface, s.replacement) for s in suggestions if s.replacement and s.action is not Action.VARIANT]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (
            "Foreign Minister Bogumiv Zaborsky closed the consulate in Sopot on Wednesday.",
            ("Bogumiv Zaborsky", "Bogumił Zaborski"),
        ),
    ],
)
def test_the_whole_name_has_the_spelling_of_the_sources(copy: str, expected: tuple[str, str]) -> None:
    assert proposed(copy) == [expected]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Tatyana Arabadzke laid a wreath.", ("Arabadzke", "Arabadze")),
        ("Mrs. Tatyana Arabadzke laid a wreath.", ("Arabadzke", "Arabadze")),
    ],
)
def test_usual_spellings_of_given_names_and_titles_stay(copy: str, expected: tuple[str, str]) -> None:
    assert proposed(copy) == [expected]


def test_a_spelling_that_the_copy_also_has_elsewhere_is_kept() -> None:
    copy = "Foreign Minister Bogumiv Zaborsky closed the consulate in Sopot. Zaborsky was brief."
    assert proposed(copy)[0] == ("Bogumiv", "Bogumił")


@pytest.mark.parametrize(
    "copy",
    [
        "Foreign Minister Bogumil Zaborsky closed the consulate in Sopot.",
        "Tatyana Arabadze closed the consulate in Sopot.",
    ],
)
def test_a_name_without_a_garbled_word_is_left_alone(copy: str) -> None:
    assert proposed(copy) == []


@pytest.mark.parametrize(
    "copy",
    [
        "His sister Bogumiła Zaborski wrote from Sopot.",
        "Bogumiła Zaborska wrote a letter from Sopot to her mother.",
        "Bogumila Zaborsky wrote a letter from Sopot to her mother.",
    ],
)
def test_a_woman_of_the_same_surname_keeps_her_name(copy: str) -> None:
    assert proposed(copy) == []


def test_a_first_syllable_takes_the_second() -> None:
    assert proposed("Mayor Ku Schiow sent flowers to Sopot on Wednesday.") == [("Schiow", "Shiow-yenn")]
    assert proposed("Mayor Ku Schiow-yenn sent flowers to Sopot on Wednesday.") == [("Schiow", "Shiow")]
