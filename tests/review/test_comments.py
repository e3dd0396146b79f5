"""Comments on decisions: written on the page or sent to the API, stored, shown, exported and undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from queue_fixtures import decision_on, fill
from review_fixtures import ORIGIN, client, review_app
from starlette.testclient import TestClient

from repair.core.types import Verdict
from repair.decisions import commands, export, history, queue
from repair.decisions.models import NewDecision, QueuedSuggestion
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import redo, undo

COMMENT = "Another <Latte> plays for Delft; ask the sports desk."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def desk(store: DatabaseStore) -> TestClient:
    return client(review_app(store))


def first(store: DatabaseStore) -> QueuedSuggestion:
    return queue.in_story(store, queue.entries(store)[0].id)[0]


@pytest.mark.parametrize("verdict", ["unsure", "reject"])
def test_a_comment_on_the_page_is_shown_on_the_card_and_in_the_history(
    store: DatabaseStore, desk: TestClient, verdict: str
) -> None:
    item = first(store)
    sent = {"suggestion": item.suggestion.id, "verdict": verdict, "comment": f" {COMMENT} "}
    assert desk.post(f"/story/{item.story_id}/decide", data=sent, headers={"origin": ORIGIN}).status_code == 303
    assert (head := first(store).decision) is not None and head.comment == COMMENT
    escaped = COMMENT.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in desk.get(f"/story/{item.story_id}?at={item.suggestion.id}").text
    assert escaped in desk.get("/history").text


def test_an_unverified_name_takes_a_comment_on_the_page_and_by_the_api(store: DatabaseStore, desk: TestClient) -> None:
    sent = {"surface": "Petrekin", "verdict": "unsure", "comment": COMMENT}
    assert desk.post("/unverified", data=sent, headers={"origin": ORIGIN}).status_code == 303
    assert {each.decision.comment for each in history.latest(store)} == {COMMENT}
    form = desk.get("/unverified").text
    form = form[form.index('<form class="verdicts"') :]
    assert form[form.index("<button") :].startswith('<button name="verdict" value="unsure" hidden')
    assert desk.post("/api/v1/unverified", json={**sent, "surface": "Ann Vexley", "comment": "Who?"}).status_code == 200
    assert history.latest(store)[0].decision.comment == "Who?"


def test_enter_in_the_comment_never_accepts(store: DatabaseStore, desk: TestClient) -> None:
    page = desk.get(f"/story/{first(store).story_id}").text
    form = page[page.index('id="verdicts"') :]
    assert form[form.index("<button") :].startswith('<button name="verdict" value="unsure"')


def test_the_api_takes_a_comment_and_returns_it(store: DatabaseStore, desk: TestClient) -> None:
    address = f"/api/v1/suggestions/{first(store).suggestion.id}/decisions"
    assert desk.post(address, json={"verdict": "unsure", "comment": "x" * 401}).status_code == 422
    result = desk.post(address, json={"verdict": "unsure", "comment": COMMENT}).json()
    assert result["decisions"][0]["comment"] == COMMENT
    assert desk.get("/api/v1/history").json()["decisions"][0]["comment"] == COMMENT


def test_a_comment_is_exported_and_imported(store: DatabaseStore, tmp_path: Path) -> None:
    commands.decide(store, NewDecision(first(store).suggestion.id, Verdict.REJECT, "Ada", comment="=1+1"))
    commands.decide(store, decision_on(first(store), Verdict.UNSURE))
    lines = "".join(export.export_lines(store))
    assert json.loads(lines.splitlines()[-2])["comment"] == "=1+1"
    table = export.export_table(store)
    with DatabaseStore(tmp_path / "lines.sqlite") as other:
        export.import_lines(other, "x.jsonl", lines)
        assert "".join(export.export_lines(other)) == lines
    with DatabaseStore(tmp_path / "table.sqlite") as other:
        fill(other)
        export.import_table(other, "x.csv", table)
        assert export.export_table(other) == table


def test_undo_brings_the_earlier_comment_back_and_redo_the_later_one(store: DatabaseStore) -> None:
    id = first(store).suggestion.id
    decision = commands.decide(store, NewDecision(id, Verdict.UNSURE, "Ada", comment="first"))
    commands.decide(store, NewDecision(id, Verdict.REJECT, "Ada", seen=decision.id, comment="second"))
    ((undone,), _) = undo(store, "Ada")
    assert (undone.verdict, undone.comment) == (Verdict.UNSURE, "first")
    ((redone,), _) = redo(store, "Ada")
    assert (redone.verdict, redone.comment) == (Verdict.REJECT, "second")
    assert [entry.decision.comment for entry in history.of_suggestion(store, id)] == [
        "second",
        "first",
        "second",
        "first",
    ]
