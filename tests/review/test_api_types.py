"""The types of the API: every operation describes its response, and every response has that type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from pydantic import TypeAdapter
from queue_fixtures import fill
from review_fixtures import client, review_app
from starlette.testclient import TestClient

from repair.decisions import queue
from repair.decisions.queue_models import Progress
from repair.decisions.store import DatabaseStore
from repair.review import answers, desk_answers

FILES = ("/copy", "/export.jsonl", "/export.csv")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def program(store: DatabaseStore, tmp_path: Path) -> TestClient:
    return client(review_app(store, out=tmp_path / "out", repairer=plain_repairer(*BRIDGE)))


def test_every_operation_of_the_api_describes_its_answer(program: TestClient) -> None:
    description = program.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        if not path.startswith("/api/") or path.endswith(FILES):
            continue
        for method, operation in methods.items():
            schema = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
            if method == "get" and not schema:
                assert "application/json" not in operation["responses"]["200"].get("content", {}), path  # a file
                continue
            assert "$ref" in schema, (method, path)
            named = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            assert named["properties"] or path.endswith("/leave"), (method, path)


def check(response: Any, model: type) -> Any:
    """Return an answer that has the keys of ``model``, all of them and no others, with values of their types."""
    assert response.status_code == 200, response.text
    record = response.json()
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    assert adapter.dump_python(adapter.validate_python(record), mode="json") == record
    return record


def test_every_answer_is_of_its_type(program: TestClient, store: DatabaseStore) -> None:
    api = "/api/v1"
    entry = check(program.get(f"{api}/stories"), answers.QueueAnswer)["stories"][0]
    story = f"{api}/stories/{entry['id']}"
    check(program.get(f"{api}/progress"), Progress)
    check(program.post(f"{story}/claim"), answers.StoryAnswer)
    suggestions = check(program.get(story), answers.StoryAnswer)["suggestions"]
    first = f"{api}/suggestions/{suggestions[0]['id']}"
    check(program.post(f"{first}/decisions", json={"verdict": "accept"}), answers.ActionAnswer)
    check(program.get(first), answers.CardAnswer)
    check(program.get(f"{story}/note"), answers.NoteAnswer)
    check(program.post(f"{story}/write", params={"confirm": True}), answers.SavedAnswer)
    check(program.post(f"{api}/write"), answers.AllSavedAnswer)
    check(program.get(f"{api}/stories", params={"state": "any"}), answers.QueueAnswer)
    names = check(program.get(f"{api}/names", params={"name": "Mark Rutte"}), answers.NamesAnswer)
    chosen = [{"id": each["id"], "seen": None} for each in names["suggestions"]]
    check(program.post(f"{api}/names/accept", json={"suggestions": chosen}), answers.ActionAnswer)
    check(program.post(f"{api}/undo"), answers.ActionAnswer)
    unverified = check(program.get(f"{api}/unverified"), desk_answers.UnverifiedAnswer)["names"][0]
    sent = {"surface": unverified["surface"], "verdict": "correct", "confirm": True}
    check(program.post(f"{api}/unverified", json=sent), answers.ActionAnswer)
    check(program.post(f"{story}/assign", json={"assignee": "Bea"}), answers.StoryAnswer)
    assert check(program.get(f"{api}/assignments"), answers.AssignmentsAnswer)["assignments"]
    given = {"assignee": None, "filters": {"state": "any"}}
    done = check(program.post(f"{api}/assignments", json=given), answers.BulkAssignmentAnswer)
    check(program.post(f"{api}/assignments/{done['batch']}/undo"), answers.BulkAssignmentAnswer)
    assert len(check(program.get(f"{api}/history"), answers.HistoryAnswer)["decisions"]) >= 4
    assert check(program.post(f"{api}/check", json={"text": BRIDGE_COPY}), answers.CheckAnswer)["suggestions"]
    assert check(program.get(f"{api}/figures"), desk_answers.FiguresAnswer)["by_kind"]
    check(program.post(f"{story}/leave"), answers.EmptyAnswer)
    source = {"name": "agency", "text": BRIDGE[0]}
    check(program.post(f"{api}/sources", json={"sources": [source]}), desk_answers.SourcesAnswer)
    check(program.post(f"{api}/stories", json={"name": "bridge", "text": BRIDGE_COPY}), answers.StoryAnswer)
    assert queue.progress(store).decided
