"""Scores of training cases, from decisions by models that were not fitted on their story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from repair.pipeline.options import Options
from repair.training.cases import HUMAN, TrainingCase
from repair.training.evaluation.benchmark import BenchmarkResult, JudgedProposal, Proposal
from repair.training.evaluation.metrics import (
    LOWEST_CONFIDENCE,
    TARGETS,
    Prediction,
    ThresholdSweep,
    calibration_band,
    calibration_error,
    metrics,
    recall_at,
    recall_by_garble,
    reliability,
)

THRESHOLDS = (0.97, 0.9, 0.8, 0.55)  # thresholds whose scores are on the card
SWEPT = 200  # approximate number of thresholds tried


def cross_validated(cases: Sequence[TrainingCase], setting: str) -> dict[str, object]:
    """Return the scores of one setting, from decisions by models that never saw the story."""
    sweep = sweep_of(cases, (setting,))
    thresholds = sweep.thresholds(SWEPT)
    swept = [sweep.at(threshold) for threshold in thresholds]
    by_threshold = [(threshold, metrics(results)) for threshold, results in zip(thresholds, swept, strict=True)]
    best = max(by_threshold, key=lambda row: row[1].f1)
    quiet = next(((t, scores) for t, scores in by_threshold if scores.false_alarms <= 0.10), None)
    judged = judged_of(sweep.at(LOWEST_CONFIDENCE))
    return {
        "best_f1": {"threshold": best[0], **asdict(best[1])},
        "at_0.10_false_alarms": {"threshold": quiet[0], **asdict(quiet[1])} if quiet else None,
        "at_thresholds": {f"{threshold:g}": asdict(metrics(sweep.at(threshold))) for threshold in THRESHOLDS},
        "recall_at_precision": {str(target): recall_at(swept, thresholds, target) for target in TARGETS},
        "calibration_error": calibration_error(judged),
        "calibration_band": calibration_band(judged)._asdict(),
        "reliability": [reliability_bin._asdict() for reliability_bin in reliability(judged)],
        "by_garble": [recall._asdict() for recall in recall_by_garble(sweep.at(Options().review_at))],
    }


def labelled_settings(cases: Sequence[TrainingCase]) -> list[str]:
    """Return the settings whose mangled names are labelled, in the order of their first cases."""
    return [setting for setting in dict.fromkeys(case.setting for case in cases) if setting != HUMAN]


def human_scores(cases: Sequence[TrainingCase]) -> dict[str, float]:
    """Count the proposals on human translations at a few confidences."""
    human = [case for case in cases if case.setting == HUMAN]
    confidences = [p.confidence for case in human for p in proposals(case)]
    counts = {f"at_{t:g}": float(sum(c >= t for c in confidences)) for t in (0.3, 0.5, 0.7, 0.9, 0.97)}
    return {"words": float(sum(case.item.words for case in human)), **counts}


def sweep_of(cases: Sequence[TrainingCase], settings: Sequence[str], *, calibrated: bool = True) -> ThresholdSweep:
    """Return the sweep over thresholds for the corrections of these settings."""
    return ThresholdSweep(
        [Prediction(case.item, proposals(case, calibrated=calibrated)) for case in cases if case.setting in settings]
    )


def judged_of(results: Iterable[BenchmarkResult]) -> list[JudgedProposal]:
    """Return the judged proposals of all lines."""
    return [proposal for result in results for proposal in result.proposals]


def proposals(case: TrainingCase, *, calibrated: bool = True) -> list[Proposal]:
    """Return the corrections of a case as proposals, with the probabilities of the model unless ``calibrated``."""
    confidences = case.confidences if calibrated else case.probabilities
    return [
        Proposal(correction.start, correction.end, correction.replacement, confidence)
        for correction, confidence in zip(case.corrections, confidences, strict=True)
    ]
