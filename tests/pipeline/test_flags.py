"""Flags offer names of the gazetteer that the flagged names may be, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core_fixtures import plain_repairer

RACE = "Martin Keller told reporters on Monday that he would race in Jerez. Keller has won there twice."
TRADE = (
    "China's trade envoy Wu Shengquan opened the talks in Bern on Monday. Wu Shengquan said that tariffs would fall. "
    "The painter Tao Lifang was not there."
)


def test_a_flag_offers_the_doubted_name_of_the_sources() -> None:
    (flag,) = plain_repairer(RACE).suggest("Martin Kellner was seen in a bakery in Graz. It was early.")
    assert flag.replacement is None
    assert [alternative.text for alternative in flag.alternatives] == ["Martin Keller"]


def test_an_explanation_has_the_names_that_a_flag_offers() -> None:
    (found,) = [
        finding
        for finding in plain_repairer(RACE).explain("Martin Kellner was seen in a bakery in Graz. It was early.")
        if finding.suggestion is not None
    ]
    assert [alternative.text for alternative in found.alternatives] == ["Martin Keller"]


def test_no_names_are_offered_where_the_options_say_so() -> None:
    repairer = plain_repairer(RACE)
    silent = repairer.with_gazetteer(repairer.gazetteer)
    silent.options = replace(repairer.options, guesses=0)
    (flag,) = silent.suggest("Martin Kellner was seen in a bakery in Graz. It was early.")
    assert not flag.alternatives


@pytest.mark.parametrize(
    "copy",
    [
        "Woo Shengqan opened the talks in Bern on Monday. Tariffs will fall, the envoy said.",
        "Su Lifeng opened the talks in Bern on Monday. Tariffs will fall, the painter Su Lifeng said.",
        "Mikel Zubarreta and Oyvind Hjelmsett were seen in a bakery in Graz. Their friend Shengqun was not.",
    ],
)
def test_every_name_that_is_offered_is_in_the_sources(copy: str) -> None:
    repairer = plain_repairer(TRADE)
    for suggestion in repairer.suggest(copy):
        assert all(repairer.gazetteer.listed(other.text) for other in suggestion.alternatives)
