"""Fitting an evidence table: boosted trees of at most two features each, written out as steps.

Needs lightgbm (the ``train`` extra). Trees of depth two make a generalised additive model with pairwise
terms; each tree is a function of one or two features and is added, cell by cell, to that pair's grid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repair.table import Floats, Table, Term

_SETTINGS = {
    "objective": "binary",
    "num_leaves": 4,
    "max_depth": 2,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How long and how fast to fit one table."""

    rounds: int
    rate: float


def fit_table(columns: Sequence[str], values: Floats, labels: Floats, weights: Floats, how: Fit) -> Table:
    """Fit a table. *Shapes:* ``values`` ``(rows, columns)``, ``labels`` (0-1) and ``weights`` ``(rows,)``."""
    import lightgbm

    used = weights > 0
    data = lightgbm.Dataset(values[used], labels[used], weight=weights[used])
    booster = lightgbm.train({**_SETTINGS, "learning_rate": how.rate}, data, how.rounds)
    return written_out(tuple(columns), booster.dump_model())


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
    """Turn a dumped booster of depth-two trees into a `Table` that gives the same log-odds."""
    leaves: dict[tuple[int, ...], list[tuple[dict[int, tuple[float, float]], float]]] = defaultdict(list)
    for tree in model["tree_info"]:
        boxes = list(_boxes(tree["tree_structure"], {}))
        seen: set[int] = set().union(*(box.keys() for box, _ in boxes))
        # A tree that splits its second level on two different features is two pairs: its leaves part cleanly.
        for half in _halves(boxes, seen):
            features = tuple(sorted(set().union(*(box.keys() for box, _ in half))))
            leaves[features] += half
    constant = float(sum(value for _, value in leaves.pop((), [])))
    return Table(columns, constant, tuple(_term(columns, key, boxes) for key, boxes in sorted(leaves.items())))


Box = tuple[dict[int, tuple[float, float]], float]


def _boxes(node: dict[str, Any], box: dict[int, tuple[float, float]]) -> Iterator[Box]:
    """Yield the leaves of a tree, each with the half-open (low, high] interval of every feature it tests."""
    if "leaf_value" in node:
        yield box, float(node["leaf_value"])
        return
    feature, edge = int(node["split_feature"]), float(node["threshold"])
    low, high = box.get(feature, (-np.inf, np.inf))
    yield from _boxes(node["left_child"], {**box, feature: (low, min(high, edge))})
    yield from _boxes(node["right_child"], {**box, feature: (max(low, edge), high)})


def _halves(boxes: list[Box], seen: set[int]) -> list[list[Box]]:
    if len(seen) <= 2:
        return [boxes]
    by_pair: dict[tuple[int, ...], list[Box]] = defaultdict(list)
    for box, value in boxes:
        by_pair[tuple(sorted(box))].append((box, value))
    return list(by_pair.values())


def _term(columns: tuple[str, ...], features: tuple[int, ...], boxes: list[Box]) -> Term:
    edges = []
    for feature in features:
        borders = {edge for box, _ in boxes for edge in box.get(feature, ()) if np.isfinite(edge)}
        edges.append(np.asarray(sorted(borders)))
    grid = np.zeros(tuple(len(edge) + 1 for edge in edges))
    for box, value in boxes:
        cells = []
        for feature, edge in zip(features, edges, strict=True):
            low, high = box.get(feature, (-np.inf, np.inf))
            first = 0 if np.isneginf(low) else int(np.searchsorted(edge, low)) + 1
            last = len(edge) if np.isposinf(high) else int(np.searchsorted(edge, high))
            cells.append(slice(first, last + 1))
        grid[tuple(cells)] += value
    return Term(tuple(columns[feature] for feature in features), tuple(edges), grid)
