"""An evidence table: what the pieces of evidence, and their combinations, are worth in nats.

A table is a sum of small decision trees over named columns, plus a constant (gradient-boosted trees; Friedman 2001);
its logistic is a probability. It is plain JSON, one tree a line, and scoring is look-ups alone. What each column adds
to a row is told by the steps of its way down the trees. Beside a table perceptrons may have a share of the say; they
lie in a file of their own. Fitting is the business of ``calibrate``.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from repair.errors import ModelError
from repair.perceptron import Perceptrons

FORMAT = 4
PERCEPTRONS = "perceptrons.safetensors"  # beside evidence.json, which holds its checksum
_DAMAGED = "{path} is no evidence table of format {format}; reinstall the package or run repair calibrate"
_TOGETHER = 64  # rows that fall together: few enough to stay near the processor
_DEEPEST = 12  # levels of a tree; a file that goes deeper is no table of ours
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Node:
    """A split on a column, or a leaf (``column`` is None): what the rows that come here are worth on average, in nats.

    A row whose value is not above ``edge`` goes to the node numbered ``low`` in its tree, any other to ``high``.
    """

    worth: float
    column: str | None = None
    edge: float = 0.0
    low: int = 0
    high: int = 0


Tree = tuple[Node, ...]  # its root first, every node before those below it


@dataclass(frozen=True)
class Table:
    """Trees over the named columns; ``constant`` in nats."""

    columns: tuple[str, ...]
    constant: float
    trees: tuple[Tree, ...]

    @cached_property
    def _forest(self) -> _Forest:
        return _Forest.of(self.columns, self.trees)

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        # Added up tree by tree, never pairwise, so that a row's sum does not depend on the rows beside it.
        if not self.trees:
            return np.full(len(values), self.constant)
        forest, logits = self._forest, np.empty(len(values))
        for first in range(0, len(values), _TOGETHER):
            worth = forest.worth.take(forest.fall(values[first : first + _TOGETHER])[-1])
            worth[0] += self.constant
            logits[first : first + _TOGETHER] = np.add.accumulate(worth, axis=0, out=worth)[-1]
        return logits

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        return logistic(self.logits(values))

    def reasons(self, rows: Sequence[Sequence[float]]) -> list[dict[str, float]]:
        """Return what each column adds for each row, in nats: the steps in worth on the row's way down the trees.

        With the constant they add up to the log-odds where the roots are worth 0, as in fitted trees (Saabas 2014).
        """
        if not len(rows):
            return []
        forest, width = self._forest, len(self.columns)
        told = np.zeros(len(rows) * width)
        if self.trees:
            ways = forest.fall(np.asarray(rows, dtype=np.float64))
            row = np.arange(len(rows)) * width
            for above, below in itertools.pairwise(ways):
                step = forest.worth[below] - forest.worth[above]
                told += np.bincount((forest.column[above] + row).ravel(), step.ravel(), len(told))
        return [
            {self.columns[number]: worth[number] for number in forest.heard}
            for worth in told.reshape(len(rows), width).tolist()
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data."""
        return {
            "columns": list(self.columns),
            "constant": round(self.constant, 4),
            "trees": [[_plain(node) for node in tree] for tree in self.trees],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
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


@dataclass(frozen=True)
class Mixed:
    """A table and the perceptrons beside it, if any; their log-odds are mixed, with ``share`` (0-1) for the latter.

    Mixed in log-odds, not in probability: where one is nearly certain the other can still take some of it away.
    What each column adds is told by the table alone (`Table.reasons`).
    """

    table: Table
    perceptrons: Perceptrons | None = None
    share: float = 0.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a row."""
        return self.table.columns

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        logits = self.table.logits(values)
        if self.perceptrons is None:
            return logits
        return (1.0 - self.share) * logits + self.share * self.perceptrons.logits(values)

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        return logistic(self.logits(values))


def _plain(node: Node) -> list[Any]:
    worth = round(node.worth, 4)
    return [worth] if node.column is None else [worth, node.column, round(node.edge, 6), node.low, node.high]


def _node(data: list[Any]) -> Node:
    if len(data) == 1:
        return Node(float(data[0]))
    worth, column, edge, low, high = data
    return Node(float(worth), str(column), float(edge), int(low), int(high))


def _check_tree(tree: Tree, columns: frozenset[str]) -> None:
    """Refuse a tree without nodes, with unknown columns, or that does not lead downwards to leaves."""
    depths = [0] * len(tree)
    if not tree:
        raise ValueError("a tree has no nodes")
    for number, node in enumerate(tree):
        if not np.isfinite(node.worth):
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
class _Forest:
    """The nodes of all trees laid out so that all rows fall through all trees at once; a leaf leads to itself.

    ``below`` holds for each node the two it leads to, ``roots`` where each tree begins, ``depth`` how many steps reach
    every leaf, ``heard`` the columns that some tree asks for.
    """

    worth: Floats
    column: NDArray[np.intp]
    edge: Floats
    below: NDArray[np.intp]
    roots: NDArray[np.intp]
    depth: int
    heard: tuple[int, ...]

    @classmethod
    def of(cls, columns: Sequence[str], trees: Sequence[Tree]) -> _Forest:
        """Lay out the trees of a table."""
        places = {name: number for number, name in enumerate(columns)}
        roots = np.cumsum([0, *(len(tree) for tree in trees)])[:-1]
        nodes = [(int(first), n, node) for first, tree in zip(roots, trees, strict=True) for n, node in enumerate(tree)]
        below = [
            (first + n, first + n) if node.column is None else (first + node.low, first + node.high)
            for first, n, node in nodes
        ]
        return cls(
            np.asarray([node.worth for _, _, node in nodes], dtype=np.float64),
            np.asarray([places[node.column] if node.column else 0 for _, _, node in nodes], dtype=np.intp),
            np.asarray([node.edge for _, _, node in nodes], dtype=np.float64),
            np.asarray(below, dtype=np.intp).reshape(-1),
            roots.astype(np.intp),
            max((_depth(tree) for tree in trees), default=0),
            tuple(sorted({places[node.column] for _, _, node in nodes if node.column})),
        )

    def fall(self, values: Floats) -> list[NDArray[np.intp]]:
        """Return the node that each row reaches in each tree, level by level. *Shape of each:* ``(trees, rows)``."""
        flat, rows, starts = np.ascontiguousarray(values.T).ravel(), np.arange(len(values)), self.column * len(values)
        at = np.repeat(self.roots[:, None], len(values), axis=1)
        ways = [at]
        for _ in range(self.depth):
            above = flat.take(starts.take(at) + rows) > self.edge.take(at)
            at = self.below.take(2 * at + above)
            ways.append(at)
        return ways


def _depth(tree: Tree) -> int:
    depths = [0] * len(tree)
    for number, node in enumerate(tree):
        if node.column is not None:
            depths[node.low] = depths[node.high] = depths[number] + 1
    return max(depths)


Curve = tuple[Floats, Floats]  # decision probability → calibrated confidence, both rising


class Curves(NamedTuple):
    """The confidence curves: of forms that nobody knows, and of those that the world knows as a word or name.

    What is decided about the latter is right less often at the same probability, for many are right as they stand.
    """

    strange: Curve
    known: Curve

    def confidence(self, probabilities: Sequence[float] | Floats, known: Sequence[bool]) -> Floats:
        """Return calibrated confidences. *Shapes:* ``(rows,)``, ``(rows,)`` → ``(rows,)``."""
        strange, other = (np.interp(probabilities, *curve) for curve in self)
        return np.where(np.asarray(known, dtype=bool), other, strange)


@dataclass(frozen=True, slots=True)
class Judge:
    """The tables of the three steps, perceptrons and the confidence curves, as the files hold them."""

    name: str
    screen: Table
    weigh: Mixed
    decide: Table
    curves: Curves

    @classmethod
    def load(cls, path: Path) -> Judge:
        """Read ``evidence.json`` and what lies beside it; ModelError when it is missing or damaged."""
        try:
            raw = path.read_bytes()
            data = json.loads(raw)
            if data["format"] != FORMAT:
                raise ValueError("another format")
            screen, weigh, decide = (Table.from_json(data[step]) for step in ("screen", "weigh", "decide"))
            mixed = _mixed(weigh, data.get("perceptrons"), path.with_name(PERCEPTRONS))
            curves = Curves(*(_curve(data["curves"][kind]) for kind in Curves._fields))
        except FileNotFoundError as error:
            raise ModelError(f"no {error.filename}; reinstall the package or run repair calibrate") from error
        except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, SafetensorError) as error:
            raise ModelError(_DAMAGED.format(path=path, format=FORMAT)) from error
        name = f"evidence-1@{hashlib.sha256(raw).hexdigest()[:8]}"
        return cls(name, screen, mixed, decide, curves)

    def fits(self, screen: Sequence[str], weigh: Sequence[str], decide: Sequence[str]) -> bool:
        """Whether the tables were fitted on this evidence, column by column."""
        wanted = (tuple(screen), tuple(weigh), tuple(decide))
        return (self.screen.columns, self.weigh.columns, self.decide.columns) == wanted


def _mixed(table: Table, told: Mapping[str, Any] | None, beside: Path) -> Mixed:
    """Return the table with the perceptrons in the file ``beside``, if there are to be any."""
    if told is None:
        return Mixed(table)
    raw, share = beside.read_bytes(), float(told["share"])
    if hashlib.sha256(raw).hexdigest() != told["sha256"]:
        raise ValueError("the perceptrons are not those of the table")
    if not 0 < share <= 1:
        raise ValueError("a share is no share")
    return Mixed(table, Perceptrons.from_tensors(safetensors.numpy.load(raw), len(table.columns)), share)


def _curve(told: Mapping[str, Sequence[float]]) -> Curve:
    """Read a confidence curve; one that is no rising line from probabilities to probabilities is refused."""
    curve = np.asarray(told["probability"], dtype=np.float64), np.asarray(told["confidence"], dtype=np.float64)
    for side in curve:
        if side.ndim != 1 or len(side) < 2 or not np.all(np.isfinite(side)) or np.any(np.diff(side) < 0):
            raise ValueError("the confidence curve does not rise")
        if side[0] < 0 or side[-1] > 1:
            raise ValueError("the confidence curve leaves 0-1")
    if len(curve[0]) != len(curve[1]):
        raise ValueError("the two sides of the confidence curve differ in length")
    return curve
