"""`repair train`: read a configuration, train the model, and write a model directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.output import NOTHING, write_message
from repair.core.display import quantity
from repair.core.errors import RepairError
from repair.core.extras import needs_package

TRAINED, FROM_DECISIONS = "{path}: The model is trained.", " It has also learned {pairs} of names from decisions."


def train_cli(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="Configuration of the training run, a TOML file.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", file_okay=False, help="The model directory to write.")
    ],
    decisions: Annotated[
        str | None,
        typer.Option(
            "--from-decisions",
            metavar="URL",
            callback=options.database_url,
            help="Also learn from the decisions in this database.",
        ),
    ] = None,
) -> None:
    """Train the model that compares spellings, with the settings in CONFIG; needs the `train` extra."""
    raise typer.Exit(train(config, out, decisions))


def train(config: Path, out: Path, decisions: str | None = None) -> int:
    """Train a model and write it; return the exit code.

    Args:
        config: Configuration of the training run.
        out: The model directory to write.
        decisions: Database of decisions to learn from, too.

    Raises:
        RepairError: If a package of the `train` extra is missing, or the database has no decisions to learn from.
    """
    decided = session.decided_pairs(decisions) if decisions is not None else ()
    try:
        from repair.training.train_channel import train as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("repair"):
            raise
        raise needs_package(RepairError, "Training needs", error.name, extra="train") from error
    run(config, out, decided)
    message = TRAINED.format(path=out)
    if decided:
        message += FROM_DECISIONS.format(pairs=quantity(len(decided), "pair"))
    write_message(message)
    return NOTHING
