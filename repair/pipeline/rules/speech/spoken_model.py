"""The model of names in transcripts: boosted trees that tell how probably the words of a candidate are the name.

`repair.training.fit_spoken_names` fits it (``models/speech-3``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from repair.core.resources import shipped_model
from repair.pipeline.ranking.tree_files import read_trees
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.rules.speech.spoken_features import FEATURES, SpokenCandidate

SPOKEN_MODEL = "speech-3"
FORMAT = 2
MODEL = "speech.json"


def load_spoken_model(folder: Path) -> TreeEnsemble:
    """Return the trees of a model directory.

    Raises:
        ModelError: When a file is missing or damaged, or was fitted for other features.
    """
    trees, _ = read_trees(folder / MODEL, FEATURES, FORMAT)
    return trees


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
