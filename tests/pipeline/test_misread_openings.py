"""Misread short words that open a sentence are proposed, and names and abbreviations are left alone."""

from __future__ import annotations

import pytest
from core_fixtures import repairer

SOURCE = "The ferry to Tjeldvik was late on Tuesday. It was full, said Ida Brennholt. Ng and Tl are the owners."


def proposed(copy: str) -> list[tuple[str, str | None]]:
    suggestions = repairer(SOURCE).suggest(copy)
    return [(each.surface, each.replacement) for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("The ferry was late. Tt was full, said Ida Brennholt.", ("Tt", "It")),
        ("Brennholt said: “Tf the ferry is late, we wait.”", ("Tf", "If")),
    ],
)
def test_a_misread_word_is_proposed(copy: str, expected: tuple[str, str]) -> None:
    assert proposed(copy) == [expected]


@pytest.mark.parametrize(
    "copy",
    [
        "The ferry was late. Ng was full of praise.",
        "The ferry was late. Tl said so.",  # a name of the sources
        "The ferry was late. Tf Oslo agrees, we wait.",  # before a capital
        "The ferry was late. Mr Brennholt said so. Dr who, asked the boy.",
        "The owner is Tt of Tjeldvik. Tt was full of praise.",  # within a sentence, too
        "Le bateau était en retard. Tn matin le maire est venu sur le quai et la foule avec lui.",
    ],
)
def test_names_and_abbreviations_are_left_alone(copy: str) -> None:
    assert not proposed(copy)
