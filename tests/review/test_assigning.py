"""Stories assigned to people: on the page, by the API, in the queue, in the history and in exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from queue_fixtures import COPY, OTHER, decision_on, fill
from review_fixtures import ORIGIN, client, review_app, token_auth
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from repair.core.errors import ConfigError
from repair.core.types import Verdict
from repair.decisions import assignments, claims, commands, export, queue
from repair.decisions.assignments import Period
from repair.decisions.errors import NotThereError
from repair.decisions.history_groups import HistoryFilters, PastAnswer
from repair.decisions.queue_models import Assigned, Filters
from repair.decisions.schema import assignments as table
from repair.decisions.store import DatabaseStore
from repair.review.assigning import assign, candidates, nothing_free
from repair.review.session import ReviewSession
from repair.review.user_file import UserFile


@pytest.fixture
def ids(store: DatabaseStore) -> list[str]:
    return [each.id for each in fill(store, COPY, OTHER)]


@pytest.fixture
def desk(store: DatabaseStore, ids: list[str]) -> TestClient:
    return client(review_app(store))


def names(store: DatabaseStore, assigned: Assigned, reviewer: str = "Ada") -> set[str]:
    return {each.id for each in queue.entries(store, Filters(assigned=assigned, reviewer=reviewer))}


def test_the_queue_is_filtered_by_the_person_who_has_a_story(store: DatabaseStore, ids: list[str]) -> None:
    first, second = ids
    assert names(store, Assigned.NOBODY) == {first, second}
    assert assignments.assign(store, first, "Ada", "Bea")
    assert not assignments.assign(store, first, "Ada", "Bea"), "the same again is no change"
    assignments.assign(store, second, "Bea", "Bea")
    assert names(store, Assigned.MINE) == {first} == names(store, Assigned.COLLEAGUES, "Bea")
    assert names(store, Assigned.NOBODY) == set()
    assert names(store, Assigned.ANY) == {first, second}
    assignments.assign(store, first, None, "Ada")
    assert names(store, Assigned.NOBODY) == {first}
    made = assignments.of_story(store, first)
    assert [(each.assignee, each.reviewer) for each in made] == [(None, "Ada"), ("Ada", "Bea")]
    with pytest.raises(NotThereError):
        assignments.assign(store, "abc", "Ada", "Ada")


def test_the_next_story_is_no_colleagues(store: DatabaseStore, ids: list[str]) -> None:
    first, second = ids
    assignments.assign(store, first, "Bea", "Bea")
    assert queue.next_story(store, "Ada") == second
    assert queue.next_story(store, "Ada", after=second) is None
    filters = Filters(assigned=Assigned.COLLEAGUES, reviewer="Ada")
    assert queue.next_story(store, "Ada", after=second, filters=filters) == first
    assert queue.next_story(store, "Bea", after=second) == first


def test_the_page_says_why_there_is_no_next_story(store: DatabaseStore, ids: list[str]) -> None:
    first, second = ids
    ada = ReviewSession(store, "Ada")
    assignments.assign(store, first, "Bea", "Bea")
    assert nothing_free(ada, second) == "No other open story is free. Assigned to colleagues: 1."
    claims.claim(store, first, "Bea")
    claims.claim(store, second, "Bea")
    assert nothing_free(ada) == "No other open story is free. Being worked on by colleagues: 2."
    claims.release(store, first, "Bea")
    page = client(review_app(store)).get("/next", follow_redirects=True).text
    assert "Assigned to colleagues: 1. Being worked on by colleagues: 1." in page


def test_nothing_else_is_open(store: DatabaseStore) -> None:
    (only,) = fill(store, COPY)
    assert nothing_free(ReviewSession(store, "Ada"), only.id) == ""
    assert (
        "No other story is open." in client(review_app(store)).get(f"/next?after={only.id}", follow_redirects=True).text
    )


def test_an_assignment_is_never_changed_and_shows_at_once(store: DatabaseStore, ids: list[str]) -> None:
    before = queue.version(store), queue.version(store, ids[0]), queue.version(store, ids[1])
    assignments.assign(store, ids[0], "Ada", "Ada")
    after = queue.version(store), queue.version(store, ids[0]), queue.version(store, ids[1])
    assert [new == old for new, old in zip(after, before, strict=True)] == [False, False, True]
    for statement in (update(table).values(assignee="Eve"), delete(table)):
        with pytest.raises(DBAPIError, match="never changed or deleted"), store.writing() as connection:
            connection.execute(statement)


def test_assignments_are_exported_and_the_latest_imported_one_holds(
    store: DatabaseStore, ids: list[str], tmp_path: Path
) -> None:
    assignments.assign(store, ids[0], "Ada", "Bea")
    earlier = "".join(export.export_lines(store))
    assignments.assign(store, ids[0], "Bea", "Bea")
    lines = "".join(export.export_lines(store))
    assert json.loads(lines.splitlines()[-1])["what"] == "assignment"
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        for each in (lines, lines, earlier):
            export.import_lines(other, "x.jsonl", each)
        assert "".join(export.export_lines(other)) == lines
        assert names(other, Assigned.MINE, "Bea") == {ids[0]}
        orphan = json.dumps(json.loads(lines.splitlines()[-1]) | {"story_id": "f" * 16, "uid": "a" * 16})
        assert export.import_lines(other, "x.jsonl", orphan) == (0, 1)


def test_the_page_assigns_to_oneself_to_a_colleague_and_to_nobody(desk: TestClient, ids: list[str]) -> None:
    address = f"/story/{ids[0]}"
    assert "Assigned to nobody." in desk.get(address).text
    sent = desk.post(f"{address}/assign", data={"assignee": "Ada"}, headers={"origin": ORIGIN})
    assert (sent.status_code, sent.headers["location"]) == (303, address)
    assert "Assigned to you." in desk.get(address).text
    assert "assigned to you" in desk.get("/?assigned=mine").text
    fragment = {"origin": ORIGIN, "x-fragment": "yes"}
    assert (
        "Assigned to Bea &lt;b&gt;."
        in desk.post(f"{address}/assign", data={"assignee": "Bea <b>"}, headers=fragment).text
    )
    assert "No stories match" in desk.get("/?assigned=mine").text
    sheet = desk.get(f"{address}/assign", headers={"x-fragment": "yes"}).text
    assert "<html" not in sheet and '<option value="Bea &lt;b&gt;">' in sheet and "Assigned to Ada" in sheet
    assert "<html" in desk.get(f"{address}/assign").text
    assert "Assigned to nobody." in desk.post(f"{address}/assign", data={"assignee": " "}, headers=fragment).text
    refused = desk.post(f"{address}/assign", data={"assignee": "a:b"}, headers=fragment).text
    assert 'role="alert"' in refused


def test_the_history_shows_assignments_between_decisions(
    store: DatabaseStore, desk: TestClient, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repair.review.assigning.PAGE", 1)
    item = queue.in_story(store, ids[0])[0]
    assignments.assign(store, ids[0], "Ada", "Bea")
    commands.decide(store, decision_on(item, Verdict.REJECT))
    assignments.assign(store, ids[0], "Cleo", "Bea")
    page = desk.get("/history").text
    assert "Assigned to Cleo" in page and "Assigned to Ada" not in page, "that is on the next page"
    older = desk.get("/history?before=1").text
    assert "Assigned to Ada" in older and "Assigned to Cleo" not in older
    for hidden in ("?name=x", "?answer=skip", "?who=Dan"):
        assert "Assigned to Cleo" not in desk.get(f"/history{hidden}").text
    assert assignments.latest_actions(store, Period(since="9999")) == ()
    assert HistoryFilters(answer=PastAnswer.ANY).since is None


def test_the_api_assigns_and_tells_who_assigned(desk: TestClient, ids: list[str]) -> None:
    address = f"/api/v1/stories/{ids[0]}/assign"
    assert desk.post(address, json={"assignee": "Bea"}).json()["assignee"] == "Bea"
    assert desk.post(address, json={}).status_code == 422
    assert desk.post("/api/v1/stories/abc/assign", json={"assignee": "Bea"}).status_code == 404
    assert desk.get("/api/v1/stories", params={"assigned": "colleagues"}).json()["stories"][0]["assignee"] == "Bea"
    assert desk.post(address, json={"assignee": None}).json()["assignee"] is None
    made = desk.get("/api/v1/assignments", params={"story_id": ids[0]}).json()["assignments"]
    assert [(each["assignee"], each["reviewer"]) for each in made] == [(None, "Ada"), ("Bea", "Ada")]
    assert len(desk.get("/api/v1/assignments", params={"limit": 1}).json()["assignments"]) == 1
    assert desk.get("/api/v1/assignments", params={"story_id": ids[1]}).json() == {"assignments": []}


@pytest.fixture
def listed() -> UserFile:
    return UserFile({"Ada": "x", "Bea": "y"}, "repair")


def test_a_desk_with_users_assigns_to_those(store: DatabaseStore, ids: list[str], listed: UserFile) -> None:
    session = ReviewSession(store, "Ada")
    assert candidates(session, listed) == ("Ada", "Bea")
    assert assign(session, ids[0], " Bea ", listed) == "Assigned to Bea."
    with pytest.raises(ConfigError, match="Bee is not a user of this desk"):
        assign(session, ids[0], "Bee", listed)
    assert assign(session, ids[0], "Bee", token_auth()) == "Assigned to Bee."
    assert candidates(session, token_auth()) == ("Ada", "Bea", "Bee")
