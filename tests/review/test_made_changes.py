"""Changes that a batch made are shown on the page, in the API and in the note, and can be reverted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, log
from queue_fixtures import propose
from review_fixtures import ORIGIN, client, review_app

from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.core.types import Verdict
from repair.decisions import export, ingest, queue
from repair.decisions.feedback_from_decisions import feedback
from repair.decisions.models import Answer, IngestResult, MadeChange, QueuedSuggestion, State
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.review.queue_files import read_queue_file
from repair.review.session import ReviewSession

COPY = "NATO chief MARK LATTE met Kiel Starmer.\r\nMark\r\nLatte left; Latte's car waited.\r\n"


@pytest.fixture
def session(tmp_path: Path, store: DatabaseStore) -> ReviewSession:
    """Return a session over a story that was cleaned and imported."""
    (tmp_path / "in" / "desk").mkdir(parents=True)
    (tmp_path / "in" / "desk" / "story.txt").write_bytes(COPY.encode())
    clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    added = import_queue(store, tmp_path)
    assert (added.stories, added.suggestions, added.changes) == (1, 1, 3)
    return ReviewSession(store, "Ada", tmp_path / "saved")


def import_queue(store: DecisionStore, folder: Path) -> IngestResult:
    """Import the queue of the batch into ``folder``."""
    path = folder / "out" / ".repair" / "queue.jsonl"
    return read_queue_file(
        store, path, path.read_text("utf-8"), limit=10_000, on_error=lambda error: pytest.fail(str(error))
    )


def changes(session: ReviewSession) -> list[QueuedSuggestion]:
    """Return the changes in the only story, in text order."""
    (entry,) = queue.entries(session.store, Filters(state=State.CHANGED))
    return [item for item in queue.in_story(session.store, entry.id) if item.applied_text is not None]


def test_changes_are_marked_with_the_original_text(session: ReviewSession) -> None:
    items = changes(session)
    view = session.look(items[0].story_id)
    assert [(item.suggestion.surface, item.applied_text) for item in items] == [
        ("MARK LATTE", "MARK RUTTE"),
        ("Latte", "Rutte"),
        ("Latte", "Rutte"),
    ]
    assert all(view.story.text[item.span.start : item.span.end] == item.applied_text for item in items)
    assert (view.open_count, view.total, view.changes) == (1, 1, 3)
    progress = session.queue().progress
    assert (progress.open, progress.decided, progress.total) == (1, 0, 1)
    note = session.note(view)
    assert "misspelled the name of MARK RUTTE as MARK LATTE" in note and "of Rutte as Latte" in note


def test_a_change_is_reverted_and_the_reversion_undone(session: ReviewSession) -> None:
    first, *_ = changes(session)
    result = session.decide(first.suggestion.id, Verdict.REJECT)
    assert result.message.startswith("Put back: MARK LATTE.")
    view = session.look(first.story_id)
    saved = session.write(view).path
    assert saved == (session.out or Path()) / "desk" / "story.txt"
    assert saved.read_bytes() == COPY.replace("Latte", "Rutte").encode()
    assert "MARK" not in session.note(view)
    assert session.queue().progress.decided == 0  # no suggestion was decided
    rejections = feedback(session.store).rejections
    assert [(each.surface, each.replacement) for each in rejections] == [("MARK LATTE", "Mark Rutte")]
    assert feedback(session.store).corrections == ()
    session.undo()
    assert changes(session)[0].state is State.CHANGED
    session.write(session.look(first.story_id))
    assert saved.read_bytes() == COPY.replace("Latte", "Rutte").replace("LATTE", "RUTTE").encode()


def test_another_name_can_be_typed_for_a_change(session: ReviewSession) -> None:
    _, second, third = changes(session)
    session.decide(second.suggestion.id, Answer.AMEND, replacement="Ritter")
    session.decide(third.suggestion.id, Answer.AMEND, replacement="Latte")
    assert [item.state for item in changes(session)] == [State.CHANGED, State.AMEND, State.REJECT]
    text = session.cleaned(session.look(second.story_id)).decode()
    assert "Mark\r\nRitter left; Latte's car" in text
    with pytest.raises(StoreError, match="Type one with letters"):
        session.decide(changes(session)[0].suggestion.id, Answer.AMEND, replacement="?")


def test_importing_again_adds_nothing_and_an_export_holds_the_changes(session: ReviewSession, tmp_path: Path) -> None:
    again = import_queue(session.store, tmp_path)
    assert (again.suggestions, again.known, again.changes) == (0, 1, 0)
    session.decide(changes(session)[0].suggestion.id, Verdict.REJECT)
    lines = "".join(export.export_lines(session.store))
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        export.import_lines(other, "x.jsonl", lines)
        assert "".join(export.export_lines(other)) == lines
        assert next(item.state for item in changes(ReviewSession(other, "Bea"))) is State.REJECT


def test_changes_of_a_file_that_was_undone_or_edited_are_not_shown(tmp_path: Path, store: DatabaseStore) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_bytes(COPY.encode())
    clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert [
        line for line in log(BatchFolders(tmp_path / "in", tmp_path / "out"), "audit.jsonl") if line["what"] == "edit"
    ]
    path = tmp_path / "out" / "story.txt"
    path.write_bytes(b"An editor wrote this." + path.read_bytes())
    queue_file = tmp_path / "out" / ".repair" / "queue.jsonl"
    queue_file.write_text("", encoding="utf-8")
    audit = queue_file.with_name("audit.jsonl")
    audit.write_text("not json\n[]\n" + audit.read_text("utf-8"), encoding="utf-8")
    added = import_queue(store, tmp_path)
    assert (added.stories, added.changes) == (0, 0)


def test_the_page_and_the_api_show_changes_and_revert_them(session: ReviewSession) -> None:
    first, *_ = changes(session)
    browser = client(review_app(session.store, out=session.out))
    story = browser.get(f"/api/v1/stories/{first.story_id}").json()
    assert [each["changed_already"] for each in story["suggestions"] if each["changed_already"]] == [
        "MARK RUTTE", "Rutte", "Rutte"
    ]  # fmt: skip
    page = browser.get(f"/story/{first.story_id}?at={first.suggestion.id}").text
    assert "3 places already corrected" in page and "<del>MARK LATTE</del> <ins>MARK RUTTE</ins>" in page
    assert "Put back <b" in page
    compared = browser.get(f"/story/{first.story_id}/compare").text
    assert "<del>MARK LATTE</del>" in compared and "<ins>MARK RUTTE</ins>" in compared
    assert "story.txt" in browser.get("/?state=changed").text
    body = {"verdict": "reject"}
    response = browser.post(
        f"/api/v1/suggestions/{first.suggestion.id}/decisions", content=json.dumps(body),
        headers={"origin": ORIGIN, "content-type": "application/json"},
    )  # fmt: skip
    assert response.status_code == 200 and response.json()["message"].startswith("Put back")
    page = browser.get(f"/story/{first.story_id}?at={first.suggestion.id}").text
    assert "put back" in page


def test_a_change_that_does_not_fit_is_refused(store: DatabaseStore) -> None:
    from queue_fixtures import story

    own = story("Mark Rutte left.", "a.txt")
    suggestion = propose(own.text, "Mark Rutte", "Mark Latte")
    with pytest.raises(StoreError, match="no longer reads 'Keir' at 0"):
        ingest.add(store, [ingest.IncomingStory(own, [MadeChange(suggestion, "Keir")])])
