"""`--sources` takes every path that follows it, so that no source is treated as copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CLEAN, COPY, Run

from repair.cli.sources_option import spread_sources

COMMANDS = (
    ("suggest",),
    ("explain",),
    ("clean", "--in-place"),
    ("translate", "--from", "es", "--engine", "apertium", "--out", "out"),
)


@pytest.fixture
def two_sources(desk: Path) -> Path:
    (desk / "second.txt").write_text("Mark Latte is misspelt in this source.\n", encoding="utf-8")
    return desk


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_copy_after_the_sources_is_a_usage_error_with_the_right_command(
    command: tuple[str, ...], two_sources: Path, run: Run
) -> None:
    before = {path.name: path.read_bytes() for path in two_sources.iterdir()}
    result = run(command[0], "--sources", "clean.txt", "second.txt", "copy.txt", *command[1:])
    assert result.code == 2
    assert "Type COPY" in result.words and "before --sources" in result.words and "after --" in result.words
    assert {path.name: path.read_bytes() for path in two_sources.iterdir()} == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("copy.txt", "--sources", "clean.txt", "second.txt"),
        ("--sources", "clean.txt", "second.txt", "--", "copy.txt"),
        ("copy.txt", "--sources", "clean.txt", "--sources", "second.txt"),
        ("--sources", "clean.txt", "--sources=second.txt", "--", "copy.txt"),
        ("--sources=clean.txt", "second.txt", "--", "copy.txt"),
        ("--in-place", "copy.txt", "--sources", "clean.txt", "second.txt"),
    ],
    ids=" ".join,
)
def test_a_source_is_never_edited_in_place(arguments: tuple[str, ...], two_sources: Path, run: Run) -> None:
    in_place = () if "--in-place" in arguments else ("--in-place",)
    result = run("clean", *in_place, *arguments)
    assert result.code == 0
    assert (two_sources / "copy.txt").read_text(encoding="utf-8") == COPY.replace("Latte", "Rutte")
    assert (two_sources / "clean.txt").read_text(encoding="utf-8") == CLEAN
    assert "Mark Latte" in (two_sources / "second.txt").read_text(encoding="utf-8")


def test_the_value_of_another_option_is_no_source() -> None:
    spread = spread_sources(["--sources", "a", "b", "--format", "text", "c"], {"--sources", "--format"})
    assert spread == ["--sources", "a", "--sources", "b", "--format", "text", "c"]
