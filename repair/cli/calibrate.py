"""`repair calibrate`: a benchmark file in, the table of evidence and its thresholds out."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options
from repair.cli.output import NOTHING, data, say, waiting


def calibrate_cli(
    bench: Annotated[Path, typer.Argument(metavar="BENCH", help="A benchmark: JSON Lines, may be gzipped.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write evidence.json and its card.")],
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Also tell what each group of evidence is worth (eight times as long)."),
    ] = False,
    model: options.ModelFolder = None,
) -> None:
    """Learn from copy whose mangled names are labelled what each piece of evidence is worth."""
    raise typer.Exit(calibrate(bench, out, model, ablate=ablate))


def calibrate(bench: Path, out: Path, model: Path | None, *, ablate: bool = False) -> int:
    """Calibrate on ``bench``, write the table into ``out`` and print its card; return the exit code."""
    from repair.channel.scorer import ChannelModel
    from repair.training.calibrate import calibrate as run

    done = count(1)
    with waiting("Surveying") as progress:
        card = run(bench, out, ChannelModel.load(model), say=say, tick=lambda: progress(next(done)), ablate=ablate)
    data(card)
    return NOTHING
