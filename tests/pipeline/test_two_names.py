"""Known names are not changed to similar ones, although the sources tell the same of these."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.pipeline.namesakes.possible_namesakes import TWO_NAMES_CONFIDENCE

SENTENCE = "The council of {} voted on Tuesday for a new tram line and against the car park."
PLAYER = "The midfielder {} left the field after an hour with an injury to his left knee."
FIRM = "Shares of {} fell by eight percent after the group cut its forecast for the year."


def confidence(sentence: str, form: str, name: str, *, also: str = "", right: str = "") -> float:
    """Return the confidence in a name for a form of the copy, 0.0 for none; ``also`` is garbled from ``right``."""
    sources = [sentence.format(name) + f" {right} spoke.", "On Tuesday: " + sentence.format(name) + f" {right} left."]
    found = plain_repairer(*sources).suggest(sentence.format(form) + f" {also} spoke.")
    last = name.split()[-1]
    return max((each.confidence or 0.0 for each in found if last in (each.replacement or "")), default=0.0)


@pytest.mark.parametrize(
    ("sentence", "form", "name"),
    [
        (SENTENCE, "Marburg", "Magdeburg"),  # two towns
        (SENTENCE, "Trowbridge", "Tonbridge"),
        (SENTENCE, "Winchester", "Manchester"),
        (SENTENCE, "Darmstadt", "Darnstedt"),  # a town, and a name that no list has
        (PLAYER, "Barlow", "Barclay"),  # two surnames
        (FIRM, "Nexans", "Nexity"),  # companies, medicines, parties and peoples in the news
        (FIRM, "Zyprexa", "Zyrtexa"),
        ("The party {} will vote against the budget, its leader said in parliament.", "Konfederacja", "Konferacja"),
        ("Fighters of the {} took the town near the border on Tuesday.", "Karenni", "Karen"),
    ],
)
def test_a_known_name_is_not_changed_to_a_similar_one(sentence: str, form: str, name: str) -> None:
    assert confidence(sentence, form, name) == 0.0


@pytest.mark.parametrize(
    ("sentence", "form", "name"),
    [
        (SENTENCE, "Marbrug", "Marburg"),  # no town
        (SENTENCE, "Darmschtat", "Darmstadt"),
        (PLAYER, "Patricio Barrclai", "Patricio Barclay"),
        (FIRM, "Nexxons", "Nexans"),
    ],
)
def test_a_garbled_name_is_changed(sentence: str, form: str, name: str) -> None:
    assert confidence(sentence, form, name) > TWO_NAMES_CONFIDENCE


def test_a_known_name_may_be_garbled_where_other_words_are() -> None:
    assert confidence(SENTENCE, "Marburg", "Magdeburg") == 0.0
    assert confidence(SENTENCE, "Marburg", "Magdeburg", also="Lena Vikranber", right="Lena Vikrander") > 0


def test_a_known_word_or_name_that_resembles_another_is_never_sure() -> None:
    for form, name in (("Dill", "Dell"), ("Credence", "Cadence"), ("Barker", "Baker")):
        assert confidence(FIRM, form, name) <= TWO_NAMES_CONFIDENCE


LAKE = (
    "The environment office of Anhui said that the algae on {} Lake had spread to the eastern shore. Boats pumped "
    "the water into tanks on the land, and farmers around {} Lake were asked to use less fertiliser. The office counts "
    "on rain in August, which would thin out the green carpet within days, said a spokesman."
)
OTHER_LAKE = (
    "Rowers from nine countries met on {} Lake for the regatta of the province. The water of {} Lake was calm. A crew "
    "from Wuxi won the final of the eights by half a length, and the organisers spoke of the finest day of the year."
)


def test_a_large_place_is_right_beside_sources_of_other_events() -> None:
    repairer = plain_repairer(OTHER_LAKE.format("Taihu", "Taihu"))
    assert [each.surface for each in repairer.suggest(LAKE.format("Chaohu", "Chaohu")) if each.replacement] == []
