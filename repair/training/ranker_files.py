"""The files of a ranker: curves and columns as JSON, and the tensors of the models beside it.

`repair.pipeline.ranking.ranking_model.RankingModel` reads them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import safetensors.numpy

from repair.core.io import write_bytes
from repair.pipeline.ranking.ranking_model import CURVE_KEYS, FORMAT, MLP, MODELS, TENSORS, CalibrationCurves
from repair.pipeline.ranking.trees import Floats
from repair.training.cross_fitting import RankerModels


def write_ranker(models: RankerModels, curves: CalibrationCurves, path: Path) -> None:
    """Write the curves and columns as JSON, and the tensors of the models beside it."""
    rank_model = models.rank_model
    ensembles = dict(zip(MODELS, (models.prune_model, rank_model.trees, models.decision_model), strict=True))
    tensors = {f"{model}.{name}": part for model, trees in ensembles.items() for name, part in trees.tensors().items()}
    if rank_model.mlp is not None:
        tensors |= {f"{MLP}.{name}": part for name, part in rank_model.mlp.tensors().items()}
    raw = safetensors.numpy.save(tensors)
    data: dict[str, object] = {
        "format": FORMAT,
        "curves": curves_as_json(curves),
        "models": {
            model: {"columns": list(trees.columns), "constant": trees.constant} for model, trees in ensembles.items()
        },
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    if rank_model.mlp is not None:
        data["mlp_weight"] = rank_model.mlp_weight
    write_bytes(path.with_name(TENSORS), raw)
    write_bytes(path, (json.dumps(data) + "\n").encode())


def curves_as_json(curves: CalibrationCurves) -> dict[str, dict[str, list[float]]]:
    """Return calibration curves in the form of the file."""
    return {
        CURVE_KEYS[which]: {"probability": _round(x), "confidence": _round(y)}
        for which, (x, y) in curves.curves.items()
    }


def _round(values: Floats) -> list[float]:
    return [round(float(value), 5) for value in values]
