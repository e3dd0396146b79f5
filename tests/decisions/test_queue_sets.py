"""Sets of proposals that match filters, the orders of the queue, and the version that changes with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from queue_fixtures import COPY, OTHER, decision_on, fill, story, suggestions_for, surfaces

from repair.core.types import Verdict
from repair.decisions import claims, commands, ingest, queue
from repair.decisions.queue_models import Filters, Order
from repair.decisions.store import DatabaseStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def test_open_proposals_that_match_are_a_set(store: DatabaseStore) -> None:
    assert surfaces(queue.matching(store, Filters(low=0.85))) == ["Mark Latte", "Mark Latte"]
    assert surfaces(queue.matching(store, Filters(source="elsewhere"))) == []
    assert "Petrekin" not in surfaces(queue.matching(store, Filters()))
    commands.decide(store, decision_on(queue.matching(store, Filters(low=0.85))[0], Verdict.REJECT))
    assert len(queue.matching(store, Filters(low=0.85))) == queue.count_matching(store, Filters(low=0.85)) == 1
    assert len(queue.matching(store, Filters(), limit=2)) == 2


def test_the_queue_is_sorted_in_each_order(store: DatabaseStore) -> None:
    late = replace(story(OTHER + "Late.\n", "late.txt", "a wire"), arrived_at="2030-01-01T00:00:00.000000+00:00")
    ingest.add(store, [ingest.IncomingStory(late, suggestions_for(late.text))])
    first = {order: queue.entries(store, Filters(order=order))[0].name for order in Order}
    assert first == {
        Order.WORST: "story-0.txt",
        Order.CONFIDENCE: "story-0.txt",
        Order.OLDEST: "story-0.txt",
        Order.NEWEST: "late.txt",
        Order.SOURCE: "late.txt",
    }


def test_the_version_changes_with_decisions_claims_and_new_copy(store: DatabaseStore) -> None:
    first, second = (entry.id for entry in queue.entries(store))
    version, of_story, other = queue.version(store), queue.version(store, first), queue.version(store, second)
    assert queue.version(store) == version
    claims.claim(store, first, "Ada")
    claimed = queue.version(store)
    assert claimed != version and queue.version(store, first) != of_story
    claims.claim(store, first, "Ada")
    assert queue.version(store) == claimed
    commands.decide(store, decision_on(queue.in_story(store, first)[0], Verdict.ACCEPT))
    decided = queue.version(store)
    assert decided != claimed and queue.version(store, second) == other
    new_story = story(COPY + "More.\n", "new.txt")
    ingest.add(store, [ingest.IncomingStory(new_story, suggestions_for(new_story.text))])
    assert queue.version(store) != decided
