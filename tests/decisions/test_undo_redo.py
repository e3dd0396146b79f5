"""Redoing undone decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from queue_fixtures import decision_on, fill

from repair.core.types import Verdict
from repair.decisions import claims, commands, history, queue
from repair.decisions.errors import ClaimedError, NotThereError
from repair.decisions.models import State
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import redo, undo


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def states(store: DatabaseStore) -> list[State]:
    return [item.state for line in queue.entries(store) for item in queue.in_story(store, line.id)]


def test_an_action_is_redone_as_a_whole_and_undone_again(store: DatabaseStore) -> None:
    before = states(store)
    commands.decide_all(store, [decision_on(item, Verdict.ACCEPT) for item in queue.of_name(store, "Mark Rutte")])
    after = states(store)
    undo(store, "Ada")
    assert states(store) == before
    recorded, left_out = redo(store, "Ada")
    assert states(store) == after and len(recorded) == 3 and left_out == ()
    undo(store, "Ada")
    assert states(store) == before
    assert history.count(store) == 12


def test_an_amendment_keeps_its_name(store: DatabaseStore) -> None:
    item = queue.of_name(store, "Keir Starmer")[0]
    commands.decide(store, decision_on(item, Verdict.AMEND, replacement="Keith Starmer"))
    undo(store, "Ada", story_id=item.story_id)
    redo(store, "Ada", story_id=item.story_id)
    redone = queue.find(store, item.suggestion.id)
    assert redone is not None and redone.result == "Keith Starmer"


def test_only_ones_own_undone_decisions_are_redone(store: DatabaseStore) -> None:
    item = queue.of_name(store, "Keir Starmer")[0]
    with pytest.raises(NotThereError, match="nothing that could be redone"):
        redo(store, "Ada")
    commands.decide(store, decision_on(item, Verdict.ACCEPT))
    undo(store, "Ada")
    with pytest.raises(NotThereError):
        redo(store, "Ben")
    claims.claim(store, item.story_id, "Ben", take_over=True)
    with pytest.raises(ClaimedError):
        redo(store, "Ada")
