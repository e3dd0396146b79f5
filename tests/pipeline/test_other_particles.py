"""A full name with another particle than in the sources is corrected; other people with that particle stay."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action

SOURCES = [
    "Commissioner Ulrike von der Hagen met the engineer Alexander van der Berg in Sundbakken. The jurist Carla de "
    "Oliveira and the officer Mohammed bin Rashidan were there.",
    "In Sundbakken, Ulrike von der Hagen and Alexander van der Berg met on Monday. Carla de Oliveira and Mohammed bin "
    "Rashidan listened.",
]


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(SOURCES))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Commissioner Ulrike van der Hagen met him on Monday.", ("Ulrike van der Hagen", "Ulrike von der Hagen")),
        ("The jurist Carla da Oliveira was there, too.", ("Carla da Oliveira", "Carla de Oliveira")),
    ],
)
def test_another_particle_is_a_suggestion_for_review(repairer: Repairer, copy: str, expected: tuple[str, str]) -> None:
    (found,) = [each for each in repairer.suggest(copy) if each.replacement is not None]
    assert (found.surface, found.replacement) == expected
    assert found.action is Action.REVIEW


@pytest.mark.parametrize(
    "copy",
    [
        "Commissioner Ulrike von der Hagen met Alexander van der Berg on Monday.",
        "The officer Mohammed ben Rashidan was there.",  # another romanisation
        "The pianist Clara van Oliveira played in Sundbakken.",
    ],
)
def test_right_particles_and_other_people_stay(repairer: Repairer, copy: str) -> None:
    found = [each for each in repairer.suggest(copy) if each.replacement is not None]
    assert not [each for each in found if each.action is not Action.VARIANT]
