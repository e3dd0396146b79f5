"""Names of the gazetteer that are similar to the typed text."""

from __future__ import annotations

import pytest

from repair.gazetteer import Gazetteer
from repair.review.name_lookup import in_gazetteer, near_names

GAZETTEER = Gazetteer.build(
    ["NATO Secretary General Mark Rutte spoke in Prague.", "Ann Bexley met Mark Ruttner. Bexley left for Sydney."]
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rut", "Mark Rutte"),
        ("Ruttn", "Mark Ruttner"),
        ("Mark Rutt", "Mark Rutte"),
        ("Ann Vexley", "Ann Bexley"),
        ("Sidney", "Sydney"),
    ],
)
def test_the_most_similar_name_is_first(typed: str, first: str) -> None:
    names = [near.name for near in near_names(GAZETTEER, typed)]
    assert names[0] == first


def test_an_empty_text_has_no_near_names() -> None:
    assert near_names(GAZETTEER, "") == near_names(GAZETTEER, "…") == near_names(GAZETTEER, "Xqzw") == ()


def test_a_name_is_known_if_the_sources_have_it_or_all_its_words() -> None:
    assert in_gazetteer(GAZETTEER, "Mark Rutte") and in_gazetteer(GAZETTEER, "Ann Rutte")
    assert not in_gazetteer(GAZETTEER, "Ann Vexley")
