"""A clock that is set back, or a machine whose clock is ahead, does not put earlier entries in force again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from queue_fixtures import decision_on, fill

from repair.core.types import Verdict
from repair.decisions import assignments, claims, clock, history, queue
from repair.decisions.commands import decide
from repair.decisions.errors import ClaimedError
from repair.decisions.export import export_lines, import_lines
from repair.decisions.store import DatabaseStore


class Clock:
    """A clock that can be set."""

    moment = datetime(2026, 11, 29, 12, tzinfo=UTC)

    def now(self) -> str:
        return self.moment.isoformat(timespec="microseconds")

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (clock, claims):
        monkeypatch.setattr(module, "now", made.now)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def test_the_last_assignment_is_in_force_after_the_clock_was_set_back(store: DatabaseStore, wall: Clock) -> None:
    first, second = [entry.id for entry in queue.entries(store)]
    for assignee in ("Ada", "Ben", None, "Cem"):
        for story_id in (first, second):
            assert assignments.assign(store, story_id, assignee, "Eve")
            wall.turn(hours=-1)
            assert assignments.of_story(store, story_id)[0].assignee == assignee
    assert [each.assignee for each in assignments.of_story(store, first)] == ["Cem", None, "Ben", "Ada"]
    assert {entry.assignee for entry in queue.entries(store)} == {"Cem"}


def test_the_last_decision_is_in_force_where_it_is_imported(store: DatabaseStore, wall: Clock, tmp_path: Path) -> None:
    story_id = queue.entries(store)[0].id
    for verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE):
        decide(store, decision_on(queue.in_story(store, story_id)[0], verdict))
        wall.turn(days=-3)
    case = queue.in_story(store, story_id)[0]
    times = [entry.decision.decided_at for entry in history.of_suggestion(store, case.suggestion.id)]
    assert times == sorted(times, reverse=True) and len(set(times)) == 3
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        import_lines(other, "x", "".join(export_lines(store)))
        imported = queue.in_story(other, story_id)[0]
        assert imported.decision is not None and imported.decision.verdict is Verdict.UNSURE


def test_a_claim_from_before_the_clock_was_set_back_locks_nobody_out(store: DatabaseStore, wall: Clock) -> None:
    story_id = queue.entries(store)[0].id
    claims.claim(store, story_id, "Ada")
    with pytest.raises(ClaimedError):
        claims.claim(store, story_id, "Ben")
    wall.turn(hours=-2)
    assert queue.entries(store)[0].claim is None
    assert claims.claim(store, story_id, "Ben").reviewer == "Ben"
    with pytest.raises(ClaimedError):
        claims.claim(store, story_id, "Ada")
    wall.turn(minutes=claims.MINUTES + 1)
    assert claims.claim(store, story_id, "Ada").reviewer == "Ada"
