"""Fits the calibration curves of the ranker, which turn the probability of a correction into a confidence.

Like the models, they are cross-fitted by story (see `repair.training.cross_fitting`). `repair.training.refit_curves`
fits them once more on what the whole tool suggests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from repair.core.copy_kind import CopyKind
from repair.pipeline.ranking.ranking_model import CalibrationCurves, Curve
from repair.training.beta_calibration import beta_calibration
from repair.training.cases import HUMAN, OTHER, TrainingCase
from repair.training.cross_fitting import CrossFitted, FoldOf, by_story, verdicts
from repair.training.scanned_prints import SCANNED

# Confidence is not calibrated on them: their sources are about other stories or people, or rules garbled their copy.
_UNCALIBRATED_SETTINGS = (OTHER, HUMAN, SCANNED)
_FEWEST_OUTCOMES = 100  # outcomes of one kind that a curve of its own needs


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


def fit_curves(cases: Sequence[TrainingCase], fold_of: FoldOf = by_story) -> CrossFitted[CalibrationCurves]:
    """Cross-fit the calibration curves into ``confidences`` of the cases, and return them.

    There is one curve for unknown forms and one for attested names, for each kind of copy. They are fitted on machine
    output with sources of its own story only.
    """
    outcomes = [[] if case.setting in _UNCALIBRATED_SETTINGS else list(_outcomes(case)) for case in cases]
    folds = [fold_of(case) for case in cases]
    without_fold = {
        fold: curves_of(outcome for outcome, other in zip(outcomes, folds, strict=True) if other != fold)
        for fold in set(folds)
    }
    for case, fold in zip(cases, folds, strict=True):
        known, kind = [correction.known for correction in case.corrections], case.copy_context.kind
        case.confidences = without_fold[fold].confidence(case.probabilities, known, kind=kind).tolist()
    return CrossFitted(curves_of(outcomes), without_fold)


def _outcomes(case: TrainingCase) -> Iterator[JudgedCorrection]:
    """Yield the corrections that the labels tell right or wrong."""
    for correction, verdict, probability in zip(case.corrections, verdicts(case), case.probabilities, strict=True):
        if verdict.weight > 0:
            yield JudgedCorrection(correction.known, case.copy_context.kind, probability, verdict.right)


def curves_of(outcomes: Iterable[Iterable[JudgedCorrection]]) -> CalibrationCurves:
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
