"""`repair evaluate`: run a benchmark file through the repairer and print its figures with their signature."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from repair.commands import options, session
from repair.commands.output import NOTHING, counted, data
from repair.config import Config


class BenchSources(StrEnum):
    """Where the gazetteer of a benchmark comes from: each line's own sources, or those of all lines."""

    OWN = "own"
    ALL = "all"


def evaluate_cli(
    bench: Annotated[Path, typer.Argument(metavar="BENCH", help="A benchmark: JSON Lines, may be gzipped.")],
    sources: Annotated[
        BenchSources,
        typer.Option(
            "--sources", help="own: a gazetteer for each line from its own sources; all: one from all of them."
        ),
    ] = BenchSources.OWN,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="Write every suggestion to this file.")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also measure Jaro-Winkler and double metaphone over the same names.")
    ] = False,
    model: options.ModelFolder = None,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    config: options.ConfigFile = None,
) -> None:
    """Measure precision, recall and false alarms on copy whose mangled names are labelled."""
    settings = session.settle(config, model=model, apply_at=apply_at, review_at=review_at)
    raise typer.Exit(evaluate(bench, settings, sources=sources, predictions=predictions, peers=peers))


def evaluate(
    bench: Path, settings: Config, *, sources: BenchSources, predictions: Path | None, peers: bool = False
) -> int:
    """Evaluate on ``bench`` and print the figures; return the exit code."""
    from repair.evaluate import evaluate as run

    found = run(
        bench,
        sources=sources.value,
        predictions=predictions,
        peers=peers,
        model=Path(settings.model) if settings.model is not None else None,
        options=session.options_of(settings),
        progress=lambda items: counted(items, total=len(items), words="Checking", silent=True),
    )
    data(f"{found}\n")
    return NOTHING
