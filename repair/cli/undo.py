"""`repair undo`: restore cleaned copy as it was, to the byte, from the audit log of the batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options
from repair.cli.output import ExitStatus, exit_status, write_message
from repair.core.display import quantity
from repair.core.errors import RepairError

NOTHING_TO_UNDO = "Nothing to undo: the audit log has no corrections that are not undone yet."

Log = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        help="The folder given to `repair clean --out`, the one that --in-place reported, or an audit.jsonl.",
    ),
]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...", help="Files to restore, by the path of the copy or of the output; by default all."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="DIR",
        file_okay=False,
        help="Write the restored files into this folder and change nothing else.",
    ),
]


Seconds = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0,
        max=options.LONGEST_SECONDS,
        metavar="SECONDS",
        help="Time limit for each file, in seconds; 0 means no limit.",
    ),
]


def undo_cli(
    log: Log,
    files: Files = None,
    out: Out = None,
    seconds: Seconds = 600.0,
    exit_code: options.ExitCode = False,
) -> None:
    """Restore copy exactly as it was before `repair clean` or `repair apply --in-place`, from the audit log.

    A file that was changed since then is left alone.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when a file was restored.
    """
    raise typer.Exit(exit_status(undo(log, files or [], out, seconds=seconds or None), report_found=exit_code))


def undo(log: Path, files: Sequence[str], out: Path | None, *, seconds: float | None = None) -> int:
    """Restore files from an audit log, and return the exit code.

    Args:
        log: A folder that was cleaned, its ledger, or an audit log.
        files: Which files, by the path of copy or output; none is all of them.
        out: The folder for restored files; None replaces cleaned copy.
        seconds: Time limit for each file, in seconds; None is no limit.
    """
    from repair.batch.batch_undo import ALREADY, BatchUndo

    status, outcomes = ExitStatus(), Counter[str]()
    with closing(BatchUndo(log, out, seconds=seconds)) as batch_undo:
        for restored in batch_undo.restore(files):
            if isinstance(restored, RepairError):
                status.report_error(restored)
                continue
            status.found += restored.how != ALREADY
            outcomes[restored.how] += 1
            if files:
                write_message(f"{restored.path}: {restored.how.capitalize()}.")
    if not outcomes and not status.failed:
        write_message(NOTHING_TO_UNDO)
        return status.exit_code
    details = ", ".join(f"{count:,} {how}" for how, count in outcomes.items())
    write_message(f"{quantity(status.found, 'file')} restored" + (f" ({details})." if details else "."))
    return status.exit_code
