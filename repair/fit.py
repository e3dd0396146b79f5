"""Fitting an evidence table: gradient-boosted trees, written out as a `Table`.

Needs lightgbm (the ``train`` extra). The trees are small and many, and each sees a part of the rows and columns alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repair.table import Floats, Node, Table

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


@dataclass(frozen=True, slots=True)
class Fit:
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


def fit_table(columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, how: Fit) -> Table:
    """Fit a table. *Shapes:* ``values`` ``(rows, columns)``, ``labels`` (0-1) and ``weights`` ``(rows,)``."""
    import lightgbm

    used = weights > 0
    data = lightgbm.Dataset(values[used], labels[used], weight=weights[used])
    fitted = [
        written_out(tuple(columns), lightgbm.train(how.settings | {"seed": _SEED + n}, data, how.rounds).dump_model())
        for n in range(how.fits)
    ]
    trees = tuple(
        tuple(replace(node, worth=node.worth / how.fits) for node in tree) for table in fitted for tree in table.trees
    )
    return Table(tuple(columns), sum(table.constant for table in fitted) / how.fits, trees)


def cross_fit(
    columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, folds: NDArray[np.int64], how: Fit
) -> Floats:
    """Return for each row the probability by a table that never saw its fold. *Shape:* ``(rows,)``."""
    out = np.zeros(len(labels))
    for fold in np.unique(folds):
        inside = folds == fold
        table = fit_table(columns, values, labels, np.where(inside, 0.0, weights), how)
        out[inside] = table.probabilities(values[inside])
    return out


def written_out(columns: tuple[str, ...], model: dict[str, Any]) -> Table:
    """Turn a dumped booster into a `Table` that gives the same log-odds; a tree without a split is a constant."""
    constant, trees = 0.0, []
    for told in model["tree_info"]:
        nodes: list[Node] = []
        _write(columns, told["tree_structure"], nodes)
        # What a tree is worth on average is no column's doing.
        constant += nodes[0].worth
        if len(nodes) > 1:
            trees.append(tuple(replace(node, worth=node.worth - nodes[0].worth) for node in nodes))
    return Table(columns, constant, tuple(trees))


def _write(columns: tuple[str, ...], told: dict[str, Any], nodes: list[Node]) -> tuple[int, float]:
    """Append a dumped node and all below it; return its number and how many rows it was fitted on."""
    number = len(nodes)
    if "leaf_value" in told:
        nodes.append(Node(float(told["leaf_value"])))
        return number, float(told.get("leaf_count", 1))
    nodes.append(Node(0.0))  # its place; what it is worth is known when all below it is
    low, rows_low = _write(columns, told["left_child"], nodes)
    high, rows_high = _write(columns, told["right_child"], nodes)
    rows = rows_low + rows_high
    worth = (nodes[low].worth * rows_low + nodes[high].worth * rows_high) / rows
    nodes[number] = Node(worth, columns[int(told["split_feature"])], float(told["threshold"]), low, high)
    return number, rows
