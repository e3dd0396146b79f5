"""Building a gazetteer from hostile sources takes linear time, counted in executed lines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from growth_fixtures import steps

from repair.core.types import Document, Span
from repair.gazetteer import Gazetteer
from repair.gazetteer.extract import lower_case_places

LIMIT = 2.6  # times the cost for twice the length; a quadratic build has 4


def _words(count: int) -> list[str]:
    return ["".join(each).capitalize() for each in product("bdgklmnr", "aeiou", "bdgklmnr", "aeiou")][:count]


@pytest.mark.parametrize(
    "source",
    [
        lambda count: "Ana Sol spoke in Riga. Sol left. A. Sol returned. " * count,
        lambda count: "".join(f"The Coalition of {word} Willing met, it said. " for word in _words(count)),
        lambda count: "".join(f"Ana {word} spoke. {word} left. " for word in _words(count)),
        lambda count: "Minister " + " ".join(_words(count)) + " spoke.",
    ],
    ids=["surnames", "phrases", "people", "one name"],
)
def test_a_gazetteer_is_built_in_linear_time(source: Callable[[int], str]) -> None:
    def cost(count: int) -> int:
        return steps(lambda: Gazetteer.build([source(count)]))

    cost(5)
    costs = [cost(count) for count in (60, 120, 240)]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0], costs


def test_many_phrases_with_the_same_last_word_are_found_in_linear_time() -> None:
    def cost(count: int) -> int:
        phrases = [f"coalition of {word.lower()} willing" for word in _words(count)]
        documents = [Document("1", "the coalition of the willing met. " * count)]
        return steps(lambda: list(lower_case_places(documents, phrases)))

    cost(5)
    costs = [cost(count) for count in (60, 120, 240)]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0], costs


def test_phrases_are_found_as_whole_words_with_their_quotation_marks() -> None:
    text = "coalition of the willing: a “coalition of the willing” and the subcoalition of the willing."
    documents = [Document("1", text), Document("2", "willing")]
    found = list(lower_case_places(documents, ["coalition of the willing", "of the willing"]))
    whole = [each for each in found if each[0] == "coalition of the willing"]
    assert whole == [
        ("coalition of the willing", 0, Span(0, 24), False),
        ("coalition of the willing", 0, Span(29, 53), True),
    ]
    assert len(found) == 5
