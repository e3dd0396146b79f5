"""Help texts and usage errors speak of files and names, not of Python types or of the library that checks values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from repair.cli.app import app


def commands(group: Any, *above: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command, as in ("gazetteer", "build")."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *above, name)
        else:
            yield (*above, name)


@pytest.mark.parametrize("words", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_help_has_no_python_types_and_no_braces(words: tuple[str, ...]) -> None:
    text = CliRunner().invoke(app, [*words, "--help"]).output
    assert not re.search(r"<(str|path|Path|int|float|list)\b|\bPath\]|[{}]", text)


def test_every_command_of_a_group_has_a_whole_sentence() -> None:
    for words in ([], ["gazetteer"]):
        text = CliRunner().invoke(app, [*words, "--help"]).output
        lines = text[text.index("Commands:") :].strip().splitlines()[1:]
        assert lines
        assert all(line.endswith(".") and not line.endswith("...") for line in lines)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--format", "xml", "'xml' is not one of 'text', 'jsonl', 'diff', 'sarif'."),
        ("--apply-at", "97", "The value must be less than or equal to 1"),
    ],
)
def test_a_usage_error_is_in_plain_words(option: str, value: str, said: str) -> None:
    result = CliRunner().invoke(app, ["suggest", "story.txt", option, value])
    assert result.exit_code == 2
    assert f"Invalid value for '{option}': {said}" in result.output
