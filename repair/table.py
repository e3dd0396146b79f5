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
from functools import cached_property
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


@dataclass(frozen=True)
class Table:
    """Terms over the named columns; ``constant`` in nats."""

    columns: tuple[str, ...]
    constant: float
    terms: tuple[Term, ...]

    @cached_property
    def _grid(self) -> _Grid:
        return _Grid.of(self.columns, self.terms)

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        # Added up term by term, never pairwise, so that a row's sum does not depend on the rows beside it.
        points = self._grid.points(values)
        if not len(points):
            return np.full(len(values), self.constant)
        points[0] += self.constant
        logits: Floats = np.add.accumulate(points, axis=0, out=points)[-1]
        return logits

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        odds: Floats = 1.0 / (1.0 + np.exp(-self.logits(values)))
        return odds

    def reasons(self, rows: Sequence[Sequence[float]]) -> list[dict[str, float]]:
        """Return what each feature adds for each row, in nats; a pair's worth is halved between its two."""
        if not len(rows):
            return []
        grid = self._grid
        shares = grid.points(np.asarray(rows, dtype=np.float64))[grid.teller] / grid.sharers[:, None]
        heard = [(number, name) for number, name in enumerate(self.columns) if number in grid.heard]
        found = []
        for share in shares.T:
            worth = np.bincount(grid.told, share, minlength=len(self.columns)).tolist()
            found.append({name: worth[number] for number, name in heard})
        return found

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
class _Grid:
    """The terms of a table laid out so that all rows are looked up in all terms at once.

    ``edges`` are, for each column, the borders of all its terms together, so that a value is compared with them once.
    A term has a ``side`` for each of two features (one of one feature has a second side of zeros): a stretch of
    ``steps`` from the cell among all the column's borders to the cell among the term's own, scaled to its place in
    ``weights``. ``told``, ``teller`` and ``sharers`` say which feature hears of which term, shared by how many.
    """

    edges: tuple[Floats, ...]
    column: tuple[NDArray[np.intp], NDArray[np.intp]]
    side: tuple[NDArray[np.intp], NDArray[np.intp]]
    steps: NDArray[np.intp]
    weights: Floats
    told: NDArray[np.intp]
    teller: NDArray[np.intp]
    sharers: Floats
    heard: frozenset[int]

    @classmethod
    def of(cls, columns: Sequence[str], terms: Sequence[Term]) -> _Grid:
        """Lay out the terms of a table."""
        places = {name: number for number, name in enumerate(columns)}
        borders: list[list[Floats]] = [[] for _ in columns]
        for term in terms:
            for name, edge in zip(term.features, term.edges, strict=True):
                borders[places[name]].append(edge)
        edges = tuple(np.unique(np.concatenate([*each, np.empty(0)])) for each in borders)
        column: tuple[list[int], list[int]] = ([], [])
        side: tuple[list[int], list[int]] = ([], [])
        steps: list[NDArray[np.intp]] = []
        length = first = 0
        for term in terms:
            for number in (0, 1):
                at = places[term.features[number]] if number < len(term.features) else column[0][-1]
                cells = np.zeros(len(edges[at]) + 1, dtype=np.intp)
                if number < len(term.features):
                    cells[1:] = np.searchsorted(term.edges[number], edges[at], side="right")
                    cells *= term.weights.shape[1] if len(term.features) > number + 1 else 1
                column[number].append(at)
                side[number].append(length)
                steps.append(cells + (first if number == 0 else 0))
                length += len(cells)
            first += term.weights.size
        heard = [
            (places[name], number, len(term.features)) for number, term in enumerate(terms) for name in term.features
        ]
        told, teller, sharers = zip(*heard, strict=True) if heard else ((), (), ())
        return cls(
            edges,
            (np.asarray(column[0], dtype=np.intp), np.asarray(column[1], dtype=np.intp)),
            (np.asarray(side[0], dtype=np.intp), np.asarray(side[1], dtype=np.intp)),
            np.concatenate([*steps, np.empty(0, dtype=np.intp)]),
            np.concatenate([*(term.weights.ravel() for term in terms), np.empty(0)]),
            np.asarray(told, dtype=np.intp),
            np.asarray(teller, dtype=np.intp),
            np.asarray(sharers, dtype=np.float64),
            frozenset(told),
        )

    def points(self, values: Floats) -> Floats:
        """Return what each term adds for each row. *Shape:* ``(rows, columns)`` → ``(terms, rows)``."""
        cells = np.empty((len(self.edges), len(values)), dtype=np.intp)
        for number, edges in enumerate(self.edges):
            cells[number] = np.searchsorted(edges, values[:, number], side="left")
        place = self.steps[self.side[0][:, None] + cells[self.column[0]]]
        place += self.steps[self.side[1][:, None] + cells[self.column[1]]]
        found: Floats = self.weights[place]
        return found


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
