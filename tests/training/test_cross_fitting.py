"""Cross-fitting: the calibration curves, and the files that the models are written to."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.copy_kind import CopyKind
from repair.core.errors import ModelError
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.ranking.mlp import MlpEnsemble
from repair.pipeline.ranking.ranking_model import CURVE_KEYS, TENSORS, BlendedModel, CalibrationCurves, RankingModel
from repair.pipeline.ranking.trees import Tree, TreeEnsemble, TreeNode
from repair.training.beta_calibration import beta_calibration
from repair.training.cases import HUMAN, OWN, TrainingCase
from repair.training.cross_fitting import RankerModels, by_language
from repair.training.evaluation.benchmark import BenchmarkItem, Gold
from repair.training.fit_curves import fit_curves
from repair.training.ranker_files import write_ranker

pytest.importorskip("scipy", reason="a confidence curve is fitted with the train extra")

TEXT = "x" * 10
GOLD = (Gold(0, 5, "right", (), "", ""),)


def case(
    decisions: list[tuple[float, bool]],
    *,
    known: bool = False,
    kind: CopyKind = CopyKind.COVERED,
    setting: str = OWN,
    pair: str = "sv-en",
) -> TrainingCase:
    """Return a case with a correction for each decision: its probability, and whether it is right."""
    covered = cast(CopyContext, SimpleNamespace(kind=kind))
    result = TrainingCase(BenchmarkItem("a", pair, f"{pair} {setting}", 1, TEXT, (), GOLD, ()), setting, covered, [])
    for run, (probability, right) in enumerate(decisions):
        result.corrections.append(
            Correction(0, 5, 0, 1, "right" if right else "wrong", (), {"known": float(known)}, run)
        )
        result.probabilities.append(probability)
    return result


DECISIONS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=250)


@settings(max_examples=50, deadline=None)
@given(DECISIONS)
def test_the_curve_rises_within_0_and_1(decisions: list[tuple[float, bool]]) -> None:
    probability, confidence = beta_calibration(decisions)
    assert len(probability) == len(confidence)
    assert probability[0] == 0 and probability[-1] == 1
    for side in (probability, confidence):
        assert (np.diff(side) >= 0).all()
        assert ((side >= 0) & (side <= 1)).all()


def test_confidence_never_reaches_1() -> None:
    _, confidence = beta_calibration([(0.999, True)] * 500)
    assert confidence[-1] < 1


def test_the_curve_ends_below_1_where_the_surest_decisions_are_wrong_at_times() -> None:
    decisions = [(p / 100, n % 20 < 18) for p in range(70, 100) for n in range(100)]
    probability, confidence = beta_calibration(decisions)
    assert np.interp([0.8, 0.95, 1.0], probability, confidence).tolist() == pytest.approx([0.9] * 3, abs=0.03)


def mostly(low: int, high: int) -> list[tuple[float, bool]]:
    """Return decisions of probability .2 and .8, of which ``low`` and ``high`` of twenty are right."""
    return [(p, n % 20 < right) for p, right in ((0.2, low), (0.8, high)) for n in range(400)]


@pytest.mark.parametrize(("low", "high"), [(2, 18), (1, 10), (10, 19)])
def test_confidence_is_the_share_of_decisions_that_were_right(low: int, high: int) -> None:
    confidence = np.interp([0.2, 0.8], *beta_calibration(mostly(low, high)))
    assert confidence.tolist() == pytest.approx([low / 20, high / 20], abs=0.02)


def test_calibrated_probabilities_stay_as_they_are() -> None:
    curve = beta_calibration([(p / 20, n < p) for p in range(1, 20) for n in range(20)])
    assert np.interp([0.1, 0.3, 0.5, 0.7, 0.9], *curve).tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9], abs=0.02)


def test_a_curve_that_would_fall_is_flattened() -> None:
    _, confidence = beta_calibration([(0.2, True)] * 100 + [(0.8, False)] * 100)
    assert confidence.tolist() == pytest.approx([0.5] * len(confidence), abs=0.02)


def test_few_decisions_bend_the_curve_little() -> None:
    assert np.interp([0.2, 0.5, 0.8], *beta_calibration([])).tolist() == pytest.approx([0.2, 0.5, 0.8])
    assert np.interp([0.2, 0.5, 0.8], *beta_calibration([(0.5, False)])).tolist() == pytest.approx(
        [0.2, 0.5, 0.8], abs=0.1
    )


def test_attested_names_have_a_curve_of_their_own() -> None:
    curves = fit_curves([case(mostly(2, 18)), case(mostly(2, 10), known=True)]).on_all
    assert curves.confidence([0.8, 0.8], [False, True]).tolist() == pytest.approx([0.9, 0.5], abs=0.03)


def test_loosely_covered_copy_has_a_curve_of_its_own() -> None:
    right, wrong = [(0.9, True)] * 150, [(0.9, False)] * 150
    tight, loose = case(right + right[:20]), case(wrong, kind=CopyKind.LOOSE, pair="da-en")
    curves = fit_curves(
        [tight, loose, case(right, pair="is-en"), case(wrong, kind=CopyKind.LOOSE, pair="fi-en")], by_language
    ).on_all
    sure, unsure = (
        float(curves.confidence([0.9], [False], kind=kind)[0]) for kind in (CopyKind.COVERED, CopyKind.LOOSE)
    )
    assert sure > 0.9 > 0.1 > unsure


def test_human_translations_are_not_part_of_the_curve() -> None:
    human = case([(0.8, False)] * 400, setting=HUMAN)
    curves = fit_curves([case(mostly(2, 18)), human]).on_all
    assert curves.confidence([0.8], [False])[0] == pytest.approx(0.9, abs=0.02)
    assert human.confidences == pytest.approx([0.9] * 400, abs=0.02)


def test_a_confidence_comes_from_decisions_of_other_folds() -> None:
    first, second = case(mostly(1, 10)), case(mostly(10, 19), pair="fi-en")
    curves = fit_curves([first, second], by_language)
    assert (first.confidences[0], first.confidences[-1]) == pytest.approx((0.5, 0.95), abs=0.03)
    assert (second.confidences[0], second.confidences[-1]) == pytest.approx((0.05, 0.5), abs=0.03)
    without = curves.without_fold["fi-en"].confidence(second.probabilities, [False] * len(second.probabilities))
    assert without.tolist() == second.confidences


TREE: Tree = (
    TreeNode(0.0, "a", 0.5, 1, 2),
    TreeNode(-0.25),
    TreeNode(0.5, "b", 2.0, 3, 4),
    TreeNode(0.375),
    TreeNode(1.0),
)


def models(perceptrons: MlpEnsemble | None = None) -> RankerModels:
    """Return three different models, the second blended with perceptrons, if any."""
    prune, rank, decision = (TreeEnsemble.of(("a", "b"), number / 4, [TREE]) for number in range(3))
    return RankerModels(prune, BlendedModel(rank, perceptrons, 0.25 if perceptrons else 0.0), decision)


CURVES = CalibrationCurves(
    {
        which: (np.asarray([0.0, 0.4, 1.0]), np.asarray([0.0, 0.3, 0.95 - number / 20]))
        for number, which in enumerate(CURVE_KEYS)
    }
)
PLAIN = MlpEnsemble(np.asarray([[0.0, 1.0], [0.0, 5.0]]), ((np.asarray([[[1.0], [-0.5]]]), np.asarray([[0.25]])),))


def test_models_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    written = models()
    write_ranker(written, CURVES, tmp_path / "evidence.json")
    ranker = RankingModel.load(tmp_path / "evidence.json")
    for read, model in (
        (ranker.prune_model, written.prune_model),
        (ranker.rank_model.trees, written.rank_model.trees),
        (ranker.decision_model, written.decision_model),
    ):
        assert (read.columns, read.constant, read.trees) == (model.columns, model.constant, model.trees)
    assert {which: [side.tolist() for side in curve] for which, curve in ranker.curves.curves.items()} == {
        which: [[round(value, 5) for value in side.tolist()] for side in curve]
        for which, curve in CURVES.curves.items()
    }
    assert ranker.rank_model.mlp is None


def test_perceptrons_are_read_back_with_their_share(tmp_path: Path) -> None:
    written = models(PLAIN)
    write_ranker(written, CURVES, tmp_path / "evidence.json")
    ranker = RankingModel.load(tmp_path / "evidence.json")
    values = np.asarray([[0.0, 0.0], [0.7, 9.0], [3.0, -1.0]])
    assert ranker.rank_model.logits(values).tolist() == written.rank_model.logits(values).tolist()
    trees, perceptrons = written.rank_model.trees.logits(values), PLAIN.logits(values)
    assert ranker.rank_model.logits(values) == pytest.approx(0.75 * trees + 0.25 * perceptrons)


def test_tensors_of_another_fit_are_refused(tmp_path: Path) -> None:
    for name, share in (("one", 0.25), ("other", 0.75)):
        layers = ((np.asarray([[[1.0], [share]]]), np.asarray([[0.25]])),)
        (tmp_path / name).mkdir()
        write_ranker(models(MlpEnsemble(PLAIN.edges, layers)), CURVES, tmp_path / name / "evidence.json")
    (tmp_path / "one" / TENSORS).write_bytes((tmp_path / "other" / TENSORS).read_bytes())
    with pytest.raises(ModelError, match="one"):
        RankingModel.load(tmp_path / "one" / "evidence.json")


def test_tensors_that_are_missing_are_named(tmp_path: Path) -> None:
    write_ranker(models(PLAIN), CURVES, tmp_path / "evidence.json")
    (tmp_path / TENSORS).unlink()
    with pytest.raises(ModelError, match=TENSORS):
        RankingModel.load(tmp_path / "evidence.json")


@pytest.mark.parametrize("share", [-0.1, 0, 1.5, float("nan"), "much", []])
def test_a_malformed_share_is_refused(share: object, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    write_ranker(models(PLAIN), CURVES, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["mlp_weight"] = share
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError):
        RankingModel.load(path)


@pytest.mark.parametrize("raw", [b"", b"\xff" * 8, b"\xff" * 100, b"\x02" + b"\x00" * 7 + b"{}"])
def test_a_file_without_tensors_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    write_ranker(models(PLAIN), CURVES, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["sha256"] = hashlib.sha256(raw).hexdigest()
    path.write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / TENSORS).write_bytes(raw)
    with pytest.raises(ModelError):
        RankingModel.load(path)
