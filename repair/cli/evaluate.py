"""`repair evaluate`: run benchmark files through the repairer and other tools, and print one table of scores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import session
from repair.cli.output import NOTHING, with_progress, write_data, write_message
from repair.cli.settings import options_of
from repair.cli.sources import OTHER_FILE, originals_of
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.io import write_bytes

if TYPE_CHECKING:
    from repair.training.evaluation.baselines import Baseline
    from repair.training.evaluation.benchmark import BenchmarkItem
    from repair.training.evaluation.benchmark_file import Benchmark
    from repair.training.evaluation.evaluate import SettingScores

_NOT_COMPARED = "Not compared with {tools}."
_NO_PLOTS = "No reliability plots were drawn: install matplotlib."
_SCORES = "evaluation.json"
_PLOT = "reliability-{setting}.svg"


class BenchSources(StrEnum):
    """Where the gazetteer of a benchmark comes from: each line's own sources, or those of all lines."""

    OWN = "own"
    ALL = "all"


@with_settings("database", "model", "apply_at", "review_at")
def evaluate_cli(
    benches: Annotated[
        list[Path],
        typer.Argument(
            metavar="BENCH...",
            help="Files of labelled copy (JSON Lines, compressed or not). Each is a setting, named after its file.",
        ),
    ],
    *,
    sources: Annotated[
        BenchSources,
        typer.Option(
            "--sources",
            metavar="own|all",
            help="own: a gazetteer for each line from its own sources; all: one from all sources of the file.",
        ),
    ] = BenchSources.OWN,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="DIR",
            file_okay=False,
            help=f"Write {_SCORES} and a reliability plot of each setting into this folder.",
        ),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="Write all suggestions to this file.")
    ] = None,
    folds: Annotated[
        Path | None,
        typer.Option(
            "--folds",
            metavar="DIR",
            help="Decide on each story with the ranker that was not fitted on it, of those that `calibrate --folds` "
            "wrote into this folder.",
        ),
    ] = None,
    peers: Annotated[
        bool,
        typer.Option(
            "--peers/--no-peers",
            help="Also measure the other tools that are installed, over the same names: Jaro-Winkler, double "
            "metaphone, SymSpell, and spaCy with an English model.",
        ),
    ] = True,
    settings: Config,
) -> None:
    """Measure precision, recall, false alarms and calibration on copy with labelled mangled names."""
    raise typer.Exit(
        evaluate(benches, settings, sources=sources, out=out, predictions=predictions, folds=folds, peers=peers)
    )


def evaluate(
    benches: Sequence[Path],
    settings: Config,
    *,
    sources: BenchSources = BenchSources.OWN,
    out: Path | None = None,
    predictions: Path | None = None,
    folds: Path | None = None,
    peers: bool = True,
) -> int:
    """Evaluate on ``benches`` and print the scores; return the exit code.

    Args:
        benches: The benchmark files.
        settings: The settings in force; with a database, the effect of its decisions is printed too.
        sources: The sources of the gazetteer.
        out: Folder for the scores as JSON and the plots.
        predictions: File for every suggestion.
        folds: Folder of the rankers, and models of transcripts, that were fitted without a fold each; None is the
            shipped ones.
        peers: Measure the other tools that are installed, too.
    """
    from repair.training.evaluation.benchmark_file import read_benchmarks
    from repair.training.evaluation.evaluate import EvaluationOptions, write_predictions
    from repair.training.evaluation.evaluate import evaluate as run
    from repair.training.evaluation.folds import load_rankers, load_spoken_models
    from repair.training.evaluation.report import report

    originals = originals_of((), (), *benches)
    if predictions is not None:
        originals.refuse(predictions, instead=OTHER_FILE.format(option="--predictions"))
    if out is not None:
        originals.refuse(out / _SCORES)
    benchmarks = read_benchmarks(benches)
    feedback = session.open_feedback(settings)
    how = EvaluationOptions(
        sources.value,
        Path(settings.model) if settings.model is not None else None,
        options_of(settings),
        feedback,
        _baselines() if peers else (),
        load_rankers(folds) if folds is not None else (),
        load_spoken_models(folds) if folds is not None else (),
    )
    scores = [run(benchmark, how, progress=_progress(benchmark)) for benchmark in benchmarks]
    if predictions is not None:
        write_predictions(predictions, scores)
    if out is not None:
        _write_scores(out, scores)
    write_data(report(scores))
    if feedback is not None:
        without = replace(how, feedback=None, baselines=())
        for benchmark, after in zip(benchmarks, scores, strict=True):
            before = run(benchmark, without, progress=_progress(benchmark))
            write_data(f"\n{effect_of_decisions(before, after)}\n")
    return NOTHING


def _progress(benchmark: Benchmark) -> Callable[[Sequence[BenchmarkItem]], Iterable[BenchmarkItem]]:
    return lambda items: with_progress(items, total=len(items), label=benchmark.setting, silent=True)


def _baselines() -> Sequence[Baseline]:
    """Return the other tools that are installed, and name those that are not."""
    from repair.training.evaluation.comparison import installed_baselines, missing_baselines

    baselines = installed_baselines()
    missing = missing_baselines(baselines)
    if missing:
        write_message(_NOT_COMPARED.format(tools=", ".join(missing)))
    return baselines


def _write_scores(out: Path, scores: Sequence[SettingScores]) -> None:
    """Write the scores as JSON, and a reliability plot of each setting where matplotlib is installed."""
    from repair.training.evaluation.reliability_plot import can_plot, save_reliability_plot
    from repair.training.evaluation.report import as_json

    out.mkdir(parents=True, exist_ok=True)
    write_bytes(out / _SCORES, (json.dumps(as_json(scores), indent=2, ensure_ascii=False) + "\n").encode())
    if not can_plot():
        write_message(_NO_PLOTS)
        return
    for setting_scores in scores:
        path = out / _PLOT.format(setting=setting_scores.setting.replace("/", "-"))
        save_reliability_plot(setting_scores.judged, path, title=setting_scores.setting)


def effect_of_decisions(before: SettingScores, after: SettingScores) -> str:
    """Return a table of the scores without people's decisions (``before``) and with them."""
    rows = [
        ("suggestions", f"{before.overall.suggestions}", f"{after.overall.suggestions}"),
        ("precision", f"{before.overall.precision:.3f}", f"{after.overall.precision:.3f}"),
        ("recall", f"{before.overall.recall:.3f}", f"{after.overall.recall:.3f}"),
        ("F1", f"{before.overall.f1:.3f}", f"{after.overall.f1:.3f}"),
        ("false alarms per 1,000", f"{before.overall.false_alarms:.2f}", f"{after.overall.false_alarms:.2f}"),
    ]
    lines = [f"  {name:24} {old:>8} -> {new:>8}" for name, old, new in rows]
    return "\n".join([f"{after.setting}: what the decisions changed", *lines, f"without them: {before.signature}"])
