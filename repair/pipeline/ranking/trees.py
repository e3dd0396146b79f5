"""Gradient-boosted decision trees (Friedman 2001) over named columns, evaluated with numpy.

The sum of the trees and a constant is a log-odds. Trees are stored as tensors. The contribution of a
column to a row is the sum of the changes in node value along the row's paths (Saabas 2014). Fitting is in
``repair.training``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.pipeline.ranking.tree_levels import TreeLevels

_BLOCK = 1 << 15  # rows times trees that are evaluated together: few enough for the cache of the processor
_DEEPEST = 12  # levels of a tree; deeper ones are refused
_LEAF = -1  # column of a leaf in the file
Floats = NDArray[np.float64]


class TreeNode(NamedTuple):
    """A split on a column, or a leaf (``column`` is None); ``value`` is the mean log-odds of its rows, in nats.

    A row whose value is at most ``edge`` goes to the node numbered ``low`` in its tree, any other to ``high``.
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
    nodes: TreeNodes

    @classmethod
    def of(cls, columns: Sequence[str], constant: float, trees: Sequence[Tree]) -> TreeEnsemble:
        """Return the ensemble of trees whose nodes are tuples."""
        return cls(tuple(columns), constant, TreeNodes.of(columns, trees))

    @property
    def trees(self) -> tuple[Tree, ...]:
        """The trees, with nodes as tuples."""
        return self.nodes.as_trees(self.columns)

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        # Added up tree by tree, never pairwise, so that the sum of a row does not depend on the other rows.
        levels, logits = self.nodes.levels, np.empty(len(values))
        if not levels.trees:
            return np.full(len(values), self.constant)
        for rows in self._blocks(len(values)):
            value = levels.value.take(levels.apply(values[rows])[-1])
            value[0] += self.constant
            logits[rows] = np.add.accumulate(value, axis=0, out=value)[-1]
        return logits

    def _blocks(self, count: int) -> list[slice]:
        """Return the rows that are evaluated together, of ``count`` rows."""
        together = max(1, _BLOCK // max(1, self.nodes.levels.trees))
        return [slice(first, first + together) for first in range(0, count, together)]

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        return logistic(self.logits(values))

    def contributions(self, rows: Sequence[Sequence[float]]) -> list[dict[str, float]]:
        """Return the contribution of each used column to each row, in nats.

        With the constant, they add up to the log-odds where all roots have the value 0, as in fitted trees.
        """
        if not len(rows):
            return []
        names = [(self.columns[number], number) for number in self.nodes.used_columns]
        values = np.asarray(rows, dtype=np.float64)
        totals = [self._totals(values[rows]) for rows in self._blocks(len(values))]
        return [{name: total[number] for name, number in names} for block in totals for total in block.tolist()]

    def _totals(self, values: Floats) -> Floats:
        """Return the contribution of every column to each row, in nats. *Shape:* as ``values``."""
        levels, (count, width) = self.nodes.levels, values.shape
        totals = np.zeros(count * width)
        if levels.trees:
            row = np.arange(count) * width
            at = levels.apply(values)
            reached = itertools.pairwise(map(levels.value.take, at))
            for above, (before, after) in zip(at[:-1], reached, strict=True):
                column = levels.column.take(above) + row
                totals += np.bincount(column.ravel(), (after - before).ravel(), len(totals))
        return totals.reshape(count, width)

    def tensors(self) -> dict[str, NDArray[Any]]:
        """Return the tensors of the file; `from_tensors` reads them back, with values in single precision."""
        nodes = self.nodes
        return {
            "value": nodes.value.astype(np.float32),
            "edge": nodes.edge,
            "column": np.where(nodes.is_leaf, _LEAF, nodes.column).astype(np.int16),
            "below": nodes.below.reshape(-1, 2).astype(np.int32),
            "roots": nodes.roots.astype(np.int32),
        }

    @classmethod
    def from_tensors(cls, columns: Sequence[str], constant: float, tensors: Mapping[str, NDArray[Any]]) -> TreeEnsemble:
        """Return the ensemble of tensors from `tensors`; raise KeyError or ValueError where they make no trees."""
        if not math.isfinite(constant):
            raise ValueError("the constant is not a finite number")
        return cls(tuple(columns), constant, TreeNodes.from_tensors(tensors, len(columns)))


def logistic(logits: Floats) -> Floats:
    """Return the probabilities (0-1) of log-odds."""
    odds: Floats = 1.0 / (1.0 + np.exp(-logits))
    return odds


@dataclass(frozen=True)
class TreeNodes:
    """The nodes of all trees in arrays, as in the file; a leaf leads to itself.

    *Shapes:* ``(nodes,)``, but ``below``: ``(2 * nodes,)`` and ``roots``: ``(trees,)``.

    Attributes:
        value: The mean log-odds of the rows of each node, in nats.
        edge: The value up to which a row goes to the first of the two nodes below.
        column: The number of the column that each node splits on; 0 for leaves.
        below: The two nodes below each node, one after the other; those of a leaf are the leaf itself.
        roots: The first node of each tree; the nodes of a tree follow it, each before its descendants.
    """

    value: Floats
    edge: Floats
    column: NDArray[np.intp]
    below: NDArray[np.intp]
    roots: NDArray[np.intp]

    @classmethod
    def of(cls, columns: Sequence[str], trees: Sequence[Tree]) -> TreeNodes:
        """Return the nodes of trees that are tuples."""
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
            np.asarray([node.edge for node in nodes], dtype=np.float64),
            np.asarray([places[node.column] if node.column else 0 for node in nodes], dtype=np.intp),
            np.stack((low, high), axis=1).reshape(-1).astype(np.intp),
            roots,
        )

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, NDArray[Any]], columns: int) -> TreeNodes:
        """Return the nodes of tensors from `TreeEnsemble.tensors`.

        Args:
            tensors: The tensors by name.
            columns: How many columns a row has.

        Raises:
            KeyError: When a tensor is missing.
            ValueError: When a node splits on no column, or does not lead downwards to nodes of its own tree that no
                other node leads to.
        """
        value, edge = tensors["value"].astype(np.float64), tensors["edge"].astype(np.float64)
        column, roots = tensors["column"].astype(np.intp), tensors["roots"].astype(np.intp)
        below = tensors["below"].astype(np.intp)
        count = len(value)
        if not (
            value.shape == edge.shape == column.shape == (count,) and below.shape == (count, 2) and roots.ndim == 1
        ):
            raise ValueError("the tensors of a tree have other shapes than each other")
        if not (np.all(np.isfinite(value)) and np.all(np.isfinite(edge))):
            raise ValueError("the value of a node is not a finite number")
        if np.any(column < _LEAF) or np.any(column >= columns):
            raise ValueError("a tree splits on an unknown column")
        starts = np.asarray([*roots.tolist(), count])
        if (count or len(roots)) and (starts[0] != 0 or np.any(np.diff(starts) <= 0)):
            raise ValueError("a tree has no nodes")
        ends, numbers, is_leaf = np.repeat(starts[1:], np.diff(starts)), np.arange(count), column == _LEAF
        if np.any(below[is_leaf] != numbers[is_leaf, None]):
            raise ValueError("a leaf leads to another node")
        further = below[~is_leaf]
        if np.any(further <= numbers[~is_leaf, None]) or np.any(further >= ends[~is_leaf, None]):
            raise ValueError("a tree does not lead downwards")
        if np.any(np.bincount(further.reshape(-1)) > 1):
            raise ValueError("two nodes lead to the same node")
        nodes = cls(value, edge, np.where(is_leaf, 0, column), np.ascontiguousarray(below).reshape(-1), roots)
        if nodes.depth > _DEEPEST:
            raise ValueError("a tree is too deep")
        return nodes

    @cached_property
    def is_leaf(self) -> NDArray[np.bool_]:
        """Whether each node is a leaf."""
        leaf: NDArray[np.bool_] = self.below[::2] == np.arange(len(self.value))
        return leaf

    @cached_property
    def levels(self) -> TreeLevels:
        """The nodes in the order in which rows reach them."""
        return TreeLevels(self.value, self.edge, self.column, self.below.reshape(-1, 2), self.roots)

    @property
    def depth(self) -> int:
        """How many steps reach every leaf."""
        return self.levels.depth

    @cached_property
    def used_columns(self) -> tuple[int, ...]:
        """The columns that some tree splits on."""
        return tuple(sorted(set(self.column[~self.is_leaf].tolist())))  # np.unique would import numpy.ma

    def as_trees(self, columns: Sequence[str]) -> tuple[Tree, ...]:
        """Return the trees, with nodes as tuples."""
        trees = []
        for first, end in itertools.pairwise([*self.roots.tolist(), len(self.value)]):
            below = (self.below.reshape(-1, 2)[first:end] - first).tolist()
            rows = zip(
                self.value[first:end].tolist(), self.column[first:end].tolist(), self.edge[first:end].tolist(), below,
                strict=True,
            )  # fmt: skip
            trees.append(
                tuple(
                    TreeNode(value) if low == number else TreeNode(value, columns[column], edge, low, high)
                    for number, (value, column, edge, (low, high)) in enumerate(rows)
                )
            )
        return tuple(trees)
