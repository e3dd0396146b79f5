"""Figures on the benchmark: precision, recall, false alarms, recall at a precision, calibration error.

They count the verdicts of `repair.training.evaluation.benchmark.judge`, where right and wrong are defined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.training.evaluation.benchmark import BenchmarkResult, Judged

BINS = 10  # of the calibration error
TARGETS = (0.99, 0.95, 0.90)


@dataclass(frozen=True, slots=True)
class Metrics:
    """End-to-end figures of one set of results at one threshold (shares, 0-1).

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


def metrics(results: Sequence[BenchmarkResult]) -> Metrics:
    """Return the figures over all results, with every proposal."""
    judged = [one for result in results for one in result.proposals]
    gold = sum(len(result.item.gold) for result in results)
    free = [result for result in results if not result.item.gold]
    words = sum(result.item.words for result in free)
    precision = _share(sum(one.right for one in judged), len(judged))
    recall = _share(sum(sum(result.mended) for result in results), gold)
    return Metrics(
        documents=len(results),
        gold=gold,
        suggestions=len(judged),
        precision=precision,
        recall=recall,
        f1=_share(2 * precision * recall, precision + recall),
        detection_precision=_share(sum(one.found for one in judged), len(judged)),
        detection_recall=_share(sum(sum(result.found) for result in results), gold),
        false_alarms=1000 * _share(sum(len(result.proposals) for result in free), words),
        free_words=words,
    )


def recall_at(
    results: Sequence[Sequence[BenchmarkResult]], thresholds: Sequence[float], precision: float
) -> tuple[float, float] | None:
    """Return the best recall with at least ``precision``, and its threshold; None when no threshold reaches it.

    Args:
        results: For each threshold, all documents judged at it.
        thresholds: Confidences (0-1).
        precision: The least precision (0-1).
    """
    best: tuple[float, float] | None = None
    for judged, threshold in zip(results, thresholds, strict=True):
        found = metrics(judged)
        if found.suggestions and found.precision >= precision and (best is None or found.recall > best[0]):
            best = (found.recall, threshold)
    return best


def reliability(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, count) of each tenth of the confidence scale that is not empty."""
    rows = []
    for number in range(BINS):
        inside = [one for one in judged if min(int(one.proposal.confidence * BINS), BINS - 1) == number]
        if inside:
            mean = sum(one.proposal.confidence for one in inside) / len(inside)
            rows.append((mean, sum(one.right for one in inside) / len(inside), len(inside)))
    return rows


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error (Naeini et al. 2015) over ten equal bins, 0-1."""
    total = sum(count for _, _, count in reliability(judged))
    return sum(abs(mean - right) * count for mean, right, count in reliability(judged)) / total if total else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
