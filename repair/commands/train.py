"""`repair train`: a configuration in, a model directory out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.commands.output import NOTHING, say
from repair.errors import RepairError

NEEDS_EXTRA = "training needs {name}, which is not installed; run: pip install 'repair[train]'"


def train_cli(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The run's configuration, a TOML file.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The model directory to make.")],
) -> None:
    """Train the model that ranks names, from a configuration; needs the `train` extra for its data."""
    raise typer.Exit(train(config, out))


def train(config: Path, out: Path) -> int:
    """Train as ``config`` says and leave the model in ``out``; return the exit code."""
    try:
        from repair.train import train as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("repair"):
            raise
        raise RepairError(NEEDS_EXTRA.format(name=error.name)) from error
    run(config, out)
    say(f"{out}: trained")
    return NOTHING
