"""The history as the page shows it: one row for each action, with filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from queue_fixtures import decision_on, fill

from repair.core.types import Verdict
from repair.decisions import commands, queue
from repair.decisions.history_groups import HistoryFilters, PastAnswer, actions, reviewers
from repair.decisions.models import Answer
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import undo


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "history.sqlite") as opened:
        first, _ = fill(opened)
        commands.decide_all(opened, [decision_on(case, Verdict.ACCEPT) for case in queue.of_name(opened, "Mark Rutte")])
        flag = queue.in_story(opened, first.id)[4]
        commands.decide(opened, decision_on(flag, Answer.CORRECT))
        yield opened


def test_decisions_of_one_action_are_one_entry(store: DatabaseStore) -> None:
    flag, accepted = actions(store, HistoryFilters())
    assert (flag.count, accepted.count, accepted.stories) == (1, 3, 2)
    assert actions(store, HistoryFilters(), before=flag.last) == (accepted,)
    assert actions(store, HistoryFilters(), limit=1) == (flag,)


def test_undoing_an_action_is_one_entry(store: DatabaseStore) -> None:
    undo(store, "Ada")
    undo(store, "Ada")
    undone, *_ = actions(store, HistoryFilters())
    assert undone.count == 3 and all(entry.decision.undoes for entry in undone.entries)


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        (HistoryFilters(answer=PastAnswer.ACCEPT), [3]),
        (HistoryFilters(answer=PastAnswer.CORRECT), [1]),
        (HistoryFilters(answer=PastAnswer.AMEND), []),
        (HistoryFilters(answer=PastAnswer.UNDONE), []),
        (HistoryFilters(name="petrekin"), [1]),
        (HistoryFilters(reviewer="Ben"), []),
        (HistoryFilters(reviewer="Ada", days=1), [1, 3]),
        (HistoryFilters(days=0), []),
    ],
)
def test_filters_choose_actions(store: DatabaseStore, filters: HistoryFilters, counts: list[int]) -> None:
    assert [action.count for action in actions(store, filters)] == counts
    assert reviewers(store) == ("Ada",)
