"""Requests that the description of the API allows, and many that it does not, never give a status of 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from core_fixtures import BRIDGE, plain_repairer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from queue_fixtures import fill
from review_fixtures import HOST, review_app, token_auth

from repair.decisions import history, queue
from repair.decisions.store import DatabaseStore

if TYPE_CHECKING:
    from schemathesis import GenerationMode

TIMES = 10
PEOPLE = token_auth()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


def operations(store: DatabaseStore, out: Path) -> list[Any]:
    """Return the operations in the API description of the application over ``store``."""
    import schemathesis

    served = review_app(store, PEOPLE, out=out, repairer=plain_repairer(*BRIDGE))
    headers = {"authorization": f"Bearer {PEOPLE.token}", "host": HOST}
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", app=served, headers=headers)
    return [operation.ok() for operation in schema.get_all_operations()]


def ask(operation: Any, mode: GenerationMode, real: dict[str, list[str]]) -> set[int]:
    """Call one operation many times, often with existing ids, and return the statuses of the responses."""
    statuses: set[int] = set()

    @settings(
        max_examples=TIMES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def once(case: Any, data: st.DataObject) -> None:
        for name in set(real) & set(case.path_parameters or {}):
            if data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(real[name]))
        # Without a time limit: the first text loads the models, which takes long on a busy machine.
        response = case.call(headers={"authorization": f"Bearer {PEOPLE.token}", "host": HOST}, timeout=None)
        statuses.add(response.status_code)
        assert response.status_code < 500, f"{case.as_curl_command()}: {response.text[:300]}"

    with suppress(Unsatisfiable):  # an operation without parameters has no invalid requests
        once()
    return statuses


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "heard"),
    [("positive", {200, 404, 409}), ("negative", {200, 422})],
    ids=["as described", "otherwise"],
)
def test_no_request_brings_the_server_down(store: DatabaseStore, tmp_path: Path, mode: str, heard: set[int]) -> None:
    from schemathesis import GenerationMode

    stories = [line.id for line in queue.entries(store)]
    real = {"story_id": stories, "suggestion_id": [case.suggestion.id for case in queue.in_story(store, stories[0])]}
    statuses = {each.label: ask(each, GenerationMode(mode), real) for each in operations(store, tmp_path / "out")}
    assert len(statuses) >= 20 and heard <= set().union(*statuses.values())
    # The store is consistent: the state of every suggestion follows from the last decision on it.
    heads = {entry.decision.id for entry in history.latest(store, limit=100_000) if entry.in_force}
    cases = [case for id in stories for case in queue.in_story(store, id)]
    assert heads == {case.decision.id for case in cases if case.decision}
