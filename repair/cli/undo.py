"""`repair undo`: put cleaned copy back as it was, to the byte, from the audit log of the batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options
from repair.cli.output import ExitStatus, exit_status, number, say
from repair.core.errors import RepairError

Log = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder that `repair clean --out` wrote into, or its audit.jsonl.")
]
Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE...", help="Files to put back, by either name; without any, all."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Put the originals into this folder, and leave DIR alone.")
]


def undo_cli(log: Log, files: Files = None, out: Out = None, exit_code: options.ExitCode = False) -> None:
    """Put cleaned copy back as it was before `repair clean`, exactly, from the audit log.

    A file that was changed since is left alone.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when a file was put back.
    """
    raise typer.Exit(exit_status(undo(log, files or [], out), tell_found=exit_code))


def undo(log: Path, files: Sequence[str], out: Path | None) -> int:
    """Restore ``files`` (none: all) that ``log`` tells of; return the exit code."""
    from repair.batch.undo import ALREADY, BatchUndo

    tally, ways = ExitStatus(), Counter[str]()
    with closing(BatchUndo(log, out)) as undoing:
        for one in undoing.restore(files):
            if isinstance(one, RepairError):
                tally.trouble(one)
            else:
                tally.found += one.how != ALREADY
                ways[one.how] += 1
                if files:
                    say(f"{one.path}: {one.how}")
    told = ", ".join(f"{count:,} {how}" for how, count in ways.items())
    say(f"{number(tally.found, 'file')} put back" + (f" ({told})" if told else ""))
    return tally.exit_code
