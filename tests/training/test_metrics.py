"""Scores of a few results, compared with manual counts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, Gold, JudgedProposal, Proposal
from repair.training.evaluation.metrics import calibration_error, metrics, recall_at, reliability

LABEL = Gold(0, 3, "Odd", (), "person", "")


def result(words: int, golds: str, proposals: list[tuple[float, bool, bool]]) -> BenchmarkResult:
    """Return a result; ``golds`` has a letter for each label (m corrected, f only detected, - neither)."""
    item = BenchmarkItem("a", "sv-en", "d", words, "", (), (LABEL,) * len(golds), ())
    judged = tuple(JudgedProposal(Proposal(0, 1, "x", p), detected, right) for p, detected, right in proposals)
    return BenchmarkResult(item, judged, tuple(g in "mf" for g in golds), tuple(g == "m" for g in golds))


# Six labels, three corrected, five detected. Six proposals, five on labels, three right. 250 words without a label.
RESULTS = [
    result(100, "mmf-", [(0.9, True, True), (0.8, True, True), (0.7, True, False)]),
    result(50, "mf", [(0.6, True, True), (0.5, True, False)]),
    result(200, "", [(0.4, False, False)]),
    result(50, "", []),
]


def test_scores_are_shares_over_all_documents() -> None:
    scores = metrics(RESULTS)
    assert (scores.documents, scores.gold, scores.suggestions, scores.free_words) == (4, 6, 6, 250)
    assert (scores.precision, scores.recall, scores.f1) == pytest.approx((0.5, 0.5, 0.5))
    assert (scores.detection_precision, scores.detection_recall) == pytest.approx((5 / 6, 5 / 6))
    assert scores.false_alarms == pytest.approx(4.0)


def test_figures_of_no_results_are_zero() -> None:
    scores = metrics([])
    assert (scores.precision, scores.recall, scores.f1, scores.false_alarms) == (0, 0, 0, 0)
    silent = metrics([result(10, "--", [])])
    assert (silent.precision, silent.recall, silent.f1) == (0, 0, 0)


def test_recall_is_the_best_of_the_thresholds_that_reach_the_precision() -> None:
    loose = [result(10, "mm-", [(0.5, True, True), (0.6, True, True), (0.5, False, False)])]
    strict = [result(10, "m--", [(0.6, True, True)])]
    nobody = [result(10, "---", [])]
    swept, thresholds = [loose, strict, nobody], [0.5, 0.6, 0.9]
    assert recall_at(swept, thresholds, 0.6) == pytest.approx((2 / 3, 0.5))
    assert recall_at(swept, thresholds, 0.99) == pytest.approx((1 / 3, 0.6))
    assert recall_at([nobody], [0.9], 0.5) is None
    assert recall_at([], [], 0.5) is None


def judged(*pairs: tuple[float, bool]) -> list[JudgedProposal]:
    return [JudgedProposal(Proposal(0, 1, "x", p), right, right) for p, right in pairs]


def test_reliability_is_computed_in_ten_bins() -> None:
    rows = reliability(judged((0.91, True), (0.95, False), (1.0, True), (0.05, False)))
    assert [number for row in rows for number in row] == pytest.approx([0.05, 0.0, 1, 2.86 / 3, 2 / 3, 3])


def test_the_calibration_error_agrees_with_a_manual_calculation() -> None:
    assert calibration_error(judged((0.75, True), (0.75, True), (0.75, True), (0.75, False))) == pytest.approx(0)
    assert calibration_error(judged((0.25, True), (0.85, True))) == pytest.approx((0.75 + 0.15) / 2)
    assert calibration_error([]) == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30))
def test_each_proposal_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    rows = reliability(judged(*pairs))
    assert sum(count for _, _, count in rows) == len(pairs)
    assert sum(right * count for _, right, count in rows) == pytest.approx(sum(right for _, right in pairs))
    assert 0.0 <= calibration_error(judged(*pairs)) <= 1.0
