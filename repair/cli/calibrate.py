"""`repair calibrate`: fit the ranker on a benchmark file and write it with its thresholds."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options
from repair.cli.output import NOTHING, progress_display, write_data, write_message


def calibrate_cli(
    bench: Annotated[
        Path, typer.Argument(metavar="BENCH", help="A benchmark of labelled copy: JSON Lines, compressed or not.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for evidence.json and its card.")],
    ablate: Annotated[
        bool,
        typer.Option(
            "--ablate", help="Also measure the scores without each group of features (takes eight times as long)."
        ),
    ] = False,
    model: options.ModelFolder = None,
) -> None:
    """Learn the weight of each piece of evidence from copy with labelled mangled names."""
    raise typer.Exit(calibrate(bench, out, model, ablate=ablate))


def calibrate(bench: Path, out: Path, model: Path | None, *, ablate: bool = False) -> int:
    """Calibrate on ``bench``, write the result into ``out`` and print its card; return the exit code.

    Args:
        bench: The benchmark.
        out: Folder for the result.
        model: A model directory; None is the built-in model.
        ablate: Also measure the scores without each group of features.
    """
    from repair.channel.scorer import ChannelModel
    from repair.training.calibrate import calibrate as run

    steps = count(1)
    with progress_display("Measuring the features") as progress:
        card = run(
            bench,
            out,
            ChannelModel.load(model),
            say=write_message,
            tick=lambda: progress(next(steps)),
            ablate=ablate,
        )
    write_data(card)
    return NOTHING
