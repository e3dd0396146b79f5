"""Scores of other tools on a benchmark, each at the threshold that is best on that file.

This favours them slightly, because our own threshold is not chosen on the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repair.training.evaluation.baselines import Baseline, BaselineSources, Proposer, name_matchers
from repair.training.evaluation.benchmark import BenchmarkItem
from repair.training.evaluation.metrics import (
    GarbleRecall,
    Metrics,
    Prediction,
    ThresholdSweep,
    metrics,
    recall_by_garble,
)
from repair.training.evaluation.spacy_baseline import NAME as SPACY
from repair.training.evaluation.spacy_baseline import installed_model, spacy_pipeline

_STEPS = 50  # thresholds tried, evenly spread
_NOT_INSTALLED = "{tool} ({needs})"
_NEEDS = {
    "double metaphone": "install metaphone",
    "SymSpell": "install symspellpy",
    SPACY: "install spaCy and one of its English model packages",
}


@dataclass(frozen=True, slots=True)
class ToolScores:
    """The scores of one tool in one setting.

    Attributes:
        tool: Its name.
        threshold: The confidence or similarity (0-1) from which its proposals count.
        metrics: The scores at that threshold.
        by_garble: The recall of each kind of garble.
        signature: Tool and version, threshold, sources, and data, which identify the scores.
    """

    tool: str
    threshold: float
    metrics: Metrics
    by_garble: tuple[GarbleRecall, ...]
    signature: str


def installed_baselines() -> list[Baseline]:
    """Return the tools to compare with whose libraries are installed."""
    baselines = name_matchers()
    model = installed_model()
    return [*baselines, spacy_pipeline(model)] if model is not None else baselines


def missing_baselines(baselines: Iterable[Baseline]) -> list[str]:
    """Return the tools that are not among ``baselines``, each with the package to install."""
    names = [baseline.name for baseline in baselines]
    return [
        _NOT_INSTALLED.format(tool=tool, needs=needs)
        for tool, needs in _NEEDS.items()
        if not any(name.startswith(tool) for name in names)
    ]


def compare(
    items: Sequence[BenchmarkItem], baselines: Sequence[Baseline], *, sources: str, data: str
) -> list[ToolScores]:
    """Return the scores of each tool at its best threshold by F1.

    Args:
        items: The lines of the benchmark.
        baselines: The tools.
        sources: "own" or "all": where the names come from.
        data: The name of the benchmark in signatures.
    """
    predictions: list[list[Prediction]] = [[] for _ in baselines]
    everything = BaselineSources.of(items) if sources == "all" else None
    fitted: BaselineSources | None = None
    proposers: list[Proposer] = []
    for item in items:
        own = everything or BaselineSources.of([item])
        if own != fitted:  # neighbouring lines often share their sources
            fitted, proposers = own, [baseline.fit(own) for baseline in baselines]
        for propose, rows in zip(proposers, predictions, strict=True):
            rows.append(Prediction(item, propose(item.text)))
    return [
        _at_best(baseline, rows, f"sources:{sources}|data:{data}")
        for baseline, rows in zip(baselines, predictions, strict=True)
    ]


def _at_best(baseline: Baseline, predictions: Sequence[Prediction], suffix: str) -> ToolScores:
    sweep = ThresholdSweep(predictions)
    thresholds = [step / _STEPS for step in range(_STEPS + 1)]
    best = max(thresholds, key=lambda threshold: (metrics(sweep.at(threshold)).f1, threshold))
    results = sweep.at(best)
    signature = f"{baseline.version}|threshold:{best:g}|{suffix}"
    return ToolScores(baseline.name, best, metrics(results), recall_by_garble(results), signature)
