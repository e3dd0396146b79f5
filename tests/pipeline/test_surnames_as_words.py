"""Surnames that were translated into words."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair.pipeline.rules.surnames_as_words import has_another_title

SOURCE = "US President Donald Trump spoke on Thursday."


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Polish Prime Minister Donald Tusk spoke.", True),
        ("Donald Tusk, the Polish prime minister, spoke.", True),
        ("US President Donald Tusk spoke.", False),
        ("The singer Donald Tusk spoke.", False),
        ("Donald Tusk spoke.", False),
    ],
)
def test_a_title_that_the_person_of_the_sources_does_not_hold_is_of_another_person(copy: str, expected: bool) -> None:
    where = copy_context(copy, SOURCE)
    assert has_another_title(where, where.copy.folds.index("donald"), "Donald Trump") is expected
