"""Accents that a name does not have are corrected where the sources show where its accents belong."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action

SOURCES = [
    "Minister Omar Garsía Hartuch met Radomir Vučković in Zutphen on Monday. Jochem Rute listened to both of them.",
    "In Zutphen, Omar Garsía Hartuch and Radomir Vučković met on Monday. Jochem Rute was there.",
]


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(SOURCES))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Minister Omar Garsía Hartúch met them in Zutphen on Monday.", ("Hartúch", "Hartuch")),
    ],
)
def test_an_added_accent_is_a_suggestion_for_review(repairer: Repairer, copy: str, expected: tuple[str, str]) -> None:
    (found,) = repairer.suggest(copy)
    assert (found.surface, found.replacement) == expected
    assert found.action is Action.REVIEW


@pytest.mark.parametrize(
    "copy",
    [
        "Minister Omar Garsia Hartuch met Radomir Vuckovic in Zutphen on Monday.",  # without accents
        "Radomir Vučkovič met the minister in Zutphen on Monday.",  # another accent, which can be typed
        "Radomir Vúčković met the minister in Zutphen on Monday.",  # the sources may have left out one of two
        "Minister Ómar Garsía Hartuch met them in Zutphen on Monday.",  # a given name in another language
        "Jochem Ruté listened to both of them in Zutphen.",  # the sources may have left it out
        "OMAR GARSÍA HARTUCH met RADOMIR VUČKOVIĆ in Zutphen.",
    ],
)
def test_accents_that_may_be_right_stay(repairer: Repairer, copy: str) -> None:
    assert [each for each in repairer.suggest(copy) if each.replacement is not None] == []
