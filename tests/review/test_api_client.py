"""A program that knows the desk by its own description alone: from sent copy to corrected copy.

Every request is made from an operation of /openapi.json, and every response is held against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from review_fixtures import HOST, review_app, token_auth

from repair.decisions.store import DatabaseStore


class DescribedClient:
    """A client whose calls are the operations that an application describes.

    Args:
        app: The application.
        headers: What is sent with each request.
    """

    def __init__(self, app: Any, headers: dict[str, str]) -> None:
        import schemathesis  # takes a second, which only the process that runs these tests should spend
        from schemathesis.specs.openapi import checks

        self._checks = [
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]
        schema: Any = schemathesis.openapi.from_asgi("/openapi.json", app=app, headers=headers)
        self.operations = {found.ok().label: found.ok() for found in schema.get_all_operations()}
        self._headers = headers

    def call(self, label: str, body: object = None, **parameters: object) -> Any:
        """Call an operation such as "GET /api/v1/stories"; a parameter that it does not describe is an error."""
        operation = self.operations[label]
        in_path = {each.name for each in operation.path_parameters}
        assert set(parameters) <= in_path | {each.name for each in operation.query}, f"{label}: {parameters}"
        fields: dict[str, object] = {
            "path_parameters": {name: value for name, value in parameters.items() if name in in_path},
            "query": {name: value for name, value in parameters.items() if name not in in_path},
        }
        if body is not None:
            fields |= {"body": body, "media_type": "application/json"}
        item = operation.Case(**fields)
        response = item.call(headers=self._headers)
        item.validate_response(response, checks=self._checks)
        return response


@pytest.fixture
def program(tmp_path: Path) -> Iterator[DescribedClient]:
    people = token_auth()
    headers = {"authorization": f"Bearer {people.token}", "host": HOST}
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        yield DescribedClient(review_app(store, people, repairer=plain_repairer(*BRIDGE)), headers)


@pytest.mark.slow
def test_copy_is_sent_queued_decided_and_fetched(program: DescribedClient) -> None:
    source = {"name": "agency", "text": BRIDGE[1], "date": "2026-11-23"}
    sent = {"name": "bridge.txt", "publication": "wire", "text": BRIDGE_COPY, "sources": [source]}
    story = program.call("POST /api/v1/stories", sent).json()
    listed = program.call("GET /api/v1/stories", source="wire", assigned="nobody").json()
    assert [each["id"] for each in listed["stories"]] == [story["id"]]
    taken = program.call("POST /api/v1/stories/{story_id}/assign", {"assignee": "Ada"}, story_id=story["id"]).json()
    assert taken["assignee"] == "Ada"
    program.call("POST /api/v1/stories/{story_id}/claim", story_id=story["id"])
    for suggestion in taken["suggestions"]:
        card = program.call("GET /api/v1/suggestions/{suggestion_id}", suggestion_id=suggestion["id"]).json()
        if card["state"] != "open":
            continue  # decided with another place of the same name
        decision = {"verdict": "accept" if card["replacement"] else "correct", "confirm": True, "comment": "agency"}
        program.call("POST /api/v1/suggestions/{suggestion_id}/decisions", decision, suggestion_id=suggestion["id"])
    assert program.call("GET /api/v1/stories/{story_id}", story_id=story["id"]).json()["left"] == 0
    corrected = program.call("GET /api/v1/stories/{story_id}/copy", story_id=story["id"]).text
    assert corrected == BRIDGE_COPY.replace("Vikrander", "Wiklander")
    assert "Torsten" in program.call("GET /api/v1/stories/{story_id}/note", story_id=story["id"]).json()["note"]
    assert program.call("GET /api/v1/figures").json()["totals"]["accept"] >= 1
    assert program.call("GET /api/v1/history").json()["decisions"][0]["comment"] == "agency"
    program.call("POST /api/v1/undo")
    assert program.call("GET /api/v1/progress").json()["open"] >= 1


@pytest.mark.slow
def test_errors_are_described_too(program: DescribedClient) -> None:
    missing = program.call("GET /api/v1/stories/{story_id}", story_id="abc")
    assert missing.status_code == 404 and missing.json()["detail"]
    with pytest.raises(KeyError):
        program.call("GET /api/v1/no-such-thing")
    with pytest.raises(AssertionError):
        program.call("GET /api/v1/stories", unknown="x")
