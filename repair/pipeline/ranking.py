"""From a copy and its story to suggestions: screen, ask the channel, weigh, settle, decide, act.

The only place with thresholds, and those come out of calibration (`table.Judge`). Each step is a function
of its own so that calibration walks the same road as a user's copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from repair.channel.han_readings import same_characters
from repair.core.protocols import Scorer
from repair.core.types import Query
from repair.pipeline.candidates import candidates
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.pipeline.feature_extraction import extract_all
from repair.pipeline.features import COLUMNS, SCREEN_COLUMNS, FeatureVector
from repair.pipeline.groups import Correction, ScoredCandidate
from repair.pipeline.ranker import BlendedModel, Ranker
from repair.pipeline.trees import TreeEnsemble
from repair.text.normalize import fold
from repair.text.phonetics import squash

MAX_CANDIDATES = 6  # candidates of one form that are shown to the channel
# A pairing less likely than this after screening is dropped; .005 gains nothing and asks thrice as much.
PRUNE_BELOW = 0.03


@dataclass(frozen=True, slots=True)
class ScoredCorrection:
    """A group with its calibrated confidence (0-1)."""

    correction: Correction
    confidence: float


def extract_features(copy_context: CopyContext) -> list[FeatureVector]:
    """Measure every pairing of every strange form of the copy."""
    return list(
        extract_all(
            copy_context,
            (candidate for form in suspect_forms(copy_context) for candidate in candidates(copy_context, form)),
        )
    )


def prune(vectors: Sequence[Sequence[FeatureVector]], table: TreeEnsemble) -> list[list[FeatureVector]]:
    """Keep the likeliest few candidates of each form of each copy, without asking the channel."""
    likely = _likely(table, [[row.as_row(SCREEN_COLUMNS) for row in rows] for rows in vectors])
    return [best_of_forms(rows, part) for rows, part in zip(vectors, likely, strict=True)]


def _likely(table: TreeEnsemble | BlendedModel, copies: Sequence[Sequence[list[float]]]) -> list[list[float]]:
    """Return the probability of each row of numbers of each copy; all are looked up together."""
    flat = [numbers for rows in copies for numbers in rows]
    probabilities = iter(table.probabilities(np.asarray(flat, dtype=np.float64)).tolist() if flat else [])
    return [list(islice(probabilities, len(rows))) for rows in copies]


def best_of_forms(rows: Sequence[FeatureVector], likely: Sequence[float]) -> list[FeatureVector]:
    """Return up to `MAX_CANDIDATES` rows of each form, the likeliest first, none under the floor.

    How likely a row was is no evidence of its own, for that made confidence worse on stories never seen; it tells
    the channel how much its rivals count.
    """
    by_form: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (row, p) in enumerate(zip(rows, likely, strict=True)):
        if p >= PRUNE_BELOW:
            row.prior = p
            by_form[row.candidate.form.fold].append((-p, number))
    kept = []
    for ranked in by_form.values():
        for _, number in sorted(ranked)[:MAX_CANDIDATES]:
            row = rows[number]
            row.values["characters"] = same_characters(row.candidate.form.joined, squash(fold(row.candidate.text)))
            kept.append(row)
    return kept


def score_with_channel(pruned: Iterable[tuple[CopyContext, Sequence[FeatureVector]]], scorer: Scorer | None) -> None:
    """Fill the channel columns of the rows of one or many scenes in one call; they stay 0 without a scorer."""
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
    for group, query, (forward, back) in zip(groups, queries, scorer.directions(queries), strict=True):
        _fill_channel(group, query, forward, back)


def _fill_channel(group: Sequence[FeatureVector], query: Query, there: Sequence[float], back: Sequence[float]) -> None:
    """Put the scores of one form's candidates, by the letter, into their rows; NIL comes last in ``there``."""
    *forward, nil = there
    letters = len(query.surface) + 1
    back = back[: len(forward)]
    # A rival that only the letters speak for does not count like one that stands in this sentence (Kiev for "Kiel").
    shares = np.exp(np.asarray(back) - max(back)) * [row.prior for row in group]
    shares /= shares.sum()
    for row, score, reverse, share in zip(group, forward, back, shares.tolist(), strict=True):
        row.values["channel"] = (score - nil) / (len(row.candidate.text) + 1)
        row.values["channel_back"] = reverse / letters
        row.values["channel_share"] = share
        row.values["channel_copy"] = nil / letters


def rank(pruned: Sequence[Sequence[FeatureVector]], table: BlendedModel) -> list[list[ScoredCandidate]]:
    """Give each row of each copy the probability that its name is what the form stands for."""
    likely = _likely(table, [[row.as_row(COLUMNS) for row in rows] for rows in pruned])
    return [
        [ScoredCandidate(*each) for each in zip(rows, part, strict=True)]
        for rows, part in zip(pruned, likely, strict=True)
    ]


def calibrate(corrections: Sequence[Sequence[Correction]], ranker: Ranker) -> list[list[ScoredCorrection]]:
    """Give each group of each copy its calibrated confidence."""
    likely = _likely(ranker.decision_model, [[group.as_row() for group in groups] for groups in corrections])
    results = []
    for groups, part in zip(corrections, likely, strict=True):
        confident = ranker.curves.confidence(pool_by_form(groups, part), [group.known for group in groups]).tolist()
        results.append([ScoredCorrection(*each) for each in zip(groups, confident, strict=True)])
    return results


def run_stages(
    copy_contexts: Sequence[CopyContext], ranker: Ranker, scorer: Scorer | None
) -> list[list[ScoredCorrection]]:
    """Return, for each copy, what its strange forms stand for, with confidences; nothing is thresholded here."""
    return correct(copy_contexts, [extract_features(copy_context) for copy_context in copy_contexts], ranker, scorer)


def correct(
    copy_contexts: Sequence[CopyContext],
    vectors: Sequence[Sequence[FeatureVector]],
    ranker: Ranker,
    scorer: Scorer | None,
) -> list[list[ScoredCorrection]]:
    """Return what `run_stages` returns for copies that have been surveyed.

    The tables and the scorer are asked once about all of them.
    """
    pruned = prune(vectors, ranker.prune_model)
    score_with_channel(zip(copy_contexts, pruned, strict=True), scorer)
    ranked = rank(pruned, ranker.rank_model)
    return calibrate(
        [decode(copy_context, rows) for copy_context, rows in zip(copy_contexts, ranked, strict=True)], ranker
    )
