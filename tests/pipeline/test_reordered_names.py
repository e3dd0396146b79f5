"""Bodies with their words in another order and form are proposed back; other bodies and other ways to say it stay."""

from __future__ import annotations

import pytest
from core_fixtures import repairer

BODIES = (
    "The National Harbour Inspection Agency, the International Piracy Court and the Latvian Regional Commission on "
    "Fishing Rights sent letters to the Riga District Court, the National Security Council and the Institute of "
    "Baltic Ports on Monday.",
    "On Monday the Riga District Court, the National Security Council and the Institute of Baltic Ports had letters of "
    "the National Harbour Inspection Agency, the International Piracy Court and the Latvian Regional Commission on "
    "Fishing Rights.",
)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("National Agency for Harbour Inspections", "National Harbour Inspection Agency"),
        ("International Court of Pirates", None),
        ("Regional Committee for Fishing Rights of Latvian", "Latvian Regional Commission on Fishing Rights"),
        ("Riga Court for the District", None),
        ("District Court of Riga", None),
        ("Council for National Security", None),
        ("National Committee for Security", None),
        ("National Agency for Harbour Insurance", None),
        ("Agency for National Inspection", None),
        ("Baltic Ports Institute", None),
        ("Regional Commission on Fishing Rights", None),
    ],
)
def test_a_body_in_other_words_is_proposed_back_and_others_stay(form: str, name: str | None) -> None:
    suggestions = repairer(*BODIES).suggest(f"The letters were read on Monday, and the {form} answered at once.")
    assert [each.replacement for each in suggestions if each.replacement is not None] == ([name] if name else [])
