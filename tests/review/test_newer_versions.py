"""A story whose file a batch cleaned again: its old lines are no error, and its older version is not saved unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from review_fixtures import client, review_app

from repair.core.errors import RepairError
from repair.decisions import queue
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer, IngestResult
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.review.queue_files import read_queue_file
from repair.review.session import ReviewSession
from repair.review.shift import save, save_finished

QUEUE = Path("cleaned/.repair/queue.jsonl")


def cleaned(run: Run, text: str) -> None:
    """Clean a version of the copy into the folder "cleaned"."""
    Path("in").mkdir(exist_ok=True)
    Path("in/copy.txt").write_text(text, encoding="utf-8")
    assert run("clean", "in", "--sources", "clean.txt", "--out", "cleaned").code == 0


def imported(store: DatabaseStore) -> tuple[IngestResult, list[RepairError]]:
    errors: list[RepairError] = []
    result = read_queue_file(store, QUEUE, QUEUE.read_text("utf-8"), limit=1_000_000, on_error=errors.append)
    return result, errors


@pytest.mark.parametrize("between", [True, False], ids=["imported before", "never imported"])
def test_lines_of_an_older_version_are_counted_and_no_error(
    between: bool, desk: Path, run: Run, store: DatabaseStore
) -> None:
    cleaned(run, "Yesterday Petrekin reported.")
    if between:
        assert imported(store)[0].suggestions == 1
    cleaned(run, "Petrekin reported again.")
    result, errors = imported(store)
    assert errors == [] and (result.suggestions, result.outdated) == (1, 1)
    applied = run("apply", str(QUEUE), "--all", "--out", "applied")
    assert applied.code == 0, applied.words


def test_the_older_version_leads_to_the_newer_one_and_is_not_saved_unasked(
    desk: Path, run: Run, store: DatabaseStore
) -> None:
    session = ReviewSession(store, "Ada", desk / "saved")
    for text in ("Yesterday Petrekin reported.", "Petrekin reported again."):
        cleaned(run, text)
        imported(store)
    older, newer = sorted(queue.entries(store, Filters(state=None)), key=lambda entry: entry.arrived_at)
    assert session.look(older.id).newer == newer.id and session.look(newer.id).newer is None
    assert f'href="/story/{newer.id}"' in client(review_app(store)).get(f"/story/{older.id}").text
    for story in (older, newer):
        for item in session.open(story.id).items:
            session.decide(item.suggestion.id, Answer.SKIP)
    assert [copy.path.read_text("utf-8") for copy in save_finished(session).copies] == ["Petrekin reported again."]
    with pytest.raises(UnconfirmedError, match="newer version"):
        save(session, session.look(older.id))
    assert save(session, session.look(older.id), confirmed=True).path.read_text("utf-8").startswith("Yesterday")
