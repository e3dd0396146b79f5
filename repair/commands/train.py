"""`repair train`: a configuration in, a model directory out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.commands.output import NOTHING, say


def train_cli(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The run's configuration, a TOML file.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The model directory to make.")],
) -> None:
    """Train the model that ranks names, from a configuration; needs the `train` extra for its data."""
    raise typer.Exit(train(config, out))


def train(config: Path, out: Path) -> int:
    """Train as ``config`` says and leave the model in ``out``; return the exit code."""
    from repair.train import train as run

    run(config, out)
    say(f"{out}: trained")
    return NOTHING
