"""Review in the terminal: every story can be reached, and finished stories are saved. Tables of decisions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import Run
from queue_fixtures import COPY, OTHER, decision_on, fill, surfaces

from repair.decisions import claims, commands, queue
from repair.decisions.models import Answer, NewDecision, State
from repair.decisions.store import DatabaseStore

TERMINAL = ("review", "--terminal", "--database", "desk.sqlite", "--as", "Ada")


@pytest.fixture
def stories(tmp_path: Path) -> int:
    """Return the number of stories in a database of the working folder."""
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        return len(fill(store, COPY, OTHER, "A third story.\n" + COPY))


def test_next_reaches_every_story_and_then_begins_again(stories: int, run: Run) -> None:
    shown = run(*TERMINAL, stdin=b"n\n" * 20 + b"q\n")
    headings = [line.split(":")[0] for line in shown.text.splitlines() if line.startswith("story-")]
    assert set(headings) == {f"story-{number}.txt" for number in range(stories)}
    assert headings.count(headings[0]) > 1 and headings[-1] in headings[:-1]


def test_the_corrected_copy_of_finished_stories_is_saved(tmp_path: Path, stories: int, run: Run) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        for entry in queue.entries(store):
            if entry.name == "story-1.txt":
                _, flag = queue.in_story(store, entry.id)
                commands.decide(store, decision_on(flag, Answer.SKIP))
    result = run(*TERMINAL, "--out", "out", stdin=b"n\n" * 12 + b"q\n")
    assert not list(tmp_path.glob("out/*.txt")), result.words
    typed = b"A\ny\n" + b"q\n"
    done = run(*TERMINAL, "--out", "out", stdin=typed)
    assert "Saved to" in done.words
    assert (tmp_path / "out" / "story-1.txt").read_text() == OTHER.replace("Latte", "Rutte")


def test_the_comment_of_a_colleague_is_shown(tmp_path: Path, run: Run) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        (first,) = fill(store, COPY)
        case = queue.in_story(store, first.id)[0]
        commands.decide(store, NewDecision(case.suggestion.id, Answer.UNSURE, "Bea", comment="Ask\x1b[2J sports."))
        claims.release(store, first.id, "Bea")
    shown = run(*TERMINAL, stdin=b"p\n" * 5 + b"q\n").text
    assert "Bea wrote: Ask" in shown and "\x1b[2J" not in shown


def test_a_doubt_is_no_support(tmp_path: Path, run: Run) -> None:
    sources = Path(__file__).parents[2] / "samples" / "sources"
    copy = sources.parent / "copy" / "paris.txt"
    run("clean", str(copy), "--sources", str(sources), "--out", "cleaned", "--quiet")
    shown = run(*TERMINAL, "cleaned/.repair/queue.jsonl", "--sources", str(sources), stdin=b"n\n" * 20 + b"q\n").text
    doubts = [line.split()[0] for line in shown.splitlines() if "it may be another person" in line]
    assert set(doubts) == {"-"}


def test_the_table_names_verdicts_as_the_page_does(tmp_path: Path, run: Run) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        (first, second) = fill(store)
        flags = [case for each in (first, second) for case in queue.in_story(store, each.id) if case.flag]
        assert surfaces(flags) == ["Petrekin", "Ann Vexley"]
        for flag, answer in zip(flags, (Answer.CORRECT, Answer.SKIP), strict=True):
            commands.decide(store, decision_on(flag, answer))
        assert run("review", "--database", "desk.sqlite", "--export", "table.csv").code == 0
        rows = list(csv.DictReader((tmp_path / "table.csv").open(encoding="utf-8")))
        assert [row["verdict"] for row in rows] == ["correct", "skip"]
    with DatabaseStore(tmp_path / "other.sqlite") as store:
        (first, second) = fill(store)
        assert run("review", "--database", "other.sqlite", "--import", "table.csv", "--export", "x.csv").code == 0
        states = [case.state for each in (first, second) for case in queue.in_story(store, each.id) if case.flag]
        assert states == [State.ACCEPT, State.REJECT]
