"""The ranking model: boosted trees and a small neural network, and the curves that turn their output into a confidence.

It is loaded from ``evidence.json`` and a file of tensors beside it. Fitting is in ``repair.training``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from repair.core.copy_kind import CopyKind
from repair.core.errors import ModelError
from repair.pipeline.ranking.mlp import MlpEnsemble
from repair.pipeline.ranking.tree_files import read_tensors
from repair.pipeline.ranking.trees import Floats, TreeEnsemble, logistic

FORMAT = 9


TENSORS = "ranker.safetensors"  # beside evidence.json, which holds its checksum
MODELS = ("prune", "rank", "decide")  # the ensembles of trees, and the beginnings of the names of their tensors
MLP = "mlp"  # the beginning of the names of the tensors of the network


_MISSING = "the file of the ranker is missing; reinstall the package or run `repair calibrate`"
_DAMAGED = "the file is not a ranker of format {format}; reinstall the package or run `repair calibrate`"


@dataclass(frozen=True)
class BlendedModel:
    """Trees and, optionally, a multilayer perceptron, blended in log-odds with weight ``mlp_weight`` (0-1).

    Blending log-odds rather than probabilities lets one model reduce the near-certainty of the other. The contribution
    of each column is that of the trees alone (`TreeEnsemble.contributions`).
    """

    trees: TreeEnsemble
    mlp: MlpEnsemble | None = None
    mlp_weight: float = 0.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a row."""
        return self.trees.columns

    def logits(self, values: Floats) -> Floats:
        """Return the log-odds of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""
        logits = self.trees.logits(values)
        if self.mlp is None:
            return logits
        return (1.0 - self.mlp_weight) * logits + self.mlp_weight * self.mlp.logits(values)

    def probabilities(self, values: Floats) -> Floats:
        """Return the probability of each row, 0-1."""
        return logistic(self.logits(values))


Curve = tuple[Floats, Floats]  # decision probability → calibrated confidence, both rising


@dataclass(frozen=True)
class CalibrationCurves:
    """Calibration curves, by the kind of copy and by whether a form is in a list of words or names.

    Corrections of listed forms are right less often at the same probability, since many of them need none.
    """

    curves: Mapping[tuple[CopyKind, bool], Curve]

    def confidence(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        """Return the calibrated confidences of the corrections of one copy.

        *Shapes:* ``(rows,)``, ``(rows,)`` → ``(rows,)``.

        Args:
            probabilities: The output of the decision model, 0-1.
            is_known: Whether each form is in a list.
            kind: The kind of copy.
        """
        unknown, known = (np.interp(probabilities, *self.curves[kind, listed]) for listed in (False, True))
        return np.where(np.asarray(is_known, dtype=bool), known, unknown)


# Keys of the curves in the file.
CURVE_KEYS = {
    (kind, listed): f"{'known' if listed else 'unknown'}_{kind.value}" for kind in CopyKind for listed in (False, True)
}


@dataclass(frozen=True, slots=True)
class RankingModel:
    """The models of pruning, ranking and the final decision, and the calibration curves; implements `Ranker`."""

    name: str
    prune_model: TreeEnsemble
    rank_model: BlendedModel
    decision_model: TreeEnsemble
    curves: CalibrationCurves

    @classmethod
    def load(cls, path: Path) -> RankingModel:
        """Read a ranker.

        Args:
            path: Its ``evidence.json``; the tensors are in the same folder.

        Raises:
            ModelError: When a file is missing or damaged, or of another format.
        """
        try:
            raw = path.read_bytes()
            data = json.loads(raw)
            if data["format"] != FORMAT:
                raise ValueError("another format")
            tensors = read_tensors(path.with_name(TENSORS), data["sha256"])
            prune_model, rank_trees, decision_model = (
                TreeEnsemble.from_tensors(
                    tuple(map(str, data["models"][model]["columns"])),
                    float(data["models"][model]["constant"]),
                    _of_model(tensors, model),
                )
                for model in MODELS
            )
            rank_model = _blended(rank_trees, data.get("mlp_weight"), tensors)
            curves = CalibrationCurves({which: _curve(data["curves"][key]) for which, key in CURVE_KEYS.items()})
        except FileNotFoundError as error:
            raise ModelError.of(_MISSING, path=error.filename) from error
        except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, SafetensorError) as error:
            raise ModelError.of(_DAMAGED, path=path, format=FORMAT) from error
        name = f"evidence-1@{hashlib.sha256(raw).hexdigest()[:8]}"
        return cls(name, prune_model, rank_model, decision_model, curves)

    def prune(self, rows: Floats) -> Floats:
        """Return the probability of each candidate by the features that need no channel model; see `Ranker.prune`."""
        return self.prune_model.probabilities(rows)

    def rank(self, rows: Floats) -> Floats:
        """Return the probability of each candidate by all features; see `Ranker.rank`."""
        return self.rank_model.probabilities(rows)

    def decide(self, rows: Floats) -> Floats:
        """Return the probability of each correction; see `Ranker.decide`."""
        return self.decision_model.probabilities(rows)

    def calibrate(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        """Return the confidence of each correction of one copy; see `Ranker.calibrate`."""
        return self.curves.confidence(probabilities, is_known, kind=kind)

    def contributions(
        self, candidates: Sequence[Sequence[float]], corrections: Sequence[Sequence[float]]
    ) -> list[dict[str, float]]:
        """Return the contribution of each feature to each correction, in nats; see `Ranker.contributions`."""
        of_candidates = self.rank_model.trees.contributions(candidates)
        of_corrections = self.decision_model.contributions(corrections)
        # A feature of the candidate is also a column of the decision; its weight is that in the ranking.
        shared = frozenset(self.rank_model.columns)
        return [
            ranked | {name: weight for name, weight in decided.items() if name not in shared}
            for ranked, decided in zip(of_candidates, of_corrections, strict=True)
        ]

    def matches_features(
        self, prune_model: Sequence[str], rank_model: Sequence[str], decision_model: Sequence[str]
    ) -> bool:
        """Return whether the models were fitted on exactly these columns, in this order."""
        wanted = (tuple(prune_model), tuple(rank_model), tuple(decision_model))
        return (self.prune_model.columns, self.rank_model.columns, self.decision_model.columns) == wanted


def _of_model(tensors: Mapping[str, NDArray[Any]], model: str) -> dict[str, NDArray[Any]]:
    """Return the tensors of one model, by their names within it."""
    prefix = f"{model}."
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _blended(trees: TreeEnsemble, weight: Any, tensors: Mapping[str, NDArray[Any]]) -> BlendedModel:
    """Return the trees, blended with the network of the tensors where it has a weight."""
    if weight is None:
        return BlendedModel(trees)
    if not 0 < float(weight) <= 1:
        raise ValueError("the weight of the network is not between 0 and 1")
    mlp = MlpEnsemble.from_tensors(_of_model(tensors, MLP), len(trees.columns))
    return BlendedModel(trees, mlp, float(weight))


def _curve(data: Mapping[str, Sequence[float]]) -> Curve:
    """Return a calibration curve; ValueError where it does not rise from probabilities to probabilities."""
    curve = np.asarray(data["probability"], dtype=np.float64), np.asarray(data["confidence"], dtype=np.float64)
    for side in curve:
        if side.ndim != 1 or len(side) < 2 or not np.all(np.isfinite(side)) or np.any(np.diff(side) < 0):
            raise ValueError("a calibration curve does not rise")
        if side[0] < 0 or side[-1] > 1:
            raise ValueError("a calibration curve is not within 0-1")
    if len(curve[0]) != len(curve[1]):
        raise ValueError("the two axes of a calibration curve differ in length")
    return curve
