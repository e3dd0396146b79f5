"""Requests with missing or invalid values are answered in sentences, never in the validation library's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from queue_fixtures import fill
from review_fixtures import client, review_app
from starlette.testclient import TestClient

from repair.decisions.store import DatabaseStore
from repair.review.invalid_requests import NOT_JSON

API = "/api/v1"
DECISIONS = f"{API}/suggestions/abc/decisions"
LIBRARY_WORDS = ("should be", "Input", "Field required", "pydantic", "Value error", "_", "ctx", "Extra inputs")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        fill(store)
        yield client(review_app(store))


@pytest.mark.parametrize(
    ("address", "body", "detail"),
    [
        (f"{API}/check", {}, "'text' is missing."),
        (f"{API}/check", {"text": 5}, "'text' must be text."),
        (f"{API}/check", {"text": "a\0b"}, "'text' contains characters that are not allowed in text."),
        (f"{API}/check", {"text": "x" * 500_001}, "'text' has more characters than the 500,000 allowed."),
        (f"{API}/check", {"text": "a", "more": 1}, "'more' is not a field of this request."),
        (f"{API}/check", [], "The request must be an object."),
        (DECISIONS, {"verdict": "maybe"}, "'verdict' must be "),
        (DECISIONS, {"verdict": "accept", "seen": "last"}, "'seen' must be a whole number."),
        (DECISIONS, {"verdict": "accept", "seen": 0}, "'seen' must be 1 or more."),
        (DECISIONS, {"verdict": "accept", "seen": 2**31}, "'seen' must be 2,147,483,647 or less."),
        (DECISIONS, {"verdict": "accept", "confirm": "perhaps"}, "'confirm' must be true or false."),
        (f"{API}/suggestions/x-y/decisions", {"verdict": "accept"}, "'suggestion_id' is not an id."),
        (f"{API}/names/accept", {"suggestions": "all"}, "'suggestions' must be a list."),
        (f"{API}/names/accept", {"suggestions": []}, "'suggestions' has fewer entries than the 1 required."),
        (f"{API}/sources", {"sources": [{"name": "", "text": "a"}]}, "'sources[0].name' has fewer characters than"),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence(desk: TestClient, address: str, body: Any, detail: str) -> None:
    response = desk.post(address, json=body)
    assert response.status_code == 422
    assert response.json()["detail"].startswith(detail)
    assert not any(words in response.json()["detail"].replace("suggestion_id", "") for words in LIBRARY_WORDS)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("low=2", "'low' must be 1 or less."),
        ("low=high", "'low' must be a number."),
        ("sort=random", "'sort' must be "),
        ("page=-1", "'page' must be 0 or more."),
    ],
)
def test_a_wrong_filter_is_answered_with_a_sentence(desk: TestClient, query: str, detail: str) -> None:
    response = desk.get(f"{API}/stories?{query}")
    assert (response.status_code, response.json()["detail"].startswith(detail)) == (422, True)


def test_a_body_that_is_not_json_is_called_so(desk: TestClient) -> None:
    response = desk.post(f"{API}/check", content=b"{", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()) == (422, {"detail": NOT_JSON})


def test_the_languagetool_api_uses_the_same_sentences(desk: TestClient) -> None:
    response = desk.post("/v2/check", data={"language": "x" * 500, "text": "a"})
    assert response.text == "Error: 'language' has more characters than the 400 allowed."


def test_unknown_addresses_and_methods_are_answered_with_a_sentence(desk: TestClient) -> None:
    assert desk.get(f"{API}/nowhere").json() == {"detail": "There is no such page."}
    assert desk.delete(f"{API}/stories").json() == {"detail": "This address does not accept this kind of request."}
    assert "This address does not accept this kind of request." in desk.delete("/history").text


def test_the_api_describes_the_answer_to_a_wrong_value(desk: TestClient) -> None:
    description = desk.get("/openapi.json").json()
    assert "HTTPValidationError" not in description["components"]["schemas"]
    schema = description["paths"][f"{API}/check"]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
    assert schema["properties"]["detail"] == {"type": "string"}
