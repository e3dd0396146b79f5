"""Calibration: fits the ranker on labelled copy and writes it with a card of its scores.

Every score on the card is cross-validated by story (see `repair.training.cross_fitting`). On demand the card also holds
an ablation: the scores of models that were fitted without each group of features. The channel model is not trained
here.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.core.protocols import Scorer
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.decoding_values import DECISION_FEATURES
from repair.pipeline.features.feature import FeatureGroup
from repair.pipeline.features.feature_table import FEATURES
from repair.pipeline.options import Options
from repair.pipeline.ranking_model import FORMAT, TENSORS
from repair.text.lexicon import Lexicon
from repair.training.augmentation import with_others
from repair.training.cases import ALL, HUMAN, LOOSE, OTHER, OWN, TrainingCase, archive_of, cases_of, human_items
from repair.training.cross_fitting import by_language, cross_fit_all
from repair.training.evaluation.benchmark import BenchmarkItem, BenchmarkResult, JudgedProposal, Proposal
from repair.training.evaluation.benchmark_file import load, setting_of
from repair.training.evaluation.folds import FOLDS, ranker_without
from repair.training.evaluation.metrics import (
    LOWEST_CONFIDENCE,
    TARGETS,
    Prediction,
    ThresholdSweep,
    calibration_band,
    calibration_error,
    metrics,
    recall_at,
    recall_by_garble,
    reliability,
)
from repair.training.evaluation.reliability_plot import can_plot, save_reliability_plot
from repair.training.fit_curves import fit_curves
from repair.training.ranker_files import write_ranker
from repair.training.scanned_prints import SCANNED, scanned_items

MAX_LINES = 5_000  # of each setting but the parallel one; more do not fit into 24 GB of memory
THRESHOLDS = (0.97, 0.9, 0.8, 0.55)  # thresholds whose scores are on the card
_SWEPT = 200  # approximate number of thresholds tried

# Groups of features that the ablation leaves out in turn. Retrieval of the sources is not affected.
GROUPS: dict[str, tuple[str, ...]] = {
    group.value: tuple(name for name, feature in (FEATURES | DECISION_FEATURES).items() if feature.group is group)
    for group in FeatureGroup
}


def calibrate(
    benches: Sequence[Path],
    out: Path,
    scorer: Scorer | None,
    *,
    log: Callable[[str], None],
    on_document: Callable[[], None] = lambda: None,
    ablate: bool = False,
    max_lines: int = MAX_LINES,
    folds: Path | None = None,
) -> str:
    """Calibrate on benchmark files, write ``out/evidence.json``, its card and plots, and return the card.

    Args:
        benches: The parallel benchmark first, from which the settings of `repair.training.cases` are made; each other
            file is a setting of its own, named after the file.
        out: The folder to write to.
        scorer: The channel model; None for none.
        log: Takes lines about the progress.
        on_document: Called after each document.
        ablate: Whether to refit without each group of features in turn.
        max_lines: About how many lines of each other file are used at most; whole stories are left out.
        folds: Folder for the rankers that were fitted without each fold; None not to write them.
    """
    items = load(benches[0])
    lexicon = Lexicon.load()
    archive = archive_of(items, lexicon)
    texts = {clean: item.story for item in items for clean in item.clean}
    names = Gazetteer.build(Document("", text, story) for text, story in texts.items())
    items_of = {
        OWN: items,
        ALL: items,
        LOOSE: items[::2],
        OTHER: with_others(items, lexicon),
        HUMAN: human_items(items),
        SCANNED: scanned_items(items),
        **{setting_of(path): sampled(load(path), max_lines) for path in benches[1:]},
    }
    cases = [
        case for setting, copies in items_of.items() for case in cases_of(copies, setting, archive, names, on_document)
    ]
    log(f"measured the features of {len(cases)} documents")
    return calibrate_cases(cases, benches, out, scorer, log=log, ablate=ablate, folds=folds)


def sampled(items: Sequence[BenchmarkItem], max_lines: int) -> list[BenchmarkItem]:
    """Return about ``max_lines`` lines, those of whole stories picked by the hash of their names."""
    sample = -(-len(items) // max_lines) or 1
    return [item for item in items if zlib.crc32(f"sample/{item.story}".encode()) % sample == 0]


def calibrate_cases(
    cases: Sequence[TrainingCase],
    benches: Sequence[Path],
    out: Path,
    scorer: Scorer | None,
    *,
    log: Callable[[str], None],
    ablate: bool = False,
    folds: Path | None = None,
) -> str:
    """Fit, write and report on documents whose features are measured; arguments as for `calibrate`."""
    models, curves = cross_fit_all(cases, scorer, log), fit_curves(cases)
    write_ranker(models.on_all, curves.on_all, out / "evidence.json")
    if folds is not None:
        for fold in range(FOLDS):  # a fold without stories leaves none out
            fitted, of_fitted = models.without_fold.get(fold), curves.without_fold.get(fold)
            write_ranker(fitted or models.on_all, of_fitted or curves.on_all, ranker_without(fold, folds))
    labelled = [setting for setting in dict.fromkeys(case.setting for case in cases) if setting != HUMAN]
    scores: dict[str, object] = {setting: cross_validated(cases, setting) for setting in labelled}
    scores[HUMAN] = _human(cases)
    if can_plot():
        _plot(cases, labelled, out)
    card = {
        "name": out.name,
        "format": FORMAT,
        "data": {bench.name: sha256(bench) for bench in benches},
        "model": scorer.name if scorer else None,
        "figures": "cross-validated by story; no model scored a story that it was fitted on",
        "scores": scores,
        "ablation": _ablation(cases, scorer, log) if ablate else None,
        "sha256": {name: sha256(out / name) for name in ("evidence.json", TENSORS)},
    }
    text = json.dumps(card, indent=2) + "\n"
    write_bytes(out / "card.json", text.encode())
    return text


def _plot(cases: Sequence[TrainingCase], settings: Iterable[str], out: Path) -> None:
    """Draw the reliability of each setting, and of the parallel copy with either kind of sources together."""
    save_reliability_plot(_judged(_sweep_of(cases, (OWN, ALL)).at(LOWEST_CONFIDENCE)), out / "reliability.png")
    for setting in settings:
        judged = _judged(_sweep_of(cases, (setting,)).at(LOWEST_CONFIDENCE))
        save_reliability_plot(judged, out / f"reliability-{setting}.svg", title=setting)


def _sweep_of(cases: Sequence[TrainingCase], settings: Sequence[str], *, calibrated: bool = True) -> ThresholdSweep:
    """Return the sweep over thresholds for the corrections of these settings."""
    return ThresholdSweep(
        [Prediction(case.item, proposals(case, calibrated=calibrated)) for case in cases if case.setting in settings]
    )


def _ablation(
    cases: Sequence[TrainingCase], scorer: Scorer | None, log: Callable[[str], None]
) -> dict[str, dict[str, float | None]]:
    """Return the main scores of OWN and ALL with all features, and refitted without each group of them.

    The last row, where there are several languages, has the scores on languages left out of the fit, each in turn.
    """
    table = {"everything": _main_scores(cases), "uncalibrated": _main_scores(cases, calibrated=False)}
    log("without the perceptrons")
    cross_fit_all(cases, scorer, log, mixed=False)
    fit_curves(cases)
    table["without the perceptrons"] = _main_scores(cases)
    for name, columns in GROUPS.items():
        log(f"without {name}")
        cross_fit_all(cases, scorer, log, without=frozenset(columns))
        fit_curves(cases)
        table[f"without {name}"] = _main_scores(cases)
    if len({case.item.pair for case in cases}) > 1:
        log("without the language")
        cross_fit_all(cases, scorer, log, fold_of=by_language)
        fit_curves(cases, by_language)
        table["on languages never seen"] = _main_scores(cases)
    return table


def _main_scores(cases: Sequence[TrainingCase], *, calibrated: bool = True) -> dict[str, float | None]:
    row: dict[str, float | None] = {}
    for setting in (OWN, ALL):
        sweep = _sweep_of(cases, (setting,), calibrated=calibrated)
        thresholds = sweep.thresholds(_SWEPT)
        results = [sweep.at(threshold) for threshold in thresholds]
        best = recall_at(results, thresholds, 0.95)
        row[f"{setting} F1"] = round(max(metrics(result).f1 for result in results), 3)
        row[f"{setting} recall at .95"] = round(best.recall, 3) if best else None
        row[f"{setting} calibration error"] = round(calibration_error(_judged(sweep.at(LOWEST_CONFIDENCE))), 3)
    return row


def _judged(results: Iterable[BenchmarkResult]) -> list[JudgedProposal]:
    return [proposal for result in results for proposal in result.proposals]


def cross_validated(cases: Sequence[TrainingCase], setting: str) -> dict[str, object]:
    """Return the scores of one setting, from decisions by models that never saw the story."""
    sweep = _sweep_of(cases, (setting,))
    thresholds = sweep.thresholds(_SWEPT)
    swept = [sweep.at(threshold) for threshold in thresholds]
    by_threshold = [(threshold, metrics(results)) for threshold, results in zip(thresholds, swept, strict=True)]
    best = max(by_threshold, key=lambda row: row[1].f1)
    quiet = next(((t, scores) for t, scores in by_threshold if scores.false_alarms <= 0.10), None)
    judged = _judged(sweep.at(LOWEST_CONFIDENCE))
    return {
        "best_f1": {"threshold": best[0], **asdict(best[1])},
        "at_0.10_false_alarms": {"threshold": quiet[0], **asdict(quiet[1])} if quiet else None,
        "at_thresholds": {f"{threshold:g}": asdict(metrics(sweep.at(threshold))) for threshold in THRESHOLDS},
        "recall_at_precision": {str(target): recall_at(swept, thresholds, target) for target in TARGETS},
        "calibration_error": calibration_error(judged),
        "calibration_band": calibration_band(judged)._asdict(),
        "reliability": [reliability_bin._asdict() for reliability_bin in reliability(judged)],
        "by_garble": [recall._asdict() for recall in recall_by_garble(sweep.at(Options().review_at))],
    }


def _human(cases: Sequence[TrainingCase]) -> dict[str, float]:
    """Count the proposals on human translations at a few confidences."""
    human = [case for case in cases if case.setting == HUMAN]
    confidences = [p.confidence for case in human for p in proposals(case)]
    counts = {f"at_{t:g}": float(sum(c >= t for c in confidences)) for t in (0.3, 0.5, 0.7, 0.9, 0.97)}
    return {"words": float(sum(case.item.words for case in human)), **counts}


def proposals(case: TrainingCase, *, calibrated: bool = True) -> list[Proposal]:
    """Return the corrections of a case as proposals, with the probabilities of the model unless ``calibrated``."""
    confidences = case.confidences if calibrated else case.probabilities
    return [
        Proposal(correction.start, correction.end, correction.replacement, confidence)
        for correction, confidence in zip(case.corrections, confidences, strict=True)
    ]
