"""Where the ledger of files that are changed in place lies, and the message that names it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from repair.cli.output import write_message
from repair.core.errors import FormatError

LOG_AMONG_COPY = "this is a folder of copy, so the ledger cannot be kept in it; give another folder to --log"
LOGGED = "Every correction is logged in {audit}. To undo them, run: repair undo {folder}"


def home_of(paths: Iterable[Path | str]) -> Path:
    """Return the folder whose `.repair` logs what is done to ``paths`` in place.

    It is the folder that all of them are in, if one of them is that folder or lies directly in it, else the working
    folder.
    """
    folders = {path if os.path.isdir(path) else path.parent for path in map(Path, paths)}
    for folder in folders:
        root = os.path.join(os.path.realpath(folder), "")
        if all(os.path.join(os.path.realpath(other), "").startswith(root) for other in folders):
            return folder
    return Path()


def refuse_log_among_copy(log: Path | None, copy: Iterable[str]) -> None:
    """Raise `FormatError` if the ledger would lie directly in a folder of copy, whose files are all copy."""
    if log is not None and any(
        os.path.isdir(argument) and os.path.realpath(argument) == os.path.realpath(log) for argument in copy
    ):
        raise FormatError.of(LOG_AMONG_COPY, path=log)


def folders_of(copy: Sequence[str]) -> set[Path]:
    """Return the folders that hold every file that ``copy`` stands for, at any depth.

    Args:
        copy: Files, folders and glob patterns, as for `repair.formats.discover`.
    """
    return {_folder_of(argument) for argument in copy}


def _folder_of(argument: str) -> Path:
    path = Path(argument)
    if path.is_dir():
        return path
    if path.exists():
        return Path(os.path.realpath(path)).parent
    while glob.has_magic(str(path)):
        path = path.parent
    return path if path.is_dir() else path.parent


def report_log(ledger: Path) -> None:
    """Write where the audit log in the folder ``ledger`` is, and the command that undoes its edits."""
    from repair.batch.ledger import AUDIT, FOLDER

    write_message(LOGGED.format(audit=ledger / AUDIT, folder=ledger.parent if ledger.name == FOLDER else ledger))
