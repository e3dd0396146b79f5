"""Where a name goes on beside one of its words."""

from __future__ import annotations

import pytest

from repair.pipeline.name_context import end_of_person
from repair.text.analysis import AnalyzedText


@pytest.mark.parametrize(
    ("text", "word", "last"),
    [
        ("He met Bert de Wever, a baker.", "Bert", "Wever"),
        ("He met Bert.", "Bert", "Bert"),
        ("Ana Sol Tejada and Bo came.", "Ana", "Tejada"),
        ("The new Suzenji Community Center opened.", "Suzenji", "Suzenji"),
        ("He crossed Suzenji River, singing.", "Suzenji", "Suzenji"),
    ],
)
def test_a_name_of_a_person_ends_behind_its_last_word(text: str, word: str, last: str) -> None:
    analysis = AnalyzedText(text)
    words = [token.text for token in analysis.tokens]
    assert words[end_of_person(analysis, words.index(word) + 1) - 1] == last
