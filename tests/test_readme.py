"""The README is run: its commands, its Python, and the line it opens with."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import Run
from test_architecture import README, ROOT, repair_calls


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the samples where the README expects them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


# `review` serves until it is stopped, and `translate` wants an engine; tests of their own start them.
CALLS = [call for call in repair_calls() if call[0] not in ("review", "translate")]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_of_the_readme_runs(call: list[str], checkout: Path, run: Run) -> None:
    result = run(*call)
    assert "error" not in result.words
    assert result.code == 0


def test_the_review_line_opens_what_the_clean_line_left(checkout: Path, run: Run) -> None:
    clean, review = (next(call for call in repair_calls() if call[0] == name) for name in ("clean", "review"))
    run(*clean)
    gone = run(*review, "--terminal", "--as", "Ada", stdin=b"u\n")
    assert gone.code == 0 and "Unsure about" in gone.words + gone.text
    assert (checkout / "repair-review.sqlite").exists()


def test_the_opening_line_is_what_accepting_the_proposals_gives(checkout: Path, run: Run) -> None:
    before, after = re.findall(r"^    (?:before|after) +(.*)$", README, re.MULTILINE)
    assert before in (checkout / "samples/copy/paris.txt").read_text(encoding="utf-8")
    found = run("suggest", "samples/copy/paris.txt", "--sources", "samples/sources", "--format", "jsonl")
    run("apply", "-", "--all", "--in-place", stdin=found.data)
    assert after in (checkout / "samples/copy/paris.txt").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert "Mark Latte Mark Rutte" in capsys.readouterr().out
