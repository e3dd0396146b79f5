"""All stages of a document together take no longer than the document is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import cast

import pytest
from conftest import FakeGazetteer, FakeRepairer
from hypothesis import given
from hypothesis import strategies as st

from repair.batch.events import TimedDocument
from repair.batch.worker import process_chunk
from repair.core.errors import RepairError, TimeLimitError
from repair.core.notices import CheckedCopy
from repair.core.time_budget import TimeBudget, seconds_together, spending_together, with_budgets
from repair.core.types import Document
from repair.pipeline.repairer import Repairer

LIMIT = 1_000.0  # seconds of the clock below; the timer of the system never gets there
durations = st.lists(st.floats(0.0, 600.0), max_size=8)


@dataclass
class HandClock:
    """A clock that only tests move."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@given(durations)
def test_stages_that_end_in_time_take_no_longer_together_than_a_document_may(stages: list[float]) -> None:
    clock = HandClock()
    budget = TimeBudget(LIMIT, clock=clock)
    finished = 0.0
    for seconds in stages:
        with suppress(TimeLimitError), budget.spending():
            clock.now += seconds
            finished += seconds if clock.now < LIMIT else 0.0
        assert budget.left == pytest.approx(max(0.0, LIMIT - clock.now))
        if clock.now >= LIMIT:
            with pytest.raises(TimeLimitError, match="1000 seconds allowed"), budget.spending():
                pytest.fail("a stage began without time")
    assert finished < LIMIT


@given(st.integers(1, 5), durations, st.floats(0.0, 600.0))
def test_a_group_takes_a_share_of_what_each_has_left(count: int, earlier: list[float], group: float) -> None:
    clock = HandClock()
    budgets = [TimeBudget(LIMIT, clock=clock) for _ in range(count)]
    for budget, seconds in zip(budgets, earlier, strict=False):
        budget.charge(seconds)
    before = [budget.left or 0.0 for budget in budgets]
    allowed = seconds_together(budgets)
    assert allowed is not None and allowed <= min(before)
    began = clock.now
    outcome = pytest.raises(TimeLimitError, match="1000") if group >= allowed else nullcontext()
    with outcome, spending_together(budgets, clock=clock):
        clock.now += group
    # Each has left for being checked alone what the group has not taken.
    taken = clock.now - began
    assert [budget.left for budget in budgets] == pytest.approx([max(0.0, left - taken) for left in before])


def test_without_a_limit_nothing_is_interrupted() -> None:
    clock = HandClock()
    budget = TimeBudget(clock=clock)
    with budget.spending(), spending_together([budget, budget], clock=clock):
        clock.now += 1e9
    assert budget.left is None and budget.call(lambda: 3) == 3


def test_reading_an_item_takes_its_part_of_the_time() -> None:
    ((item, budget),) = with_budgets(LIMIT, ["a"])
    assert item == "a" and budget.left is not None and 0 < budget.left < LIMIT


def test_a_document_without_time_is_not_checked_and_the_others_are() -> None:
    spent, fresh = TimeBudget(LIMIT), TimeBudget(LIMIT)
    spent.charge(LIMIT)
    repairer = cast(Repairer, FakeRepairer(FakeGazetteer(())))
    documents = [TimedDocument(Document("1", "A"), spent), TimedDocument(Document("2", "B"), fresh)]
    first, second = process_chunk(repairer, documents)
    assert isinstance(first, TimeLimitError) and not isinstance(second, RepairError)


def test_one_document_is_tried_once() -> None:
    tried: list[str] = []

    class Failing(FakeRepairer):
        def check_all(self, documents: object) -> Iterator[CheckedCopy]:
            tried.append("once")
            raise RepairError("no")

    process_chunk(cast(Repairer, Failing(FakeGazetteer(()))), [TimedDocument(Document("1", "A"), TimeBudget())])
    assert tried == ["once"]
