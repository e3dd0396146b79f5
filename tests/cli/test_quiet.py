"""`--quiet` means the same in every command: data and errors, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Run

from repair.cli.app import app

GUESSED = b"Mark Latte, caf\xe9.\n"  # not UTF-8, which is worth a message


def commands(group: Any, *above: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *above, name)
        else:
            yield (*above, name), command


@pytest.mark.parametrize(("name", "command"), list(commands(typer.main.get_command(app))), ids=lambda each: str(each))
def test_every_command_has_the_option(name: tuple[str, ...], command: Any) -> None:
    (option,) = [each for each in command.params if "--quiet" in each.opts]
    assert option.opts == ["-q", "--quiet"] and "data and errors" in option.help


@pytest.mark.parametrize(
    "arguments",
    [
        "suggest copy.txt old.txt --sources clean.txt",
        "suggest copy.txt old.txt --sources clean.txt --format diff",
        "explain copy.txt old.txt --sources clean.txt",
        "clean copy.txt old.txt --sources clean.txt --out out",
        "clean copy.txt --sources clean.txt --in-place",
        "clean copy.txt old.txt --sources clean.txt --diff",
        "apply list.jsonl --out applied",
        "review list.jsonl --export desk.jsonl",
        "gazetteer build clean.txt --out names.gaz",
        "garble clean.txt --out garbled.jsonl",
        "undo done",
    ],
)
def test_a_quiet_command_writes_data_and_no_messages(desk: Path, run: Run, arguments: str) -> None:
    (desk / "old.txt").write_bytes(GUESSED)
    (desk / "list.jsonl").write_bytes(run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data)
    run("clean", "copy.txt", "--sources", "clean.txt", "--out", "done")
    loud = run(*arguments.split())
    for name in ("names.gaz", "garbled.jsonl", "desk.jsonl"):
        (desk / name).unlink(missing_ok=True)
    quiet = run(*arguments.split(), "-q")
    assert (quiet.code, quiet.words) == (0, ""), quiet.words
    assert loud.words
    if arguments.split()[0] in ("suggest", "explain"):
        assert quiet.data == loud.data


def test_a_quiet_command_reports_errors_and_leaves_the_log_as_it_was(desk: Path, run: Run) -> None:
    levels = [logging.getLogger(name).level for name in ("repair", "repair.messages")]
    result = run("suggest", "copy.txt", "gone.txt", "--sources", "clean.txt", "--quiet")
    assert result.code == 2
    assert result.words.count("\n") == 1 and result.words.startswith("error: gone.txt")
    assert run("suggest", "copy.txt", "--sources", "gone.txt", "-q").words.startswith("error: ")
    assert levels == [logging.getLogger(name).level for name in ("repair", "repair.messages")]


def test_a_notice_about_copy_is_a_message(run: Run, tmp_path: Path) -> None:
    words = "The mayor of Burgas opened a harbour on Monday and said that ships would come. " * 4
    (tmp_path / "copy.txt").write_text(words + "Dragan Velchev smiled.", encoding="utf-8")
    (tmp_path / "clean.txt").write_text("Ingrid Thorsrud won the ski race in Oslo.", encoding="utf-8")
    arguments = ("clean", "copy.txt", "--sources", "clean.txt", "--out")
    assert run(*arguments, "a", "--quiet").words == ""
    assert "copy.txt: None of the sources seems to report this story" in run(*arguments, "b").words


@pytest.mark.parametrize("arguments", [("apply", "list.jsonl"), ("review",), ("gazetteer", "build", "--out", "x.gaz")])
def test_the_settings_in_force_are_shown_by_every_command_that_has_settings(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "repair.toml").write_text("max_bytes = 1234\n", encoding="utf-8")
    result = run(*arguments, "--show-config")
    assert result.code == 0 and "max_bytes = 1234" in result.text
    assert not (tmp_path / "repair-review.sqlite").exists()
