"""The steps from a copy to corrections: pruning, channel, ranking, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, copy_context, repairer

from repair.core.channel_types import DirectionScores, Query
from repair.pipeline.correction_stages import (
    MAX_CANDIDATES,
    PRUNE_BELOW,
    best_of_forms,
    calibrate,
    extract_features,
    prune,
    rank,
    run_stages,
    score_with_channel,
)
from repair.pipeline.decoding import decode
from repair.pipeline.decoding_values import DECISION_COLUMNS
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.feature_table import CHANNEL, COLUMNS, PRUNE_COLUMNS, FeatureVector
from repair.pipeline.ranking.ranking_model import CURVE_KEYS, BlendedModel, CalibrationCurves, RankingModel
from repair.pipeline.ranking.trees import TreeEnsemble, TreeNode


class LengthScorer:
    """A scorer that finds a name likelier the closer its length is to that of the form, and records its queries."""

    name = "length"

    def __init__(self) -> None:
        self.calls: list[list[Query]] = []

    def directions(self, queries: Sequence[Query]) -> tuple[DirectionScores, ...]:
        """Return the same scores in both directions."""
        self.calls.append(list(queries))
        return tuple(DirectionScores(scores, -3.0, scores) for scores in map(self._scores, queries))

    @staticmethod
    def _scores(query: Query) -> tuple[float, ...]:
        return tuple(-1.0 - abs(len(text) - len(query.surface)) for text in query.candidates)


def step(columns: tuple[str, ...], feature: str, edge: float, low: float, high: float) -> TreeEnsemble:
    """Return an ensemble with one split on one feature."""
    return TreeEnsemble.of(columns, 0.0, ((TreeNode(0.0, feature, edge, 1, 2), TreeNode(low), TreeNode(high)),))


JUDGE = RankingModel(
    "by hand",
    step(PRUNE_COLUMNS, "similarity", 0.5, -6.0, 2.0),
    BlendedModel(step(COLUMNS, "similarity", 0.6, -6.0, 3.0)),
    step(DECISION_COLUMNS, "weakest", 0.5, -4.0, 3.0),
    CalibrationCurves(dict.fromkeys(CURVE_KEYS, (np.asarray([0.0, 1.0]), np.asarray([0.0, 0.9])))),
)


@pytest.fixture(scope="module")
def where() -> CopyContext:
    return copy_context(BRIDGE_COPY, *BRIDGE)


@pytest.fixture
def rows(where: CopyContext) -> list[FeatureVector]:
    return extract_features(where)


def test_every_candidate_gets_its_features(rows: list[FeatureVector]) -> None:
    assert {row.candidate.form.fold for row in rows} == {"vikrander"}
    assert "Wiklander" in {row.candidate.text for row in rows}


def test_a_copy_without_suspicious_words_has_no_candidates() -> None:
    assert extract_features(copy_context(BRIDGE[0], *BRIDGE)) == []
    nothing: tuple[list[Any], ...] = ([], [[], []])
    for stories in nothing:
        steps: tuple[object, ...] = (
            prune(stories, JUDGE.prune),
            rank(stories, JUDGE.rank),
            calibrate([copy_context(BRIDGE[0], *BRIDGE)] * len(stories), stories, JUDGE),
        )
        assert steps == (stories, stories, stories)


def test_pruning_keeps_the_most_probable_candidates(rows: list[FeatureVector]) -> None:
    likely = [0.05 * (number + 1) for number in range(len(rows))]
    pruned = best_of_forms(rows, likely)
    assert len(pruned) <= MAX_CANDIDATES
    assert pruned == rows[: -MAX_CANDIDATES - 1 : -1]


def test_pruning_drops_improbable_candidates(rows: list[FeatureVector]) -> None:
    assert best_of_forms(rows, [PRUNE_BELOW / 2] * len(rows)) == []


def test_chinese_characters_are_compared_for_the_remaining_candidates() -> None:
    rows = extract_features(copy_context("Masayo met Sotnik. Masayo slept.", "Shodai met Sotnik. Shodai slept."))
    assert all(row.values["same_characters"] == 0 for row in rows)
    pruned = best_of_forms(rows, [0.9] * len(rows))
    assert {row.values["same_characters"] > 3 for row in pruned if row.candidate.text == "Shodai"} == {True}


def test_without_a_scorer_the_channel_features_are_empty(where: CopyContext, rows: list[FeatureVector]) -> None:
    score_with_channel([(where, rows)], None)
    assert all(row.values[name] == 0.0 for row in rows for name in CHANNEL)


def test_a_rival_counts_by_its_prior(where: CopyContext, rows: list[FeatureVector]) -> None:
    likely = [0.1 + 0.8 / (1 + number) for number in range(len(rows))]
    pruned = best_of_forms(rows, likely)
    assert len(pruned) > 1 and sorted(row.prior for row in pruned) == pytest.approx(sorted(likely)[-len(pruned) :])
    score_with_channel([(where, pruned)], LengthScorer())
    weighted = [row.values["channel_share"] for row in pruned]
    prior = [row.prior for row in pruned]
    for row in pruned:
        row.prior = 1.0
    score_with_channel([(where, pruned)], LengthScorer())
    wanted = [row.values["channel_share"] * p for row, p in zip(pruned, prior, strict=True)]
    assert weighted == pytest.approx([each / sum(wanted) for each in wanted])


def test_the_channel_is_called_once_for_all_copies(where: CopyContext, rows: list[FeatureVector]) -> None:
    other = copy_context("Then Brantmon slept.", "Then Brandmoen slept.")
    scorer = LengthScorer()
    score_with_channel([(where, rows), (other, extract_features(other)), (other, [])], scorer)
    assert len(scorer.calls) == 1
    assert [query.surface for query in scorer.calls[0]] == ["Vikrander", "Brantmon"]
    assert sum(row.values["channel_share"] for row in rows) == pytest.approx(1.0)
    best = max(rows, key=lambda row: row.values["channel_share"])
    assert len(best.candidate.text) == len("Vikrander")
    assert best.values["channel"] > 0 > min(row.values["channel"] for row in rows)


def test_ranking_and_calibrating_keep_the_order(where: CopyContext, rows: list[FeatureVector]) -> None:
    nothing, scored = rank([[], rows], JUDGE.rank)
    assert nothing == []
    assert [candidate.features for candidate in scored] == rows
    assert all(0 < candidate.probability < 1 for candidate in scored)
    groups = decode(where, scored)
    decided, _ = calibrate([where, where], [groups, []], JUDGE)
    assert [scored.correction for scored in decided] == groups
    assert all(0 <= scored.confidence <= 0.9 for scored in decided)


def test_all_stages_together_correct_a_copy(where: CopyContext) -> None:
    corrections = [
        (where.copy.text[d.correction.start : d.correction.end], d.correction.replacement)
        for d in run_stages([where], JUDGE, None)[0]
    ]
    assert corrections == [("Vikrander", "Wiklander")] * 2
    assert run_stages([copy_context(BRIDGE_COPY)], JUDGE, None) == [[]]
    assert run_stages([copy_context("")], JUDGE, LengthScorer()) == [[]]


def test_the_shipped_models_run_through_the_same_stages(where: CopyContext) -> None:
    shipped = repairer()
    (decided,) = run_stages([where], shipped._ranker, shipped._scorer)
    assert {d.correction.replacement for d in decided} == {"Wiklander"}
    for scored in decided:
        row = scored.correction.weakest.best.features
        assert any(row.values[name] != 0.0 for name in CHANNEL)
