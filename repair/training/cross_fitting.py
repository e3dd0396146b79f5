"""Cross-fitting of the ranker: fits its three models on labelled cases.

The models prune candidates, rank them and decide on corrections. Every stage is cross-fitted by story: its output for a
story comes from a model that was not fitted on that story. The channel model is not trained here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from repair.core.protocols import Scorer
from repair.pipeline.correction_stages import PRUNE_BELOW, best_of_forms, score_with_channel
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.decoding_values import DECISION_COLUMNS, ScoredCandidate
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS
from repair.pipeline.ranking_model import BlendedModel
from repair.pipeline.trees import Floats, TreeEnsemble
from repair.training.cases import ALL, OTHER, OWN, Label, TrainingCase
from repair.training.evaluation.benchmark import Proposal, judge
from repair.training.fit_ranker import MlpParams, Model, TreeParams, cross_fit, fit_blend, fit_trees
from repair.training.scanned_prints import SCANNED

PRUNER_PARAMS, RANKER_PARAMS, DECISION_PARAMS = (
    TreeParams(400, 0.1),
    TreeParams(400, 0.05, 31, 8, 3),
    TreeParams(75, 0.06, 15, 5, 5),
)
# Perceptrons rank candidates and do not decide: on copy with few names they are overconfident about corrections.
RANKER_MLP_PARAMS = MlpParams(share=0.3, hidden=128, epochs=16, rate=8e-3, dropout=0.45)
# Weights of cases in fitting, 1 by default. Beside parallel text the features carry most; copy that names other people
# than its sources is more frequent at a desk than in the files.
SETTING_WEIGHTS = {OWN: 1.5, ALL: 1.2, OTHER: 3.0, SCANNED: 0.4}
_CHANNEL_BATCH = 500  # documents that are scored by the channel model in one call
_THINNING = 3  # the pruning model is fitted on one in so many wrong candidates


Fold = int | str
FoldOf = Callable[[TrainingCase], Fold]  # the fold of a case; all cases of a fold are left out together
Fitted = TypeVar("Fitted")


def by_story(case: TrainingCase) -> int:
    """Return the fold of the story: a fifth of the stories is left out at a time."""
    return case.fold


def by_language(case: TrainingCase) -> str:
    """Return the language pair: all copy from one language is left out at a time."""
    return case.item.pair


class CrossFitted(NamedTuple, Generic[Fitted]):
    """What was fitted on all cases, and for each fold what was fitted on the cases of all other folds."""

    on_all: Fitted
    without_fold: Mapping[Fold, Fitted]


@dataclass(frozen=True, slots=True)
class RankerModels:
    """The three models of a ranker."""

    prune_model: TreeEnsemble
    rank_model: BlendedModel
    decision_model: TreeEnsemble


def cross_fit_all(
    cases: Sequence[TrainingCase],
    scorer: Scorer | None,
    log: Callable[[str], None],
    *,
    without: frozenset[str] = frozenset(),
    fold_of: FoldOf = by_story,
    mixed: bool = True,
) -> CrossFitted[RankerModels]:
    """Pass all cases through the stages with cross-fitted models; return these models and those fitted on all cases.

    Afterwards ``corrections`` and ``probabilities`` of each case come from models that were not fitted on its fold.

    Args:
        cases: The cases; the stages fill their fields.
        scorer: The channel model; None for none.
        log: Receives lines about the progress.
        without: Features that no model may use.
        fold_of: Returns the fold of a case; cases of a fold are left out together.
        mixed: Whether perceptrons are blended with the trees of the ranking model.
    """
    prune_models = _prune(cases, without, fold_of)
    log(f"pruned {sum(len(case.extracted) for case in cases)} candidates")
    for first in range(0, len(cases), _CHANNEL_BATCH):
        score_with_channel([(case.copy_context, case.pruned) for case in cases[first : first + _CHANNEL_BATCH]], scorer)
    rank_models = _rank(cases, without, fold_of, mixed=mixed)
    log(f"ranked {sum(len(case.pruned) for case in cases)} candidates")
    decision_models = fit_decisions(cases, without, fold_of)
    return CrossFitted(
        RankerModels(prune_models.on_all, rank_models.on_all, decision_models.on_all),
        {
            fold: RankerModels(model, rank_models.without_fold[fold], decision_models.without_fold[fold])
            for fold, model in prune_models.without_fold.items()
            if fold in rank_models.without_fold and fold in decision_models.without_fold
        },
    )


def _prune(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf) -> CrossFitted[TreeEnsemble]:
    """Keep the best candidates of each form by cross-fitted models, and return these."""
    lengths = [len(case.extracted) for case in cases]
    values = _matrix((labelled.row for case in cases for labelled in case.extracted), PRUNE_COLUMNS, without)
    labels, weights = _labels(
        (labelled.right, labelled.weight * _weight(case)) for case in cases for labelled in case.extracted
    )
    weights = _thinned(labels, weights)
    fit = partial(fit_trees, PRUNE_COLUMNS, params=PRUNER_PARAMS)
    probabilities, models = _cross_fitted(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        kept = [(labelled, p) for labelled, p in zip(case.extracted, share, strict=True) if p >= PRUNE_BELOW]
        vectors = [labelled.features() for labelled, _ in kept]
        label_of = {
            id(features): Label(labelled.right, labelled.weight)
            for features, (labelled, _) in zip(vectors, kept, strict=True)
        }
        case.pruned = best_of_forms(vectors, [p for _, p in kept])
        case.labels = [label_of[id(features)] for features in case.pruned]
    return models


def _rank(
    cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf, *, mixed: bool
) -> CrossFitted[BlendedModel]:
    """Decode the corrections of each case by cross-fitted models, and return these."""
    lengths = [len(case.pruned) for case in cases]
    values = _matrix((features.as_row(COLUMNS) for case in cases for features in case.pruned), COLUMNS, without)
    labels, weights = _labels((label.right, label.weight * _weight(case)) for case in cases for label in case.labels)
    fit = partial(fit_blend, COLUMNS, tree_params=RANKER_PARAMS, mlp_params=RANKER_MLP_PARAMS if mixed else None)
    probabilities, models = _cross_fitted(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        scored = [ScoredCandidate(features, p) for features, p in zip(case.pruned, share, strict=True)]
        case.corrections = decode(case.copy_context, scored)
    return models


def _folds(cases: Sequence[TrainingCase], lengths: Sequence[int], fold_of: FoldOf) -> list[Fold]:
    """Return the fold of each row, where each case has a number of rows."""
    return [fold_of(case) for case, length in zip(cases, lengths, strict=True) for _ in range(length)]


def _cross_fitted(
    values: Floats,
    labels: Floats,
    weights: Floats,
    folds: Sequence[Fold],
    fit: Callable[[Floats, Floats, Floats], Model],
) -> tuple[Floats, CrossFitted[Model]]:
    """Return the cross-fitted probability of each row, and the models; arguments as for `cross_fit`."""
    distinct, numbers = np.unique(np.asarray(folds), return_inverse=True)
    probabilities, models = cross_fit(values, labels, weights, numbers, fit)
    without_fold = {fold: models[number] for number, fold in enumerate(distinct.tolist())}
    return probabilities, CrossFitted(fit(values, labels, weights), without_fold)


def _matrix(rows: Iterable[Sequence[float] | Floats], columns: Sequence[str], without: frozenset[str]) -> Floats:
    """Stack rows, with 0 in the columns that are left out. *Shape:* ``(rows, columns)``."""
    values = np.asarray(list(rows), dtype=np.float64).reshape(-1, len(columns))
    values[:, [number for number, name in enumerate(columns) if name in without]] = 0.0
    return values


def _split(values: Floats, lengths: Sequence[int]) -> list[list[float]]:
    """Split a column into the parts of the cases."""
    return [part.tolist() for part in np.split(values, np.cumsum(lengths)[:-1])]


def _weight(case: TrainingCase) -> float:
    """Return the weight of a case in fitting, by its setting."""
    return SETTING_WEIGHTS.get(case.setting, 1.0)


def _thinned(labels: Floats, weights: Floats) -> Floats:
    """Return the weights with one in `_THINNING` wrong candidates for all of them, to fit the pruning model faster."""
    is_kept = (labels > 0) | (np.arange(len(labels)) % _THINNING == 0)
    return np.where(is_kept, np.where(labels > 0, weights, weights * _THINNING), 0.0)


def fit_decisions(
    cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf = by_story
) -> CrossFitted[TreeEnsemble]:
    """Cross-fit the decision model into ``probabilities`` of the cases, and return the models.

    Args:
        cases: The training cases, whose corrections are scored.
        without: Columns to leave out, for an ablation.
        fold_of: Function that returns the fold of a case; by default that of its story.
    """
    lengths = [len(case.corrections) for case in cases]
    rows = (correction.as_row() for case in cases for correction in case.corrections)
    values = _matrix(rows, DECISION_COLUMNS, without)
    labels, weights = _labels(
        (verdict.right, verdict.weight * _weight(case)) for case in cases for verdict in verdicts(case)
    )
    fit = partial(fit_trees, DECISION_COLUMNS, params=DECISION_PARAMS)
    probabilities, models = _cross_fitted(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        case.probabilities = pool_by_form(case.corrections, share)
    return models


def _labels(labels: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the values and the weights of labels as two columns."""
    pairs = list(labels)
    return np.asarray([pair[0] for pair in pairs]), np.asarray([pair[1] for pair in pairs])


def verdicts(case: TrainingCase) -> list[Label]:
    """Return for each correction whether it is right, given the other corrections in its run of words."""
    runs: dict[int, list[Proposal]] = defaultdict(list)
    for correction in case.corrections:
        runs[correction.run].append(Proposal(correction.start, correction.end, correction.replacement, 1.0))
    judged = {run: judge(case.item, proposals).proposals for run, proposals in runs.items()}
    verdicts = []
    for correction in case.corrections:
        right = [
            judgement.correct for judgement in judged[correction.run] if judgement.proposal.start == correction.start
        ]
        verdicts.append(Label(float(right[0]), 1.0) if right else Label(0.0, 0.0))
    return verdicts
