"""Cross-fitting of the ranker: fits its three models on labelled cases.

Each model fits on what the one before it lets through:

1. The pruning model: the features of every candidate → the candidates that are worth ranking.
2. The ranking model: these candidates, with the scores of the channel model (which is not trained here) → the
   corrections, by decoding.
3. The decision model: the corrections → the probability that each is right.

A model is too sure of cases that it was fitted on. A next model that fits on its output there would trust it more than
it can in use, and the scores on the card would be too good. So the cases are divided into folds, and the output of each
stage for a fold comes from a model that was fitted on the other folds. The model that is shipped is fitted on all.
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
from repair.pipeline.ranking.ranking_model import BlendedModel
from repair.pipeline.ranking.trees import Floats, TreeEnsemble
from repair.training.cases import ALL, HALF, OTHER, OWN, Label, TrainingCase
from repair.training.evaluation.benchmark import Proposal, judge
from repair.training.fit_ranker import MlpParams, Model, TreeParams, cross_fit, fit_blend, fit_trees
from repair.training.scanned_prints import SCANNED

PRUNER_PARAMS = TreeParams(rounds=400, rate=0.1)
RANKER_PARAMS = TreeParams(rounds=400, rate=0.05, leaves=31, depth=8, fits=3)
DECISION_PARAMS = TreeParams(rounds=75, rate=0.06, leaves=15, depth=5, fits=5)
# Perceptrons rank candidates and do not decide: on copy with few names they are overconfident about corrections.
RANKER_MLP_PARAMS = MlpParams(share=0.3, hidden=128, epochs=16, rate=8e-3, dropout=0.45)
# Weights of cases in fitting, 1 by default. Beside parallel text the features carry most; copy that names other people
# than its sources, or whose sources tell other parts of its story, is more frequent at a desk than in the files.
SETTING_WEIGHTS = {OWN: 2.5, ALL: 1.2, OTHER: 3.0, SCANNED: 0.4, HALF: 2.0}
_CHANNEL_BATCH = 500  # documents that are scored by the channel model in one call
_THINNING = 3  # the pruning model is fitted on one in so many wrong candidates

Fold = int | str  # cases that are left out together have the same one
FoldOf = Callable[[TrainingCase], Fold]
FitModel = Callable[[Floats, Floats, Floats], Model]  # from features, labels and weights; see `cross_fit` for shapes
Fitted = TypeVar("Fitted")


def by_story(case: TrainingCase) -> int:
    """Return the number of the fold of the story (0-4): a fifth of the stories is left out at a time."""
    return case.fold


def by_language(case: TrainingCase) -> str:
    """Return the language pair: all copy from one language is left out at a time."""
    return case.item.pair


class CrossFitted(NamedTuple, Generic[Fitted]):
    """What was fitted on all cases, and for each fold what was fitted on the cases of the other folds."""

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
    """Fit the three models, and pass all cases through the stages.

    Afterwards ``pruned``, ``corrections`` and ``probabilities`` of each case come from models that were not fitted on
    its fold.

    Args:
        cases: The cases; the stages fill their fields.
        scorer: The channel model; None for none.
        log: Receives lines about the progress.
        without: Features that no model may use.
        fold_of: Returns the fold of a case; cases of a fold are left out together.
        mixed: Whether perceptrons are blended with the trees of the ranking model.

    Returns:
        The models. A fold in which some stage has no rows (no candidate, no correction) has no models of its own.
    """
    prune_models = fit_pruning(cases, without, fold_of)
    log(f"pruned {sum(len(case.extracted) for case in cases)} candidates")
    for first in range(0, len(cases), _CHANNEL_BATCH):
        score_with_channel([(case.copy_context, case.pruned) for case in cases[first : first + _CHANNEL_BATCH]], scorer)
    rank_models = fit_ranking(cases, without, fold_of, mixed=mixed)
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


def fit_pruning(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf) -> CrossFitted[TreeEnsemble]:
    """Cross-fit the pruning model into ``pruned`` and ``labels`` of the cases; arguments as for `fit_decisions`."""
    rows = [(case, labelled) for case in cases for labelled in case.extracted]
    values = _matrix((labelled.row for _, labelled in rows), PRUNE_COLUMNS, without)
    labels, weights = _as_columns((labelled.right, labelled.weight * _weight(case)) for case, labelled in rows)
    weights = _thinned(labels, weights)
    fit = partial(fit_trees, PRUNE_COLUMNS, params=PRUNER_PARAMS)
    probabilities, models = _cross_fitted(values, labels, weights, [fold_of(case) for case, _ in rows], fit)
    by_case = _split(probabilities, [len(case.extracted) for case in cases])
    for case, of_case in zip(cases, by_case, strict=True):
        kept = [(labelled, p) for labelled, p in zip(case.extracted, of_case, strict=True) if p >= PRUNE_BELOW]
        vectors = [labelled.features() for labelled, _ in kept]
        # `best_of_forms` returns some of these objects in another order; equal ones may have different labels.
        label_of = {
            id(features): Label(labelled.right, labelled.weight)
            for features, (labelled, _) in zip(vectors, kept, strict=True)
        }
        case.pruned = best_of_forms(vectors, [p for _, p in kept])
        case.labels = [label_of[id(features)] for features in case.pruned]
    return models


def fit_ranking(
    cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf, *, mixed: bool
) -> CrossFitted[BlendedModel]:
    """Cross-fit the ranking model into ``corrections`` of the cases; arguments as for `cross_fit_all`."""
    rows = [(case, *pair) for case in cases for pair in zip(case.pruned, case.labels, strict=True)]
    values = _matrix((features.as_row(COLUMNS) for _, features, _ in rows), COLUMNS, without)
    labels, weights = _as_columns((label.right, label.weight * _weight(case)) for case, _, label in rows)
    fit = partial(fit_blend, COLUMNS, tree_params=RANKER_PARAMS, mlp_params=RANKER_MLP_PARAMS if mixed else None)
    probabilities, models = _cross_fitted(values, labels, weights, [fold_of(case) for case, _, _ in rows], fit)
    by_case = _split(probabilities, [len(case.pruned) for case in cases])
    for case, of_case in zip(cases, by_case, strict=True):
        scored = [ScoredCandidate(features, p) for features, p in zip(case.pruned, of_case, strict=True)]
        case.corrections = decode(case.copy_context, scored)
    return models


def fit_decisions(
    cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf = by_story
) -> CrossFitted[TreeEnsemble]:
    """Cross-fit the decision model into ``probabilities`` of the cases, and return the models.

    Args:
        cases: The training cases, whose corrections are decoded.
        without: Features to leave out, for an ablation.
        fold_of: Returns the fold of a case; by default that of its story.
    """
    rows = [(case, *pair) for case in cases for pair in zip(case.corrections, verdicts(case), strict=True)]
    values = _matrix((correction.as_row() for _, correction, _ in rows), DECISION_COLUMNS, without)
    labels, weights = _as_columns((verdict.right, verdict.weight * _weight(case)) for case, _, verdict in rows)
    fit = partial(fit_trees, DECISION_COLUMNS, params=DECISION_PARAMS)
    probabilities, models = _cross_fitted(values, labels, weights, [fold_of(case) for case, _, _ in rows], fit)
    by_case = _split(probabilities, [len(case.corrections) for case in cases])
    for case, of_case in zip(cases, by_case, strict=True):
        case.probabilities = pool_by_form(case.corrections, of_case)
    return models


def _cross_fitted(
    values: Floats, labels: Floats, weights: Floats, folds: Sequence[Fold], fit: FitModel[Model]
) -> tuple[Floats, CrossFitted[Model]]:
    """Return the cross-fitted probability of each row, and the models.

    The arguments are those of `cross_fit`; ``folds`` has the fold of each row by name or number. *Shape:* ``(rows,)``.
    """
    distinct, numbers = np.unique(np.asarray(folds), return_inverse=True)
    probabilities, models = cross_fit(values, labels, weights, numbers, fit)
    without_fold = {fold: models[number] for number, fold in enumerate(distinct.tolist())}
    return probabilities, CrossFitted(fit(values, labels, weights), without_fold)


def _matrix(rows: Iterable[Sequence[float] | Floats], columns: Sequence[str], without: frozenset[str]) -> Floats:
    """Stack the rows of features, with 0 in the columns that are left out. *Shape:* ``(rows, columns)``.

    A column that is the same in every row is of no use to a model, and the others keep their places.
    """
    values = np.asarray(list(rows), dtype=np.float64).reshape(-1, len(columns))
    values[:, [number for number, name in enumerate(columns) if name in without]] = 0.0
    return values


def _split(values: Floats, lengths: Sequence[int]) -> list[list[float]]:
    """Split the values of all rows, in order of the cases, into those of each case, by how many rows each has."""
    return [part.tolist() for part in np.split(values, np.cumsum(lengths)[:-1])]


def _weight(case: TrainingCase) -> float:
    """Return the weight of the rows of a case in fitting, by its setting."""
    return SETTING_WEIGHTS.get(case.setting, 1.0)


def _thinned(labels: Floats, weights: Floats) -> Floats:
    """Return the weights with one in `_THINNING` wrong candidates for all of them, to fit the pruning model faster.

    Nearly all candidates are wrong. Those that stay count for those that get the weight 0. *Shapes:* all ``(rows,)``.
    """
    is_right, is_kept = labels > 0, np.arange(len(labels)) % _THINNING == 0
    return np.where(is_right, weights, np.where(is_kept, weights * _THINNING, 0.0))


def _as_columns(labels: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return pairs of a label (0 or 1) and its weight as two columns. *Shapes:* both ``(rows,)``."""
    pairs = list(labels)
    return np.asarray([pair[0] for pair in pairs]), np.asarray([pair[1] for pair in pairs])


def verdicts(case: TrainingCase) -> list[Label]:
    """Return for each correction of a case whether it is right.

    The corrections of one run of capitalised words are judged together, since one may complete the other. One that
    `judge` does not count has the weight 0: it changes an accepted variant, or another of the run overlaps it.
    """
    runs: dict[int, list[Proposal]] = defaultdict(list)
    for correction in case.corrections:
        runs[correction.run].append(Proposal(correction.start, correction.end, correction.replacement, 1.0))
    right_at = {
        (run, judged.proposal.start): judged.correct
        for run, proposals in runs.items()
        for judged in reversed(judge(case.item, proposals).proposals)
    }
    labels = []
    for correction in case.corrections:
        right = right_at.get((correction.run, correction.start))
        labels.append(Label(0.0, 0.0) if right is None else Label(float(right), 1.0))
    return labels
