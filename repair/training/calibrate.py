"""Calibration: fits the ranker on labelled copy and writes it with a card of its scores.

Every score on the card is cross-validated by story (see `repair.training.cross_fitting`). On demand the card also holds
an ablation: the scores of models that were fitted without each group of features. The channel model is not trained
here.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.core.protocols import Scorer
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.pipeline.ranking.ranking_model import FORMAT, TENSORS
from repair.text.lexicon import Lexicon
from repair.training.ablation import ablation
from repair.training.augmentation import with_others
from repair.training.case_scores import cross_validated, human_scores, judged_of, labelled_settings, sweep_of
from repair.training.cases import ALL, HUMAN, LOOSE, OTHER, OWN, TrainingCase, archive_of, cases_of, human_items
from repair.training.cross_fitting import cross_fit_all
from repair.training.evaluation.benchmark import BenchmarkItem
from repair.training.evaluation.benchmark_file import load, setting_of
from repair.training.evaluation.folds import FOLDS, ranker_without
from repair.training.evaluation.metrics import (
    LOWEST_CONFIDENCE,
)
from repair.training.evaluation.reliability_plot import can_plot, save_reliability_plot
from repair.training.fit_curves import fit_curves
from repair.training.ranker_files import write_ranker
from repair.training.scanned_prints import SCANNED, scanned_items

MAX_LINES = 5_000  # of each setting but the parallel one; more do not fit into 24 GB of memory
ABLATION = "ablation.json"  # rows of an ablation that are finished


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
    labelled = labelled_settings(cases)
    scores: dict[str, object] = {setting: cross_validated(cases, setting) for setting in labelled}
    scores[HUMAN] = human_scores(cases)
    if can_plot():
        _plot(cases, labelled, out)
    data = {bench.name: sha256(bench) for bench in benches}
    card = {
        "name": out.name,
        "format": FORMAT,
        "data": data,
        "model": scorer.name if scorer else None,
        "figures": "cross-validated by story; no model scored a story that it was fitted on",
        "scores": scores,
        "ablation": ablation(cases, scorer, log, out / ABLATION, data) if ablate else None,
        "sha256": {name: sha256(out / name) for name in ("evidence.json", TENSORS)},
    }
    text = json.dumps(card, indent=2) + "\n"
    write_bytes(out / "card.json", text.encode())
    return text


def _plot(cases: Sequence[TrainingCase], settings: Iterable[str], out: Path) -> None:
    """Draw the reliability of each setting, and of the parallel copy with either kind of sources together."""
    save_reliability_plot(judged_of(sweep_of(cases, (OWN, ALL)).at(LOWEST_CONFIDENCE)), out / "reliability.png")
    for setting in settings:
        judged = judged_of(sweep_of(cases, (setting,)).at(LOWEST_CONFIDENCE))
        save_reliability_plot(judged, out / f"reliability-{setting}.svg", title=setting)
