"""Calibration from end to end on a handful of stories."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from labelled_fixtures import bench

from repair.gazetteer import Gazetteer
from repair.pipeline.decoding_values import DECISION_COLUMNS
from repair.pipeline.features.feature_table import COLUMNS
from repair.pipeline.ranking.ranking_model import TENSORS, RankingModel
from repair.text.lexicon import Lexicon
from repair.training import cross_fitting
from repair.training.ablation import GROUPS
from repair.training.calibrate import ABLATION, calibrate
from repair.training.cases import ALL, OWN, archive_of, cases_of
from repair.training.evaluation.benchmark_file import load, read_benchmarks
from repair.training.evaluation.evaluate import EvaluationOptions, evaluate
from repair.training.evaluation.folds import load_rankers
from repair.training.fit_ranker import MlpParams, TreeParams


def test_each_feature_of_the_ablation_exists_and_is_in_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= {*COLUMNS, *DECISION_COLUMNS}


def needs_fitting() -> None:
    """Skip a test where the train extra is not installed."""
    for library in ("lightgbm", "torch"):
        pytest.importorskip(library, reason="fitting needs the train extra")


@pytest.mark.slow
def test_calibration_writes_models_that_load_with_a_card_of_their_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_fitting()
    for name in ("PRUNER_PARAMS", "RANKER_PARAMS", "DECISION_PARAMS"):
        monkeypatch.setattr(cross_fitting, name, TreeParams(3, 0.1))
    messages: list[str] = []
    raw = bench(tmp_path / "bench.jsonl")
    text = calibrate([raw], tmp_path / "out", None, log=messages.append, folds=tmp_path / "folds")
    card: dict[str, Any] = json.loads(text)
    assert json.loads((tmp_path / "out" / "card.json").read_text(encoding="utf-8")) == card
    written = (tmp_path / "out" / "evidence.json").read_bytes()
    beside = (tmp_path / "out" / TENSORS).read_bytes()
    wanted = {"evidence.json": written, TENSORS: beside}
    assert card["sha256"] == {name: hashlib.sha256(raw).hexdigest() for name, raw in wanted.items()}
    assert card["data"] == {"bench.jsonl": hashlib.sha256(raw.read_bytes()).hexdigest()}
    assert messages
    by_threshold = card["scores"][OWN]["at_thresholds"]
    assert list(by_threshold) == ["0.97", "0.9", "0.8", "0.55"]
    recalls = [figures["recall"] for figures in by_threshold.values()]
    assert recalls == sorted(recalls)
    (kana,) = card["scores"][OWN]["by_garble"]
    assert (kana["garble"], kana["total"]) == ("kana", 20)
    bins = card["scores"][OWN]["reliability"]
    assert all(0.05 <= each["confidence"] <= 1 and 0 <= each["correct"] <= 1 for each in bins)
    ranker = RankingModel.load(tmp_path / "out" / "evidence.json")
    assert all((np.diff(confidence) >= 0).all() for _, confidence in ranker.curves.curves.values())
    rankers = load_rankers(tmp_path / "folds")
    assert len({each.name for each in rankers}) == 1
    assert len({each.prune_model.constant for each in rankers}) > 1
    scores = evaluate(read_benchmarks([raw])[0], EvaluationOptions(rankers=rankers))
    assert rankers[0].name in scores.signature
    calibrate([raw], tmp_path / "again", None, log=messages.append)
    assert (tmp_path / "again" / "evidence.json").read_bytes() == written
    assert (tmp_path / "again" / TENSORS).read_bytes() == beside


@pytest.mark.slow
def test_an_ablation_has_scores_without_each_group_of_features_and_on_languages_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_fitting()
    for name in ("PRUNER_PARAMS", "RANKER_PARAMS", "DECISION_PARAMS"):
        monkeypatch.setattr(cross_fitting, name, TreeParams(3, 0.1))
    monkeypatch.setattr(
        cross_fitting, "RANKER_MLP_PARAMS", MlpParams(0.3, hidden=8, epochs=2, rate=8e-3, dropout=0.45, fits=1)
    )
    raw, out = bench(tmp_path / "bench.jsonl"), tmp_path / "out"

    def rows_after_fits() -> tuple[dict[str, dict[str, float]], list[str]]:
        """Return the rows of the ablation, and the names of those that were fitted for it."""
        messages: list[str] = []
        card = json.loads(calibrate([raw], out, None, log=messages.append, ablate=True))
        return card["ablation"], [message for message in messages if message in card["ablation"]]

    rows, fitted = rows_after_fits()
    wanted = [f"without {name}" for name in ("the perceptrons", *GROUPS)] + ["on languages never seen"]
    assert set(rows) == {"everything", "uncalibrated", *wanted}
    assert fitted == wanted
    assert all(0 <= row[f"{setting} F1"] <= 1 for row in rows.values() for setting in (OWN, ALL))
    kept = json.loads((out / ABLATION).read_text(encoding="utf-8"))
    del kept["rows"][wanted[-1]]  # as if it had been interrupted
    (out / ABLATION).write_text(json.dumps(kept), encoding="utf-8")
    assert rows_after_fits() == (rows, wanted[-1:])
    kept["key"]["cases"] += 1  # other cases
    (out / ABLATION).write_text(json.dumps(kept), encoding="utf-8")
    assert rows_after_fits() == (rows, wanted)


@pytest.mark.slow
def test_a_language_is_left_out_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    needs_fitting()
    seen_folds: list[tuple[set[int], int]] = []

    def folds_alone(values: Any, labels: Any, weights: Any, folds: Any, fit: object) -> Any:
        seen_folds.append((set(folds.tolist()), len(folds)))
        return np.full(len(labels), 0.5), dict.fromkeys(folds.tolist())

    monkeypatch.setattr(cross_fitting, "cross_fit", folds_alone)
    for fit in ("fit_trees", "fit_blend"):
        monkeypatch.setattr(cross_fitting, fit, lambda *_, **__: None)
    items = load(bench(tmp_path / "bench.jsonl"))
    cases = cases_of(items, OWN, archive_of(items, Lexicon.load()), Gazetteer.build([]), lambda: None)
    cross_fitting.cross_fit_all(cases, None, lambda _: None, fold_of=cross_fitting.by_language)
    assert seen_folds and all(folds == {0, 1, 2} for folds, rows in seen_folds if rows)
