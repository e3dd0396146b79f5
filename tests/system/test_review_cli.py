"""`repair review` on the command line: the terminal, a shared desk, export and import, and a killed server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from conftest import Run
from queue_fixtures import COPY, OTHER, decision_on, fill, story, suggestions_for

from repair.core.serialize import suggestion_line
from repair.core.types import Verdict
from repair.decisions import claims, commands, history, ingest, queue
from repair.decisions.models import State
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import undo
from repair.review import user_file

PASSWORD = "correct horse"


@pytest.fixture
def queued(tmp_path: Path) -> Path:
    """Return a queue file beside its story."""
    (tmp_path / "delft.txt").write_text(COPY, encoding="utf-8")
    path = tmp_path / "queue.jsonl"
    path.write_text("".join(suggestion_line("delft.txt", each) for each in suggestions_for()), encoding="utf-8")
    return path


# --- the terminal


def test_the_queue_is_reviewed_in_a_terminal(queued: Path, run: Run) -> None:
    typed = "?\na\nr\nz\n9\ne Sir Keir Starmer\nA\ny\nn\nu\n"
    gone = run("review", str(queued), "--terminal", "--database", "desk.sqlite", "--as", "Ada", stdin=typed.encode())
    for words in (
        "Accepted: Mark Latte",
        "Rejected: Kiel Starmer stays",
        "Undone: Kiel Starmer",
        "'9' is not a command",
        "Amended: Kiel Starmer",
        "1 suggestion of Rutte in 1 story",
    ):
        assert words in gone.words + gone.text, words
    assert gone.code == 0
    with DatabaseStore("desk.sqlite") as store:
        (line,) = queue.entries(store, Filters(state=None))
        states = [case.state for case in queue.in_story(store, line.id)]
        assert states == [State.ACCEPT, State.AMEND, State.ACCEPT, State.OPEN, State.UNSURE]
        # Quitting releases the story.
        assert line.claim is None


def test_in_a_terminal_a_story_that_somebody_else_works_on_is_left_alone(run: Run, tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        first, second = fill(store)
        claims.claim(store, first.id, "Ben")
        result = run("review", "--terminal", "--database", "desk.sqlite", "--as", "Ada", stdin=b"a\na\nc\n")
        assert (
            "answer 'correct' if the name is correct" in result.words and "Name is correct: Ann Vexley" in result.words
        )
        assert "story-1.txt" in result.text and "story-0.txt" not in result.text
        assert "No other open story is free. Being worked on by colleagues: 1." in result.words
        assert queue.next_story(store, "Ben") == first.id and second.id != first.id


# --- a shared desk


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--host", "0.0.0.0"), "users must log in"),
        (("--users", "users"), "--users is for a shared desk"),
        (("--user-header", "X-User"), "--user-header is for a shared desk"),
        (("--host", "127.0.0.1", "--users", "users", "--user-header", "X-User"), "Give one of them"),
        (("--host", "127.0.0.1", "--user-header", "X-User"), "Give the address of your proxy with --proxy"),
        (("--proxy-secret", "users"), "--proxy-secret is for a shared desk"),
        (("--host", "127.0.0.1", "--users", "nobody"), "No user in this file can log in"),
        (("--host", "127.0.0.1", "--users", "gone"), "There is no such file"),
        (("--as", " "), "cannot be the name of a user"),
        (("--add-user", "Ada"), "needs --users FILE"),
    ],
)
def test_a_shared_desk_without_a_login_is_refused(run: Run, tmp_path: Path, typed: tuple[str, ...], words: str) -> None:
    user_file.add_user(tmp_path / "users", "Ada", PASSWORD)
    (tmp_path / "nobody").write_text("", encoding="utf-8")
    result = run("review", "--no-browser", "--port", "0", "--database", "desk.sqlite", *typed)
    assert result.code == 2 and words in result.words


def test_the_browser_is_started_without_the_token_in_its_arguments(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[str] = []
    monkeypatch.setattr("webbrowser.open", started.append)
    monkeypatch.setattr("repair.review.server.serve", lambda app, listener, *, started, limits: started())
    result = run("review", "--port", "0", "--database", "desk.sqlite")
    (address,) = started
    token = result.text.strip().partition("token=")[2]
    assert result.code == 0 and token and address.startswith("file:") and token not in address
    assert run("review", "--port", "0", "--database", "desk.sqlite", "--no-browser").code == 0 and len(started) == 1


def test_tokens_are_printed_once_and_revoked(run: Run) -> None:
    issued = run("review", "--add-token", "CMS", "--database", "desk.sqlite")
    token = issued.text.strip()
    assert issued.code == 0 and len(token) >= 40 and "The token of CMS follows" in issued.words
    assert token.encode() not in Path("desk.sqlite").read_bytes()
    assert run("review", "--add-token", "a:b", "--database", "desk.sqlite").code == 2
    assert "Revoked 1 token of CMS." in run("review", "--revoke-tokens", "CMS", "--database", "desk.sqlite").words


# --- out and in


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_decisions_move_from_one_database_to_another(run: Run, form: str) -> None:
    with DatabaseStore("a.sqlite") as store:
        fill(store)
        for case in queue.of_name(store, "Mark Rutte"):
            commands.decide(store, decision_on(case, Verdict.ACCEPT))
        undo(store, "Ada")
    if form == "csv":
        with DatabaseStore("b.sqlite") as store:
            fill(store)
    assert run("review", "--database", "a.sqlite", "--export", f"kept.{form}").code == 0
    for new in ("4 decisions", "0 decisions"):
        result = run("review", "--database", "b.sqlite", "--import", f"kept.{form}", "--terminal")
        assert (result.code, f"kept.{form}: Imported {new}." in result.words) == (0, True)
    with DatabaseStore("a.sqlite") as first, DatabaseStore("b.sqlite") as second:
        assert Path(f"kept.{form}").stat().st_mode & 0o077 == 0
        stories = [
            {(entry.decision.uid, entry.surface, entry.in_force) for entry in history.latest(each)}
            for each in (first, second)
        ]
        assert stories[0] == stories[1] and len(stories[0]) == 4
    assert "must end in .jsonl" in run("review", "--database", "a.sqlite", "--export", "kept.xls").words


# --- many at once, and a server that is killed


@contextmanager
def server(database: str, at: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `repair review` as a shared desk behind a proxy's header, and yield it with its address."""
    proxy = ("--host", "127.0.0.1", "--user-header", "X-User", "--proxy", "127.0.0.1")
    options = ("--database", database, *proxy, "--port", "0", "--no-browser")
    command = [sys.executable, "-m", "repair", "review", *options]
    with subprocess.Popen(command, cwd=at, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.kill()


def decide_on(address: str, name: str, until: threading.Event, outcomes: dict[str, int]) -> None:
    """Decide all open suggestions as ``name``, and record every decision that the server confirms."""
    with httpx2.Client(base_url=address, headers={"X-User": name}, timeout=300) as client:
        while not until.is_set():
            try:
                for line in client.get("/api/v1/stories?state=any").json()["stories"]:
                    for each in client.get(f"/api/v1/stories/{line['id']}").json()["suggestions"]:
                        current = each["decision"]["id"] if each["decision"] else None
                        sent = {"verdict": "unsure", "seen": current}
                        response = client.post(f"/api/v1/suggestions/{each['id']}/decisions", json=sent)
                        assert response.status_code in (200, 409, 423), response.text
                        outcomes[str(response.status_code)] = outcomes.get(str(response.status_code), 0) + 1
                        for decision in response.json().get("decisions", ()):
                            outcomes[decision["uid"]] = decision["id"]
            except (httpx2.HTTPError, json.JSONDecodeError):
                return  # the server is gone


def test_a_server_that_many_use_is_killed_and_nothing_that_was_decided_is_lost(
    database: str, store: DatabaseStore, tmp_path: Path
) -> None:
    fill(store)
    ingest.add(
        store,
        [ingest.IncomingStory(story(OTHER + f"{n}\n", f"more-{n}.txt"), suggestions_for(OTHER)) for n in range(4)],
    )
    all_outcomes: list[dict[str, int]] = []
    for _ in range(2):  # the second server goes on with what the first left behind
        with server(database, tmp_path) as (running, address):
            stop = threading.Event()
            now: list[dict[str, int]] = [{} for _ in range(5)]
            people = [
                threading.Thread(target=decide_on, args=(address, f"Editor {number}", stop, outcomes))
                for number, outcomes in enumerate(now)
            ]
            for each in people:
                each.start()
            while sum(outcomes.get("200", 0) for outcomes in now) < 25 and any(each.is_alive() for each in people):
                threading.Event().wait(0.02)
            os.kill(running.pid, signal.SIGKILL)
            stop.set()
            for each in people:
                each.join(300)
            all_outcomes += now
    promised = {uid for outcomes in all_outcomes for uid in outcomes if len(uid) == 32}
    entries = history.latest(store, limit=100_000)
    assert len(promised) >= 50 and promised <= {entry.decision.uid for entry in entries}
    # No decision was overwritten: each one supersedes the one before it, in a single chain.
    superseded = [entry.decision.supersedes for entry in entries if entry.decision.supersedes is not None]
    assert len(superseded) == len(set(superseded))
    for line in queue.entries(store, Filters(state=None)):
        for case in queue.in_story(store, line.id):
            past = history.of_suggestion(store, case.suggestion.id)
            assert case.decision == (past[0].decision if past else None)
