"""The model of names in transcripts: boosted trees that tell how probably the words of a candidate are the name.

`repair.training.fit_spoken_names` fits it (``models/speech-2``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError

from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.pipeline.ranking_model import read_tensors
from repair.pipeline.rules.spoken_features import FEATURES, SpokenCandidate
from repair.pipeline.trees import TreeEnsemble

SPOKEN_MODEL = "speech-2"
FORMAT = 2
MODEL, TREES = "speech.json", "trees.safetensors"  # the columns and the constant; the trees

_DAMAGED = "the file is not a model of spoken names of format {format} for this version; reinstall the package"


def load_spoken_model(folder: Path) -> TreeEnsemble:
    """Return the trees of a model directory.

    Raises:
        ModelError: When a file is missing or damaged, or was fitted for other features.
    """
    path = folder / MODEL
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT or tuple(data["columns"]) != FEATURES:
            raise ValueError("another format")
        tensors = read_tensors(folder / TREES, data["sha256"])
        return TreeEnsemble.from_tensors(FEATURES, float(data["constant"]), tensors)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, SafetensorError) as error:
        raise ModelError.of(_DAMAGED, path=path, format=FORMAT) from error


@cache
def shipped_spoken_model() -> TreeEnsemble:
    """Return the shipped model."""
    return load_spoken_model(shipped_model(SPOKEN_MODEL))


def probabilities(candidates: Sequence[SpokenCandidate], model: TreeEnsemble) -> list[float]:
    """Return for each candidate the probability (0-1) that its words are the name."""
    if not candidates:
        return []
    values: list[float] = model.probabilities(np.asarray([candidate.features for candidate in candidates])).tolist()
    return values
