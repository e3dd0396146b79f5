"""The screen of candidates is fitted so that hardly a candidate is lost that pruning keeps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from repair.core.resources import shipped_model
from repair.pipeline.correction_stages import PRUNE_BELOW
from repair.pipeline.features.candidate_screen import SCREEN_COLUMNS, CandidateScreen
from repair.training.fit_screen import ScreenedRows, cross_validated, scores, threshold_of, write

pytest.importorskip("lightgbm")


def made_up_rows(count: int = 4000) -> ScreenedRows:
    """Return candidates that pruning keeps where the letters are similar."""
    random = np.random.default_rng(5)
    values = random.uniform(0.0, 1.0, (count, len(SCREEN_COLUMNS)))
    similarity = values[:, SCREEN_COLUMNS.index("similarity")]
    probabilities = np.clip(similarity - 0.85, 0.0, 1.0) * 4
    return ScreenedRows(values, probabilities, similarity > 0.95, np.arange(count) % 5)


def test_hardly_a_candidate_is_lost_and_most_are_left_out(tmp_path: Path) -> None:
    rows = made_up_rows()
    logits = cross_validated(rows)
    result = scores(rows, logits, threshold_of(rows, logits))
    assert result["share of right ones lost"] <= 0.001 and result["share of all kept ones lost"] <= 0.01
    assert result["share measured"] < 0.3
    bench = tmp_path / "bench.jsonl"
    bench.write_text("", encoding="utf-8")
    write(rows, [bench], tmp_path)
    kept = CandidateScreen.load(tmp_path).kept(rows.values)
    probable = np.flatnonzero(rows.probabilities >= 2 * PRUNE_BELOW)
    assert set(probable.tolist()) <= set(kept) and len(kept) < 0.3 * len(rows.folds)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert card["scores"] == result and list(card["data"]) == ["bench.jsonl"]


def test_the_threshold_is_the_lowest_that_one_of_the_shares_demands() -> None:
    rows = made_up_rows(1000)
    logits = rows.probabilities.copy()
    logits[np.flatnonzero(rows.is_right)[0]] = -3.0  # a right candidate that looks improbable
    assert threshold_of(rows, logits) == -3.0


def test_the_shipped_screen_was_fitted_to_the_shipped_ranker_and_loses_little() -> None:
    card = json.loads((shipped_model("screen-1") / "card.json").read_text(encoding="utf-8"))
    assert card["scores"]["share of right ones lost"] <= 0.001
    assert card["scores"]["share measured"] < 0.3
