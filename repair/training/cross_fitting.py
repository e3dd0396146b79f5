"""The steps of calibration: labelled cases in, the three tables and the confidence curves out.

Cross-fitted by story at every step, so that what a step hands on never comes from a table that saw the story.
The network is not trained here and sees none of these labels.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from repair.core.io import write_bytes
from repair.core.protocols import Scorer
from repair.pipeline.correction_stages import best_of_forms, score_with_channel
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.decoding_values import DECISION_COLUMNS, ScoredCandidate
from repair.pipeline.feature_table import COLUMNS, SCREEN_COLUMNS
from repair.pipeline.ranking_model import CURVE_KEYS, FORMAT, PERCEPTRONS, BlendedModel, CalibrationCurves
from repair.pipeline.trees import Floats, TreeEnsemble
from repair.training.cases import HUMAN, OTHER, TrainingCase
from repair.training.evaluation.benchmark import Proposal, judge
from repair.training.fit_ranker import MlpParams, TreeParams, beta_calibration, cross_fit, fit_blend, fit_trees

SCREEN_FIT, WEIGH_FIT, DECIDE_FIT = (
    TreeParams(400, 0.1),
    TreeParams(250, 0.06, 15, 6, 3),
    TreeParams(130, 0.05, 15, 6, 3),
)
# Perceptrons weigh names and decide nothing: of decisions, which copy short of names makes look odd, they are too sure.
WEIGH_BESIDE = MlpParams(share=0.3, hidden=128, epochs=16, rate=8e-3, dropout=0.45)
# What a case counts in fitting, where it is not 1. Copy that names other people than its sources is rarer in the files
# than at a desk, and so are damaged prints, half-told stories and machine-translated stories of many outlets.
SETTING_WEIGHTS = {OTHER: 1.5, "ocr": 2.0, "half": 1.5, "stories": 2.0}
_NOT_ITS_STORY = (OTHER, HUMAN)  # the settings that no confidence is judged by
_ASKED = 500  # documents that go to the channel in one call
_THIN = 3  # of so many wrong pairings one is looked at when screening is fitted


FoldOf = Callable[[TrainingCase], int | str]  # what a case is left out with


def by_story(case: TrainingCase) -> int:
    """A fifth of the stories is left out at a time."""
    return case.fold


def by_language(case: TrainingCase) -> str:
    """All copy that comes from one language is left out at a time."""
    return case.item.pair


def _folds(cases: Sequence[TrainingCase], lengths: Sequence[int], fold_of: FoldOf) -> NDArray[np.int64]:
    numbers = np.unique([fold_of(case) for case in cases], return_inverse=True)[1]
    return np.repeat(numbers, lengths).astype(np.int64)


@dataclass(frozen=True, slots=True)
class FoldModels:
    """The three tables fitted on everything."""

    prune_model: TreeEnsemble
    rank_model: BlendedModel
    decision_model: TreeEnsemble


def cross_fit_all(
    cases: Sequence[TrainingCase],
    scorer: Scorer | None,
    say: Callable[[str], None],
    *,
    without: frozenset[str] = frozenset(),
    fold_of: FoldOf = by_story,
    mixed: bool = True,
) -> FoldModels:
    """Walk all cases through the steps with cross-fitted tables, and fit the tables on everything.

    Afterwards ``case.groups`` and ``case.likely`` hold what a table that never saw the story, or what else
    ``fold_of`` leaves out together, decided. ``without`` names columns that no table may use; not ``mixed`` is a table
    without perceptrons beside it.
    """
    rows = [row for case in cases for row, _, _ in case.surveyed]
    values = _matrix((row.as_row(SCREEN_COLUMNS) for row in rows), SCREEN_COLUMNS, without)
    labels, weights = _labels((label, weight * _weight(case)) for case in cases for _, label, weight in case.surveyed)
    folds = _folds(cases, [len(case.surveyed) for case in cases], fold_of)
    weights = _thinned(labels, weights)
    fit_screen = partial(fit_trees, SCREEN_COLUMNS, how=SCREEN_FIT)
    likely = cross_fit(values, labels, weights, folds, fit_screen)
    prune_model = fit_screen(values, labels, weights)
    say(f"screened {len(values)} pairings")
    for case, part in zip(cases, _cut(likely, [len(case.surveyed) for case in cases]), strict=True):
        known = {id(row): (label, weight) for row, label, weight in case.surveyed}
        case.rows = best_of_forms([row for row, _, _ in case.surveyed], part)
        case.labels = [known[id(row)] for row in case.rows]
    for first in range(0, len(cases), _ASKED):
        score_with_channel([(case.copy_context, case.rows) for case in cases[first : first + _ASKED]], scorer)
    values = _matrix((row.as_row(COLUMNS) for case in cases for row in case.rows), COLUMNS, without)
    labels, weights = _labels((label, weight * _weight(case)) for case in cases for label, weight in case.labels)
    folds = _folds(cases, [len(case.rows) for case in cases], fold_of)
    fit_weigh = partial(fit_blend, COLUMNS, how=WEIGH_FIT, beside=WEIGH_BESIDE if mixed else None)
    likely = cross_fit(values, labels, weights, folds, fit_weigh)
    rank_model = fit_weigh(values, labels, weights)
    say(f"weighed {len(values)} pairings")
    for case, part in zip(cases, _cut(likely, [len(case.rows) for case in cases]), strict=True):
        case.groups = decode(
            case.copy_context, [ScoredCandidate(row, p) for row, p in zip(case.rows, part, strict=True)]
        )
    return FoldModels(prune_model, rank_model, fit_decisions(cases, without, fold_of))


def _matrix(rows: Iterable[Sequence[float]], columns: Sequence[str], without: frozenset[str]) -> Floats:
    """Stack rows, the columns left out held at 0. *Shape:* ``(rows, columns)``."""
    flat = np.fromiter((value for row in rows for value in row), dtype=np.float64)
    values = flat.reshape(-1, len(columns))
    values[:, [number for number, name in enumerate(columns) if name in without]] = 0.0
    return values


def _cut(likely: Floats, lengths: Sequence[int]) -> list[list[float]]:
    """Cut a column into the parts of the cases."""
    return [part.tolist() for part in np.split(likely, np.cumsum(lengths)[:-1])]


def _weight(case: TrainingCase) -> float:
    """Return what a case counts, by its setting."""
    return SETTING_WEIGHTS.get(case.setting, 1.0)


def _thinned(labels: Floats, weights: Floats) -> Floats:
    """Let one in `_THIN` of the many wrong pairings stand for all, so that screening fits in minutes."""
    kept = (labels > 0) | (np.arange(len(labels)) % _THIN == 0)
    return np.where(kept, np.where(labels > 0, weights, weights * _THIN), 0.0)


def fit_decisions(cases: Sequence[TrainingCase], without: frozenset[str], fold_of: FoldOf = by_story) -> TreeEnsemble:
    """Cross-fit the decision table into ``case.likely`` and return the one fitted on everything."""
    values = _matrix((group.as_row() for case in cases for group in case.groups), DECISION_COLUMNS, without)
    pairs = [(right, weight * _weight(case)) for case in cases for right, weight in _verdicts(case)]
    labels, weights = np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs])
    lengths = [len(case.groups) for case in cases]
    folds = _folds(cases, lengths, fold_of)
    fit = partial(fit_trees, DECISION_COLUMNS, how=DECIDE_FIT)
    likely = cross_fit(values, labels, weights, folds, fit)
    for case, part in zip(cases, _cut(likely, lengths), strict=True):
        case.likely = pool_by_form(case.groups, part)
    return fit(values, labels, weights)


def _labels(told: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    pairs = list(told)
    return np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs])


def _verdicts(case: TrainingCase) -> list[tuple[float, float]]:
    """Return for each group whether it is right beside the others of its run, and its weight (0: no telling)."""
    runs: dict[int, list[Proposal]] = defaultdict(list)
    for group in case.groups:
        runs[group.run].append(Proposal(group.start, group.end, group.replacement, 1.0))
    told = {run: judge(case.item, proposals).proposals for run, proposals in runs.items()}
    verdicts = []
    for group in case.groups:
        right = [judged.correct for judged in told[group.run] if judged.proposal.start == group.start]
        verdicts.append((float(right[0]), 1.0) if right else (0.0, 0.0))
    return verdicts


def fit_curves(cases: Sequence[TrainingCase], fold_of: FoldOf = by_story) -> CalibrationCurves:
    """Cross-fit the confidence curves into ``case.sure`` and return those fitted on everything.

    One curve is about strange forms, one about known ones. They are fitted on what is decided of machine output beside
    its story; how other stories and other people fare is no part of how sure one may be of it.
    """
    told = [[] if case.setting in _NOT_ITS_STORY else list(_told(case)) for case in cases]
    parts = [fold_of(case) for case in cases]
    for part in set(parts):
        curves = _curves(decisions for decisions, other in zip(told, parts, strict=True) if other != part)
        for case, other in zip(cases, parts, strict=True):
            if other == part:
                case.sure = curves.confidence(case.likely, [group.known for group in case.groups]).tolist()
    return _curves(told)


def _told(case: TrainingCase) -> Iterator[tuple[bool, float, float]]:
    """Yield of each decision that can be judged whether its form is known, its probability, and 1 where it is right."""
    for group, (right, weight), p in zip(case.groups, _verdicts(case), case.likely, strict=True):
        if weight > 0:
            yield group.known, p, right


def _curves(told: Iterable[Iterable[tuple[bool, float, float]]]) -> CalibrationCurves:
    by_kind: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for decisions in told:
        for known, p, right in decisions:
            by_kind[known].append((p, right))
    return CalibrationCurves(unknown=beta_calibration(by_kind[False]), known=beta_calibration(by_kind[True]))


def write(tables: FoldModels, curves: CalibrationCurves, path: Path) -> None:
    """Write the evidence table as JSON, one tree a line so that a change can be read, and perceptrons beside it."""
    rank_model = tables.rank_model
    data = {
        "screen": tables.prune_model.to_json(),
        "weigh": rank_model.trees.to_json(),
        "decide": tables.decision_model.to_json(),
    }
    lines = [f'{{"format": {FORMAT},']
    rounded = {
        CURVE_KEYS[kind]: {"probability": _round(x), "confidence": _round(y)}
        for kind, (x, y) in curves._asdict().items()
    }
    lines.append('"curves": ' + json.dumps(rounded) + ",")
    if rank_model.mlp is not None:
        raw = safetensors.numpy.save(rank_model.mlp.tensors())
        write_bytes(path.with_name(PERCEPTRONS), raw)
        told = {"sha256": hashlib.sha256(raw).hexdigest(), "share": rank_model.mlp_weight}
        lines.append('"perceptrons": ' + json.dumps(told) + ",")
    for number, (step, table) in enumerate(data.items()):
        head = json.dumps({"columns": table["columns"], "constant": table["constant"]})[:-1]
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in table["trees"])
        lines.append(f'"{step}": {head}, "trees": [\n{trees}\n]}}' + ("," if number < len(data) - 1 else ""))
    write_bytes(path, ("\n".join(lines) + "\n}\n").encode())


def _round(values: Floats) -> list[float]:
    return [round(float(value), 5) for value in values]
