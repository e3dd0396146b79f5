"""Exported trees equal those of lightgbm; perceptrons learn interactions, deterministically."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from repair.pipeline.ranking.trees import Floats
from repair.training.fit_ranker import MlpParams, TreeParams, cross_fit, fit_blend, fit_mlp, fit_trees, from_lightgbm

try:
    lightgbm = pytest.importorskip("lightgbm", reason="fitting needs the train extra")
except OSError as error:  # lightgbm is installed without libgomp1
    pytest.skip(f"fitting needs lightgbm: {error}", allow_module_level=True)

COLUMNS = ("a", "b", "c", "d")


def data(rows: int, seed: int = 3) -> tuple[Floats, Floats]:
    """Draw rows whose label depends on two features together and on a third alone."""
    random = np.random.default_rng(seed)
    values = np.round(random.normal(size=(rows, len(COLUMNS))), 1)  # rounded, so that many values equal a threshold
    odds = 3 * values[:, 0] * values[:, 1] + np.where(values[:, 2] > 0.5, 2.0, -1.0)
    labels = (random.random(rows) < 1 / (1 + np.exp(-odds))).astype(np.float64)
    return values, labels


@pytest.mark.parametrize("leaves", [2, 4, 15])
@pytest.mark.parametrize("rounds", [1, 40])
def test_an_ensemble_gives_the_same_log_odds_as_lightgbm(leaves: int, rounds: int) -> None:
    values, labels = data(800)
    how = TreeParams(rounds, 0.2, leaves, 5)
    booster = lightgbm.train(how.settings(COLUMNS), lightgbm.Dataset(values, labels), how.rounds)
    table = from_lightgbm(COLUMNS, booster.dump_model())
    unseen, _ = data(400, seed=4)
    # Values on the thresholds, far outside, and missing.
    unseen = np.vstack([unseen, values, np.zeros((1, 4)), np.full((1, 4), 99.0), np.full((1, 4), -99.0)])
    assert table.logits(unseen) == pytest.approx(booster.predict(unseen, raw_score=True), abs=1e-9)
    assert table.probabilities(unseen) == pytest.approx(booster.predict(unseen), abs=1e-9)


def test_trees_have_at_most_the_leaves_and_depth_asked_for_and_roots_of_value_zero() -> None:
    values, labels = data(800)
    table = fit_trees(COLUMNS, values, labels, np.ones(len(labels)), TreeParams(30, 0.2, 6, 3))
    assert table.trees
    for tree in table.trees:
        assert sum(node.column is None for node in tree) <= 6
        assert tree[0].value == 0.0


def test_trees_without_a_split_are_a_constant() -> None:
    values, labels = np.zeros((100, 4)), np.asarray([1.0] * 25 + [0.0] * 75)
    table = fit_trees(COLUMNS, values, labels, np.ones(100), TreeParams(5, 0.1))
    assert table.probabilities(values[:1]).tolist() == pytest.approx([0.25], abs=0.01)


def test_a_row_without_weight_changes_no_tree() -> None:
    values, labels = data(600)
    weights = np.ones(600)
    weights[::3] = 0
    spoiled = np.where(weights > 0, labels, 1 - labels)
    first, second = (fit_trees(COLUMNS, values, each, weights, TreeParams(20, 0.2)) for each in (labels, spoiled))
    assert first.logits(values).tolist() == second.logits(values).tolist()


def test_fitting_is_deterministic() -> None:
    values, labels = data(500)
    first, second = (fit_trees(COLUMNS, values, labels, np.ones(500), TreeParams(20, 0.2)) for _ in range(2))
    assert (first.constant, first.trees) == (second.constant, second.trees)


def test_each_row_gets_the_probability_of_a_model_fitted_without_its_fold() -> None:
    values, labels = data(600)
    folds = np.arange(600) % 3
    fit = partial(fit_trees, COLUMNS, params=TreeParams(15, 0.2))
    crossed, models = cross_fit(values, labels, np.ones(600), folds, fit)
    inside = folds == 1
    spoiled = np.where(inside, 1 - labels, labels)
    again, _ = cross_fit(values, spoiled, np.ones(600), folds, fit)
    assert crossed[inside].tolist() == again[inside].tolist()
    assert crossed[inside].tolist() == models[1].probabilities(values[inside]).tolist()


FEW = MlpParams(share=0.5, hidden=24, epochs=40, rate=1e-2, dropout=0.1, fits=2)


def loss(logits: Floats, labels: Floats) -> float:
    return float(np.mean(np.logaddexp(0, np.where(labels > 0, -logits, logits))))


@pytest.mark.slow
@pytest.mark.torch
def test_perceptrons_learn_interactions_of_features() -> None:
    values, labels = data(3000)
    unseen, truth = data(1000, seed=4)
    perceptrons = fit_mlp(values, labels, np.ones(len(labels)), FEW)
    assert loss(perceptrons.logits(unseen), truth) < 0.75 * loss(np.full(1000, np.log(0.5)), truth)


@pytest.mark.torch
def test_fitting_perceptrons_is_deterministic_and_keeps_the_global_random_state() -> None:
    import torch

    values, labels = data(500)
    torch.manual_seed(5)
    before = torch.rand(3).tolist()
    torch.manual_seed(5)
    first, second = (fit_mlp(values, labels, np.ones(500), FEW) for _ in range(2))
    assert torch.rand(3).tolist() == before
    assert first.logits(values).tolist() == second.logits(values).tolist()


@pytest.mark.torch
def test_a_row_without_weight_changes_no_perceptron() -> None:
    values, labels = data(600)
    weights = np.ones(600)
    weights[::3] = 0
    spoiled = np.where(weights[:, None] > 0, values, 99.0)
    first, second = (fit_mlp(each, labels, weights, FEW) for each in (values, spoiled))
    assert first.logits(values).tolist() == second.logits(values).tolist()


@pytest.mark.torch
@pytest.mark.parametrize("rows", [1, 7])
def test_perceptrons_are_fitted_on_few_rows_and_with_a_constant_column(rows: int) -> None:
    values, labels = data(rows)
    values[:, 1] = 3.0
    perceptrons = fit_mlp(values, labels, np.ones(rows), FEW)
    assert np.isfinite(perceptrons.logits(values)).all()


@pytest.mark.torch
def test_trees_and_perceptrons_are_blended_by_the_share() -> None:
    values, labels = data(400)
    weights, how = np.ones(400), TreeParams(10, 0.2)
    table, perceptrons = fit_trees(COLUMNS, values, labels, weights, how), fit_mlp(values, labels, weights, FEW)
    mixed = fit_blend(COLUMNS, values, labels, weights, how, FEW)
    assert mixed.logits(values) == pytest.approx((table.logits(values) + perceptrons.logits(values)) / 2)
    assert (
        fit_blend(COLUMNS, values, labels, weights, how, None).logits(values).tolist() == table.logits(values).tolist()
    )
