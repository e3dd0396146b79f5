"""Whether a correction is of another person's name is found in linear time, however many names one surname has."""

from __future__ import annotations

from core_fixtures import copy_context
from growth_fixtures import steps

from repair.pipeline.decoding_values import Correction
from repair.pipeline.vetoes.other_people import without_other_people


def cost(count: int) -> int:
    """Return the steps for ``count`` mentions of a surname, each with a correction of its own."""
    context = copy_context("Anna Zhan, he. " * count, "Ana Sol spoke in Lima.")
    ends = [number + 1 for number in context.copy.places["zhan"]]
    groups = [Correction(0, 0, end - 1, end, f"Jin{end}", (), {}) for end in ends]
    return steps(lambda: without_other_people(context, groups))


def test_many_names_for_one_surname_are_checked_in_linear_time() -> None:
    cost(10)
    costs = [cost(count) for count in (100, 200, 400)]
    assert costs[2] < 2.6 * costs[1] < 2.6**2 * costs[0]
