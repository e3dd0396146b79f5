"""Intake by the JSON API: copy and sources that a program sends to a running desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD, plain_repairer
from review_fixtures import client, review_app, token_auth
from starlette.testclient import TestClient

from repair.core.errors import TimeLimitError
from repair.core.types import Document
from repair.decisions import queue
from repair.decisions.store import DatabaseStore
from repair.gazetteer import Gazetteer
from repair.review import sent_sources
from repair.review.checker import TextChecker

SOURCES = [{"name": f"agency-{number}", "text": text} for number, text in enumerate(BRIDGE)]
STORY = {"name": "bridge.txt", "publication": "Nordic desk", "text": BRIDGE_COPY, "sources": SOURCES}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


@pytest.fixture
def desk(store: DatabaseStore, tmp_path: Path) -> TestClient:
    """Return a client of a desk with sources of another story."""
    return client(review_app(store, out=tmp_path / "out", repairer=plain_repairer(*ORCHARD)))


def replacements(story: dict[str, Any]) -> set[str | None]:
    return {each["replacement"] for each in story["suggestions"]}


def test_copy_sent_with_its_sources_appears_in_the_queue_and_is_saved_corrected(
    desk: TestClient, store: DatabaseStore
) -> None:
    story = desk.post("/api/v1/stories", json=STORY).json()
    assert "Torsten Wiklander" in replacements(story) and story["source"] == "Nordic desk"
    assert [(entry.id, entry.name) for entry in queue.entries(store)] == [(story["id"], "bridge.txt")]
    assert story["name"] in desk.get("/").text
    assert "Vikrander" in desk.get(f"/story/{story['id']}").text
    for each in story["suggestions"]:
        desk.post(f"/api/v1/suggestions/{each['id']}/decisions", json={"verdict": "accept", "confirm": True})
    corrected = desk.get(f"/api/v1/stories/{story['id']}/copy").text
    assert "Torsten Wiklander" in corrected and "Vikrander" not in corrected
    assert desk.post(f"/api/v1/stories/{story['id']}/write").json()["path"].endswith("out/bridge.txt")


def test_the_publication_of_sent_copy_is_in_its_header(desk: TestClient) -> None:
    story = desk.post("/api/v1/stories", json=STORY).json()
    assert story["header"]["publication"] == "Nordic desk"
    assert desk.get(f"/story/{story['id']}").text.count("Nordic desk") == 1
    page = (
        f'<html><head><meta property="og:site_name" content="The Quay"></head><body><p>{BRIDGE_COPY}</p></body></html>'
    )
    in_file = desk.post("/api/v1/stories", json={**STORY, "name": "q.html", "format": "html", "text": page}).json()
    assert in_file["header"]["publication"] == "The Quay", "the file is right about itself"
    without = desk.post("/api/v1/stories", json={"name": "b.txt", "text": BRIDGE_COPY}).json()
    assert without["header"]["publication"] == ""


def test_sources_that_take_too_long_are_left_out_and_nothing_is_computed_any_more(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, ended = Gazetteer.build, []

    def slow(documents: Iterable[Document]) -> Gazetteer:
        read = list(documents)
        try:
            while any("Endless" in each.text for each in read):
                pass
        finally:
            ended.append(len(read))
        return build(read)

    monkeypatch.setattr(Gazetteer, "build", slow)
    checker = TextChecker(store, plain_repairer(*ORCHARD), seconds=0.3)
    checker.add_sources([Document("1", "Endless words were said by Anatol Rusnac.", "agency")])
    with ThreadPoolExecutor(1) as threads:
        with pytest.raises(TimeLimitError, match="they were left out"):
            threads.submit(checker.check, BRIDGE_COPY).result()
        assert ended == [1]
        checker.seconds = 60
        checker.add_sources([Document("2", BRIDGE[0], "agency")])
        found = threads.submit(checker.check, BRIDGE_COPY).result()
    assert ended == [1, 1] and "Torsten Wiklander" in {each.replacement for each in found.suggestions}


def test_copy_sent_twice_is_one_story_that_keeps_its_decisions(desk: TestClient, store: DatabaseStore) -> None:
    first = desk.post("/api/v1/stories", json=STORY).json()
    chosen = first["suggestions"][0]["id"]
    desk.post(f"/api/v1/suggestions/{chosen}/decisions", json={"verdict": "reject"})
    again = desk.post("/api/v1/stories", json=STORY).json()
    assert again["id"] == first["id"]
    assert {each["id"]: each["state"] for each in again["suggestions"]}[chosen] == "reject"


def test_sources_that_are_sent_count_from_the_next_check_and_can_be_opened(desk: TestClient) -> None:
    copy = {"name": "bridge.txt", "text": BRIDGE_COPY}
    assert "Torsten Wiklander" not in replacements(desk.post("/api/v1/check", json={"text": BRIDGE_COPY}).json())
    assert desk.post("/api/v1/sources", json={"sources": SOURCES}).json() == {"new": 2}
    assert desk.post("/api/v1/sources", json={"sources": SOURCES}).json() == {"new": 0}
    story = desk.post("/api/v1/stories", json=copy).json()
    cited = next(each for each in story["suggestions"] if each["replacement"] == "Torsten Wiklander")
    assert cited["evidence"][0]["source"].startswith("agency-")
    assert "Haparanda" in desk.get(f"/suggestion/{cited['id']}/source/0").text


def test_a_desk_started_without_sources_accepts_sent_ones(store: DatabaseStore) -> None:
    desk = client(review_app(store))
    assert "Torsten Wiklander" in replacements(desk.post("/api/v1/stories", json=STORY).json())


def test_markup_is_read_in_the_format_that_is_named(desk: TestClient) -> None:
    page = f"<html><body><h1>Bridge</h1><p>{BRIDGE_COPY}</p></body></html>"
    story = desk.post("/api/v1/stories", json={**STORY, "text": page, "format": "html"}).json()
    assert "<p>" not in story["text"] and "Torsten Wiklander" in replacements(story)
    assert desk.get(f"/api/v1/stories/{story['id']}/copy").text == page
    refusal = desk.post("/api/v1/stories", json={**STORY, "format": "papyrus"})
    assert refusal.status_code == 400 and "html" in refusal.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [{"text": "x" * 500_001}, {"name": ""}, {"text": "a\0b"}, {"sources": SOURCES * 51}, {"surprise": 1}],
    ids=["long text", "no name", "NUL", "many sources", "unknown field"],
)
def test_requests_outside_the_limits_are_refused(
    desk: TestClient, store: DatabaseStore, change: dict[str, Any]
) -> None:
    assert desk.post("/api/v1/stories", json={**STORY, **change}).status_code == 422
    assert not queue.entries(store)


def test_intake_needs_a_token(store: DatabaseStore) -> None:
    people = token_auth()
    stranger = client(review_app(store, people), signed_in=False)
    assert stranger.post("/api/v1/stories", json=STORY).status_code == 401
    assert stranger.post("/api/v1/sources", json={"sources": SOURCES}).status_code == 401
    program = {"authorization": f"Bearer {people.token}"}
    assert stranger.post("/api/v1/sources", json={"sources": SOURCES}, headers=program).status_code == 200


def test_the_oldest_sources_make_room_and_large_gazetteers_are_left_alone(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_sources, "MAX_SOURCES", 1)
    assert desk.post("/api/v1/sources", json={"sources": SOURCES}).json() == {"new": 2}
    assert desk.post("/api/v1/sources", json={"sources": SOURCES[1:]}).json() == {"new": 0}
    monkeypatch.setattr(sent_sources, "MAX_NAMES", 0)
    refusal = desk.post("/api/v1/sources", json={"sources": SOURCES})
    assert refusal.status_code == 400 and "too many" in refusal.json()["detail"]
