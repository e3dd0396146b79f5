"""The calibration curves are refitted on what the whole tool suggests, and the models stay as they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from labelled_fixtures import bench

from repair.channel.model_dir import sha256
from repair.core.copy_kind import CopyKind
from repair.core.resources import shipped_model
from repair.pipeline.ranking.ranking_model import CURVE_KEYS, TENSORS, RankingModel
from repair.training.evaluation.benchmark_file import read_benchmarks
from repair.training.evaluation.folds import FOLDS, ranker_without
from repair.training.refit_curves import RecordingCurves, outcomes_of, refit

pytest.importorskip("scipy")

SHIPPED = shipped_model("evidence-1")


def rankers_of_folds(folder: Path) -> list[RankingModel]:
    """Write the shipped ranker as that of each fold, and return them."""
    for fold in range(FOLDS):
        shutil.copytree(SHIPPED, ranker_without(fold, folder).parent)
    return [RankingModel.load(ranker_without(fold, folder)) for fold in range(FOLDS)]


def test_recorded_confidences_are_those_of_the_curves() -> None:
    curves = RankingModel.load(SHIPPED / "evidence.json").curves
    recording = RecordingCurves(curves.curves)
    probabilities, known = [0.2, 0.93], [False, True]
    confidences = recording.confidence(probabilities, known, kind=CopyKind.LOOSE)
    assert confidences.tolist() == curves.confidence(probabilities, known, kind=CopyKind.LOOSE).tolist()
    made_of = [recording.decided[round(confidence, 4)] for confidence in confidences.tolist()]
    assert made_of == [(CopyKind.LOOSE, False, 0.2), (CopyKind.LOOSE, True, 0.93)]


@pytest.mark.slow
def test_outcomes_are_judged_suggestions_with_the_probability_behind_their_confidence(tmp_path: Path) -> None:
    copies: list[None] = []
    rankers = rankers_of_folds(tmp_path / "folds")
    (benchmark,) = read_benchmarks([bench(tmp_path / "bench.jsonl")])
    outcomes = [*outcomes_of(benchmark, rankers, lambda: copies.append(None))]
    assert len(copies) == len(benchmark.items)
    assert outcomes and {outcome.right for _, outcome in outcomes} <= {0.0, 1.0}
    assert sum(outcome.right for _, outcome in outcomes) > len(outcomes) / 2
    assert {outcome.kind for _, outcome in outcomes} == {CopyKind.BRIEF}
    assert all(0 < outcome.probability < 1 for _, outcome in outcomes)


@pytest.mark.slow
def test_refitting_writes_curves_that_rise_and_leaves_the_models(tmp_path: Path) -> None:
    ranker, folds = tmp_path / "ranker", tmp_path / "folds"
    rankers_of_folds(folds)
    shutil.copytree(SHIPPED, ranker)
    raw = bench(tmp_path / "bench.jsonl")
    before: dict[str, Any] = json.loads((ranker / "evidence.json").read_bytes())
    curves = refit([raw], ranker, folds)
    after: dict[str, Any] = json.loads((ranker / "evidence.json").read_bytes())
    assert after.keys() == before.keys()
    assert {key for key in after if after[key] != before[key]} == {"curves"}
    assert sha256(ranker / TENSORS) == sha256(SHIPPED / TENSORS)
    assert curves.curves.keys() == CURVE_KEYS.keys()
    loaded = RankingModel.load(ranker / "evidence.json").curves
    assert all((np.diff(confidence) >= 0).all() for _, confidence in loaded.curves.values())
    files = {ranker_without(fold, folds).read_bytes() for fold in range(FOLDS)}
    assert len(files) > 1, "the curves of a fold are fitted on the other stories"
    card = json.loads((ranker / "card.json").read_bytes())
    assert card["sha256"]["evidence.json"] == sha256(ranker / "evidence.json")
    assert card["curves"]["data"] == {"bench.jsonl": sha256(raw)}
