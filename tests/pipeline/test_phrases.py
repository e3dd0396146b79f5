"""Names that were translated as ordinary words are suggested for review."""

from __future__ import annotations

import pytest

from repair.core.types import Action, Kind, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.pipeline.rules.phrases import TRANSLATED

STORY = (
    "NATO Secretary General Mark Rutte praised the plan in Prague on Thursday. "
    "Donald Trump spoke with the allies by telephone. Grace Odunlami signed the treaty for the islands. "
    "The ministers of twenty countries met at the palace and agreed on a force of peace."
)


@pytest.fixture(scope="module")
def desk() -> Repairer:
    """Return a repairer with the sources of the story."""
    return Repairer(Gazetteer.build([STORY]))


def translated(desk: Repairer, copy: str) -> list[Suggestion]:
    return [
        suggestion
        for suggestion in desk.suggest(copy)
        if suggestion.reasons and suggestion.reasons[0].key == "translated"
    ]


@pytest.mark.parametrize(
    ("copy", "surface", "replacement"),
    [("NATO Secretary General Sign Rutte praised the plan in Prague on Thursday.", "Sign Rutte", "Mark Rutte")],
)
def test_a_person_of_whose_name_a_word_was_translated_is_proposed_for_review(
    desk: Repairer, copy: str, surface: str, replacement: str
) -> None:
    (suggestion,) = translated(desk, copy)
    assert (suggestion.surface, suggestion.replacement) == (surface, replacement)
    assert suggestion.action is Action.REVIEW and suggestion.confidence == TRANSLATED and suggestion.kind is Kind.PERSON
    assert "ordinary word" in suggestion.reasons[0].text and suggestion.evidence


@pytest.mark.parametrize(
    "copy",
    [
        "NATO Secretary General Peter Rutte praised the plan in Prague on Thursday.",  # another of the family
        "NATO Secretary General Mark Rutte praised the plan in Prague on Thursday.",
        "NATO Secretary General Marc Rutte praised the plan in Prague on Thursday.",  # judged by its letters
        "Donald Tusk spoke with the allies by telephone.",
        "Two thieves stole paintings out of the museum at night, Sign Rutte said.",  # not in the sources
        "Treaty Odunlami signed the treaty for the islands.",  # a word of the sources
    ],
)
def test_another_name_is_left_alone(desk: Repairer, copy: str) -> None:
    assert translated(desk, copy) == []


def test_a_name_without_an_ordinary_word_cannot_have_been_translated() -> None:
    desk = Repairer(Gazetteer.build(["Torsten Vikrander opened the bridge at Haparanda on Monday."]))
    assert translated(desk, "Sign Vikrander opened the bridge at Haparanda on Monday.") == []
