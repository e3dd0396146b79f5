"""The options that change settings: what a command declares, and what it is called with."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from repair.cli import options
from repair.cli.with_settings import SETTING_OPTIONS, THRESHOLD_OPTIONS, with_settings
from repair.core.config import Config

SEEN: list[tuple[list[str] | None, Config, bool]] = []

app = typer.Typer()


@app.command()
@with_settings("sources", "format", then=THRESHOLD_OPTIONS)
def check_cli(copy: options.Copy = None, *, settings: Config, exit_code: options.ExitCode = False) -> None:
    """Record the call."""
    SEEN.append((copy, settings, exit_code))


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    SEEN.clear()


def test_options_stand_where_the_settings_stand_and_after_the_own_options() -> None:
    command = typer.main.get_command(app)
    names = [parameter.name for parameter in command.params if parameter.name not in ("install", "completion")]
    assert [name for name in names if name and not name.endswith("completion")] == [
        *("copy", "sources", "format", "exit_code", "apply_at", "review_at", "flag", "config", "show_config")
    ]


def test_an_option_outranks_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "repair.toml").write_text('sources = ["wire"]\nformat = "jsonl"\napply_at = 0.9\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["a.txt", "--format", "sarif", "--exit-code"])
    assert result.exit_code == 0, result.output
    ((copy, settings, exit_code),) = SEEN
    assert (copy, exit_code) == (["a.txt"], True)
    assert (settings.format, settings.apply_at) == ("sarif", 0.9)
    assert [Path(source).name for source in settings.sources] == ["wire"]


def test_the_settings_are_shown_instead_of_running_the_command() -> None:
    result = CliRunner().invoke(app, ["a.txt", "--review-at", "0.4", "--show-config"])
    assert result.exit_code == 0 and "review_at = 0.4" in result.output
    assert not SEEN


def test_every_option_changes_a_setting() -> None:
    assert set(SETTING_OPTIONS) <= set(Config.__dataclass_fields__)
