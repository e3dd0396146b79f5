"""Where the books about originals that were written over lie, and how a person is told of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from repair.cli.output import say

LOGGED = "every edit is in {audit}; to take them back, type: repair undo {folder}"


def home_of(paths: Iterable[Path | str]) -> Path:
    """Return the folder whose `.repair` logs what is done to ``paths`` in place.

    It is the folder that all of them are in, if one of them names it or lies directly in it, else the working folder.
    """
    folders = {path if path.is_dir() else path.parent for path in map(Path, paths)}
    for folder in folders:
        root = os.path.join(os.path.realpath(folder), "")
        if all(os.path.join(os.path.realpath(other), "").startswith(root) for other in folders):
            return folder
    return Path()


def tell_log(books: Path) -> None:
    """Say where the audit log is, and what takes back the edits in it."""
    from repair.batch.ledger import AUDIT, FOLDER

    say(LOGGED.format(audit=books / AUDIT, folder=books.parent if books.name == FOLDER else books))
