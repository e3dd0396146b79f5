"""Callers whose employer the copy names: somebody of another one is not the person of the sources."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.pipeline.rules.speech.spoken_employers import has_other_employer
from repair.text.analysis import AnalyzedText

SOURCE = (
    "Ruth Long, an analyst at Lakeside Partners, met the minister. Northfield analyst Karin Holm stayed away. "
    "Otto Brand spoke in Tampa."
)
COPY = "our next question comes from ruth wong {}"
SPEECH = (
    "thank you and good morning everyone um we are pleased with our results you know and i think our teams did a great "
    "job so we can take your questions now our next question comes from {} please go ahead thank you very much"
)


@pytest.mark.parametrize(
    ("employer", "name", "expected"),
    [
        ("with barclays please go ahead", "Ruth Long", True),
        ("of northfield your line is open", "Ruth Long", True),
        ("from uh citi", "Karin Holm", True),
        ("with lakeside partners", "Ruth Long", False),
        ("from lake side", "Ruth Long", False),
        ("at north field", "Karin Holm", False),
        ("with us today", "Ruth Long", False),
        ("please go ahead", "Ruth Long", False),
        ("with barclays please go ahead", "Otto Brand", False),
        ("with barclays please go ahead", "Ina Sol", False),
        ("with barclays please go ahead", "", False),
        ("with", "Ruth Long", False),
        ("", "Ruth Long", False),
    ],
)
def test_another_employer_is_one_that_no_source_has_beside_the_name(employer: str, name: str, expected: bool) -> None:
    copy = AnalyzedText(COPY.format(employer))
    assert has_other_employer(copy, 7, name, Gazetteer.build([SOURCE])) is expected


def test_a_list_of_names_knows_no_employer() -> None:
    copy = AnalyzedText(COPY.format("with barclays"))
    assert not has_other_employer(copy, 7, "Ruth Long", Gazetteer.build(["Ruth Long\nKarin Holm\nLakeside Partners"]))


def replacements(words: str) -> dict[str, float | None]:
    repairer = Repairer(Gazetteer.build([SOURCE]))
    return {
        each.replacement: each.confidence
        for each in repairer.suggest(SPEECH.format(words))
        if each.replacement is not None
    }


def test_an_attested_name_at_another_employer_is_left_alone() -> None:
    assert "Ruth Long" not in replacements("ruth wong with northfield")
    assert replacements("ruth lonk with northfield").keys() == {"Ruth Long"}
