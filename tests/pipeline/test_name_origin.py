"""A language explains two spellings of a name only where something beside the name shows that language."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action


def action(copy: str, surface: str, *sources: str) -> Action:
    """Return the action of the only suggestion for a form."""
    (found,) = {each.action for each in plain_repairer(*sources).suggest(copy) if each.surface == surface}
    return found


@pytest.mark.parametrize(
    "source",
    [
        "Lindgrid and Ordrin own the cable. The Houthis fired at a tanker off Gaza.",
        "Jordan Palvella praised Lindgrid and Ordrin.",
        "Chad Wolf spoke for Ordrin.",
    ],
)
def test_a_country_that_is_not_beside_the_name_makes_no_variant(source: str) -> None:
    assert action(source.replace("Ordrin", "Ohrdrin"), "Ohrdrin", source) is Action.REVIEW


def test_a_source_about_something_else_makes_no_variant() -> None:
    drought = "Farmers in Sudan and Egypt wait for rain, officials in Khartoum and Cairo said on Friday."
    source = "Claudia Nemor leads the telecoms company. Nemor spoke in Bonn on Monday."
    assert action("Claudia Nemorh leads the telecoms company.", "Claudia Nemorh", source, drought) is not Action.VARIANT


def test_a_list_makes_no_variants_of_its_names() -> None:
    names = "Godwin Emefolo\nOlayeni Cardosa\nKyiv\nMoscow\nAhmed al-Shadra\n"
    found = plain_repairer(names).suggest("Godwin Emefole met Olayeni Cardoza.")
    assert Action.VARIANT not in {each.action for each in found}
    assert [each.replacement for each in found if each.action is Action.REVIEW]


@pytest.mark.parametrize(
    ("form", "name", "source"),
    [
        ("Dagaro", "Dagro", "The Sudanese general Mohamed Hamdan Dagro met envoys in Khartoum."),
        ("Jelfa", "Gelfa", "Fighting resumed near Gelfa in Sudan, the Sudanese army said."),
        ("Denis Shmogal", "Denys Shmohal", "Ukraine's Prime Minister Denys Shmohal spoke in Kyiv."),
        ("Torbeevino", "Torbeyevino", "The landfill in Torbeyevino was closed. The region voted."),
    ],
)
def test_a_language_beside_the_name_makes_a_variant(form: str, name: str, source: str) -> None:
    found = [each for each in plain_repairer(source).suggest(source.replace(name, form)) if each.replacement]
    assert {each.action for each in found} == {Action.VARIANT}
