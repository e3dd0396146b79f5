"""An evidence table: what each piece of evidence, and each pair of pieces, is worth in nats.

A table is a sum of small step functions of one feature or of two (a generalised additive model with
pairwise terms; Lou et al. 2013), plus a constant; its logistic is a probability. It is plain JSON that a
person can read, and scoring is look-ups alone. Fitting one is the business of ``calibrate``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repair.errors import ModelError

FORMAT = 1
_DAMAGED = "{path} is no evidence table of format {format}; reinstall the package or run repair calibrate"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """Steps over one or two features: ``edges`` are the inner borders, ``weights`` one nat value a cell.

    A value equal to an edge lies below it. *Shape:* ``weights`` is ``(len(edges[0]) + 1[, len(edges[1]) + 1])``.
    """

    features: tuple[str, ...]
    edges: tuple[Floats, ...]
    weights: Floats

    def points(self, columns: dict[str, int], values: Floats) -> Floats:
        """Return what this term adds for each row. *Shape:* ``(rows, features)`` → ``(rows,)``."""
        cells = tuple(
            np.searchsorted(edge, values[:, columns[name]], side="left")
            for name, edge in zip(self.features, self.edges, strict=True)
        )
        found: Floats = self.weights[cells]
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """Terms over the named columns; ``constant`` in nats."""

    columns: tuple[str, ...]
    constant: float
    terms: tuple[Term, ...]

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        columns = {name: number for number, name in enumerate(self.columns)}
        total = np.full(len(values), self.constant)
        for term in self.terms:
            total += term.points(columns, values)
        return total

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        odds: Floats = 1.0 / (1.0 + np.exp(-self.logits(values)))
        return odds

    def reasons(self, row: Sequence[float]) -> dict[str, float]:
        """Return what each feature adds for one row, in nats; a pair's worth is halved between its two."""
        columns = {name: number for number, name in enumerate(self.columns)}
        values = np.asarray([row], dtype=np.float64)
        worth: dict[str, float] = {}
        for term in self.terms:
            points = float(term.points(columns, values)[0]) / len(term.features)
            for name in term.features:
                worth[name] = worth.get(name, 0.0) + points
        return worth

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data."""
        return {
            "columns": list(self.columns),
            "constant": round(self.constant, 4),
            "terms": [
                {
                    "features": list(term.features),
                    "edges": [[round(float(edge), 5) for edge in edges] for edges in term.edges],
                    "weights": np.round(term.weights, 4).tolist(),
                }
                for term in self.terms
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        """Read what `to_json` wrote; ValueError, KeyError or TypeError when it is something else."""
        columns = tuple(str(name) for name in data["columns"])
        terms = tuple(
            Term(
                tuple(str(name) for name in term["features"]),
                tuple(np.asarray(edges, dtype=np.float64) for edges in term["edges"]),
                np.asarray(term["weights"], dtype=np.float64),
            )
            for term in data["terms"]
        )
        for term in terms:
            if term.weights.shape != tuple(len(edges) + 1 for edges in term.edges):
                raise ValueError("a term's weights do not fit its edges")
            if not set(term.features) <= set(columns):
                raise ValueError("a term names an unknown column")
        return cls(columns, float(data["constant"]), terms)


@dataclass(frozen=True, slots=True)
class Judge:
    """The tables of the three steps and the confidence curve, as one file holds them."""

    name: str
    screen: Table
    weigh: Table
    decide: Table
    curve: tuple[Floats, Floats]  # decision probability → calibrated confidence, both rising

    def confidence(self, probabilities: Floats) -> Floats:
        """Return calibrated confidences. *Shape:* ``(rows,)`` → ``(rows,)``."""
        calibrated: Floats = np.interp(probabilities, *self.curve)
        return calibrated

    @classmethod
    def load(cls, path: Path) -> Judge:
        """Read ``evidence.json``; ModelError when it is missing or damaged."""
        try:
            raw = path.read_bytes()
            data = json.loads(raw)
            if data["format"] != FORMAT:
                raise ValueError("another format")
            tables = [Table.from_json(data[step]) for step in ("screen", "weigh", "decide")]
            curve = tuple(np.asarray(data["curve"][side], dtype=np.float64) for side in ("probability", "confidence"))
            _check((curve[0], curve[1]))
        except FileNotFoundError as error:
            raise ModelError(f"no evidence table {path}; reinstall the package or run repair calibrate") from error
        except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            raise ModelError(_DAMAGED.format(path=path, format=FORMAT)) from error
        name = f"evidence-1@{hashlib.sha256(raw).hexdigest()[:8]}"
        return cls(name, tables[0], tables[1], tables[2], (curve[0], curve[1]))

    def fits(self, screen: Sequence[str], weigh: Sequence[str], decide: Sequence[str]) -> bool:
        """Whether the tables were fitted on this evidence, column by column."""
        wanted = (tuple(screen), tuple(weigh), tuple(decide))
        return (self.screen.columns, self.weigh.columns, self.decide.columns) == wanted


def _check(curve: tuple[Floats, Floats]) -> None:
    """Refuse a confidence curve that is no rising line from probabilities to probabilities."""
    for side in curve:
        if side.ndim != 1 or len(side) < 2 or not np.all(np.isfinite(side)) or np.any(np.diff(side) < 0):
            raise ValueError("the confidence curve does not rise")
        if side[0] < 0 or side[-1] > 1:
            raise ValueError("the confidence curve leaves 0-1")
    if len(curve[0]) != len(curve[1]):
        raise ValueError("the two sides of the confidence curve differ in length")
