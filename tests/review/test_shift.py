"""The end of a story and of a shift: saving asks where something is open; all finished stories are saved at once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from queue_fixtures import COPY, OTHER, fill
from review_fixtures import ORIGIN, client, review_app
from starlette.testclient import TestClient

from repair.core.errors import FormatError
from repair.decisions import queue
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer
from repair.decisions.queue_models import Filters
from repair.decisions.shift_statistics import shift_statistics
from repair.decisions.store import DatabaseStore
from repair.review.session import ReviewSession
from repair.review.shift import save, save_finished, zip_finished

SEND = {"origin": ORIGIN}


@pytest.fixture
def session(store: DatabaseStore, tmp_path: Path) -> ReviewSession:
    """Return a session over two stories."""
    fill(store, COPY, OTHER)
    return ReviewSession(store, "Ada", tmp_path / "saved")


def finish(session: ReviewSession, text: str, *, as_shown: bool = True) -> str:
    """Decide everything in the story with this ``text`` and return its id."""
    (id,) = [
        each.id
        for each in queue.entries(session.store, Filters(state=None))
        if session.look(each.id).story.text == text
    ]
    for item in session.open(id).items:
        answer = Answer.SKIP if item.flag else Answer.ACCEPT if as_shown else Answer.REJECT
        session.decide(item.suggestion.id, answer)
    return id


def saved_names(session: ReviewSession) -> list[str]:
    """Return the names of the stories that the queue shows as saved."""
    return [each.name for each in queue.entries(session.store, Filters(state=None)) if each.saved]


def test_two_stories_of_one_name_are_two_files_of_the_zip(
    session: ReviewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(session, COPY)
    finish(session, OTHER)
    monkeypatch.setattr("repair.review.shift.file_name", lambda store, story: "Sent.txt")
    with zip_finished(session) as packed, zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        assert len(set(names)) == 2 and names[0] == "Sent.txt" and names[1].endswith("-Sent.txt")


def test_saving_with_open_suggestions_asks_first(session: ReviewSession, tmp_path: Path) -> None:
    view = session.open(queue.entries(session.store)[0].id)
    with pytest.raises(UnconfirmedError, match="Still open in this story"):
        save(session, view)
    assert not (tmp_path / "saved").exists()
    assert save(session, view, confirmed=True).path.is_file()


def test_a_story_is_saved_until_the_next_decision_in_it(session: ReviewSession) -> None:
    id = finish(session, OTHER)
    assert saved_names(session) == []
    save(session, session.look(id))
    assert saved_names(session) == ["story-1.txt"]
    session.undo(id)
    assert saved_names(session) == []


def test_all_finished_stories_are_saved_and_no_others(session: ReviewSession, tmp_path: Path) -> None:
    finish(session, OTHER)
    result = save_finished(session)
    assert ([each.path.name for each in result.copies], result.errors) == (["story-1.txt"], ())
    assert save_finished(session).copies == ()  # saved already
    finish(session, COPY)
    (tmp_path / "saved" / "story-0.txt").write_text("somebody's work", encoding="utf-8")
    result = save_finished(session)
    assert result.copies == () and "`repair` did not write" in result.errors[0]
    with pytest.raises(FormatError, match="no folder to save to"):
        save_finished(ReviewSession(session.store, "Ada"))


def test_figures_count_the_decisions_in_force(session: ReviewSession) -> None:
    finish(session, OTHER)
    finish(session, COPY, as_shown=False)
    session.undo()  # the last one, a skipped flag
    statistics = shift_statistics(session.store)
    assert statistics.totals == {"accept": 1, "reject": 4, "skip": 1}
    assert statistics.answers_by("kind") == {"person": statistics.totals} and statistics.answers_by("source") == {
        "wire": statistics.totals
    }
    assert shift_statistics(session.store, reviewer="Bea").totals == {}
    assert shift_statistics(session.store, hours=1e-9).totals == {}
    assert statistics.saved == 0


@pytest.fixture
def browser(session: ReviewSession) -> TestClient:
    """Return a client of the page over the stories of the session."""
    return client(review_app(session.store, out=session.out))


def test_one_key_saves_a_story_and_opens_the_next(session: ReviewSession, browser: TestClient) -> None:
    id = finish(session, OTHER)
    page = browser.get(f"/story/{id}").text
    assert 'data-key="w"' in page and "Save and next" in page
    response = browser.post(f"/story/{id}/write", data={"go_on": "true"}, headers=SEND)
    location = response.headers["location"]
    assert location.startswith(f"/next?after={id}&message=Saved+to+")
    assert "saved" in browser.get("/?state=any").text
    following = browser.get(location).headers["location"]
    assert "Saved to" in browser.get(following).text, "the next story says that the last one was saved"
    other = following.partition("?")[0].removeprefix("/story/")
    question = browser.post(f"/story/{other}/write", data={"go_on": "true"}, headers=SEND)
    assert question.status_code == 428 and 'name="go_on"' in question.text and 'data-key="y"' in question.text


def test_saving_and_going_on_stays_within_the_filters(session: ReviewSession, browser: TestClient) -> None:
    id = finish(session, OTHER)
    data = {"go_on": "true", "filters": "kind=person&state=open&message=old&after=f"}
    location = browser.post(f"/story/{id}/write", data=data, headers=SEND).headers["location"]
    assert location.startswith(f"/next?kind=person&state=open&after={id}&message=Saved") and "old" not in location
    other = browser.get("/next", params={"after": id}).headers["location"].partition("?")[0].removeprefix("/story/")
    question = browser.post(f"/story/{other}/write", data=data, headers=SEND).text
    assert 'name="filters" value="kind=person' in question


def test_a_long_message_is_shown(browser: TestClient, session: ReviewSession) -> None:
    id = finish(session, OTHER)
    words = "Correct by hand. " * 60
    for path in (f"/story/{id}/compare", "/shift", "/", "/history", "/unverified", f"/story/{id}"):
        page = browser.get(path, params={"message": words})
        assert page.status_code == 200 and "Correct by hand. Correct by hand." in page.text, path


def test_the_page_and_the_api_of_the_shift(session: ReviewSession, browser: TestClient) -> None:
    assert "No decisions were made" in browser.get("/shift").text
    finish(session, OTHER)
    page = browser.get("/shift").text
    assert "1 story finished, 1 of them not saved" in page and "Save all finished (1)" in page
    packed = browser.get("/copies.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == ["story-1.txt"]
        assert archive.read("story-1.txt") == OTHER.replace("Mark Latte", "Mark Rutte").encode()
    assert browser.get("/api/v1/copies.zip").headers["content-type"] == "application/zip"
    saved = browser.post("/shift/save", headers=SEND)
    assert "1 corrected copy saved in" in browser.get(saved.headers["location"]).text
    assert browser.post("/api/v1/write", headers=SEND).json() == {"saved": [], "errors": []}
    figures = browser.get("/api/v1/figures", params={"mine": "true"}).json()
    assert figures["totals"] == {"accept": 1, "skip": 1} and figures["stories_saved"] == 1
