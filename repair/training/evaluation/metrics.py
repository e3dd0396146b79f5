"""Scores of judged proposals: precision, recall, false alarms, recall at a precision, calibration error.

They count the verdicts of `repair.training.evaluation.benchmark.judge`, which defines what is correct.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

import numpy as np

from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, JudgedProposal, Proposal, judge

BINS = 10  # of the calibration error
LOWEST_CONFIDENCE = 0.05  # calibration is measured on suggestions from this confidence on
TARGETS = (0.99, 0.95, 0.90)  # precisions at which recall is reported
_SEED, _SIMULATIONS = 1, 500  # of the calibration band
_TOLERANCE = 1e-9  # thresholds may come from rounded confidences


@dataclass(frozen=True, slots=True)
class Metrics:
    """End-to-end scores of one set of results at one threshold (shares, 0-1).

    ``false_alarms``: suggestions per 1,000 words of copy without any mangled name.
    """

    documents: int
    gold: int
    suggestions: int
    precision: float
    recall: float
    f1: float
    detection_precision: float
    detection_recall: float
    false_alarms: float
    free_words: int


class RecallPoint(NamedTuple):
    """A recall (0-1) and the confidence threshold (0-1) that reaches it."""

    recall: float
    threshold: float


class ReliabilityBin(NamedTuple):
    """The proposals of one tenth of the confidence scale: mean confidence, share that is correct, number."""

    confidence: float
    correct: float
    total: int


class CalibrationBand(NamedTuple):
    """The range of calibration errors (0-1) that chance explains."""

    low: float
    high: float


class GarbleRecall(NamedTuple):
    """How many names of one kind of garble there are, and the share of them that is corrected (0-1)."""

    garble: str
    total: int
    recall: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """One line of a benchmark with all proposals of a tool."""

    item: BenchmarkItem
    proposals: Sequence[Proposal]


class ThresholdSweep:
    """Judges the same predictions at many thresholds; a line is judged again only where the threshold cuts it."""

    def __init__(self, predictions: Sequence[Prediction]) -> None:
        self._predictions = [
            Prediction(prediction.item, sorted(prediction.proposals, key=lambda proposal: -proposal.confidence))
            for prediction in predictions
        ]
        self._judged: list[dict[int, BenchmarkResult]] = [{} for _ in predictions]

    def at(self, threshold: float) -> list[BenchmarkResult]:
        """Return every line judged by its proposals of at least ``threshold`` (confidence, 0-1)."""
        results = []
        for prediction, judged in zip(self._predictions, self._judged, strict=True):
            count = sum(proposal.confidence >= threshold - _TOLERANCE for proposal in prediction.proposals)
            if count not in judged:
                judged[count] = judge(prediction.item, prediction.proposals[:count])
            results.append(judged[count])
        return results

    def thresholds(self, count: int) -> list[float]:
        """Return at least ``count`` confidences of the proposals, or all of them, evenly spread and rising."""
        # Rounded down, so that the proposal that gives a threshold passes it.
        confidences = sorted(
            {floor(p.confidence * 1e6) / 1e6 for prediction in self._predictions for p in prediction.proposals}
        )
        return confidences[:: max(1, len(confidences) // count)] or [1.0]


def metrics(results: Sequence[BenchmarkResult]) -> Metrics:
    """Return the scores over all results, with every proposal."""
    judged = [proposal for result in results for proposal in result.proposals]
    gold = sum(len(result.item.gold) for result in results)
    free = [result for result in results if not result.item.gold]
    words = sum(result.item.words for result in free)
    precision = _share(sum(proposal.correct for proposal in judged), len(judged))
    recall = _share(sum(sum(result.corrected) for result in results), gold)
    return Metrics(
        documents=len(results),
        gold=gold,
        suggestions=len(judged),
        precision=precision,
        recall=recall,
        f1=_share(2 * precision * recall, precision + recall),
        detection_precision=_share(sum(proposal.detected for proposal in judged), len(judged)),
        detection_recall=_share(sum(sum(result.detected) for result in results), gold),
        false_alarms=1000 * _share(sum(len(result.proposals) for result in free), words),
        free_words=words,
    )


def recall_at(
    results: Sequence[Sequence[BenchmarkResult]], thresholds: Sequence[float], precision: float
) -> RecallPoint | None:
    """Return the best recall with at least ``precision``, and its threshold; None when no threshold reaches it.

    Args:
        results: For each threshold, all documents judged at it.
        thresholds: Confidences (0-1).
        precision: The least precision (0-1).
    """
    best: RecallPoint | None = None
    for judged, threshold in zip(results, thresholds, strict=True):
        scores = metrics(judged)
        if scores.suggestions and scores.precision >= precision and (best is None or scores.recall > best.recall):
            best = RecallPoint(scores.recall, threshold)
    return best


def recall_by_garble(results: Sequence[BenchmarkResult]) -> tuple[GarbleRecall, ...]:
    """Return the recall of each kind of garble that the labels name, the most frequent kind first."""
    corrected: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        for gold, right in zip(result.item.gold, result.corrected, strict=True):
            corrected[gold.garble].append(right)
    kinds = sorted(corrected.items(), key=lambda kind: -len(kind[1]))
    return tuple(GarbleRecall(garble, len(outcomes), sum(outcomes) / len(outcomes)) for garble, outcomes in kinds)


def reliability(judged: Sequence[JudgedProposal]) -> tuple[ReliabilityBin, ...]:
    """Return the reliability of each tenth of the confidence scale that has a proposal."""
    bins = []
    for number in range(BINS):
        inside = [
            judgement for judgement in judged if min(int(judgement.proposal.confidence * BINS), BINS - 1) == number
        ]
        if inside:
            mean = sum(judgement.proposal.confidence for judgement in inside) / len(inside)
            bins.append(ReliabilityBin(mean, sum(judgement.correct for judgement in inside) / len(inside), len(inside)))
    return tuple(bins)


def calibration_error(judged: Sequence[JudgedProposal]) -> float:
    """Return the expected calibration error (Naeini et al. 2015) over ten equal bins, 0-1."""
    bins = reliability(judged)
    total = sum(reliability_bin.total for reliability_bin in bins)
    return (
        sum(
            abs(reliability_bin.confidence - reliability_bin.correct) * reliability_bin.total
            for reliability_bin in bins
        )
        / total
        if total
        else 0.0
    )


def calibration_band(judged: Sequence[JudgedProposal]) -> CalibrationBand:
    """Return the range of calibration errors that 90 % of perfectly calibrated tools would have.

    On few suggestions even a perfectly calibrated tool has an error. It is simulated with the same confidences
    (Vaicenavicius et al. 2019); the same suggestions always give the same band.
    """
    confidences = np.asarray([judgement.proposal.confidence for judgement in judged])
    if not len(confidences):
        return CalibrationBand(0.0, 0.0)
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    random = np.random.default_rng(_SEED)
    correct = random.random((_SIMULATIONS, len(confidences))) < confidences
    errors = np.zeros(_SIMULATIONS)
    for number in range(BINS):
        inside = bins == number
        errors += np.abs(confidences[inside].sum() - correct[:, inside].sum(axis=1))
    low, high = np.quantile(errors / len(confidences), (0.05, 0.95))
    return CalibrationBand(float(low), float(high))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
