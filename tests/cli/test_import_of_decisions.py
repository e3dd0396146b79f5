"""`review --import`: the queue is read before the decisions on it; an import of nothing ends the call with an error."""

from __future__ import annotations

import csv
from pathlib import Path

from conftest import Run


def exported(run: Run) -> None:
    """Leave queue.jsonl, and table.csv with one decision on it, in the working folder."""
    Path("queue.jsonl").write_bytes(run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data)
    decided = run("review", "queue.jsonl", "--database", "a.sqlite", "--terminal", stdin=b"a\nq\n")
    assert decided.code == 0
    assert run("review", "--database", "a.sqlite", "--export", "table.csv").code == 0


def test_decisions_are_imported_after_the_queue_that_they_are_about(desk: Path, run: Run) -> None:
    exported(run)
    arguments = ("review", "queue.jsonl", "--database", "b.sqlite", "--import", "table.csv", "--export", "b.csv")
    result = run(*arguments)
    assert result.code == 0, result.words
    assert "table.csv: Imported 1 decision." in result.words
    assert Path("b.csv").read_text("utf-8") == Path("table.csv").read_text("utf-8")


def test_a_table_that_a_spreadsheet_saved_is_imported(desk: Path, run: Run) -> None:
    exported(run)
    with Path("table.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with Path("saved.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    result = run("review", "queue.jsonl", "--database", "e.sqlite", "--import", "saved.csv", "--terminal")
    assert "saved.csv: Imported 1 decision" in result.words


def test_an_import_of_which_nothing_is_taken_ends_before_anything_is_served(desk: Path, run: Run) -> None:
    exported(run)
    result = run("review", "--database", "c.sqlite", "--import", "table.csv", "--terminal")
    assert result.code == 2
    assert result.words.splitlines()[-1].startswith("error: table.csv: 1 line was left out")
    assert "No suggestions are open" not in result.words


def test_what_was_left_out_is_said_when_some_was_taken(desk: Path, run: Run) -> None:
    exported(run)
    with Path("table.csv").open(encoding="utf-8", newline="") as stream:
        (own,) = rows = list(csv.DictReader(stream))
    rows.append({**own, "uid": "0" * 32, "suggestion_id": "0" * 16})
    with Path("both.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(own))
        table.writeheader()
        table.writerows(rows)
    result = run("review", "queue.jsonl", "--database", "d.sqlite", "--import", "both.csv", "--terminal")
    assert result.code == 2
    assert "Imported 1 decision." in result.words and "1 line was left out" in result.words
