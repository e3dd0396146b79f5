"""A place is not another place, nor a country its people; a misspelling of either is corrected."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action
from repair.pipeline.namesakes.possible_namesakes import DISPUTED_CONFIDENCE

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
    "copy",
    ["Gagauz voters stayed home.", "Two Abkhazians and a Transnistrian came.", "An Ingush sang.", "A Dortmunder sang."],
)
def test_a_people_that_no_list_has_is_recognised_by_its_ending(copy: str) -> None:
    source = "Gagauzia, Abkhazia, Transnistria and Ingushetia were the topics of a meeting in Dortmund on Monday."
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


PLACE_SENTENCE = "Schools in {} stay closed until Wednesday after the storm cut power to 20,000 homes, officials said."


@pytest.mark.parametrize(
    ("right", "other"), [("Bridgwater", "Bridgnorth"), ("Ostrava", "Opava"), ("Izium", "Irpin"), ("Rafah", "Ramallah")]
)
def test_a_place_beside_another_is_for_an_editor_where_a_source_has_the_same_sentence(right: str, other: str) -> None:
    sources = [PLACE_SENTENCE.format(other), PLACE_SENTENCE.format(other) + " Nobody was hurt."]
    suggestions = plain_repairer(*sources).suggest(PLACE_SENTENCE.format(right))
    assert all(each.action is Action.REVIEW and (each.confidence or 0) <= DISPUTED_CONFIDENCE for each in suggestions)


@pytest.mark.parametrize(("right", "other"), [("Ostrava", "Opava"), ("Mindoro", "Mindanao"), ("Izium", "Irpin")])
def test_a_place_is_right_where_the_sources_tell_of_another(right: str, other: str) -> None:
    source = f"Tourists return to {other} after two quiet summers, hotel owners say. {other} has two museums."
    suggestions = plain_repairer(source).suggest(PLACE_SENTENCE.format(right))
    assert [each.replacement for each in suggestions if each.replacement is not None] == []


@pytest.mark.parametrize(
    ("mangled", "right"), [("Ostrawwa", "Ostrava"), ("Bridgwatter", "Bridgwater"), ("Plato State", "Plateau State")]
)
def test_a_garbled_place_is_corrected(mangled: str, right: str) -> None:
    source = PLACE_SENTENCE.format(right) + " Nobody was hurt."
    assert [each.replacement for each in plain_repairer(source).suggest(PLACE_SENTENCE.format(mangled))] == [right]


@pytest.mark.parametrize("country", ["Deutschland", "Magyarorszag"])
def test_a_country_in_another_language_is_no_other_word_of_the_sources(country: str) -> None:
    source = "Deutsche Werften and Magyaros Bank raised their forecasts on Tuesday, and the harbour of Kiel was glad."
    copy = f"Bank of {country} raised its forecast on Tuesday, and the harbour of Kiel was glad."
    changed = [each.surface for each in plain_repairer(source).suggest(copy) if each.replacement is not None]
    assert country not in changed
