"""The stages from a copy to corrections with a confidence: from suspect forms to calibration.

The order is: suspect forms, candidates, screen, features, pruning, scores of the channel model, ranking, decoding,
calibration. Each stage is a separate function, so that calibration runs the same code as `Repairer`. Pruning is the
only threshold applied here (the screen imitates it); ``actions`` decides what follows from a confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from repair.core.channel_types import DirectionScores, Query
from repair.core.protocols import Scorer
from repair.pipeline.candidate_generation import candidates
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.decoding_values import Correction, ScoredCandidate
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.candidate_screen import CandidateScreen
from repair.pipeline.features.deferred_features import fill_in
from repair.pipeline.features.feature_extraction import extract_all
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS, FeatureVector
from repair.pipeline.ranking.ranker import Ranker
from repair.pipeline.ranking.trees import Floats

MAX_CANDIDATES = 6  # candidates of one form that the channel scores
# Candidates less probable than this are pruned; .005 gains nothing and costs three times as many channel scores.
PRUNE_BELOW = 0.03

Model = Callable[[Floats], Floats]
"""A model: rows of features → the probability (0-1) of each row. *Shape:* ``(rows, columns)`` → ``(rows,)``."""


@dataclass(frozen=True, slots=True)
class ScoredCorrection:
    """A correction with its calibrated confidence (0-1)."""

    correction: Correction
    confidence: float


def extract_features(copy_context: CopyContext, screen: CandidateScreen | None = None) -> list[FeatureVector]:
    """Return the features of the candidates of every suspect form of the copy, but those that a screen leaves out."""
    return list(
        extract_all(
            copy_context,
            (candidate for form in copy_context.suspect_forms for candidate in candidates(copy_context, form)),
            screen,
        )
    )


def prune(vectors: Sequence[Sequence[FeatureVector]], model: Model) -> list[list[FeatureVector]]:
    """Return the most probable candidates of each form of each copy, by the features that need no channel model."""
    probabilities = _probabilities(model, [[row.as_row(PRUNE_COLUMNS) for row in rows] for rows in vectors])
    return [best_of_forms(rows, part) for rows, part in zip(vectors, probabilities, strict=True)]


def _probabilities(model: Model, copies: Sequence[Sequence[Sequence[float]]]) -> list[list[float]]:
    """Return the probability of each row of each copy; all rows are scored in one call."""
    every = list(chain.from_iterable(copies))
    if not every:
        return [[] for _ in copies]
    shape = len(every), len(every[0])
    matrix = np.fromiter(chain.from_iterable(every), np.float64, shape[0] * shape[1]).reshape(shape)
    probabilities = iter(model(matrix).tolist())
    return [list(islice(probabilities, len(rows))) for rows in copies]


def best_of_forms(rows: Sequence[FeatureVector], probabilities: Sequence[float]) -> list[FeatureVector]:
    """Return up to `MAX_CANDIDATES` candidates of each form, most probable first, none below `PRUNE_BELOW`.

    Args:
        rows: The features of all candidates of a copy.
        probabilities: The probability of each (0-1), which becomes its ``prior``.
    """
    by_form: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (row, p) in enumerate(zip(rows, probabilities, strict=True)):
        if p >= PRUNE_BELOW:
            row.prior = p
            by_form[row.candidate.form.fold].append((-p, number))
    best = []
    for ranked in by_form.values():
        for _, number in sorted(ranked)[:MAX_CANDIDATES]:
            row = rows[number]
            fill_in(row)
            best.append(row)
    return best


def score_with_channel(pruned: Iterable[tuple[CopyContext, Sequence[FeatureVector]]], scorer: Scorer | None) -> None:
    """Fill in the channel features of the candidates of many copies in one call; without a scorer they stay 0."""
    if scorer is None:
        return
    groups: list[list[FeatureVector]] = []
    queries: list[Query] = []
    for copy_context, rows in pruned:
        by_form: dict[str, list[FeatureVector]] = defaultdict(list)
        for row in rows:
            by_form[row.candidate.form.fold].append(row)
        for group in by_form.values():
            groups.append(group)
            surface = copy_context.copy.surface(*group[0].candidate.form.places[0])
            queries.append(Query(surface, tuple(row.candidate.text for row in group)))
    for group, query, scores in zip(groups, queries, scorer.directions(queries), strict=True):
        _fill_channel(group, query, scores)


def _fill_channel(group: Sequence[FeatureVector], query: Query, scores: DirectionScores) -> None:
    """Fill in the scores of one form's candidates, in nats per letter."""
    letters = len(query.surface) + 1
    # A rival that is only similar in spelling counts less than one in this sentence (Kiev for "Kiel").
    shares = np.exp(np.asarray(scores.forms) - max(scores.forms)) * [row.prior for row in group]
    shares /= shares.sum()
    for row, name, form, share in zip(group, scores.names, scores.forms, shares.tolist(), strict=True):
        row.values["channel"] = (name - scores.nil) / (len(row.candidate.text) + 1)
        row.values["channel_back"] = form / letters
        row.values["channel_share"] = share
        row.values["channel_copy"] = scores.nil / letters


def rank(pruned: Sequence[Sequence[FeatureVector]], model: Model) -> list[list[ScoredCandidate]]:
    """Return each candidate of each copy with the probability (0-1) that the form refers to its name."""
    probabilities = _probabilities(model, [[row.as_row(COLUMNS) for row in rows] for rows in pruned])
    return [
        [ScoredCandidate(*scored) for scored in zip(rows, part, strict=True)]
        for rows, part in zip(pruned, probabilities, strict=True)
    ]


def calibrate(
    copy_contexts: Sequence[CopyContext], corrections: Sequence[Sequence[Correction]], ranker: Ranker
) -> list[list[ScoredCorrection]]:
    """Return each correction of each copy with its calibrated confidence.

    Args:
        copy_contexts: The copies.
        corrections: The corrections of each.
        ranker: Decides and calibrates.
    """
    rows = [[tuple(correction.as_row()) for correction in of_copy] for of_copy in corrections]
    # A form usually has the same values at all its places.
    different = list(dict.fromkeys(chain.from_iterable(rows)))
    probability = dict(zip(different, *_probabilities(ranker.decide, [different]), strict=True))
    probabilities = [list(map(probability.__getitem__, of_copy)) for of_copy in rows]
    results: list[list[ScoredCorrection]] = []
    for copy_context, of_copy, part in zip(copy_contexts, corrections, probabilities, strict=True):
        if not of_copy:
            results.append([])
            continue
        is_known = [correction.known for correction in of_copy]
        confidences = ranker.calibrate(pool_by_form(of_copy, part), is_known, kind=copy_context.kind).tolist()
        results.append([ScoredCorrection(*scored) for scored in zip(of_copy, confidences, strict=True)])
    return results


def run_stages(
    copy_contexts: Sequence[CopyContext], ranker: Ranker, scorer: Scorer | None, screen: CandidateScreen | None = None
) -> list[list[ScoredCorrection]]:
    """Return the corrections of each copy with their confidences, also the improbable ones.

    Args:
        copy_contexts: The copies and their stories.
        ranker: The models and calibration curves.
        scorer: The channel model; None leaves its features at 0.
        screen: Leaves out candidates that pruning would drop; None measures all.
    """
    vectors = [extract_features(copy_context, screen) for copy_context in copy_contexts]
    return correct(copy_contexts, vectors, ranker, scorer)


def correct(
    copy_contexts: Sequence[CopyContext],
    vectors: Sequence[Sequence[FeatureVector]],
    ranker: Ranker,
    scorer: Scorer | None,
) -> list[list[ScoredCorrection]]:
    """Return what `run_stages` returns, for copies whose features have been extracted.

    The models are called once for all copies.

    Args:
        copy_contexts: The copies and their stories.
        vectors: For each copy the features of all candidates.
        ranker: The models and calibration curves.
        scorer: The channel model; None leaves its features at 0.
    """
    pruned = prune(vectors, ranker.prune)
    score_with_channel(zip(copy_contexts, pruned, strict=True), scorer)
    ranked = rank(pruned, ranker.rank)
    corrections = [decode(copy_context, rows) for copy_context, rows in zip(copy_contexts, ranked, strict=True)]
    return calibrate(copy_contexts, corrections, ranker)
