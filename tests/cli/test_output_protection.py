"""No output of a command replaces a file that the command reads, or that somebody else wrote; refusals come early."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from conftest import Run


def test_a_report_over_the_copy_is_refused_before_anything_is_done(desk: Path, run: Run) -> None:
    before = (desk / "copy.txt").read_bytes()
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--in-place", "--report", "copy.txt")
    assert result.code == 2 and "give another file to --report" in result.words.lower()
    assert (desk / "copy.txt").read_bytes() == before
    assert not (desk / ".repair").exists()


@pytest.mark.parametrize("argument", ["in", "in/**"])
def test_a_ledger_in_the_folder_of_copy_is_no_copy(argument: str, desk: Path, run: Run) -> None:
    (desk / "in").mkdir()
    (desk / "copy.txt").rename(desk / "in" / "copy.txt")
    command = ("clean", argument, "--sources", "clean.txt", "--out", "out", "--log", "in/logs")
    first, second = run(*command), run(*command)
    assert (desk / "in" / "logs" / "audit.jsonl").exists()
    assert (first.code, second.code) == (0, 0), second.words
    assert sorted(path.name for path in (desk / "out").rglob("*.*")) == ["copy.txt"]


def test_a_ledger_beside_the_files_of_copy_is_refused(desk: Path, run: Run) -> None:
    (desk / "in").mkdir()
    (desk / "copy.txt").rename(desk / "in" / "copy.txt")
    result = run("clean", "in", "--sources", "clean.txt", "--out", "out", "--log", "in")
    assert result.code == 2 and "Give another folder to --log" in result.words
    assert [path.name for path in (desk / "in").iterdir()] == ["copy.txt"]


@pytest.mark.parametrize("name", ["queue.jsonl", "desk.jsonl"])
def test_an_export_replaces_no_file_that_is_read(name: str, desk: Path, run: Run) -> None:
    queue = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    (desk / "queue.jsonl").write_bytes(queue)
    if name == "desk.jsonl":
        assert run("review", "queue.jsonl", "--database", name, "--export", "whole.jsonl").code == 0
    before = (desk / name).read_bytes()
    result = run("review", "queue.jsonl", "--database", "desk.jsonl", "--export", name)
    assert result.code == 2 and "Give another file to --export" in result.words
    assert (desk / name).read_bytes() == before


def test_a_password_that_is_not_typed_adds_no_user(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", ends)
    result = run("review", "--users", "users", "--add-user", "ada")
    assert result.code == 2 and "No password was typed" in result.words
    assert not (desk / "users").exists()
