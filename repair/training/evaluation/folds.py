"""Folds of cross-validation: every story is in one, and has models that were fitted on the stories of the others.

A fold is chosen by the name of the story alone, so that all that engines or recognisers made of it are in one fold.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

from repair.pipeline.ranking.ranking_model import RankingModel
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.rules.speech.spoken_model import MODEL, load_spoken_model

FOLDS = 5
_EVIDENCE, _SPEECH = "evidence.json", "speech"
_HASH_LENGTH = 8  # hexadecimal digits of the hash in the name of the rankers


def fold_of(doc: str) -> int:
    """Return the fold of a story, 0 to ``FOLDS - 1``.

    Args:
        doc: The name of the story, without the language pair or the recogniser of speech.
    """
    return zlib.crc32(doc.encode()) % FOLDS


def spoken_model_without(fold: int, folder: Path) -> Path:
    """Return the folder, under ``folder``, of the model of names in transcripts that was fitted without a fold."""
    return folder / f"without-{fold}" / _SPEECH


def load_spoken_models(folder: Path) -> tuple[TreeEnsemble, ...]:
    """Return the model of names in transcripts of each fold, as `repair.training.fit_spoken_names` wrote them.

    Args:
        folder: The folder with a folder for each fold.

    Returns:
        The models; none where the folder has rankers only, so that the shipped model is used.

    Raises:
        ModelError: When some are missing, or one is damaged.
    """
    folders = [spoken_model_without(fold, folder) for fold in range(FOLDS)]
    if not any((each / MODEL).exists() for each in folders):
        return ()
    return tuple(map(load_spoken_model, folders))


def ranker_without(fold: int, folder: Path) -> Path:
    """Return the file, under ``folder``, of the ranker that was fitted without a fold."""
    return folder / f"without-{fold}" / _EVIDENCE


def load_rankers(folder: Path) -> tuple[RankingModel, ...]:
    """Return the ranker of each fold, as `repair calibrate --folds` wrote them, under one name for signatures.

    Args:
        folder: The folder with a folder for each fold.

    Raises:
        ModelError: When a file is missing or damaged.
    """
    rankers = [RankingModel.load(ranker_without(fold, folder)) for fold in range(FOLDS)]
    names = hashlib.sha256("|".join(ranker.name for ranker in rankers).encode()).hexdigest()
    name = f"cross-validated@{names[:_HASH_LENGTH]}"
    return tuple(replace(ranker, name=name) for ranker in rankers)
