"""Fits the screen of candidates (``models/screen-1``) to the pruning of the shipped ranker.

Run ``python -m repair.training.fit_screen BENCH... OUT``, the parallel benchmark first. Small boosted trees learn from
the features that cost little which candidates pruning keeps. The threshold is chosen on predictions that are
cross-validated by story, so that hardly any candidate is lost that is right or not improbable; the card has the
losses. Fit it again after the ranker. Nothing at run time imports this module; it needs the ``train`` extra.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.core.resources import shipped_model
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.correction_stages import PRUNE_BELOW
from repair.pipeline.features.candidate_screen import FORMAT, MODEL, SCREEN_COLUMNS, SHIPPED
from repair.pipeline.features.feature_table import PRUNE_COLUMNS
from repair.pipeline.ranking.ranking_model import RankingModel
from repair.pipeline.ranking.tree_files import TREES, write_trees
from repair.pipeline.ranking.trees import Floats, TreeEnsemble
from repair.text.lexicon import Lexicon
from repair.training.calibrate import sampled
from repair.training.cases import ALL, HUMAN, OWN, TrainingCase, archive_of, cases_of, human_items
from repair.training.evaluation.benchmark_file import load, setting_of
from repair.training.evaluation.folds import FOLDS
from repair.training.fit_ranker import TreeParams, fit_trees

_PARAMS = TreeParams(rounds=60, rate=0.15, leaves=8, depth=4)
_POSSIBLE = 0.2  # probability of pruning from which a candidate is not improbable
_RIGHT_WEIGHT, _POSSIBLE_WEIGHT = 8.0, 4.0  # of candidates that pruning keeps, in the fit; the weight of others is 1
# The largest shares of candidates kept by pruning that may be lost: of those that are right, that are not improbable,
# and of all.
_MOST_LOST = (0.001, 0.0005, 0.01)
_LINES = 400  # of each setting, approximately


class ScreenedRows(NamedTuple):
    """Candidates to fit on.

    Attributes:
        values: The values of `SCREEN_COLUMNS`. *Shape:* ``(candidates, columns)``.
        probabilities: The probability of pruning (0-1). *Shape:* ``(candidates,)``.
        is_right: Whether the candidate is right. *Shape:* ``(candidates,)``.
        folds: The fold of the story, 0 to 4. *Shape:* ``(candidates,)``.
    """

    values: Floats
    probabilities: Floats
    is_right: NDArray[np.bool_]
    folds: NDArray[np.int64]

    @property
    def is_kept(self) -> NDArray[np.bool_]:
        """Whether pruning keeps each candidate."""
        kept: NDArray[np.bool_] = self.probabilities >= PRUNE_BELOW
        return kept

    def protected(self) -> list[NDArray[np.bool_]]:
        """The candidates that each of the shares `_MOST_LOST` is of."""
        kept = self.is_kept
        return [kept & self.is_right, self.probabilities >= _POSSIBLE, kept]


def rows_of(cases: Iterable[TrainingCase], ranker: RankingModel) -> ScreenedRows:
    """Return the candidates of some cases as `ScreenedRows`."""
    places = [PRUNE_COLUMNS.index(name) for name in SCREEN_COLUMNS]
    values, probabilities, is_right, folds = [], [], [], []
    for case in cases:
        if not case.extracted:
            continue
        rows = np.asarray([labelled.row for labelled in case.extracted])
        values.append(rows[:, places])
        probabilities.append(ranker.prune(rows))
        is_right.append([labelled.right > 0 and labelled.weight > 0 for labelled in case.extracted])
        folds.append(np.full(len(rows), case.fold))
    return ScreenedRows(*(np.concatenate(column) for column in (values, probabilities, is_right, folds)))


def fit(rows: ScreenedRows) -> TreeEnsemble:
    """Return trees that predict which candidates pruning keeps."""
    kept, right = rows.is_kept, rows.is_right
    weights = np.where(kept & right, _RIGHT_WEIGHT, np.where(rows.probabilities >= _POSSIBLE, _POSSIBLE_WEIGHT, 1.0))
    return fit_trees(SCREEN_COLUMNS, rows.values, kept.astype(np.float64), weights, _PARAMS)


def cross_validated(rows: ScreenedRows) -> Floats:
    """Return the log-odds of each candidate by trees that were fitted without its story."""
    logits = np.zeros(len(rows.folds))
    for fold in range(FOLDS):
        inside = rows.folds == fold
        if inside.any():
            others = ScreenedRows(*(column[~inside] for column in rows))
            logits[inside] = fit(others).logits(rows.values[inside])
    return logits


def threshold_of(rows: ScreenedRows, logits: Floats) -> float:
    """Return the log-odds below which a candidate is left out, given cross-validated ones."""
    return min(
        float(np.quantile(logits[of], share, method="lower"))
        for of, share in zip(rows.protected(), _MOST_LOST, strict=True)
    )


def scores(rows: ScreenedRows, logits: Floats, threshold: float) -> dict[str, float]:
    """Return the share of candidates that are measured, and the shares that are lost of those that pruning keeps."""
    measured = logits >= threshold
    right, possible, kept = rows.protected()
    return {
        "candidates": len(logits),
        "kept by pruning": int(kept.sum()),
        "right and kept by pruning": int(right.sum()),
        "share measured": round(float(measured.mean()), 4),
        "share of right ones lost": round(float((~measured[right]).mean()), 5),
        f"share of those from {_POSSIBLE:g} lost": round(float((~measured[possible]).mean()), 5),
        "share of all kept ones lost": round(float((~measured[kept]).mean()), 5),
    }


def write(rows: ScreenedRows, benches: Sequence[Path], out: Path) -> None:
    """Fit, choose the threshold, and write the model directory ``out``."""
    logits = cross_validated(rows)
    threshold = threshold_of(rows, logits)
    write_trees(out / MODEL, fit(rows), FORMAT, {"threshold": round(threshold, 5)})
    card = {
        "name": SHIPPED,
        "format": FORMAT,
        "task": "which candidates the pruning of the ranker keeps, by the features that cost little to measure",
        "ranker": RankingModel.load(shipped_model("evidence-1") / "evidence.json").name,
        "data": {bench.name: sha256(bench) for bench in benches},
        "sha256": {name: sha256(out / name) for name in (MODEL, TREES)},
        "figures": "cross-validated by story",
        "scores": scores(rows, logits, threshold),
    }
    write_bytes(out / "card.json", (json.dumps(card, indent=2) + "\n").encode())


def training_cases(benches: Sequence[Path]) -> Iterator[list[TrainingCase]]:
    """Yield the cases of each setting of the first benchmark, and of each other benchmark."""
    items, lexicon = load(benches[0]), Lexicon.load()
    texts = {clean: item.story for item in items for clean in item.clean}
    names = Gazetteer.build(Document("", text, story) for text, story in texts.items())
    archive = archive_of(items, lexicon)
    measure = partial(cases_of, archive=archive, names=names, on_document=lambda: None)
    for setting, of_setting in ((OWN, items), (ALL, items), (HUMAN, human_items(items))):
        yield measure(sampled(of_setting, _LINES), setting)
    for bench in benches[1:]:
        yield measure(sampled(load(bench), _LINES), setting_of(bench))


def main(benches: Sequence[Path], out: Path) -> None:
    """Fit on benchmark files and write the model directory."""
    ranker = RankingModel.load(shipped_model("evidence-1") / "evidence.json")
    parts = [rows_of(cases, ranker) for cases in training_cases(benches)]
    rows = ScreenedRows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    write(rows, benches, out)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:-1]], Path(sys.argv[-1]))
