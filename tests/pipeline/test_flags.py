"""Flags offer what the flagged names may have been."""

from __future__ import annotations

from dataclasses import replace

from core_fixtures import plain_repairer


def test_a_flag_offers_the_doubted_name_of_the_sources_first() -> None:
    repairer = plain_repairer(
        "Martin Keller told reporters on Monday that he would race in Jerez. Keller has won there twice."
    )
    repairer.options = replace(repairer.options, guesses=2)
    (flag,) = repairer.suggest("Martin Kellner was seen in a bakery in Graz. It was early.")
    assert flag.replacement is None
    assert flag.alternatives[0].text == "Martin Keller"
    assert len(flag.alternatives) == 2
    assert len({alternative.text for alternative in flag.alternatives}) == 2
