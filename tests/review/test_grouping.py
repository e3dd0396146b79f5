"""Which suggestions of a story are one card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from queue_fixtures import decision_on, propose, story, surfaces

from repair.core.types import Kind, Suggestion, Verdict
from repair.decisions import commands, ingest, queue
from repair.decisions.models import QueuedSuggestion
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import undo
from repair.review.grouping import group_of, grouped
from repair.review.places import places_of

TEXT = "Mark Latte met Anna Latta. Latte spoke, Marc Ruta left; Petrekin and PETREKIN wrote from Sidnei and Sidnei.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


def cases_of(store: DatabaseStore, text: str, *proposed: Suggestion) -> tuple[QueuedSuggestion, ...]:
    """Add a story with suggestions and return them."""
    new_story = story(text)
    ingest.add(store, [ingest.IncomingStory(new_story, proposed)])
    return queue.in_story(store, new_story.id)


def proposals() -> tuple[Suggestion, ...]:
    return (
        propose(TEXT, "Mark Latte", "Mark Rutte"),
        propose(TEXT, "Anna Latta", "Anna Latter"),
        propose(TEXT, "Latte", "Rutte", nth=1),
        propose(TEXT, "Marc Ruta", "Mark Rutte"),
        propose(TEXT, "Petrekin", None),
        propose(TEXT, "PETREKIN", None),
        propose(TEXT, "Sidnei", "Sydney", kind=Kind.PLACE),
        propose(TEXT, "Sidnei", "Sydney", nth=1, kind=Kind.PLACE),
    )


def test_a_person_is_one_group_and_so_is_a_name_that_is_repeated(store: DatabaseStore) -> None:
    items = cases_of(store, TEXT, *proposals())
    assert [surfaces(group) for group in grouped(items)] == [
        ["Mark Latte", "Latte", "Marc Ruta"],
        ["Anna Latta"],
        ["Petrekin", "PETREKIN"],
        ["Sidnei", "Sidnei"],
    ]


def test_only_places_with_the_same_misspelling_are_ticked(store: DatabaseStore) -> None:
    items = cases_of(store, TEXT, *proposals())
    group = group_of(grouped(items), items[2].suggestion.id)
    places = places_of(TEXT, group, items[2])
    assert [(place.item.suggestion.surface, place.ticked) for place in places] == [
        ("Latte", True),
        ("Mark Latte", True),
        ("Marc Ruta", False),
    ]
    assert places[0].right.startswith(" spoke") and places[1].left == ""


def test_a_surname_of_two_people_is_a_group_of_its_own(store: DatabaseStore) -> None:
    text = "Mark Latte met Anne Latte. Latte spoke.\n"
    items = cases_of(
        store,
        text,
        propose(text, "Mark Latte", "Mark Rutte"),
        propose(text, "Anne Latte", "Anne Rutte"),
        propose(text, "Latte", "Rutte", nth=2),
    )
    assert [surfaces(group) for group in grouped(items)] == [["Mark Latte"], ["Anne Latte"], ["Latte"]]


def test_decisions_of_one_action_are_grouped_apart_from_open_suggestions(store: DatabaseStore) -> None:
    items = cases_of(store, TEXT, *proposals())
    commands.decide_group(store, decision_on(items[0], Verdict.ACCEPT), [decision_on(items[2], Verdict.ACCEPT)])
    again = queue.in_story(store, items[0].story_id)
    assert [surfaces(group) for group in grouped(again)][:3] == [["Mark Latte", "Latte"], ["Anna Latta"], ["Marc Ruta"]]
    undo(store, "Ada")
    again = queue.in_story(store, items[0].story_id)
    assert surfaces(grouped(again)[0]) == ["Mark Latte", "Latte", "Marc Ruta"]
