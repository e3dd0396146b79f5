"""A small multilayer perceptron over the same columns as the trees, evaluated with numpy.

Trees and networks make different errors, so their blend is better calibrated than either. Each value is first
replaced by the normal score of its rank among the values seen in fitting, which removes units and outliers. Fitting is
in ``repair.training``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layer", "MlpEnsemble", "rank_normalize"]

_BLOCK_ROWS = 64  # rows that are compared with all edges at once
Floats = NDArray[np.float64]
Layer = tuple[Floats, Floats]  # weights (networks, inputs, outputs) and offsets, or biases (networks, outputs)


def rank_normalize(values: Floats, edges: Floats) -> Floats:
    """Return the normal score of the rank of each value among the edges of its column; ties get the middle rank.

    *Shapes:* ``(rows, columns)``, ``(columns, edges)`` → ``(rows, columns)``.
    """
    scores, edges_first = _scores(edges.shape[1]), np.ascontiguousarray(edges.T)
    normalized = np.empty(values.shape)
    for first in range(0, len(values), _BLOCK_ROWS):
        part = values[first : first + _BLOCK_ROWS, None, :]
        passed = (part > edges_first).view(np.int8)
        passed += (part >= edges_first).view(np.int8)
        normalized[first : first + _BLOCK_ROWS] = scores[np.add.reduce(passed, axis=1, dtype=np.intp)]
    return normalized


@lru_cache(maxsize=4)
def _scores(edges: int) -> Floats:
    """Return the normal scores of the 2n + 1 ranks below, on and above n edges."""
    normal, places = NormalDist(), 2 * edges + 1
    return np.asarray([normal.inv_cdf((place + 0.5) / places) for place in range(places)])


@dataclass(frozen=True)
class MlpEnsemble:
    """Multilayer perceptrons fitted from different initial weights; the output is the mean of their log-odds.

    *Shape of* ``edges``: ``(columns, edges)``, rising. The activation is ReLU; the last layer has one output.
    """

    edges: Floats
    layers: tuple[Layer, ...]

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        # Each row is a matrix of its own, so that its result does not depend on the other rows.
        inputs = rank_normalize(values, self.edges)[None, :, None, :]
        for weights, offsets in self.layers:
            outputs = inputs @ weights[:, None] + offsets[:, None, None, :]
            inputs = np.maximum(outputs, 0.0)
        total: Floats = np.add.accumulate(outputs[:, :, 0, 0], axis=0)[-1] / len(outputs)
        return total

    def tensors(self) -> dict[str, NDArray[Any]]:
        """Return the tensors of the file: edges in double precision, all others in single precision."""
        tensors: dict[str, NDArray[Any]] = {"edges": self.edges}
        for number, (weights, offsets) in enumerate(self.layers):
            tensors[f"{number}.weights"] = weights.astype(np.float32)
            tensors[f"{number}.offsets"] = offsets.astype(np.float32)
        return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, NDArray[Any]], columns: int) -> MlpEnsemble:
        """Return the ensemble of tensors from `tensors`; raise KeyError or ValueError where they do not fit."""
        edges = _finite(tensors["edges"], 2)
        if edges.shape[0] != columns or edges.shape[1] < 1 or np.any(np.diff(edges, axis=1) < 0):
            raise ValueError("the edges do not fit the columns")
        layers: list[Layer] = []
        while (weights := tensors.get(f"{len(layers)}.weights")) is not None:
            layers.append((_finite(weights, 3), _finite(tensors[f"{len(layers)}.offsets"], 2)))
        inputs = columns
        for weights, offsets in layers:
            networks, first_inputs, outputs = weights.shape
            expected = (len(layers[0][0]), outputs)
            if first_inputs != inputs or offsets.shape != expected or networks != expected[0] or not networks:
                raise ValueError("the layers do not fit each other")
            inputs = outputs
        if not layers or inputs != 1:
            raise ValueError("the last layer must have one output")
        return cls(edges, tuple(layers))


def _finite(tensor: NDArray[Any], dimensions: int) -> Floats:
    if tensor.ndim != dimensions or not np.all(np.isfinite(tensor)):
        raise ValueError("a tensor has the wrong dimensions or values that are not finite")
    return tensor.astype(np.float64)
