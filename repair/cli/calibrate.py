"""`repair calibrate`: fit the ranker on a benchmark file and write it with its thresholds."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options
from repair.cli.output import NOTHING, progress_display, write_data, write_message


def calibrate_cli(
    benches: Annotated[
        list[Path],
        typer.Argument(
            metavar="BENCH...",
            help="Benchmarks of labelled copy (JSON Lines, compressed or not): the parallel one first, then a file for "
            "each other setting.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", file_okay=False, help="Folder for evidence.json and its card.")
    ],
    ablate: Annotated[
        bool,
        typer.Option(
            "--ablate",
            help="Also measure the scores without each group of features. Takes ten times as long; a run that was "
            "interrupted continues with the next group.",
        ),
    ] = False,
    max_lines: Annotated[
        int, typer.Option("--max-lines", metavar="N", min=1, help="Use at most about N lines of each other setting.")
    ] = 3_700,
    folds: Annotated[
        Path | None,
        typer.Option(
            "--folds",
            metavar="DIR",
            help="Also write the rankers that were fitted without a fifth of the stories each, for `evaluate --folds`.",
        ),
    ] = None,
    model: options.ModelFolder = None,
) -> None:
    """Learn the weight of each piece of evidence from copy with labelled mangled names."""
    raise typer.Exit(calibrate(benches, out, model, ablate=ablate, max_lines=max_lines, folds=folds))


def calibrate(
    benches: list[Path], out: Path, model: Path | None, *, ablate: bool, max_lines: int, folds: Path | None = None
) -> int:
    """Calibrate on ``benches``, write the result into ``out`` and print its card; return the exit code.

    Args:
        benches: The parallel benchmark, then those of other settings.
        out: Folder for the result.
        model: A model directory; None is the built-in model.
        ablate: Also measure the scores without each group of features.
        max_lines: About how many lines of each other setting are used at most.
        folds: Folder for the rankers that were fitted without a fold; None not to write them.
    """
    from repair.channel.scorer import ChannelModel
    from repair.training.calibrate import calibrate as run

    steps = count(1)
    with progress_display("Measuring the features") as progress:
        card = run(
            benches,
            out,
            ChannelModel.load(model),
            log=write_message,
            on_document=lambda: progress(next(steps)),
            ablate=ablate,
            max_lines=max_lines,
            folds=folds,
        )
    write_data(card)
    return NOTHING
