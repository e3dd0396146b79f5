"""Several stories assigned in one action: by their boxes on the page, by filters, by the API; and taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from queue_fixtures import COPY, OTHER, fill
from review_fixtures import ORIGIN, client, review_app
from starlette.testclient import TestClient

from repair.decisions import assignments, bulk_assignments, export, queue
from repair.decisions.errors import NotThereError
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore

FORM = {"origin": ORIGIN}


@pytest.fixture
def ids(store: DatabaseStore) -> list[str]:
    return [each.id for each in fill(store, COPY, OTHER)]


@pytest.fixture
def desk(store: DatabaseStore, ids: list[str]) -> TestClient:
    return client(review_app(store))


def assignees(store: DatabaseStore) -> dict[str, str | None]:
    return {each.id: each.assignee for each in queue.entries(store, Filters(state=None))}


def test_stories_are_assigned_and_given_back_together(store: DatabaseStore, ids: list[str]) -> None:
    first, second = ids
    assignments.assign(store, first, "Cleo", "Ada")
    done = bulk_assignments.assign_all(store, [*ids, first], "Bea", "Ada")
    assert (done.changed, done.unchanged, assignees(store)) == (2, 0, {first: "Bea", second: "Bea"})
    assert done.batch is not None
    again = bulk_assignments.assign_all(store, ids, "Bea", "Ada")
    assert (again.batch, again.changed, again.unchanged) == (None, 0, 2)
    undone = bulk_assignments.undo_assignments(store, done.batch, "Ada")
    assert (undone.changed, assignees(store)) == (2, {first: "Cleo", second: None})
    assert undone.batch is not None
    bulk_assignments.undo_assignments(store, undone.batch, "Ada")
    assert assignees(store) == {first: "Bea", second: "Bea"}, "taking back what took back is doing it again"


def test_a_story_that_was_assigned_since_is_left_alone(store: DatabaseStore, ids: list[str]) -> None:
    first, second = ids
    done = bulk_assignments.assign_all(store, ids, "Bea", "Ada")
    assignments.assign(store, second, "Dan", "Cleo")
    undone = bulk_assignments.undo_assignments(store, done.batch or "", "Ada")
    assert (undone.changed, undone.unchanged, assignees(store)) == (1, 1, {first: None, second: "Dan"})


def test_all_or_nothing_is_assigned(store: DatabaseStore, ids: list[str]) -> None:
    with pytest.raises(NotThereError):
        bulk_assignments.assign_all(store, [ids[0], "abc"], "Bea", "Ada")
    with pytest.raises(NotThereError, match="no assignment"):
        bulk_assignments.undo_assignments(store, "abc", "Ada")
    assert set(assignees(store).values()) == {None}


def test_an_action_is_one_row_of_the_history_and_survives_an_export(
    store: DatabaseStore, desk: TestClient, ids: list[str], tmp_path: Path
) -> None:
    done = bulk_assignments.assign_all(store, ids, "Bea", "Ada")
    assignments.assign(store, ids[0], "Cleo", "Ada")
    last, before = assignments.latest_actions(store)
    assert (last.stories, before.stories, before.assignment.batch) == (1, 2, done.batch)
    page = desk.get("/history").text
    assert page.count("Assigned to Bea") == 1 and "2 stories" in page
    lines = "".join(export.export_lines(store))
    assert json.loads(lines.splitlines()[-1])["what"] == "assignment"
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        export.import_lines(other, "x.jsonl", lines)
        assert "".join(export.export_lines(other)) == lines
        assert bulk_assignments.undo_assignments(other, done.batch or "", "Ada").changed == 1


def test_the_page_assigns_the_ticked_stories_and_takes_that_back(
    store: DatabaseStore, desk: TestClient, ids: list[str]
) -> None:
    sheet = desk.get("/assign?state=open", headers={"x-fragment": "yes"}).text
    assert "<html" not in sheet and all(f'value="{each}" checked' in sheet for each in ids)
    assert "<html" in desk.get("/assign").text
    filters = "state=open&name=" + "%C5%BD" * 300
    sent = desk.post("/assign", data={"assignee": "Bea", "chosen": ids[:1], "filters": filters}, headers=FORM)
    assert sent.status_code == 303 and sent.headers["location"].startswith("/?state=open&name=")
    sent = desk.post("/assign", data={"assignee": "Bea", "chosen": ids, "filters": "state=open"}, headers=FORM)
    page = desk.get(sent.headers["location"]).text
    assert "1 story assigned to Bea. No change for 1 story." in page
    undo = re.search(r'action="(/assignments/[0-9a-f]+/undo)"', page)
    assert undo is not None and page.index('data-key="z"') > page.index(undo[1]), "the key takes this back first"
    back = desk.post(undo[1], data={"filters": "state=open"}, headers=FORM)
    assert "Assignment of 1 story undone." in desk.get(back.headers["location"]).text
    assert assignees(store) == {ids[0]: "Bea", ids[1]: None}
    assert (
        "1 story assigned to nobody."
        in desk.post("/assign", data={"chosen": ids}, headers=FORM, follow_redirects=True).text
    )


@pytest.mark.parametrize("data", [{"assignee": "Bea"}, {"assignee": "a:b", "chosen": "{first}"}])
def test_the_page_says_why_nothing_was_assigned(desk: TestClient, ids: list[str], data: dict[str, str]) -> None:
    sent = {name: value.format(first=ids[0]) for name, value in data.items()}
    page = desk.post("/assign", data=sent, headers=FORM, follow_redirects=True).text
    assert 'role="alert"' in page and "Assign matching stories" in page
    lost = desk.post("/assignments/abc/undo", headers=FORM, follow_redirects=True).text
    assert "no assignment" in lost


def test_the_api_assigns_stories_and_filters(store: DatabaseStore, desk: TestClient, ids: list[str]) -> None:
    address = "/api/v1/assignments"
    done = desk.post(address, json={"assignee": "Bea", "stories": ids[:1]}).json()
    assert (done["changed"], done["unchanged"]) == (1, 0)
    rest = desk.post(address, json={"assignee": "Ada", "filters": {"assigned": "nobody"}}).json()
    assert assignees(store) == {ids[0]: "Bea", ids[1]: "Ada"}
    assert desk.get(address).json()["assignments"][0]["batch"] == rest["batch"]
    assert desk.post(f"{address}/{rest['batch']}/undo").json()["changed"] == 1
    assert assignees(store) == {ids[0]: "Bea", ids[1]: None}
    assert desk.post(f"{address}/abc/undo").status_code == 404
    for refused in ({"assignee": "Bea"}, {"assignee": "Bea", "stories": ids, "filters": {}}):
        assert desk.post(address, json=refused).status_code == 422
