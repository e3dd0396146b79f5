"""Decisions in the commands: `suggest` and `clean` apply them, `train` and `evaluate` use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from core_fixtures import BRIDGE, BRIDGE_COPY
from queue_fixtures import decision_on

from repair.core.serialize import parse_suggestions
from repair.core.types import Verdict
from repair.decisions import commands, ingest, queue
from repair.decisions.store import DatabaseStore
from repair.formats import read_copy


@pytest.fixture
def bridge(tmp_path: Path, run: Run) -> Path:
    """Return a folder with copy, its sources, and a store in which a person has rejected its suggestions."""
    (tmp_path / "copy.txt").write_text(BRIDGE_COPY, encoding="utf-8")
    for number, text in enumerate(BRIDGE):
        (tmp_path / f"source-{number}.txt").write_text(text, encoding="utf-8")
    lines = run("suggest", "copy.txt", "--sources", "source-0.txt", "source-1.txt", "--format", "jsonl").text
    story = ingest.story_from(read_copy(Path("copy.txt")))
    with DatabaseStore("desk.sqlite") as store:
        ingest.add(
            store, [ingest.IncomingStory(story, [placed.suggestion for placed in parse_suggestions("x", lines)])]
        )
        cases = queue.in_story(store, story.id)
        assert {case.suggestion.replacement for case in cases if case.suggestion.replacement}
        commands.decide_all(store, [decision_on(case, Verdict.REJECT) for case in cases])
    return tmp_path


def test_suggest_and_clean_use_earlier_decisions(bridge: Path, run: Run) -> None:
    call = ("copy.txt", "--sources", "source-0.txt", "source-1.txt", "--format", "jsonl")
    before = run("suggest", *call)
    after = run("suggest", *call, "--database", "desk.sqlite")
    assert "Vikrander" in before.text and "Vikrander" not in after.text
    cleaned = run("clean", *call, "--out", "out", "--database", "desk.sqlite")
    assert "|decisions:" in cleaned.words
    assert (bridge / "out" / "copy.txt").read_text(encoding="utf-8") == BRIDGE_COPY
    several = run("clean", *call, "--out", "out2", "--database", "desk.sqlite", "--workers", "2")
    assert "|decisions:" in several.words


def test_a_missing_database_is_not_created(bridge: Path, run: Run) -> None:
    call = ("copy.txt", "--sources", "source-0.txt", "--format", "jsonl", "--database", "nothing.sqlite")
    assert "There are no decisions yet" in run("suggest", *call).words
    assert not (bridge / "nothing.sqlite").exists()


def test_a_database_can_be_named_in_the_settings(bridge: Path, run: Run) -> None:
    (bridge / "repair.toml").write_text('database = "desk.sqlite"\nsources = ["source-0.txt"]\n', encoding="utf-8")
    assert "Vikrander" not in run("suggest", "copy.txt", "--format", "jsonl").text


def test_evaluate_prints_the_effect_of_decisions(bridge: Path, run: Run) -> None:
    start = BRIDGE_COPY.index("Torsten Vikrander")
    item = {
        "id": "one",
        "pair": "sv-en",
        "text": BRIDGE_COPY,
        "clean": list(BRIDGE),
        "gold": [{"start": start, "end": start + 17, "clean": "Torsten Wiklander", "garble": "other"}],
    }
    (bridge / "bench.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    output = run("evaluate", "bench.jsonl", "--database", "desk.sqlite").text
    _, changes = output.split("what the decisions changed\n")
    assert "suggestions" in changes and "->" in changes
    was, now = changes.splitlines()[0].split()[1::2]
    assert int(now) < int(was)


def test_training_from_a_store_without_pairs_is_refused_with_a_hint(bridge: Path, run: Run) -> None:
    result = run("train", "recipe.toml", "--out", "model", "--from-decisions", "desk.sqlite")
    assert result.code == 2
    assert "has no accepted or amended name to learn from" in result.words
