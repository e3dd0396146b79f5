"""The nodes of trees in the order in which rows reach them, so that rows pass through all trees in little memory.

All roots come first, then all nodes below them, and so on. The nodes that rows are at lie close together then, which
spares the cache of the processor; and the second node below another directly follows the first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


class TreeLevels:
    """The nodes level by level; a leaf leads to itself.

    *Shapes of the arrays:* ``(nodes,)``.

    Attributes:
        trees: The number of trees; their roots are the first nodes.
        depth: How many steps reach every leaf.
        value: The value of each node.
        column: The number of the column that each node splits on; 0 for leaves.
        edge: The value up to which a row goes to the first of the two nodes below; infinite for leaves.
        low: The first node below each.
    """

    def __init__(self, value: Floats, edge: Floats, column: Numbers, below: Numbers, roots: Numbers) -> None:
        """Arrange nodes, of which no two lead to the same one.

        Args:
            value, edge, column, below, roots: As in `repair.pipeline.ranking.trees.TreeNodes`, but ``below`` of the
                shape ``(nodes, 2)``.
        """
        is_leaf = below[:, 0] == np.arange(len(below))
        levels, at = [], roots
        while len(at):
            levels.append(at)
            at = below[at[~is_leaf[at]]].reshape(-1)
        order = np.concatenate([*levels, roots[:0]])
        place = np.zeros(len(value), np.intp)
        place[order] = np.arange(len(order))
        self.trees, self.depth = len(roots), max(0, len(levels) - 1)
        self.value, self.column = value[order], column[order]
        self.edge = np.where(is_leaf[order], np.inf, edge[order])
        self.low = place[below[order, 0]]

    def apply(self, values: Floats) -> list[Numbers]:
        """Return the node that each row reaches in each tree, for each level. *Shape of each:* ``(trees, rows)``."""
        count, width = values.shape
        flat, rows = np.ascontiguousarray(values).ravel(), np.arange(count) * width
        at = np.repeat(np.arange(self.trees)[:, None], count, axis=1)
        levels = [at]
        for _ in range(self.depth):
            places = self.column.take(at)
            places += rows
            above = flat.take(places) > self.edge.take(at)
            at = self.low.take(at)
            at += above
            levels.append(at)
        return levels
