"""`repair clean --watch`: watches folders, reads the sources again when they change, and reports on standard error.

When a file is complete and when a change counts is decided in ``repair.batch.watch``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import write_message
from repair.cli.skipped_files import SkippedFiles
from repair.cli.sources import SOURCE_FILES
from repair.core.config import Config
from repair.core.errors import RepairError
from repair.formats import FileSearch, InputFile, discover

if TYPE_CHECKING:
    from repair.batch.run import BatchSettings
    from repair.batch.watch import ChangeDetector
    from repair.batch.worker import Worker

WATCHING = "Watching {folders} for copy that arrives. Stop with Ctrl-C."
RELOADED = "The sources have changed and were read again; they count for copy that arrives from now on."
NOT_RELOADED = "error: The sources have changed but cannot be read ({why}); those read before stay in use."


def changes_of(settings: Config, settle: float) -> ChangeDetector:
    """Return what tells when the sources, the gazetteer or the house list have changed.

    Args:
        settings: The settings in force.
        settle: Seconds without a further change after which a change is complete.
    """
    from repair.batch.watch import ChangeDetector, look_at

    def look() -> object:
        files = [Path(each) for each in (settings.gazetteer, settings.house, settings.ignore) if each is not None]
        files += [each.path for each in discover(settings.sources, SOURCE_FILES) if isinstance(each, InputFile)]
        return hash(tuple((os.fspath(path), look_at(path)) for path in files))

    return ChangeDetector(look, settle)


def reloading(worker: Worker, changes: ChangeDetector, reopen: Callable[[], Worker]) -> Worker:
    """Return a worker that is opened again with ``reopen`` after each of the ``changes``."""
    from repair.batch.reloading_worker import ReloadingWorker

    def reopened() -> Worker | None:
        if not changes.has_changed():
            return None
        try:
            new = reopen()
        except RepairError as error:
            write_message(NOT_RELOADED.format(why=error), logging.ERROR)
            return None
        write_message(RELOADED)
        return new

    return ReloadingWorker(worker, reopened)


def watch_folders(
    batch: BatchSettings,
    folders: Sequence[str],
    search: FileSearch,
    settle: float,
    *,
    quiet: bool,
    skipped: SkippedFiles,
) -> None:
    """Clean what arrives in ``folders`` until the process is told to stop.

    Args:
        batch: The parts that do the work.
        folders: The folders to watch.
        search: Which of their files are copy.
        settle: Seconds without a change after which a file is complete.
        quiet: Do not say what is watched.
        skipped: Collects the files that are not read; each is reported once.
    """
    from repair.batch.run import run
    from repair.batch.watch import Watch, arrivals

    if not quiet:
        write_message(WATCHING.format(folders=", ".join(folders)))

    def stopped() -> bool:
        if not quiet:
            skipped.report()
        return False

    run(batch, arrivals(folders, search, Watch(settle, stopped)))
