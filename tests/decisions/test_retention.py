"""Retention: the text of finished stories goes, and everything that was decided stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from queue_fixtures import COPY, OTHER, decision_on, fill, propose, story, suggestions_for
from review_fixtures import client, review_app
from sqlalchemy import select

from repair.core.types import Verdict
from repair.decisions import assignments, commands, export, finished_stories, history, ingest, queue
from repair.decisions.errors import EmptiedError
from repair.decisions.feedback_from_decisions import feedback
from repair.decisions.models import Answer, MadeChange, NewDecision, RecordPlace, StoredStory
from repair.decisions.queue_models import Filters
from repair.decisions.retention import RetentionResult, empty_finished
from repair.decisions.schema import stories, suggestions
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import redo, undo
from repair.review.session import ReviewSession


def finish(store: DatabaseStore, story_id: str) -> None:
    for item in queue.in_story(store, story_id):
        answer = Answer.CORRECT if item.flag else Answer.ACCEPT
        commands.decide(store, NewDecision(item.suggestion.id, answer, "Ada", seen=item.decision_id, confirmed=True))


def save(store: DatabaseStore, *story_ids: str) -> None:
    """Record that the corrected copy of stories was saved."""
    finished_stories.record_saved(store, story_ids, "Ada", "out/copy.txt")


@pytest.fixture
def ids(store: DatabaseStore) -> list[str]:
    return [each.id for each in fill(store, COPY, OTHER)]


def test_only_finished_stories_lose_their_text(store: DatabaseStore, ids: list[str]) -> None:
    assert empty_finished(store, 0) == RetentionResult(0, 0), "nothing is finished yet"
    finish(store, ids[0])
    assert empty_finished(store, 1) == RetentionResult(0, 0), "that was not long ago"
    assert empty_finished(store, 0) == RetentionResult(0, 0, 1), "its corrected copy was never saved"
    save(store, ids[0])
    assert empty_finished(store, 0) == RetentionResult(1, 0)
    assert empty_finished(store, 0) == RetentionResult(0, 0), "each story goes once"
    kept = {each.id: each for each in (ingest.story(store, id) for id in ids) if each is not None}
    assert (kept[ids[0]].text, kept[ids[0]].raw) == ("", b"") and kept[ids[0]].emptied_at
    assert kept[ids[1]].text and kept[ids[1]].emptied_at is None
    with store.reading() as connection:
        rows = connection.execute(select(suggestions).where(suggestions.c.story_id == ids[0])).all()
        folded = connection.execute(select(stories.c.folded).where(stories.c.id == ids[0])).scalar_one()
    assert all(not citation["snippet"] for row in rows for citation in row.evidence)
    assert any(citation["source"] for row in rows for citation in row.evidence)
    assert folded == kept[ids[0]].name


def test_decisions_stay_and_teach(store: DatabaseStore, ids: list[str]) -> None:
    assignments.assign(store, ids[0], "Bea", "Ada")
    finish(store, ids[0])
    save(store, ids[0])
    taught, count = feedback(store), history.count(store)
    empty_finished(store, 0)
    assert history.count(store) == count and len(assignments.of_story(store, ids[0])) == 1
    assert [(each.surface, each.replacement) for each in feedback(store).corrections] == [
        (each.surface, each.replacement) for each in taught.corrections
    ]
    assert feedback(store).confirmed == taught.confirmed


def test_nothing_can_be_decided_without_the_text(store: DatabaseStore, ids: list[str]) -> None:
    item = queue.in_story(store, ids[0])[0]
    finish(store, ids[0])
    save(store, ids[0])
    empty_finished(store, 0)
    with pytest.raises(EmptiedError, match="The text of this story was deleted on 20"):
        undo(store, "Ada", story_id=ids[0])
    with pytest.raises(EmptiedError):
        commands.decide(store, decision_on(queue.in_story(store, ids[0])[0], Verdict.REJECT))
    with pytest.raises(EmptiedError):
        ReviewSession(store, "Ada").look(ids[0])
    desk = client(review_app(store))
    assert desk.get(f"/api/v1/stories/{ids[0]}").status_code == 410
    page = desk.get(f"/story/{ids[0]}?at={item.suggestion.id}")
    assert page.status_code == 410 and "was deleted on" in page.text
    assert desk.get("/history").text.count(f"/story/{ids[0]}") >= 1
    assert ids[0] not in desk.get("/?state=any").text
    assert [each.id for each in queue.entries(store, Filters(state=None))] == [ids[1]]
    assert finished_stories.finished_stories(store) == ()


def test_what_was_undone_is_not_redone_without_the_text(store: DatabaseStore) -> None:
    (only,) = fill(store, COPY)
    item = queue.in_story(store, only.id)[0]
    commands.decide(store, decision_on(item, Verdict.ACCEPT))
    undo(store, "Ada")
    with store.writing() as connection:  # as another desk may do meanwhile
        connection.execute(stories.update().values(emptied_at="2026-11-20T10:00:00+00:00"))
    with pytest.raises(EmptiedError):
        redo(store, "Ada")


def test_new_suggestions_bring_the_text_back(store: DatabaseStore) -> None:
    whole = story()
    first, *others = suggestions_for()
    ingest.add(store, [ingest.IncomingStory(whole, [first])])
    finish(store, whole.id)
    save(store, whole.id)
    empty_finished(store, 0)
    ingest.add(store, [ingest.IncomingStory(whole, [first])])
    assert (stored := ingest.story(store, whole.id)) is not None and stored.text == "", "nothing is new"
    ingest.add(store, [ingest.IncomingStory(whole, [first, *others])])
    assert (stored := ingest.story(store, whole.id)) is not None
    assert (stored.text, stored.raw, stored.emptied_at) == (whole.text, whole.raw, None)


def test_the_records_of_an_archive_go_together(store: DatabaseStore) -> None:
    text = "Mark Latte came."
    records = [
        StoredStory(f"{n:016x}", f"a.jsonl, record {n}", "a.jsonl", text, text.encode(), place=RecordPlace(n))
        for n in range(2)
    ]
    ingest.add(store, [ingest.IncomingStory(each, [propose(text, "Mark Latte", "Mark Rutte")]) for each in records])
    finish(store, records[0].id)
    save(store, records[0].id)
    assert empty_finished(store, 0) == RetentionResult(0, 0), "a record is still open"
    finish(store, records[1].id)
    assert empty_finished(store, 0) == RetentionResult(0, 0, 2), "a record is not saved"
    save(store, records[1].id)
    assert empty_finished(store, 0).emptied == 2


def test_a_decision_after_saving_needs_another_copy(store: DatabaseStore, ids: list[str]) -> None:
    finish(store, ids[0])
    save(store, ids[0])
    undo(store, "Ada", story_id=ids[0])
    finish(store, ids[0])
    assert empty_finished(store, 0) == RetentionResult(0, 0, 1)


def test_unsaved_copy_is_deleted_on_request(store: DatabaseStore, ids: list[str]) -> None:
    finish(store, ids[0])
    assert empty_finished(store, 0, delete_unsaved=True) == RetentionResult(1, 1)


def test_copy_without_corrections_needs_no_saving(store: DatabaseStore, ids: list[str]) -> None:
    for item in queue.in_story(store, ids[0]):
        answer = Answer.CORRECT if item.flag else Answer.REJECT
        commands.decide(store, NewDecision(item.suggestion.id, answer, "Ada", seen=item.decision_id, confirmed=True))
    assert empty_finished(store, 0) == RetentionResult(1, 0)


def test_a_change_that_was_put_back_needs_saving(store: DatabaseStore) -> None:
    whole = story("Mark Rutte left.")
    ingest.add(
        store,
        [
            ingest.IncomingStory(
                whole,
                [
                    MadeChange(
                        replace(propose(whole.text, "Mark Rutte", "Mark Rutte"), surface="Mark Latte"), "Mark Rutte"
                    )
                ],
            )
        ],
    )
    (item,) = queue.in_story(store, whole.id)
    commands.decide(store, NewDecision(item.suggestion.id, Answer.REJECT, "Ada", confirmed=True))
    assert empty_finished(store, 0) == RetentionResult(0, 0, 1)


def test_an_export_without_text_comes_back_the_same(store: DatabaseStore, ids: list[str], tmp_path: Path) -> None:
    finish(store, ids[0])
    save(store, ids[0])
    empty_finished(store, 0)
    lines = "".join(export.export_lines(store))
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        assert export.import_lines(other, "x.jsonl", lines) == (history.count(store), 0)
        assert "".join(export.export_lines(other)) == lines


def test_deleted_text_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    with DatabaseStore(path) as store:
        (only,) = fill(store, COPY + " Zandvoortselaan." * 500)
        finish(store, only.id)
        save(store, only.id)
        assert b"Zandvoortselaan" in b"".join(each.read_bytes() for each in tmp_path.iterdir())
        empty_finished(store, 0)
        assert b"Zandvoortselaan" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


def test_the_command_says_what_it_deleted(tmp_path: Path, run: Run) -> None:
    with DatabaseStore(tmp_path / "repair-review.sqlite") as store:
        (only,) = fill(store, COPY)
        finish(store, only.id)
    result = run("review", "--retention", "0")
    assert result.code == 0 and "Deleted the text of 0 stories. The decisions are kept." in result.words
    assert "Kept the text of 1 story, because the corrected copy was never saved" in result.words
    result = run("review", "--retention", "0", "--delete-unsaved")
    assert result.code == 0
    assert "Deleted the text of 1 story. The decisions are kept. The corrected copy of 1 of them" in result.words
    assert run("review", "--delete-unsaved").code == 2, "only with --retention"
    assert run("review", "--retention", "-1").code == 2
