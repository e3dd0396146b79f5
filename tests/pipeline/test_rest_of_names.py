"""The words beside a corrected one: where they are misspelt or spaced otherwise, the whole name is corrected."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair import Gazetteer, Repairer
from repair.core.types import Action, Suggestion
from repair.pipeline.whole_names.rest_of_names import rest_of_name

SOURCES = (
    "Commissioner Ulrike von der Hagen opened the bridge of Sundbakken on Monday with the engineer Conor O'Gallivan. "
    "Minister K. Ramachandra Velayudan said that the bridge cost nine million. Ragnhild Brandmoen thanked the crew.",
    "The bridge of Sundbakken is open. Ulrike von der Hagen cut the ribbon beside Conor O'Gallivan, K. Ramachandra "
    "Velayudan and Ragnhild Brandmoen.",
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(SOURCES))


def _found(repairer: Repairer, copy: str) -> list[Suggestion]:
    return [each for each in repairer.suggest(copy) if each.replacement is not None]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Commissioner Ulrike fon der Haggen opened the bridge on Monday.", ("fon der Haggen", "von der Hagen")),
        ("The engineer Connor O Gallivan was at the bridge.", ("Connor O Gallivan", "Conor O'Gallivan")),
        (
            "Minister K. Rama Chandra Velayuden said that the bridge cost nine million.",
            ("K. Rama Chandra Velayuden", "K. Ramachandra Velayudan"),
        ),
    ],
)
def test_misspelt_and_respaced_words_beside_a_corrected_one_are_corrected_with_it(
    repairer: Repairer, copy: str, expected: tuple[str, str]
) -> None:
    (found,) = _found(repairer, copy)
    assert (found.surface, found.replacement) == expected
    assert found.action is Action.REVIEW  # the other words have no evidence of their own


@pytest.mark.parametrize(
    ("copy", "word", "name"),
    [
        ("Astrid von der Haggen opened the bridge.", "Haggen", "Hagen"),  # somebody else's given name
        ("The engineer Conor Gallivann was there.", "Gallivann", "O'Gallivan"),  # no other word is like one of the name
        ("Ulrike von der Haggen opened the bridge.", "Haggen", "Hagen"),  # the other words are right
        ("He met Ragnhild and Brandmoenn.", "Brandmoenn", "Brandmoen"),  # two names
    ],
)
def test_right_words_and_those_of_other_names_stay(copy: str, word: str, name: str) -> None:
    context = copy_context(copy, *SOURCES)
    at = [token.text for token in context.copy.tokens].index(word)
    assert rest_of_name(context, at, at + 1, name) is None


def test_a_word_that_only_the_sources_have_is_not_added() -> None:
    context = copy_context(
        "Sundbakken has a Muchua Veluwe court.", "The players of the Mutua Veluwe Pro are in Sundbakken."
    )
    at = [token.text for token in context.copy.tokens].index("Muchua")
    assert rest_of_name(context, at, at + 1, "Mutua") is None


def test_names_that_are_not_of_people_are_left_alone() -> None:
    source = "The Siljande National Protection Stations in Sundbakken were opened."
    context = copy_context("The Sijande National Protection Station was opened.", source)
    at = [token.text for token in context.copy.tokens].index("Sijande")
    assert rest_of_name(context, at, at + 1, "Siljande") is None


def test_an_apostrophe_that_became_a_space_is_restored_beside_a_misspelt_given_name() -> None:
    source = "The harbour master Giorgia D'Angelluccio opened the bridge of Sundbakken. Giorgia D'Angelluccio spoke."
    repairer = Repairer(Gazetteer.build([source]))
    (found,) = _found(repairer, "The harbour master Georgia D Angelluccio opened the bridge of Sundbakken.")
    assert (found.surface, found.replacement) == ("Georgia D Angelluccio", "Giorgia D'Angelluccio")
