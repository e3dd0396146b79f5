"""Full names of which every word is slightly misspelt are proposed, and names of other people are not."""

from __future__ import annotations

from functools import cache

import pytest
from core_fixtures import rule_context, story

from repair.core.types import Action, Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.packed_writer import names_of
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.detection import CopyContext
from repair.pipeline.repairer import Repairer
from repair.pipeline.rules.misspelt_full_names import propose_misspelt_full_names
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

PEOPLE = ("Sorley Brannock", "Aneirin Pughson", "Tavish Mulgrew")


@cache
def listed() -> Gazetteer:
    return Gazetteer(names_of((name, Kind.PERSON, ()) for name in PEOPLE), [])


def proposed(copy: str) -> list[tuple[str, str | None, Action]]:
    suggestions = Repairer(listed()).suggest(copy)
    return [(each.surface, each.replacement, each.action) for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("copy", "surface", "name"),
    [
        ("The harbour is closed, said Sorely Branock on Monday.", "Sorely Branock", "Sorley Brannock"),
        ("They asked Aneirim Pugson about the ferry.", "Aneirim Pugson", "Aneirin Pughson"),
        ("A letter from Tavesh Mulgrow was read out.", "Tavesh Mulgrow", "Tavish Mulgrew"),
    ],
)
def test_a_name_misspelt_in_every_word_is_proposed_for_review(copy: str, surface: str, name: str) -> None:
    assert proposed(copy) == [(surface, name, Action.REVIEW)]


@pytest.mark.parametrize(
    ("copy", "names"),
    [
        ("They met Sorely Branock in the hall.", ["Sorley Brannock"]),
        ("They met Maria Rossi in the hall.", ["Mario Rosso"]),  # names that many people bear
        ("They met Sorrel Bannockburn in the hall.", ["Sorley Brannock"]),
        ("They met Sorely Branock in the hall.", ["Sorley Brannock", "Sorelly Brannock"]),  # two names are as near
        ("They met Aleksandr Lukashenka in the hall.", ["Alexander Lukashenko"]),  # romanisations
    ],
)
def test_the_rule_alone(copy: str, names: list[str]) -> None:
    gazetteer = Gazetteer.build([f"The mayor met {name} on Monday. {name} left." for name in names])
    texts = story(*(source.text for source in gazetteer.sources))
    lexicon = Lexicon.load()
    context = CopyContext(AnalyzedText(copy), texts, IdfWeights(lexicon, texts.texts), lexicon, gazetteer)
    suggestions = list(propose_misspelt_full_names(rule_context(context, gazetteer)))
    is_expected = names == ["Sorley Brannock"] and "Branock" in copy
    assert [each.replacement for each in suggestions] == (names if is_expected else [])
