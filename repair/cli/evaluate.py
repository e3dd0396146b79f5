"""`repair evaluate`: run a benchmark file through the repairer and print its scores with their signature."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import NOTHING, with_progress, write_data
from repair.cli.sources import OTHER_FILE, originals_of
from repair.core.config import Config

if TYPE_CHECKING:
    from repair.training.evaluation.evaluate import Evaluation


class BenchSources(StrEnum):
    """Where the gazetteer of a benchmark comes from: each line's own sources, or those of all lines."""

    OWN = "own"
    ALL = "all"


def evaluate_cli(
    bench: Annotated[
        Path, typer.Argument(metavar="BENCH", help="A benchmark of labelled copy: JSON Lines, compressed or not.")
    ],
    sources: Annotated[
        BenchSources,
        typer.Option(
            "--sources", help="own: a gazetteer for each line from its own sources; all: one from all sources."
        ),
    ] = BenchSources.OWN,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="Write every suggestion to this file.")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also measure Jaro-Winkler and double metaphone on the same names.")
    ] = False,
    database: options.Database = None,
    model: options.ModelFolder = None,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    config: options.ConfigFile = None,
) -> None:
    """Measure precision, recall and false alarms on copy with labelled mangled names."""
    settings = session.resolve_settings(config, database=database, model=model, apply_at=apply_at, review_at=review_at)
    raise typer.Exit(evaluate(bench, settings, sources=sources, predictions=predictions, peers=peers))


def evaluate(
    bench: Path, settings: Config, *, sources: BenchSources, predictions: Path | None, peers: bool = False
) -> int:
    """Evaluate on ``bench`` and print the scores; return the exit code.

    Args:
        bench: The benchmark.
        settings: The settings in force; with a database, the effect of its decisions is printed too.
        sources: Where the gazetteer comes from.
        predictions: File for every suggestion.
        peers: Measure other methods, too.
    """
    from repair.training.evaluation.evaluate import evaluate as run

    measure = partial(
        run,
        bench,
        sources=sources.value,
        model=Path(settings.model) if settings.model is not None else None,
        options=session.options_of(settings),
        progress=lambda items: with_progress(items, total=len(items), label="Checking", silent=True),
    )
    feedback = session.open_feedback(settings)
    if predictions is not None:
        originals_of((), (), bench).refuse(predictions, instead=OTHER_FILE.format(option="--predictions"))
    evaluation = measure(predictions=predictions, peers=peers, memory=feedback)
    write_data(f"{evaluation}\n")
    if feedback is not None:
        write_data(f"{effect_of_decisions(measure(), evaluation)}\n")
    return NOTHING


def effect_of_decisions(before: Evaluation, after: Evaluation) -> str:
    """Return a table of the scores without people's decisions (``before``) and with them."""
    rows = [
        ("suggestions", f"{before.overall.suggestions}", f"{after.overall.suggestions}"),
        ("precision", f"{before.overall.precision:.3f}", f"{after.overall.precision:.3f}"),
        ("recall", f"{before.overall.recall:.3f}", f"{after.overall.recall:.3f}"),
        ("F1", f"{before.overall.f1:.3f}", f"{after.overall.f1:.3f}"),
        ("false alarms per 1,000", f"{before.overall.false_alarms:.2f}", f"{after.overall.false_alarms:.2f}"),
    ]
    lines = [f"  {name:24} {old:>8} -> {new:>8}" for name, old, new in rows]
    return "\n".join(["what the decisions changed", *lines, f"without them: {before.signature}"])
