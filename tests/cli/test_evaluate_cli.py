"""`repair evaluate`: one table for any number of files, the files that it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from core_fixtures import BRIDGE, BRIDGE_COPY

from repair.training.evaluation import reliability_plot


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """Return a folder with two small benchmarks, of a story and of a list of names."""
    start = BRIDGE_COPY.index("Vikrander")
    gold = [{"start": start, "end": start + 9, "clean": "Wiklander", "garble": "kana"}]
    story = {"id": "one", "pair": "sv-en", "text": BRIDGE_COPY, "clean": list(BRIDGE), "gold": gold}
    names = {**story, "clean": ["Torsten Wiklander\nHaparanda\nÅsa Holmgren"], "listed": True}
    for name, line in (("story.jsonl", story), ("names_dev.jsonl", names)):
        (tmp_path / name).write_text(json.dumps(line) + "\n", encoding="utf-8")
    return tmp_path


def test_one_table_has_every_setting_and_tool(benches: Path, run: Run) -> None:
    result = run("evaluate", "story.jsonl", "names_dev.jsonl")
    assert result.code == 0
    table = result.text.split("\n\n")[0].splitlines()
    rows = [tuple(line.split()[:2]) for line in table[1:]]
    assert {(setting, tool) for setting in ("story", "names") for tool in ("repair", "Jaro-Winkler")} <= set(rows)
    assert result.text.count("data:") == len(rows)


def test_other_tools_can_be_left_out(benches: Path, run: Run) -> None:
    result = run("evaluate", "story.jsonl", "--no-peers")
    assert "Jaro-Winkler" not in result.text and "Not compared" not in result.words


def test_scores_and_predictions_are_written(benches: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reliability_plot, "can_plot", lambda: False)
    result = run("evaluate", "story.jsonl", "--no-peers", "--out", "scores", "--predictions", "out.jsonl")
    assert "install matplotlib" in result.words
    scores = json.loads((benches / "scores" / "evaluation.json").read_text(encoding="utf-8"))
    assert [each["setting"] for each in scores["settings"]] == ["story"]
    line = json.loads((benches / "out.jsonl").read_text(encoding="utf-8"))
    assert (line["id"], line["setting"]) == ("one", "story")


def test_a_plot_of_each_setting_is_written(benches: Path, run: Run) -> None:
    pytest.importorskip("matplotlib", reason="plots need the peers extra")
    run("evaluate", "story.jsonl", "names_dev.jsonl", "--no-peers", "--out", "scores")
    names = {path.name for path in (benches / "scores").iterdir()}
    assert names == {"evaluation.json", "reliability-story.svg", "reliability-names.svg"}


def test_a_folder_is_refused(benches: Path, run: Run) -> None:
    (benches / "folder").mkdir()
    result = run("evaluate", "folder")
    assert result.code == 2
    assert "folder: This is a folder. Name the benchmark files in it" in result.words


def test_a_file_that_is_not_a_benchmark_is_refused_before_any_run(benches: Path, run: Run) -> None:
    (benches / "copy.jsonl").write_text('{"id": "x", "suggestions": []}\n', encoding="utf-8")
    result = run("evaluate", "story.jsonl", "copy.jsonl")
    assert (result.code, result.text) == (2, "")
    assert "copy.jsonl, line 1: The line is not labelled copy: it has no text" in result.words


def test_a_benchmark_is_never_written_over(benches: Path, run: Run) -> None:
    before = (benches / "story.jsonl").read_bytes()
    result = run("evaluate", "story.jsonl", "--predictions", "story.jsonl")
    assert result.code == 2
    assert (benches / "story.jsonl").read_bytes() == before


def test_a_folder_without_rankers_of_folds_is_refused(benches: Path, run: Run) -> None:
    result = run("evaluate", "story.jsonl", "--no-peers", "--folds", "scores")
    assert result.code == 2
    assert "ranker" in result.words and "without-0" in result.words
