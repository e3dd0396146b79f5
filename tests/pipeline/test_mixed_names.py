"""A name put together from two people of the sources is flagged, and a name that one of them may have is not."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action

SOURCES = (
    "Robert Hudec met Viktor Lazar in Brno on Friday. Ursula von der Weyden and Anna-Lena Kraus were absent. The Daily "
    "Post reported it. Helena Lazar, his wife, stayed at home. Mayor Petr Novotny spoke.",
    "Viktor Lazar received Robert Hudec. Ursula von der Weyden sent a letter, and Petr Jan Novotny read it. Helena "
    "waited. The Evening Times has a picture.",
)


def flagged(copy: str) -> list[str]:
    suggestions = plain_repairer(*SOURCES).suggest(copy)
    return [each.surface for each in suggestions if each.action is Action.FLAG]


@pytest.mark.parametrize("name", ["Robert Lazar", "Viktor Hudec", "Ursula Hudec", "Petr Hudec"])
def test_the_given_name_of_one_and_the_surname_of_another_are_flagged(name: str) -> None:
    assert flagged(f"On Friday {name} came to Brno, and the weather was fine.") == [name]


@pytest.mark.parametrize(
    "name",
    [
        "Robert Hudec",
        "Hudec Robert",
        "Helena Lazar",
        "Petr Novotny",
        "Petr Jan Novotny",
        "Ursula von der Weyden",
        "Ursula Weyden",
        "Mayor Hudec",
    ],
)
def test_names_of_one_person_are_not_flagged(name: str) -> None:
    assert flagged(f"On Friday {name} came to Brno, and the weather was fine.") == []


def test_newspapers_are_no_people() -> None:
    assert flagged("The Daily Times and the Evening Post reported that Robert Hudec came to Brno on Friday.") == []


def test_a_surname_that_became_the_name_of_the_company_is_flagged() -> None:
    source = "Shares of Novota rose. Its founder Erich Novoda sold his house in Brno on Friday. Erich Novoda is 70."
    suggestions = plain_repairer(source).suggest(
        "Shares of Novota rose. Erich Novota sold his house in Brno on Friday."
    )
    assert [each.surface for each in suggestions] == ["Erich Novota"]
