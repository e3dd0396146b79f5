"""Help texts and usage errors speak of files and names, not of Python types or of the library that checks values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
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


def taking_a_value() -> Iterator[tuple[str, ...]]:
    """Yield the words of each command with each of its options that takes a value."""
    for words in commands(typer.main.get_command(app)):
        command: Any = typer.main.get_command(app)
        for word in words:
            command = command.commands[word]
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.is_flag:
                yield (*words, parameter.opts[-1])


@pytest.mark.parametrize("words", list(taking_a_value()), ids=" ".join)
def test_no_option_may_be_empty(words: tuple[str, ...]) -> None:
    *command, option = words
    for arguments in ([option, ""], [f"{option}="]):
        result = CliRunner().invoke(app, [*command, *arguments])
        assert result.exit_code == 2
        assert f"{option}': It is empty." in " ".join(result.output.split())


LIMITS = [
    words for words in taking_a_value() if words[-1] in ("--timeout", "--engine-timeout", "--settle", "--retention")
]


@pytest.mark.parametrize("words", LIMITS, ids=" ".join)
@pytest.mark.parametrize("value", ["inf", "1e10"])
def test_no_limit_is_longer_than_a_timer_takes(words: tuple[str, ...], value: str) -> None:
    result = CliRunner().invoke(app, [*words, value])
    assert result.exit_code == 2
    assert "The value must be less than or equal to" in " ".join(result.output.split())


@pytest.mark.parametrize("words", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_no_argument_may_be_empty(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, ""])
    assert result.exit_code == 2 and "An argument is empty." in " ".join(result.output.split())


@pytest.mark.parametrize(
    "command",
    [
        "gazetteer add a.gaz {}",
        "gazetteer remove a.gaz {}",
        "gazetteer rename a.gaz A {}",
        "gazetteer show a.gaz {}",
        "clean a.txt --text-field {}",
        "review --as {}",
    ],
)
def test_a_name_that_is_not_utf8_is_refused(command: str) -> None:
    result = CliRunner().invoke(app, [word.format("Zo\udcff") for word in command.split()])
    assert result.exit_code == 2
    assert "It has bytes that are not UTF-8." in " ".join(result.output.split())


def test_the_working_folder_and_standard_input_are_not_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Ingrid Thorsrud spoke in Bergen.\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["gazetteer", "build", ".", "--out=names.gaz"]).exit_code == 0
    assert CliRunner().invoke(app, ["suggest", "-", "--sources", "."], input="Ingrid Torsrud spoke.").exit_code == 0


@pytest.mark.parametrize(
    "command",
    [
        "gazetteer build a.txt -o -",
        "gazetteer merge names.gaz -o -",
        "gazetteer show -",
        "clean a.txt --sources b.txt --out out --report -",
        "suggest a.txt --gazetteer -",
        "suggest a.txt --sources a.txt --database -",
        "review --database - --export all.jsonl",
        "evaluate -",
        "undo -",
    ],
)
def test_a_dash_is_no_file_name_where_only_a_path_is_taken(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Ingrid Thorsrud spoke in Bergen.\n", encoding="utf-8")
    result = CliRunner().invoke(app, command.split())
    assert result.exit_code == 2
    assert "Standard input and output cannot be used here. Give a path" in " ".join(result.output.split())
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_dash_is_standard_output_where_that_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Ingrid Thorsrud spoke in Bergen.\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["garble", "a.txt", "-o", "-"])
    assert result.exit_code == 0 and result.stdout.startswith('{"id": "a.txt|ja')
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
