"""An evidence table: what the pieces of evidence, and their combinations, are worth in nats.

A table is a sum of small decision trees over named columns, plus a constant (gradient-boosted trees; Friedman 2001);
its logistic is a probability. It is plain JSON, one tree a line, and scoring is look-ups alone. What each column adds
to a row is told by the steps of its way down the trees. Beside a table perceptrons may have a share of the say; they
lie in a file of their own. Fitting is the business of ``calibrate``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK_ROWS = 64  # rows that fall together: few enough to stay near the processor
_DEEPEST = 12  # levels of a tree; a file that goes deeper is no table of ours
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A split on a column, or a leaf (``column`` is None): what the rows that come here are worth on average, in nats.

    A row whose value is not above ``edge`` goes to the node numbered ``low`` in its tree, any other to ``high``.
    """

    value: float
    column: str | None = None
    edge: float = 0.0
    low: int = 0
    high: int = 0


Tree = tuple[TreeNode, ...]  # its root first, every node before those below it


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
        # Added up tree by tree, never pairwise, so that a row's sum does not depend on the rows beside it.
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
        """Return what each column adds for each row, in nats: the steps in worth on the row's way down the trees.

        With the constant they add up to the log-odds where the roots are worth 0, as in fitted trees (Saabas 2014).
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
        """Return the table as plain data."""
        return {
            "columns": list(self.columns),
            "constant": round(self.constant, 4),
            "trees": [[_plain(node) for node in tree] for tree in self.trees],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TreeEnsemble:
        """Read what `to_json` wrote; ValueError, KeyError or TypeError when it is something else."""
        columns = tuple(str(name) for name in data["columns"])
        trees = tuple(tuple(_node(node) for node in tree) for tree in data["trees"])
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
    """Refuse a tree without nodes, with unknown columns, or that does not lead downwards to leaves."""
    depths = [0] * len(tree)
    if not tree:
        raise ValueError("a tree has no nodes")
    for number, node in enumerate(tree):
        if not np.isfinite(node.value):
            raise ValueError("a node is worth no number")
        if node.column is None:
            continue
        if node.column not in columns:
            raise ValueError("a tree names an unknown column")
        for below in (node.low, node.high):
            if not number < below < len(tree) or depths[number] == _DEEPEST:
                raise ValueError("a tree does not lead downwards")
            depths[below] = depths[number] + 1


@dataclass(frozen=True, slots=True)
class _FlatTrees:
    """The nodes of all trees laid out so that all rows fall through all trees at once; a leaf leads to itself.

    ``below`` holds for each node the two it leads to, ``roots`` where each tree begins, ``depth`` how many steps reach
    every leaf, ``heard`` the columns that some tree asks for.
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
        """Lay out the trees of a table."""
        places = {name: number for number, name in enumerate(columns)}
        roots = np.cumsum([0, *(len(tree) for tree in trees)])[:-1]
        nodes = [(int(first), n, node) for first, tree in zip(roots, trees, strict=True) for n, node in enumerate(tree)]
        below = [
            (first + n, first + n) if node.column is None else (first + node.low, first + node.high)
            for first, n, node in nodes
        ]
        return cls(
            np.asarray([node.value for _, _, node in nodes], dtype=np.float64),
            np.asarray([places[node.column] if node.column else 0 for _, _, node in nodes], dtype=np.intp),
            np.asarray([node.edge for _, _, node in nodes], dtype=np.float64),
            np.asarray(below, dtype=np.intp).reshape(-1),
            roots.astype(np.intp),
            max((_depth(tree) for tree in trees), default=0),
            tuple(sorted({places[node.column] for _, _, node in nodes if node.column})),
        )

    def apply(self, values: Floats) -> list[NDArray[np.intp]]:
        """Return the node that each row reaches in each tree, level by level. *Shape of each:* ``(trees, rows)``."""
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
    for number, node in enumerate(tree):
        if node.column is not None:
            depths[node.low] = depths[node.high] = depths[number] + 1
    return max(depths)
