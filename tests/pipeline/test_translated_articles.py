"""Articles of surnames that were translated are proposed back; epithets and other people stay."""

from __future__ import annotations

import pytest
from core_fixtures import repairer

SOURCES = (
    "The mediator Karim al-Shatti met Idris al-Safawi and Nadia el-Masri in Harborough on Monday. Abdel Rahman "
    "al-Hajar and Joris De Bakker came late. Selim Orhan wrote the minutes. The minister Faisal al-Nouri said no.",
    "Karim al-Shatti and Idris al-Safawi agreed on a truce in Harborough. Nadia el-Masri signed, Abdel Rahman "
    "al-Hajar did not; Joris De Bakker and Faisal al-Nouri watched.",
)


def proposed(copy: str) -> list[tuple[str, str | None]]:
    suggestions = repairer(*SOURCES).suggest(copy)
    return [(each.surface, each.replacement) for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Idris the Safawi", "Idris al-Safawi"),
        ("Nadia the Masri", "Nadia el-Masri"),
        ("Faisal the Nouri", "Faisal al-Nouri"),
        ("Karim the Beach", "Karim al-Shatti"),
        ("Abdel Rahman the Stone", "Abdel Rahman al-Hajar"),
        ("Joris the Baker", "Joris De Bakker"),
    ],
)
def test_a_translated_article_is_proposed_back(form: str, name: str) -> None:
    found = proposed(f"The truce was signed in Harborough on Monday, and {form} watched it.")
    assert len(found) == 1
    surface, replacement = found[0]
    assert form.replace(surface, replacement or "") == name


@pytest.mark.parametrize(
    "copy",
    [
        "A film about Karim the Great was shown in Harborough on Monday.",
        "Idris the Second was king. Nadia the Lion sang in Harborough on Monday.",
        "They call Faisal the Baker's friend; in Faisal the town has a hero.",
        "Selim the Grim and Peter the Stone were in Harborough on Monday.",
        "Karim al-Shatti is Karim the Beach to his friends in Harborough.",
        "In front of Karim the Harborough police stood guard on Monday.",
        "She gave Karim the Stone Prize. He told Nadia the Treasury had agreed.",
        "He told Karim the Safawi plan was late.",
        "He showed Nadia the Harborough bridge on Monday.",
    ],
)
def test_epithets_and_other_phrases_stay(copy: str) -> None:
    assert [each for each in proposed(copy) if " the " in each[0]] == []
