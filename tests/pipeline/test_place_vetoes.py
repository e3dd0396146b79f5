"""A country is not its people, and a people not its country; a misspelling of either is corrected."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

SOURCE = (
    "South Korea and Malta signed a treaty on fishing in Seoul on Monday. South Korea said that it would send ships. "
    "The Ukrainian borsch festival drew crowds to Lviv. Lithuania stayed away. New Zealand has no objections."
)


@pytest.mark.parametrize(
    "copy",
    [
        "The South Korean government signed a treaty on fishing with Malta in Seoul on Monday.",
        "The Maltese government signed a treaty on fishing with South Korea.",
        "In Ukraine, borsch and dumplings are eaten. The borsch festival drew crowds to Lviv.",
        "South Korea signed a treaty on fishing in Seoul. The Lithuanian government stayed away.",
    ],
)
def test_a_people_and_its_country_are_both_right(copy: str) -> None:
    assert [each.surface for each in plain_repairer(SOURCE).suggest(copy) if each.replacement is not None] == []


@pytest.mark.parametrize(
    "copy", ["Gagauz voters stayed home.", "Two Abkhazians and a Transnistrian came.", "An Ingush sang."]
)
def test_a_people_that_no_list_has_is_recognised_by_its_ending(copy: str) -> None:
    source = "Gagauzia, Abkhazia, Transnistria and Ingushetia were the topics of a meeting in Geneva on Monday."
    assert [each.replacement for each in plain_repairer(source).suggest(copy) if each.replacement is not None] == []


@pytest.mark.parametrize(
    ("copy", "replacement"),
    [
        ("South Koria signed a treaty on fishing in Seoul on Monday.", "South Korea"),
        ("Malta signed a treaty on fishing in Seoul on Monday. Litvania stayed away.", "Lithuania"),
        ("The leader of Lituania spoke of Malta, South Korea and the treaty in Seoul on Monday.", "Lithuania"),
        ("The Ukrainan borsch festival drew crowds to Lviv.", "Ukrainian"),
    ],
)
def test_a_misspelt_country_or_people_is_corrected(copy: str, replacement: str) -> None:
    assert [each.replacement for each in plain_repairer(SOURCE).suggest(copy)] == [replacement]
