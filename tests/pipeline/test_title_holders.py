"""Holders of titles: the same title settles a doubtful name, and never changes a variant or another person."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer

SOURCE = (
    "The Estonian foreign minister Margarete Lindholm met the mayor of Tartu on Friday. Lindholm said that the bridge "
    "would open in spring. Norwegian Prime Minister Torsten Wiklander sent greetings."
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([SOURCE]))


def proposed(repairer: Repairer, copy: str) -> list[tuple[str, str | None]]:
    return [(each.surface, each.replacement) for each in repairer.suggest(copy) if each.replacement is not None]


def test_a_similar_name_with_the_same_title_is_proposed(repairer: Repairer) -> None:
    copy = "In Oslo, Margaret Lindhelm, the Estonian foreign minister, was asked about the bridge."
    assert proposed(repairer, copy) == [("Margaret Lindhelm", "Margarete Lindholm")]


@pytest.mark.parametrize(
    "copy",
    [
        "The Estonian foreign minister, Kaja Saar, was asked about the bridge.",  # somebody else
        "The Estonian foreign minister Margarete Lindholm was asked about the bridge.",
        "The former Estonian foreign minister Urmas Kallas was asked about the bridge.",
        "The Estonian foreign minister Margarete Lindau was asked about the bridge.",  # her predecessor
    ],
)
def test_other_people_and_right_names_are_left_alone(repairer: Repairer, copy: str) -> None:
    assert proposed(repairer, copy) == []
