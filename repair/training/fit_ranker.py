"""Fits the parts of the ranker: gradient-boosted trees, perceptrons to blend with them, and calibration curves.

Needs lightgbm, scipy and torch (the ``train`` extra). The trees are many and small, each fitted on a sample of rows and
columns; the perceptrons are few and see all of them. The selection of cases is in `cross_fitting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from repair.pipeline.ranking.mlp import Layer, MlpEnsemble, rank_normalize
from repair.pipeline.ranking.ranking_model import BlendedModel
from repair.pipeline.ranking.trees import Floats, TreeEnsemble, TreeNode

# Of lightgbm. The last three make the same rows give the same trees on every machine.
_SETTINGS = {
    "objective": "binary",
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_SEED = 7
_EDGES = 48  # quantiles of each column, between which a perceptron sees the rank of a value
_BATCH = 256  # rows in a gradient step of a perceptron
_INPUT_DROPOUT = 0.05  # share of the inputs of a row that are set to 0


@dataclass(frozen=True, slots=True)
class TreeParams:
    """Hyperparameters of one tree ensemble.

    Attributes:
        rounds: Boosting rounds.
        rate: Learning rate.
        leaves: Most leaves of a tree.
        depth: Largest depth of a tree.
        fits: Fits with different seeds, which sample other rows and columns; their mean varies less than a single fit.
        rising: Columns with which the probability must not fall.
        falling: Columns with which it must not rise.
    """

    rounds: int
    rate: float
    leaves: int = 4
    depth: int = 2
    fits: int = 1
    rising: frozenset[str] = frozenset()
    falling: frozenset[str] = frozenset()

    def settings(self, columns: Sequence[str]) -> dict[str, Any]:
        """Return the parameters for lightgbm, without the seed."""
        shape = {"learning_rate": self.rate, "num_leaves": self.leaves, "max_depth": self.depth}
        signs = [(name in self.rising) - (name in self.falling) for name in columns]
        return _SETTINGS | shape | ({"monotone_constraints": signs} if any(signs) else {})


def fit_trees(
    columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, params: TreeParams
) -> TreeEnsemble:
    """Fit a tree ensemble.

    Args:
        columns: The names of the columns of ``values``.
        values: The features. *Shape:* ``(rows, columns)``.
        labels: 0 or 1. *Shape:* ``(rows,)``.
        weights: Rows with weight 0 are left out. *Shape:* ``(rows,)``.
        params: Hyperparameters.
    """
    import lightgbm

    used = weights > 0
    data = lightgbm.Dataset(values[used], labels[used], weight=weights[used])
    fitted = [
        from_lightgbm(
            tuple(columns),
            lightgbm.train(params.settings(columns) | {"seed": _SEED + n}, data, params.rounds).dump_model(),
        )
        for n in range(params.fits)
    ]
    trees = tuple(
        tuple(node._replace(value=node.value / params.fits) for node in tree)
        for ensemble in fitted
        for tree in ensemble.trees
    )
    return TreeEnsemble.of(columns, sum(ensemble.constant for ensemble in fitted) / params.fits, trees)


@dataclass(frozen=True, slots=True)
class MlpParams:
    """Hyperparameters of the perceptrons.

    The best values for the perceptrons alone are not the best in the blend, where their errors should differ from those
    of the trees.

    Attributes:
        share: Their weight in the blend with the trees (0-1).
        hidden: Units of a layer.
        epochs: Passes over the rows.
        rate: The highest learning rate.
        dropout: Share of units that are dropped in training (0-1).
        decay: Weight decay.
        fits: Fits with different seeds.
    """

    share: float
    hidden: int
    epochs: int
    rate: float
    dropout: float
    decay: float = 0.02
    fits: int = 3


def fit_mlp(values: Floats, labels: Floats, weights: Floats, params: MlpParams) -> MlpEnsemble:
    """Fit perceptrons with two hidden layers; arguments as for `fit_trees`. The same rows give the same weights.

    AdamW (Loshchilov and Hutter 2019) with a rate that rises and falls once (Smith and Topin 2018). A perceptron sees
    the rank of each value among the quantiles of its column, so that outliers do no harm, with mean 0 and deviation 1.
    The standardization is then folded into the weights of the first layer, so that only ranks are needed to apply it.
    """
    used = weights > 0
    values = values[used]
    levels = (np.arange(_EDGES) + 0.5) / _EDGES
    edges = np.quantile(values, levels, axis=0, method="nearest").T.astype(np.float64)
    inputs = rank_normalize(values, edges)
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0)
    deviation[deviation == 0] = 1.0
    inputs = (inputs - mean) / deviation
    fitted = [
        _fit_perceptron(inputs, labels[used], weights[used], params, _SEED + number) for number in range(params.fits)
    ]
    layers: list[Layer] = []
    for parts in zip(*fitted, strict=True):
        matrices, offsets = (np.stack([part[side] for part in parts]) for side in (0, 1))
        if not layers:  # x @ M + b of standardized ranks is x' @ (M / deviation) + (b - mean @ (M / deviation))
            matrices = matrices / deviation[:, None]
            offsets = offsets - mean @ matrices
        layers.append((_single(matrices), _single(offsets)))
    return MlpEnsemble(edges, tuple(layers))


def _single(values: Floats) -> Floats:
    """Round to single precision, in which the weights are stored."""
    return values.astype(np.float32).astype(np.float64)


def _fit_perceptron(values: Floats, labels: Floats, weights: Floats, params: MlpParams, seed: int) -> list[Layer]:
    """Fit one perceptron; return for each layer weights, *shape* ``(inputs, outputs)``, and biases, ``(outputs,)``."""
    import torch
    from torch.nn import Dropout, Linear, ReLU, Sequential
    from torch.nn.functional import binary_cross_entropy_with_logits

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # a fixed order of summation
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            inputs, target, weight = (torch.tensor(column, dtype=torch.float32) for column in (values, labels, weights))
            network = Sequential(
                Linear(values.shape[1], params.hidden), ReLU(), Dropout(params.dropout),
                Linear(params.hidden, params.hidden), ReLU(), Dropout(params.dropout),
                Linear(params.hidden, 1),
            )  # fmt: skip
            batches = max(1, len(values) // _BATCH)
            optimizer = torch.optim.AdamW(network.parameters(), lr=params.rate, weight_decay=params.decay)
            rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, params.rate, total_steps=params.epochs * batches)
            for _ in range(params.epochs):
                shuffled = torch.randperm(len(values))
                for batch in range(batches):
                    rows = shuffled[batch * _BATCH : (batch + 1) * _BATCH]
                    visible = inputs[rows] * (torch.rand(len(rows), values.shape[1]) > _INPUT_DROPOUT)
                    loss = binary_cross_entropy_with_logits(network(visible)[:, 0], target[rows], weight=weight[rows])
                    optimizer.zero_grad()
                    loss.backward()  # type: ignore[no-untyped-call]
                    optimizer.step()
                    rates.step()
    finally:
        torch.set_num_threads(threads)
    return [
        (layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy())
        for layer in network
        if isinstance(layer, Linear)
    ]


def fit_blend(
    columns: Sequence[str],
    values: Floats,
    labels: Floats,
    weights: Floats,
    tree_params: TreeParams,
    mlp_params: MlpParams | None,
) -> BlendedModel:
    """Fit trees, and perceptrons to blend with them unless ``mlp_params`` is None; see `fit_trees`."""
    trees = fit_trees(columns, values, labels, weights, tree_params)
    if mlp_params is None:
        return BlendedModel(trees)
    return BlendedModel(trees, fit_mlp(values, labels, weights, mlp_params), mlp_params.share)


Model = TypeVar("Model", TreeEnsemble, BlendedModel)


def cross_fit(
    values: Floats,
    labels: Floats,
    weights: Floats,
    folds: NDArray[np.int64],
    fit: Callable[[Floats, Floats, Floats], Model],
) -> tuple[Floats, dict[int, Model]]:
    """Return the probability of each row by the model fitted without its fold, and the models by fold.

    Args:
        values: The features. *Shape:* ``(rows, columns)``.
        labels: 0 or 1. *Shape:* ``(rows,)``.
        weights: *Shape:* ``(rows,)``.
        folds: The number of the fold of each row. *Shape:* ``(rows,)``.
        fit: Fits a model from values, labels and weights.
    """
    probabilities, models = np.zeros(len(labels)), {}
    for fold in np.unique(folds).tolist():
        inside = folds == fold
        models[fold] = fit(values, labels, np.where(inside, 0.0, weights))
        probabilities[inside] = models[fold].probabilities(values[inside])
    return probabilities, models


def from_lightgbm(columns: tuple[str, ...], model: dict[str, Any]) -> TreeEnsemble:
    """Return a dumped lightgbm booster as a `TreeEnsemble` with the same log-odds.

    The mean of each tree goes into the constant, so that the contributions of columns are differences from it; a tree
    without a split adds nothing else.
    """
    constant, trees = 0.0, []
    for tree in model["tree_info"]:
        nodes: list[TreeNode] = []
        _append_node(columns, tree["tree_structure"], nodes)
        constant += nodes[0].value
        if len(nodes) > 1:
            trees.append(tuple(node._replace(value=node.value - nodes[0].value) for node in nodes))
    return TreeEnsemble.of(columns, constant, trees)


def _append_node(columns: tuple[str, ...], node: dict[str, Any], nodes: list[TreeNode]) -> tuple[int, float]:
    """Append a dumped node and its subtree; return its number and the number of rows it was fitted on."""
    number = len(nodes)
    if "leaf_value" in node:
        nodes.append(TreeNode(float(node["leaf_value"])))
        return number, float(node.get("leaf_count", 1))
    nodes.append(TreeNode(0.0))  # replaced below, when its children are known
    low, rows_low = _append_node(columns, node["left_child"], nodes)
    high, rows_high = _append_node(columns, node["right_child"], nodes)
    rows = rows_low + rows_high
    value = (nodes[low].value * rows_low + nodes[high].value * rows_high) / rows
    nodes[number] = TreeNode(value, columns[int(node["split_feature"])], float(node["threshold"]), low, high)
    return number, rows
