"""Gradient-boosted decision trees (Friedman 2001) over named columns, evaluated with numpy.

The sum of the trees and a constant is a log-odds. Trees are stored as plain JSON, one per line. The contribution of a
column to a row is the sum of the changes in node value along the row's paths (Saabas 2014). Fitting is in
``repair.training``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_BLOCK_ROWS = 64  # rows that are evaluated together: few enough for the cache of the processor
_DEEPEST = 12  # levels of a tree; deeper ones are refused
Floats = NDArray[np.float64]


class TreeNode(NamedTuple):
    """A split on a column, or a leaf (``column`` is None); ``value`` is the mean log-odds of its rows, in nats.

    A row whose value is at most ``edge`` goes to the node numbered ``low`` in its tree, any other to ``high``. A tuple,
    since a ranker has tens of thousands, and a frozen dataclass is created several times as slowly.
    """

    value: float
    column: str | None = None
    edge: float = 0.0
    low: int = 0
    high: int = 0


Tree = tuple[TreeNode, ...]  # the root first, every node before its descendants


@dataclass(frozen=True)
class TreeEnsemble:
    """Trees over the named columns; ``constant`` in nats."""

    columns: tuple[str, ...]
    constant: float
    trees: tuple[Tree, ...]

    @cached_property
    def _forest(self) -> _FlatTrees:
        return _FlatTrees.of(self.columns, self.trees)

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        # Added up tree by tree, never pairwise, so that the sum of a row does not depend on the other rows.
        if not self.trees:
            return np.full(len(values), self.constant)
        forest, logits = self._forest, np.empty(len(values))
        for first in range(0, len(values), _BLOCK_ROWS):
            value = forest.value.take(forest.apply(values[first : first + _BLOCK_ROWS])[-1])
            value[0] += self.constant
            logits[first : first + _BLOCK_ROWS] = np.add.accumulate(value, axis=0, out=value)[-1]
        return logits

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        return logistic(self.logits(values))

    def contributions(self, rows: Sequence[Sequence[float]]) -> list[dict[str, float]]:
        """Return the contribution of each used column to each row, in nats.

        With the constant, they add up to the log-odds where all roots have the value 0, as in fitted trees.
        """
        if not len(rows):
            return []
        forest, width = self._forest, len(self.columns)
        totals = np.zeros(len(rows) * width)
        if self.trees:
            levels = forest.apply(np.asarray(rows, dtype=np.float64))
            row = np.arange(len(rows)) * width
            for above, below in itertools.pairwise(levels):
                step = forest.value[below] - forest.value[above]
                totals += np.bincount((forest.column[above] + row).ravel(), step.ravel(), len(totals))
        return [
            {self.columns[number]: value[number] for number in forest.used_columns}
            for value in totals.reshape(len(rows), width).tolist()
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the ensemble as plain data."""
        return {
            "columns": list(self.columns),
            "constant": round(self.constant, 4),
            "trees": [[_plain(node) for node in tree] for tree in self.trees],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TreeEnsemble:
        """Return the ensemble that `to_json` wrote; raise ValueError, KeyError or TypeError for any other data."""
        columns = tuple(str(name) for name in data["columns"])
        trees = tuple(tuple(map(_node, tree)) for tree in data["trees"])
        for tree in trees:
            _check_tree(tree, frozenset(columns))
        return cls(columns, float(data["constant"]), trees)


def logistic(logits: Floats) -> Floats:
    """Return the probabilities (0-1) of log-odds."""
    odds: Floats = 1.0 / (1.0 + np.exp(-logits))
    return odds


def _plain(node: TreeNode) -> list[Any]:
    value = round(node.value, 4)
    return [value] if node.column is None else [value, node.column, round(node.edge, 6), node.low, node.high]


def _node(data: list[Any]) -> TreeNode:
    if len(data) == 1:
        return TreeNode(float(data[0]))
    value, column, edge, low, high = data
    return TreeNode(float(value), str(column), float(edge), int(low), int(high))


def _check_tree(tree: Tree, columns: frozenset[str]) -> None:
    """Raise ValueError for a tree without nodes, with unknown columns, or that does not lead downwards to leaves."""
    depths = [0] * len(tree)
    if not tree:
        raise ValueError("a tree has no nodes")
    for number, (value, column, _, low, high) in enumerate(tree):
        if not math.isfinite(value):
            raise ValueError("the value of a node is not a finite number")
        if column is None:
            continue
        if column not in columns:
            raise ValueError("a tree names an unknown column")
        for below in (low, high):
            if not number < below < len(tree) or depths[number] == _DEEPEST:
                raise ValueError("a tree does not lead downwards")
            depths[below] = depths[number] + 1


@dataclass(frozen=True, slots=True)
class _FlatTrees:
    """The nodes of all trees in arrays, so that all rows pass through all trees at once; a leaf leads to itself.

    ``below`` holds the two children of each node, ``roots`` the first node of each tree, ``depth`` the number of steps
    that reach every leaf, ``used_columns`` the columns that some tree splits on.
    """

    value: Floats
    column: NDArray[np.intp]
    edge: Floats
    below: NDArray[np.intp]
    roots: NDArray[np.intp]
    depth: int
    used_columns: tuple[int, ...]

    @classmethod
    def of(cls, columns: Sequence[str], trees: Sequence[Tree]) -> _FlatTrees:
        """Return the trees as arrays."""
        places = {name: number for number, name in enumerate(columns)}
        nodes = list(itertools.chain.from_iterable(trees))
        sizes = [len(tree) for tree in trees]
        roots = np.cumsum([0, *sizes])[:-1].astype(np.intp)
        numbers, first = np.arange(len(nodes)), np.repeat(roots, sizes)
        is_leaf = np.asarray([node.column is None for node in nodes], dtype=bool)
        low, high = (
            np.where(is_leaf, numbers, first + np.asarray(side, dtype=np.intp))
            for side in ([node.low for node in nodes], [node.high for node in nodes])
        )
        return cls(
            np.asarray([node.value for node in nodes], dtype=np.float64),
            np.asarray([places[node.column] if node.column else 0 for node in nodes], dtype=np.intp),
            np.asarray([node.edge for node in nodes], dtype=np.float64),
            np.stack((low, high), axis=1).reshape(-1),
            roots,
            max((_depth(tree) for tree in trees), default=0),
            tuple(sorted({places[node.column] for node in nodes if node.column})),
        )

    def apply(self, values: Floats) -> list[NDArray[np.intp]]:
        """Return the node that each row reaches in each tree, for each level. *Shape of each:* ``(trees, rows)``."""
        flat, rows, starts = np.ascontiguousarray(values.T).ravel(), np.arange(len(values)), self.column * len(values)
        at = np.repeat(self.roots[:, None], len(values), axis=1)
        levels = [at]
        for _ in range(self.depth):
            above = flat.take(starts.take(at) + rows) > self.edge.take(at)
            at = self.below.take(2 * at + above)
            levels.append(at)
        return levels


def _depth(tree: Tree) -> int:
    depths = [0] * len(tree)
    for number, (_, column, _, low, high) in enumerate(tree):
        if column is not None:
            depths[low] = depths[high] = depths[number] + 1
    return max(depths)
