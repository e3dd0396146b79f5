"""Organisations in other words or initials than the sources have are suggested; another right translation is not."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context, rule_context

from repair import Document, Gazetteer, Repairer
from repair.pipeline.rules.organisations import propose_organisations

SOURCES = [
    "The National Gathering (NG) lost on Sunday, and the Green Coalition Party won 48 of 200 seats, its leader "
    "Jochem Roelofsen said. The Democratic Plains Forces (DPF) waited. The Ministry of Water (MOW) counted.",
    "Jochem Roelofsen of the Green Coalition Party claimed victory with 48 seats. The National Gathering (NG) "
    "conceded. The DPF kept out of it. The Economic Council of Low Coast Provinces (ECOLCP) and the International "
    "Guild of Blue Boat and Red Boat Owners (IGBB) met at the Northern Survey Agency. How the College of Mines of "
    "Orlitz (COMO) was built is a long story.",
]


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([Document(str(n), text, f"outlet{n}") for n, text in enumerate(SOURCES)]))


@pytest.mark.parametrize(
    ("text", "surface", "replacement"),
    [
        ("The National Regroupement (NG) lost the vote on Sunday.", "National Regroupement", "National Gathering"),
        ("The fighters of the FPD kept out of it on Sunday.", "FPD", "DPF"),
        (
            "The Green Congress Party won 48 of 200 seats, its leader Jochem Roelofsen said.",
            "Green Congress Party",
            "Green Coalition Party",
        ),
        (
            "The Economic Union of Low Coast Countries (ECOLCP) met on Sunday.",
            "Economic Union of Low Coast Countries",
            "Economic Council of Low Coast Provinces",
        ),
        (
            "The International Union of Blue Boat and Red Boat Companies (IGBB) met on Sunday.",
            "International Union of Blue Boat and Red Boat Companies",
            "International Guild of Blue Boat and Red Boat Owners",
        ),
        # No source has the acronym, but one name has its initials.
        ("The Northern Survey Office (NSA) met on Sunday.", "Northern Survey Office", "Northern Survey Agency"),
    ],
)
def test_other_words_for_an_organisation(repairer: Repairer, text: str, surface: str, replacement: str) -> None:
    assert (surface, replacement) in [
        (suggestion.surface, suggestion.replacement) for suggestion in repairer.suggest(Document("c", text))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Water (MOW) counted the votes.",
        "The Green Coalition Party and the Green Congress Party both lost.",
        "The National Gathering (NG) lost. The WHO kept out of it.",
        "The Gathering National (NG) lost.",
        "The Volkish National Gathering (NG) lost.",
        "The Northern Survey Office (NSO) met on Sunday.",
        "Orlitz College of Mines (COMO) met on Sunday.",
        "The Northern Soil Agency (NSA) met on Sunday.",
        "The Lowland Northern Survey of Archives (NSA) met on Sunday.",
        "The Northern Security Academy (NSA) met on Sunday.",
        "The Northern Survey Office (NSA) and the Northern Survey Agency met.",
        "The International Bureau of Blue Boats (IBBB) met on Sunday.",
    ],
)
def test_other_organisations_are_left_alone(repairer: Repairer, text: str) -> None:
    assert [suggestion for suggestion in repairer.suggest(Document("c", text)) if suggestion.replacement] == []


def test_an_acronym_in_another_order_is_explained_by_its_letters() -> None:
    context = copy_context("The fighters of the FPD kept out of it.", *SOURCES)
    (suggestion,) = propose_organisations(rule_context(context, Gazetteer.build(SOURCES)))
    assert [reason.text for reason in suggestion.reasons] == ["the sources have these letters in another order: DPF"]
