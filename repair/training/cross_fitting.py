"""Cross-fitting of the ranker: fits its three models and the calibration curves on labelled cases.

The models prune candidates, rank them and decide on corrections. Every stage is cross-fitted by story: its output for a
story comes from a model that was not fitted on that story. The channel model is not trained here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.core.copy_kind import CopyKind
from repair.core.protocols import Scorer
from repair.pipeline.correction_stages import PRUNE_BELOW, best_of_forms, score_with_channel
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.decoding_values import DECISION_COLUMNS, ScoredCandidate
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS
from repair.pipeline.ranking_model import BlendedModel, CalibrationCurves, Curve
from repair.pipeline.trees import Floats, TreeEnsemble
from repair.training.cases import ALL, HUMAN, OTHER, OWN, Label, TrainingCase
from repair.training.evaluation.benchmark import Proposal, judge
from repair.training.fit_ranker import MlpParams, TreeParams, beta_calibration, cross_fit, fit_blend, fit_trees
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
# Confidence is not calibrated on them: their sources are about other stories or people, or rules garbled their copy.
_UNCALIBRATED_SETTINGS = (OTHER, HUMAN, SCANNED)
_CHANNEL_BATCH = 500  # documents that are scored by the channel model in one call
_FEWEST_OUTCOMES = 100  # outcomes of one kind that a curve of its own needs
_THINNING = 3  # the pruning model is fitted on one in so many wrong candidates


FoldOf = Callable[[TrainingCase], int | str]  # the fold of a case; all cases of a fold are left out together


def by_story(case: TrainingCase) -> int:
    """Return the fold of the story: a fifth of the stories is left out at a time."""
    return case.fold


def by_language(case: TrainingCase) -> str:
    """Return the language pair: all copy from one language is left out at a time."""
    return case.item.pair


def _folds(cases: Sequence[TrainingCase], lengths: Sequence[int], fold_of: FoldOf) -> NDArray[np.int64]:
    numbers = np.unique([fold_of(case) for case in cases], return_inverse=True)[1]
    return np.repeat(numbers, lengths).astype(np.int64)


@dataclass(frozen=True, slots=True)
class FoldModels:
    """The three models, fitted on all cases."""

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
) -> FoldModels:
    """Pass all cases through the stages with cross-fitted models, and fit the models on all cases.

    Afterwards ``corrections`` and ``probabilities`` of each case come from models that were not fitted on its fold.

    Args:
        cases: The cases; the stages fill their fields.
        scorer: The channel model; None for none.
        log: Receives lines about the progress.
        without: Features that no model may use.
        fold_of: Returns the fold of a case; cases of a fold are left out together.
        mixed: Whether perceptrons are blended with the trees of the ranking model.
    """
    prune_model = _prune(cases, without, fold_of)
    log(f"pruned {sum(len(case.extracted) for case in cases)} candidates")
    for first in range(0, len(cases), _CHANNEL_BATCH):
        score_with_channel([(case.copy_context, case.pruned) for case in cases[first : first + _CHANNEL_BATCH]], scorer)
    rank_model = _rank(cases, without, fold_of, mixed=mixed)
    log(f"ranked {sum(len(case.pruned) for case in cases)} candidates")
    return FoldModels(prune_model, rank_model, fit_decisions(cases, without, fold_of))


def _prune(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf) -> TreeEnsemble:
    """Keep the best candidates of each form by a cross-fitted model; return the model fitted on all cases."""
    lengths = [len(case.extracted) for case in cases]
    values = _matrix((labelled.row for case in cases for labelled in case.extracted), PRUNE_COLUMNS, without)
    labels, weights = _labels(
        (labelled.right, labelled.weight * _weight(case)) for case in cases for labelled in case.extracted
    )
    weights = _thinned(labels, weights)
    fit = partial(fit_trees, PRUNE_COLUMNS, params=PRUNER_PARAMS)
    probabilities = cross_fit(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        kept = [(labelled, p) for labelled, p in zip(case.extracted, share, strict=True) if p >= PRUNE_BELOW]
        vectors = [labelled.features() for labelled, _ in kept]
        label_of = {
            id(features): Label(labelled.right, labelled.weight)
            for features, (labelled, _) in zip(vectors, kept, strict=True)
        }
        case.pruned = best_of_forms(vectors, [p for _, p in kept])
        case.labels = [label_of[id(features)] for features in case.pruned]
    return fit(values, labels, weights)


def _rank(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf, *, mixed: bool) -> BlendedModel:
    """Decode the corrections of each case by a cross-fitted model; return the model fitted on all cases."""
    lengths = [len(case.pruned) for case in cases]
    values = _matrix((features.as_row(COLUMNS) for case in cases for features in case.pruned), COLUMNS, without)
    labels, weights = _labels((label.right, label.weight * _weight(case)) for case in cases for label in case.labels)
    fit = partial(fit_blend, COLUMNS, tree_params=RANKER_PARAMS, mlp_params=RANKER_MLP_PARAMS if mixed else None)
    probabilities = cross_fit(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        scored = [ScoredCandidate(features, p) for features, p in zip(case.pruned, share, strict=True)]
        case.corrections = decode(case.copy_context, scored)
    return fit(values, labels, weights)


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


def fit_decisions(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf = by_story) -> TreeEnsemble:
    """Cross-fit the decision model into ``probabilities`` of the cases; return the model fitted on all cases.

    Args:
        cases: The training cases, whose corrections are scored.
        without: Columns to leave out, for an ablation.
        fold_of: Function that returns the fold of a case; by default that of its story.
    """
    lengths = [len(case.corrections) for case in cases]
    rows = (correction.as_row() for case in cases for correction in case.corrections)
    values = _matrix(rows, DECISION_COLUMNS, without)
    labels, weights = _labels(
        (verdict.right, verdict.weight * _weight(case)) for case in cases for verdict in _verdicts(case)
    )
    fit = partial(fit_trees, DECISION_COLUMNS, params=DECISION_PARAMS)
    probabilities = cross_fit(values, labels, weights, _folds(cases, lengths, fold_of), fit)
    for case, share in zip(cases, _split(probabilities, lengths), strict=True):
        case.probabilities = pool_by_form(case.corrections, share)
    return fit(values, labels, weights)


def _labels(labels: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the values and the weights of labels as two columns."""
    pairs = list(labels)
    return np.asarray([pair[0] for pair in pairs]), np.asarray([pair[1] for pair in pairs])


def _verdicts(case: TrainingCase) -> list[Label]:
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


class JudgedCorrection(NamedTuple):
    """A judged correction.

    Attributes:
        known: Whether its form is an attested name.
        kind: The kind of its copy.
        probability: Its probability by the decision model (0-1).
        right: 1 if it is right, else 0.
    """

    known: bool
    kind: CopyKind
    probability: float
    right: float


def fit_curves(cases: Sequence[TrainingCase], fold_of: FoldOf = by_story) -> CalibrationCurves:
    """Cross-fit the calibration curves into ``confidences`` of the cases; return those fitted on all cases.

    There is one curve for unknown forms and one for attested names, for each kind of copy. They are fitted on machine
    output with sources of its own story only.
    """
    outcomes = [[] if case.setting in _UNCALIBRATED_SETTINGS else list(_outcomes(case)) for case in cases]
    folds = [fold_of(case) for case in cases]
    for fold in set(folds):
        curves = _curves(outcome for outcome, other in zip(outcomes, folds, strict=True) if other != fold)
        for case, other in zip(cases, folds, strict=True):
            if other == fold:
                known = [correction.known for correction in case.corrections]
                kind = case.copy_context.kind
                case.confidences = curves.confidence(case.probabilities, known, kind=kind).tolist()
    return _curves(outcomes)


def _outcomes(case: TrainingCase) -> Iterator[JudgedCorrection]:
    """Yield the corrections that the labels tell right or wrong."""
    for correction, verdict, probability in zip(case.corrections, _verdicts(case), case.probabilities, strict=True):
        if verdict.weight > 0:
            yield JudgedCorrection(correction.known, case.copy_context.kind, probability, verdict.right)


def _curves(outcomes: Iterable[Iterable[JudgedCorrection]]) -> CalibrationCurves:
    """Fit a curve for each kind of copy and of form; where outcomes are few, kinds share one."""
    rows = list(chain.from_iterable(outcomes))
    curves: dict[tuple[CopyKind, bool], Curve] = {}
    for known in (False, True):
        of_forms = [row for row in rows if row.known is known]
        for kind in CopyKind:
            of_copy = [row for row in rows if row.kind is kind]
            both = [row for row in of_copy if row.known is known]
            curves[kind, known] = _curve(next((few for few in (both, of_copy) if _are_enough(few)), of_forms))
    return CalibrationCurves(curves)


def _are_enough(rows: Sequence[JudgedCorrection]) -> bool:
    return len(rows) >= _FEWEST_OUTCOMES


def _curve(rows: Iterable[JudgedCorrection]) -> Curve:
    return beta_calibration([(row.probability, row.right) for row in rows])
