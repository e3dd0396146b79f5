"""A monarch with another number, and a father or son, is somebody else, whatever proposes the correction."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

SOURCE = (
    "Pope Leo XIV met King Charles III in Rome on Friday. The painter Robert Holt Jr. showed a portrait of "
    "Queen Margrethe II in the palace. Charles III thanked Robert Holt Jr. for it."
)


@pytest.mark.parametrize(
    "copy",
    [
        "Pope Leo XIII wrote in 1891 that workers need rest. King Charles II fled, and Robert Holt Sr. painted ships.",
        "Queen Margrethe I ruled in the north for years, and died on a ship. Robert Holt Sr. painted her.",
    ],
)
def test_other_generations_are_left_alone(copy: str) -> None:
    suggestions = plain_repairer(SOURCE).suggest(copy)
    assert [(each.surface, each.replacement) for each in suggestions if each.replacement is not None] == []


def test_a_misspelt_name_before_a_number_is_corrected() -> None:
    suggestions = plain_repairer(SOURCE).suggest("Queen Margrete II thanked King Charles III in Rome on Friday.")
    assert [each.replacement for each in suggestions] == ["Margrethe II"]
