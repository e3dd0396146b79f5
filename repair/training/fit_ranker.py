"""Fit the ranker: gradient-boosted trees written out as a `TreeEnsemble`, perceptrons beside them, calibration curves.

Needs lightgbm, scipy and torch (the ``train`` extra). The trees are small and many, and each sees a part of the rows
and columns alone; the perceptrons are few and see everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repair.pipeline.mlp import Layer, MlpEnsemble, rank_normalize
from repair.pipeline.ranker import BlendedModel, Curve
from repair.pipeline.trees import Floats, TreeEnsemble, TreeNode, logistic

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
_EDGES = 48  # of each column, as many values between any two
_BATCH = 256  # rows a step of a perceptron
_STEPS = 100  # straight pieces of a confidence curve
_SURE = 1e-4  # nearer to 0 or 1 no decision is taken to be
_HELD_BACK = 0.05  # of what a perceptron sees a row by, hidden from it at random


@dataclass(frozen=True, slots=True)
class TreeParams:
    """How long and how fast to fit one table, how large its trees grow, and the mean of how many fits it is.

    Fits differ in the rows and columns that each tree is shown, by their seed; their mean is steadier than any of them.
    """

    rounds: int
    rate: float
    leaves: int = 4
    depth: int = 2
    fits: int = 1

    @property
    def settings(self) -> dict[str, Any]:
        """What lightgbm wants to know, but for the seed."""
        grown = {"learning_rate": self.rate, "num_leaves": self.leaves, "max_depth": self.depth}
        return {**_SETTINGS, **grown}


def fit_trees(columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, how: TreeParams) -> TreeEnsemble:
    """Fit a table. *Shapes:* ``values`` ``(rows, columns)``, ``labels`` (0-1) and ``weights`` ``(rows,)``."""
    import lightgbm

    used = weights > 0
    data = lightgbm.Dataset(values[used], labels[used], weight=weights[used])
    fitted = [
        from_lightgbm(tuple(columns), lightgbm.train(how.settings | {"seed": _SEED + n}, data, how.rounds).dump_model())
        for n in range(how.fits)
    ]
    trees = tuple(
        tuple(replace(node, worth=node.worth / how.fits) for node in tree) for table in fitted for tree in table.trees
    )
    return TreeEnsemble(tuple(columns), sum(table.constant for table in fitted) / how.fits, trees)


@dataclass(frozen=True, slots=True)
class MlpParams:
    """The perceptrons beside the trees: their size, how long and fast they are fitted, and their ``share`` of the say.

    Better fitted alone they are worse company: what counts is that they err elsewhere than the trees.
    """

    share: float
    hidden: int
    epochs: int
    rate: float
    dropout: float
    decay: float = 0.02
    fits: int = 3


def fit_mlp(values: Floats, labels: Floats, weights: Floats, how: MlpParams) -> MlpEnsemble:
    """Fit perceptrons of two hidden layers; *shapes* as for `fit_trees`. The same rows give the same numbers.

    AdamW (Loshchilov and Hutter 2019) with a rate that rises and falls once (Smith and Topin 2018).
    """
    used = weights > 0
    values = values[used]
    places = (np.arange(_EDGES) + 0.5) / _EDGES
    edges = np.quantile(values, places, axis=0, method="nearest").T.astype(np.float64)
    seen = rank_normalize(values, edges)
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    spread[spread == 0] = 1.0
    seen = (seen - mean) / spread
    fitted = [_fit_one(seen, labels[used], weights[used], how, _SEED + number) for number in range(how.fits)]
    layers: list[Layer] = []
    for parts in zip(*fitted, strict=True):
        matrices, offsets = (np.stack([part[side] for part in parts]) for side in (0, 1))
        if not layers:  # the first layer reads plain standings
            matrices = matrices / spread[:, None]
            offsets = offsets - mean @ matrices
        layers.append((_single(matrices), _single(offsets)))
    return MlpEnsemble(edges, tuple(layers))


def _single(values: Floats) -> Floats:
    """Round to what a file will hold."""
    return values.astype(np.float32).astype(np.float64)


def _fit_one(values: Floats, labels: Floats, weights: Floats, how: MlpParams, seed: int) -> list[Layer]:
    """Fit one perceptron and return its layers, without the axis of fits."""
    import torch
    from torch.nn import Dropout, Linear, ReLU, Sequential
    from torch.nn.functional import binary_cross_entropy_with_logits

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in one order
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            inputs, target, weight = (torch.tensor(each, dtype=torch.float32) for each in (values, labels, weights))
            network = Sequential(
                Linear(values.shape[1], how.hidden), ReLU(), Dropout(how.dropout),
                Linear(how.hidden, how.hidden), ReLU(), Dropout(how.dropout),
                Linear(how.hidden, 1),
            )  # fmt: skip
            batches = max(1, len(values) // _BATCH)
            optimizer = torch.optim.AdamW(network.parameters(), lr=how.rate, weight_decay=how.decay)
            rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, how.rate, total_steps=how.epochs * batches)
            for _ in range(how.epochs):
                shuffled = torch.randperm(len(values))
                for batch in range(batches):
                    rows = shuffled[batch * _BATCH : (batch + 1) * _BATCH]
                    shown = inputs[rows] * (torch.rand(len(rows), values.shape[1]) > _HELD_BACK)
                    loss = binary_cross_entropy_with_logits(network(shown)[:, 0], target[rows], weight=weight[rows])
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
    columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, how: TreeParams, beside: MlpParams | None
) -> BlendedModel:
    """Fit a table, and perceptrons beside it if there are to be any; *shapes* as for `fit_trees`."""
    table = fit_trees(columns, values, labels, weights, how)
    if beside is None:
        return BlendedModel(table)
    return BlendedModel(table, fit_mlp(values, labels, weights, beside), beside.share)


Fitting = Callable[[Floats, Floats, Floats], TreeEnsemble | BlendedModel]  # from values, labels and weights


def cross_fit(values: Floats, labels: Floats, weights: Floats, folds: NDArray[np.int64], fit: Fitting) -> Floats:
    """Return for each row the probability by what was fitted without its fold. *Shape:* ``(rows,)``."""
    out = np.zeros(len(labels))
    for fold in np.unique(folds):
        inside = folds == fold
        out[inside] = fit(values, labels, np.where(inside, 0.0, weights)).probabilities(values[inside])
    return out


def beta_calibration(told: Iterable[tuple[float, float]]) -> Curve:
    """Return probability → confidence, rising, of (probability, 1 where it was right else 0): beta calibration.

    Its log-odds are linear in ln p and -ln(1 - p) (Kull, Silva Filho and Flach 2017). A weak normal prior draws the
    three parameters towards the straight line, so that few decisions bend it little. A step function (isotonic
    regression) fits the same decisions better and those of new stories worse.
    """
    from scipy.optimize import minimize

    pairs = np.asarray([*told], dtype=np.float64).reshape(-1, 2)
    seen, right = _beta_terms(pairs[:, 0]), pairs[:, 1]
    straight = np.asarray([1.0, 1.0, 0.0])

    def loss(worth: Floats) -> tuple[float, Floats]:
        logits, off = seen @ worth, worth - straight
        missed = np.logaddexp(0.0, logits) - right * logits
        return float(missed.sum() + off @ off), seen.T @ (logistic(logits) - right) + 2 * off

    found = minimize(loss, straight, jac=True, method="L-BFGS-B", bounds=[(0.0, None), (0.0, None), (None, None)])
    steps = np.linspace(0.0, 1.0, _STEPS + 1)
    return steps, logistic(_beta_terms(steps) @ found.x)


def _beta_terms(probabilities: Floats) -> Floats:
    """Return what the log-odds of a confidence are linear in. *Shape:* ``(rows,)`` → ``(rows, 3)``."""
    kept = np.clip(probabilities, _SURE, 1.0 - _SURE)
    return np.stack([np.log(kept), -np.log1p(-kept), np.ones_like(kept)], axis=1)


def from_lightgbm(columns: tuple[str, ...], model: dict[str, Any]) -> TreeEnsemble:
    """Return a dumped booster as a `TreeEnsemble` of the same log-odds; a tree without a split becomes a constant."""
    constant, trees = 0.0, []
    for told in model["tree_info"]:
        nodes: list[TreeNode] = []
        _write(columns, told["tree_structure"], nodes)
        # What a tree is worth on average is no column's doing.
        constant += nodes[0].worth
        if len(nodes) > 1:
            trees.append(tuple(replace(node, worth=node.worth - nodes[0].worth) for node in nodes))
    return TreeEnsemble(columns, constant, tuple(trees))


def _write(columns: tuple[str, ...], told: dict[str, Any], nodes: list[TreeNode]) -> tuple[int, float]:
    """Append a dumped node and all below it; return its number and how many rows it was fitted on."""
    number = len(nodes)
    if "leaf_value" in told:
        nodes.append(TreeNode(float(told["leaf_value"])))
        return number, float(told.get("leaf_count", 1))
    nodes.append(TreeNode(0.0))  # its place; what it is worth is known when all below it is
    low, rows_low = _write(columns, told["left_child"], nodes)
    high, rows_high = _write(columns, told["right_child"], nodes)
    rows = rows_low + rows_high
    worth = (nodes[low].worth * rows_low + nodes[high].worth * rows_high) / rows
    nodes[number] = TreeNode(worth, columns[int(told["split_feature"])], float(told["threshold"]), low, high)
    return number, rows
