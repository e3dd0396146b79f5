"""Settings: every key is checked, unknown ones are refused by name, and shown settings can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from repair.core.config import Config, find_config, load_config, show_config
from repair.core.errors import ConfigError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults() -> None:
    assert load_config(None) == Config()


def test_every_key_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "repair.toml",
        'sources = ["clean", "*.txt"]\nmodel = "m"\napply_at = 1\nreview_at = 0.5\nflag = false\n'
        'format = "sarif"\nmax_bytes = 5\n',
    )
    assert load_config(path) == Config(
        sources=(str(tmp_path / "clean"), str(tmp_path / "*.txt")),
        model=str(tmp_path / "m"),
        apply_at=1,
        review_at=0.5,
        flag=False,
        format="sarif",
        max_bytes=5,
        path=path,
    )


def test_a_project_file_holds_settings_in_the_table_of_repair(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n[tool.repair]\nflag = false\n')
    assert load_config(path) == Config(flag=False, path=path)
    assert find_config(tmp_path) == path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "aply_at = 0.9",
            "There is no setting 'aply_at' (did you mean 'apply_at'?). The settings are: sources, gazetteer",
        ),
        ("zzz = 1", "There is no setting 'zzz'. The settings are"),
        ("apply_at = 1.5", "The setting apply_at cannot be 1.5. It must be a number from 0 to 1"),
        ("apply_at = true", "The setting apply_at cannot be True"),
        ("apply_at = nan", "The setting apply_at cannot be nan"),
        ("review_at = 0.9\napply_at = 0.8", "review_at (0.9) is above apply_at (0.8)"),
        ('sources = "clean"', "It must be a list of files, folders or patterns"),
        ("sources = [1]", "It must be a list of files, folders or patterns"),
        ('format = "xml"', "It must be one of text, jsonl, diff, sarif"),
        ("format = []", "It must be one of text, jsonl, diff, sarif"),
        ("flag = 1", "It must be true or false"),
        ("max_bytes = 0", "It must be a whole number of bytes above 0"),
        ('gazetteer = ""', "It must be a path"),
        ("flag = ", "is not valid TOML"),
        ("flag = '\x00'", "is not valid TOML"),
    ],
)
def test_a_setting_or_value_that_is_not_allowed_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path / "repair.toml", text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "repair.toml"
    path.write_bytes(b"flag = \xff")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        load_config(path)


def test_settings_that_are_not_a_table_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "[tool]\nrepair = 1\n")
    with pytest.raises(ConfigError, match="is not a table"):
        load_config(path)


def test_the_nearest_settings_file_counts_and_those_of_other_projects_are_ignored(tmp_path: Path) -> None:
    outer = write(tmp_path / "repair.toml", "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\n")
    assert find_config(inner) == outer
    nearest = write(inner / "repair.toml", "")
    assert find_config(inner) == nearest


def test_shown_settings_can_be_read_again(tmp_path: Path) -> None:
    config = Config(sources=("/a “b”", "/c"), apply_at=0.9, flag=False, format="jsonl")
    path = write(tmp_path / "repair.toml", show_config(config))
    again = load_config(path)
    assert (again.sources, again.apply_at, again.flag, again.format) == (config.sources, 0.9, False, "jsonl")
