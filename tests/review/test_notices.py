"""Notices about whole stories: from the queue file to the page, the API, LanguageTool's clients and an export."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import FakeGazetteer, FakeRepairer
from queue_fixtures import COPY, suggestions_for
from review_fixtures import client, review_app

from repair.core.errors import RepairError
from repair.core.notices import CopyNotice
from repair.core.serialize import notices_field, suggestion_record
from repair.decisions import export, ingest, queue
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.review.queue_files import read_queue_file

NOTICE = "None of the sources seems to report <this> story."


def add_queue(store: DatabaseStore, folder: Path, notices: list[str]) -> str:
    """Add a story whose lines have ``notices``, and return its id."""
    (folder / "delft.txt").write_text(COPY, encoding="utf-8")
    field = notices_field(CopyNotice("uncovered", notice) for notice in notices)
    records = [suggestion_record("delft.txt", each) | field for each in suggestions_for()]
    errors: list[RepairError] = []
    lines = "\n".join(map(json.dumps, records))
    read_queue_file(store, folder / "queue.jsonl", lines, limit=10_000, on_error=errors.append)
    assert errors == []
    return queue.entries(store, Filters())[0].id


def test_the_page_and_the_api_have_the_notices_of_a_story(store: DatabaseStore, tmp_path: Path) -> None:
    story_id = add_queue(store, tmp_path, [NOTICE])
    browser = client(review_app(store))
    assert "None of the sources seems to report &lt;this&gt; story." in browser.get(f"/story/{story_id}").text
    assert browser.get(f"/api/v1/stories/{story_id}").json()["notices"] == [NOTICE]


def test_a_story_without_notices_has_none(store: DatabaseStore, tmp_path: Path) -> None:
    story_id = add_queue(store, tmp_path, [])
    browser = client(review_app(store))
    assert 'class="notice"' not in browser.get(f"/story/{story_id}").text
    assert browser.get(f"/api/v1/stories/{story_id}").json()["notices"] == []


def test_notices_are_exported_and_imported(store: DatabaseStore, tmp_path: Path) -> None:
    story_id = add_queue(store, tmp_path, [NOTICE])
    with DatabaseStore(tmp_path / "copy.sqlite") as other:
        export.import_lines(other, "backup.jsonl", "".join(export.export_lines(store)))
        story = ingest.story(other, story_id)
    assert story is not None and story.notices == (NOTICE,)


def test_text_that_is_sent_is_answered_with_its_notices(store: DatabaseStore) -> None:
    browser = client(review_app(store, repairer=FakeRepairer(FakeGazetteer(()))))  # type: ignore[arg-type]
    checked = browser.post("/api/v1/check", json={"text": "NOTICED: Kiel Starmer spoke."}).json()
    assert checked["notices"] == ["The copy was noticed."] and len(checked["suggestions"]) == 1
    added = browser.post("/api/v1/stories", json={"name": "a.txt", "text": "NOTICED: Kiel Starmer spoke."}).json()
    assert added["notices"] == ["The copy was noticed."]


def test_clients_of_languagetool_are_warned(store: DatabaseStore) -> None:
    browser = client(review_app(store, repairer=FakeRepairer(FakeGazetteer(()))))  # type: ignore[arg-type]

    def warnings(text: str) -> object:
        return browser.post("/v2/check", data={"text": text, "language": "en-US"}).json()["warnings"]

    assert warnings("Kiel Starmer spoke.") == {"incompleteResults": False}
    reason = {"incompleteResults": True, "incompleteResultsReason": "The copy was noticed."}
    assert warnings("NOTICED: Kiel Starmer spoke.") == reason
