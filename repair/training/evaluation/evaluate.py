"""Evaluation: runs the lines of a benchmark through the repairer, as a desk would, and scores its suggestions.

*own*: each line's gazetteer is built from its own sources; *all*: one gazetteer from the sources of all lines of the
file. Suggestions from the review threshold on are judged. `repair.training.evaluation.report` prints the scores.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from repair.core.edits import narrow_edits
from repair.core.io import write_bytes
from repair.core.types import Document, Kind, Suggestion
from repair.gazetteer import Gazetteer
from repair.gazetteer.packed_writer import names_of
from repair.pipeline.feedback.feedback_values import Feedback
from repair.pipeline.options import Options
from repair.pipeline.ranking.ranker import Ranker
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.repairer import Repairer
from repair.pipeline.rules.registry import DEFAULT_RULES, installed_rules, with_spoken_model
from repair.pipeline.rules.rule_context import Rule
from repair.training.evaluation.baselines import Baseline
from repair.training.evaluation.benchmark import (
    BenchmarkItem,
    BenchmarkResult,
    JudgedProposal,
    Proposal,
    gazetteer_of,
    list_rows,
)
from repair.training.evaluation.benchmark_file import Benchmark
from repair.training.evaluation.comparison import ToolScores, compare
from repair.training.evaluation.folds import FOLDS, fold_of
from repair.training.evaluation.metrics import (
    LOWEST_CONFIDENCE,
    TARGETS,
    CalibrationBand,
    Metrics,
    Prediction,
    RecallPoint,
    ReliabilityBin,
    ThresholdSweep,
    calibration_band,
    calibration_error,
    metrics,
    recall_at,
    recall_by_garble,
    reliability,
)
from repair.training.evaluation.noticing import NoticeScores, has_labels, notice_scores

REPAIR = "repair"  # the name of our own tool in reports
_STEPS = 60  # thresholds that are tried for the recall at a precision
_HASH_LENGTH = 8  # hexadecimal digits of the data's hash in a signature


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """How a benchmark is run.

    Attributes:
        sources: "own" or "all": where the names come from.
        model: A model directory; None is the built-in model.
        pipeline: The options of the repairer.
        feedback: Decisions of editors that the repairer applies; None for none.
        baselines: Other tools to measure on the same lines.
        rankers: The ranker of each fold of stories (see `repair.training.evaluation.folds`); none is the shipped one.
        spoken_models: The model of names in transcripts of each fold; none is the shipped one.
    """

    sources: str = "own"
    model: Path | None = None
    pipeline: Options = field(default_factory=Options)
    feedback: Feedback | None = None
    baselines: Sequence[Baseline] = ()
    rankers: Sequence[Ranker] = ()
    spoken_models: Sequence[TreeEnsemble] = ()


@dataclass(frozen=True, slots=True)
class SettingScores:
    """The results of a run over one benchmark.

    Attributes:
        setting: The name of the benchmark.
        ours: The scores of `repair`.
        others: Those of the other tools.
        recalls: For each of `TARGETS` the best recall at that precision, None if it is never reached.
        by_pair: The scores of each language pair.
        calibration_error: The expected calibration error of suggestions from `LOWEST_CONFIDENCE` on (0-1).
        calibration_band: The range of errors that chance explains.
        reliability: The reliability of these suggestions in ten bins.
        judged: These suggestions, for a plot.
        predictions: All suggestions.
        notices: How many mangled names are noticed at all; None where the labels do not say.
    """

    setting: str
    ours: ToolScores
    others: tuple[ToolScores, ...]
    recalls: tuple[RecallPoint | None, ...]
    by_pair: dict[str, Metrics]
    calibration_error: float
    calibration_band: CalibrationBand
    reliability: tuple[ReliabilityBin, ...]
    judged: tuple[JudgedProposal, ...] = field(repr=False)
    predictions: tuple[Prediction, ...] = field(repr=False)
    notices: NoticeScores | None = None

    @property
    def signature(self) -> str:
        """The version, models, thresholds, sources and data behind the scores of `repair`."""
        return self.ours.signature

    @property
    def overall(self) -> Metrics:
        """The scores of `repair` over all lines."""
        return self.ours.metrics


def evaluate(
    benchmark: Benchmark,
    options: EvaluationOptions | None = None,
    *,
    progress: Callable[[Sequence[BenchmarkItem]], Iterable[BenchmarkItem]] | None = None,
) -> SettingScores:
    """Run a benchmark and return its scores.

    Args:
        benchmark: The labelled copy.
        options: How it is run.
        progress: Wraps the lines, to show progress.
    """
    options = options or EvaluationOptions()
    items = benchmark.items
    predictions, signature = [], ""
    for item, repairer in _repairers(progress(items) if progress else items, items, options, _unlimited(options)):
        signature = repairer.signature
        predictions.append(Prediction(item, _proposals_of(repairer, item)))
    data = benchmark.sha256[:_HASH_LENGTH]
    stable = [part for part in signature.split("|") if not part.startswith(("gaz:", "review:"))]
    review_at = options.pipeline.review_at
    parts = [*stable, f"review:{review_at:g}", f"sources:{options.sources}", f"data:{data}"]
    scores = score(benchmark.setting, predictions, review_at, "|".join(parts))
    others = compare(items, options.baselines, sources=options.sources, data=data)
    return replace(scores, others=tuple(others), notices=_notices(items, options))


def suggested(
    items: Sequence[BenchmarkItem], options: EvaluationOptions
) -> Iterator[tuple[BenchmarkItem, list[Proposal]]]:
    """Yield each line with the edits that are suggested for it, from `LOWEST_CONFIDENCE` on.

    Args:
        items: The lines.
        options: How they are run.
    """
    for item, repairer in _repairers(items, items, options, _unlimited(options)):
        yield item, _proposals_of(repairer, item)


def _unlimited(options: EvaluationOptions) -> Options:
    """Return the options of the repairer with suggestions of all confidences, and without flags."""
    return replace(options.pipeline, review_at=LOWEST_CONFIDENCE, flag=False)


def _proposals_of(repairer: Repairer, item: BenchmarkItem) -> list[Proposal]:
    """Return the edits that are suggested for a line; titles are not labelled."""
    suggestions = repairer.suggest(Document(item.id, item.text))
    return [edit for suggestion in suggestions if suggestion.kind is not Kind.TITLE for edit in _proposals(suggestion)]


def _notices(items: Sequence[BenchmarkItem], options: EvaluationOptions) -> NoticeScores | None:
    """Return how many mangled names are noticed, with flags, where the labels say which should be."""
    if not has_labels(items):
        return None
    flagging = replace(options.pipeline, flag=True)
    return notice_scores(
        (item, repairer.suggest(Document(item.id, item.text)))
        for item, repairer in _repairers(items, items, options, flagging)
    )


def score(setting: str, predictions: Sequence[Prediction], review_at: float, signature: str) -> SettingScores:
    """Judge predictions and count the verdicts.

    Args:
        setting: The name of the benchmark.
        predictions: The suggestions for each line.
        review_at: The confidence (0-1) from which a suggestion counts.
        signature: The signature of the scores.
    """
    sweep = ThresholdSweep(predictions)
    results = sweep.at(review_at)
    judged = tuple(judged for result in sweep.at(LOWEST_CONFIDENCE) for judged in result.proposals)
    thresholds = sweep.thresholds(_STEPS)
    swept = [sweep.at(threshold) for threshold in thresholds]
    by_pair: dict[str, list[BenchmarkResult]] = defaultdict(list)
    for result in results:
        by_pair[result.item.pair].append(result)
    return SettingScores(
        setting,
        ToolScores(REPAIR, review_at, metrics(results), recall_by_garble(results), signature),
        others=(),
        recalls=tuple(recall_at(swept, thresholds, target) for target in TARGETS),
        by_pair={pair: metrics(by_pair[pair]) for pair in sorted(by_pair)},
        calibration_error=calibration_error(judged),
        calibration_band=calibration_band(judged),
        reliability=reliability(judged),
        judged=judged,
        predictions=tuple(predictions),
    )


def write_predictions(path: Path, settings: Iterable[SettingScores]) -> None:
    """Write every suggestion as JSON Lines, one line a line of the benchmarks."""
    lines = [_line(setting.setting, prediction) for setting in settings for prediction in setting.predictions]
    write_bytes(path, "".join(lines).encode())


def _repairers(
    items: Iterable[BenchmarkItem],
    everything: Sequence[BenchmarkItem],
    options: EvaluationOptions,
    pipeline: Options,
) -> Iterator[tuple[BenchmarkItem, Repairer]]:
    """Yield each item with the repairer over its sources, which has the models of its fold."""
    gazetteer = _gazetteer_of_all(everything) if options.sources == "all" else Gazetteer([], [])
    is_in_folds = bool(options.rankers or options.spoken_models)
    rankers: Sequence[Ranker | None] = options.rankers or [None] * (FOLDS if is_in_folds else 1)
    rules: Sequence[Sequence[Rule] | None] = [
        with_spoken_model((*DEFAULT_RULES, *installed_rules()), model) for model in options.spoken_models
    ] or [None] * len(rankers)
    repairers = [
        Repairer(gazetteer, scorer=options.model, ranker=ranker, rules=of_fold, options=pipeline)
        for ranker, of_fold in zip(rankers, rules, strict=True)
    ]
    if options.feedback is not None:
        repairers = [repairer.with_feedback(options.feedback) for repairer in repairers]
    key: tuple[tuple[str, ...], bool, int] | None = None
    repairer = repairers[0]
    for item in items:
        fold = fold_of(item.doc) if is_in_folds else 0
        if options.sources == "all":
            repairer = repairers[fold]
        elif key != (item.clean, item.listed, fold):  # neighbouring lines often share their sources
            key = (item.clean, item.listed, fold)
            own = gazetteer_of(item.clean, listed=item.listed, story=item.story)
            repairer = repairers[fold].with_gazetteer(own)
        yield item, repairer


def _gazetteer_of_all(items: Sequence[BenchmarkItem]) -> Gazetteer:
    """Return one gazetteer of all clean texts and all lists of names."""
    texts = {clean: item.story for item in items if not item.listed for clean in item.clean}
    rows = list_rows([clean for item in items if item.listed for clean in item.clean])
    documents = [Document("", text, f"{story}#{number}") for number, (text, story) in enumerate(texts.items())]
    built = Gazetteer.build(documents)
    return Gazetteer([*built.names, *names_of((row, Kind.OTHER, ()) for row in rows)], built.sources) if rows else built


def _proposals(suggestion: Suggestion) -> list[Proposal]:
    """Return the edits of a suggestion, word by word, because a label may cover a part of the name."""
    if suggestion.replacement is None or suggestion.confidence is None:
        return []
    edits = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
    return [
        Proposal(edit.span.start, edit.span.end, edit.after, suggestion.confidence, suggestion.action.value)
        for edit in edits
    ]


def _line(setting: str, prediction: Prediction) -> str:
    suggestions = [
        {
            "start": p.start,
            "end": p.end,
            "replacement": p.replacement,
            "confidence": round(p.confidence, 6),
            "action": p.action,
        }
        for p in prediction.proposals
    ]
    line = {"id": prediction.item.id, "setting": setting, "unit": "code points", "suggestions": suggestions}
    return json.dumps(line, ensure_ascii=False) + "\n"
