"""Peoples, days and months: a misspelt one is proposed where the sources have it, and no other word is."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer

SOURCE = (
    "The Russian army left the town of Bystra on Saturday. Estonian observers saw columns of trucks, and the Americans "
    "said that the withdrawal had begun in October."
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([SOURCE]))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("On Satuiday the army left the town of Bystra.", [("Satuiday", "Saturday")]),
        ("The Bassian army left the town of Bystra.", [("Bassian", "Russian")]),
        ("THE ESTONAIN OBSERVERS SAW COLUMNS OF TRUCKS.", [("ESTONAIN", "ESTONIAN")]),
        ("Some Eetonian observers saw columns of trucks.", [("Eetonian", "Estonian")]),
        ("The Ameticans said so.", [("Ameticans", "Americans")]),
        ("The troops of Ruseia left.", []),  # nearer to a country
        ("Le retrait a commence en Octobre, dit-on a Bystra.", []),  # a month in another language
        ("La agencia Estonia lo vio en Bystra, y augist saturdai.", []),  # another form, and words in lower case
        ("On Thursday the Latvian army left Bystra.", []),  # other words of the kind
        ("The withdrawal from Bystra began on Wedbesday.", []),  # no source has Wednesday
    ],
)
def test_only_misspelt_words_of_the_sources_are_proposed(
    repairer: Repairer, copy: str, expected: list[tuple[str, str]]
) -> None:
    found = [(each.surface, each.replacement) for each in repairer.suggest(copy) if each.replacement is not None]
    assert found == expected


@pytest.mark.parametrize(
    "copy",
    [
        "The ferry crossed the Aegean.",  # a sea
        "Supt. Ida Holm spoke first.",  # an abbreviation
        "It was the Terman way of doing things.",  # another first letter
        "The bank is called Crédit Suisse.",
        "The Asgean coast was quiet.",  # two letters of other shapes
        "The Australasian champion came, too.",
    ],
)
def test_words_that_differ_in_letters_of_other_shapes_are_left_alone(copy: str) -> None:
    source = "Afghan, German, Swiss and Australian skippers raced off Bystra from August to Sept. 9."
    found = [each for each in Repairer(Gazetteer.build([source])).suggest(copy) if each.replacement is not None]
    assert found == []
