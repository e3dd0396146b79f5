"""Ablation of the ranker: its scores when it is fitted without each group of features, and on languages left out.

Every row of the table needs a fit of its own. Finished rows are kept in a file, so that an interrupted run resumes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from repair.core.io import write_bytes
from repair.core.protocols import Scorer
from repair.pipeline.decoding_values import DECISION_FEATURES
from repair.pipeline.features.feature import FeatureGroup
from repair.pipeline.features.feature_table import FEATURES
from repair.training.case_scores import SWEPT, judged_of, labelled_settings, sweep_of
from repair.training.cases import TrainingCase
from repair.training.cross_fitting import by_language, by_story, cross_fit_all
from repair.training.evaluation.metrics import LOWEST_CONFIDENCE, calibration_error, metrics, recall_at
from repair.training.fit_curves import fit_curves

Row = dict[str, float | None]
"""By the setting and the score, as in "own F1"; None for a precision that no threshold reaches."""

_PRECISION = 0.95
_KEY, _ROWS = "key", "rows"  # of the file

# Groups of features that are left out in turn. Retrieval of the sources is not affected.
GROUPS: dict[str, tuple[str, ...]] = {
    group.value: tuple(name for name, feature in (FEATURES | DECISION_FEATURES).items() if feature.group is group)
    for group in FeatureGroup
}


def ablation(
    cases: Sequence[TrainingCase],
    scorer: Scorer | None,
    log: Callable[[str], None],
    rows_file: Path,
    data: Mapping[str, str],
) -> dict[str, Row]:
    """Return the scores of every setting with all features, and refitted without each group of them.

    The last row, where there are several languages, has the scores on languages left out of the fit, each in turn.

    Args:
        cases: The cases as the fit with all features left them; those of the last fit replace its results.
        scorer: The channel model; None for none.
        log: Takes lines about the progress.
        rows_file: Where finished rows are kept. Rows of other data, other features or another channel model are not
            used again.
        data: The hash of each file that the cases come from.
    """
    key = {"data": dict(data), "cases": len(cases), "groups": GROUPS, "model": scorer.name if scorer else None}
    table = _kept_rows(rows_file, json.loads(json.dumps(key)))
    table["everything"] = scores_by_setting(cases)
    table["uncalibrated"] = scores_by_setting(cases, calibrated=False)
    for name, refit in _fits(cases, scorer, log):
        if name not in table:
            log(name)
            refit()
            table[name] = scores_by_setting(cases)
            write_bytes(rows_file, json.dumps({_KEY: key, _ROWS: table}, indent=2).encode())
    return table


def _kept_rows(rows_file: Path, key: dict[str, Any]) -> dict[str, Row]:
    """Return the finished rows of an interrupted run on the same data."""
    if not rows_file.exists():
        return {}
    kept = json.loads(rows_file.read_text(encoding="utf-8"))
    return dict(kept[_ROWS]) if kept[_KEY] == key else {}


def _fits(
    cases: Sequence[TrainingCase], scorer: Scorer | None, log: Callable[[str], None]
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the name of each row with the fit that it needs, which fills the fields of the cases."""

    def fit(*, without: Sequence[str] = (), languages: bool = False, mixed: bool = True) -> None:
        fold_of = by_language if languages else by_story
        cross_fit_all(cases, scorer, log, without=frozenset(without), fold_of=fold_of, mixed=mixed)
        fit_curves(cases, fold_of)

    yield "without the perceptrons", partial(fit, mixed=False)
    for name, columns in GROUPS.items():
        yield f"without {name}", partial(fit, without=columns)
    if len({case.item.pair for case in cases}) > 1:
        yield "on languages never seen", partial(fit, languages=True)


def scores_by_setting(cases: Sequence[TrainingCase], *, calibrated: bool = True) -> Row:
    """Return the main scores of each labelled setting: F1, recall at a precision of .95, calibration error.

    Args:
        cases: The cases, with the decisions of the last fit.
        calibrated: Whether to take calibrated confidences, or the probabilities of the decision model.
    """
    row: Row = {}
    for setting in labelled_settings(cases):
        sweep = sweep_of(cases, (setting,), calibrated=calibrated)
        thresholds = sweep.thresholds(SWEPT)
        results = [sweep.at(threshold) for threshold in thresholds]
        reached = recall_at(results, thresholds, _PRECISION)
        row[f"{setting} F1"] = round(max(metrics(result).f1 for result in results), 3)
        row[f"{setting} recall at .95"] = round(reached.recall, 3) if reached else None
        row[f"{setting} calibration error"] = round(calibration_error(judged_of(sweep.at(LOWEST_CONFIDENCE))), 3)
    return row
