"""`repair train`: a configuration in, a model directory out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.cli import session
from repair.cli.output import NOTHING, number, say
from repair.core.errors import RepairError

NEEDS_EXTRA = "training needs {name}, which is not installed; run: pip install 'repair[train]'"


def train_cli(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The run's configuration, a TOML file.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The model directory to make.")],
    decisions: Annotated[
        str | None,
        typer.Option("--from-decisions", metavar="URL", help="Learn from this database of decisions too."),
    ] = None,
) -> None:
    """Train the model that ranks names, from a configuration; needs the `train` extra for its data."""
    raise typer.Exit(train(config, out, decisions))


def train(config: Path, out: Path, decisions: str | None = None) -> int:
    """Train as ``config`` says, on ``decisions`` too, and leave the model in ``out``; return the exit code."""
    decided = session.decided_pairs(decisions) if decisions is not None else ()
    try:
        from repair.training.train_channel import train as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("repair"):
            raise
        raise RepairError(NEEDS_EXTRA.format(name=error.name)) from error
    run(config, out, decided)
    say(f"{out}: trained" + (f", on {number(len(decided), 'pair')} from decisions too" if decided else ""))
    return NOTHING
