"""`repair clean --watch`: watches folders, takes up changed sources and new decisions, and reports on standard error.

When a file is complete and when a change counts is decided in ``repair.batch.watch``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.decision_changes import DecisionChanges
from repair.cli.output import ExitStatus, write_message
from repair.cli.skipped_files import SkippedFiles
from repair.cli.sources import SOURCE_FILES
from repair.core.config import Config
from repair.core.errors import RepairError
from repair.formats import FileSearch, InputFile, discover

if TYPE_CHECKING:
    from repair.batch.run import BatchSettings
    from repair.batch.watch import ChangeDetector
    from repair.batch.worker import Worker
    from repair.cli.worker_opener import WorkerOpener

WATCHING = "Watching {folders} for new copy. Stop with Ctrl-C."
RELOADED = "The sources have changed and were read again. They are used for copy that arrives from now on."
NOT_RELOADED = "error: The sources have changed but cannot be read ({why}). Those read before stay in use."
DECISIONS_READ = "New decisions were read. They are used for copy that arrives from now on."
DECISIONS_NOT_READ = "error: New decisions cannot be read ({why}). Those read before stay in use."


@dataclass(frozen=True, slots=True)
class Changes:
    """Tells what has changed while folders are watched: sources, gazetteer and lists, or decisions."""

    sources: ChangeDetector
    decisions: DecisionChanges


def changes_of(settings: Config, settle: float) -> Changes:
    """Return what tells when the sources, the gazetteer or a list have changed, and when decisions were made.

    Args:
        settings: The settings in force.
        settle: Seconds without a further change after which a change is complete.
    """
    from repair.batch.watch import ChangeDetector, look_at

    def look() -> object:
        files = [Path(path) for path in (settings.gazetteer, settings.house, settings.ignore) if path is not None]
        files += [file.path for file in discover(settings.sources, SOURCE_FILES) if isinstance(file, InputFile)]
        return hash(tuple((os.fspath(path), look_at(path)) for path in files))

    return Changes(ChangeDetector(look, settle), DecisionChanges(settings.database))


@dataclass(frozen=True, slots=True)
class _Renewal:
    """Replaces the worker of a hot folder; the fields are the arguments of `reloading`."""

    changes: Changes
    opener: WorkerOpener
    prepare: Callable[[Worker], Worker]

    def reopened(self) -> Worker | None:
        """Return a new worker if the sources have changed and can be read, else None."""
        if not self.changes.sources.has_changed():
            return None
        try:
            worker = self.opener.open(ExitStatus())
        except RepairError as error:
            write_message(NOT_RELOADED.format(why=error), logging.ERROR)
            return None
        write_message(RELOADED)
        return self.prepare(worker)

    def renewed(self) -> Worker | None:
        """Return a new worker if decisions were made and can be read, else None; they are tried again next time."""
        decisions = self.changes.decisions
        latest = decisions.latest()
        if not decisions.are_new(latest):
            return None
        try:
            worker = self.opener.with_decisions()
        except RepairError as error:
            write_message(DECISIONS_NOT_READ.format(why=error), logging.ERROR)
            return None
        decisions.read(latest)
        write_message(DECISIONS_READ)
        return self.prepare(worker)


def reloading(worker: Worker, changes: Changes, opener: WorkerOpener, prepare: Callable[[Worker], Worker]) -> Worker:
    """Return a worker that is replaced when the sources have changed, and when decisions were made.

    Args:
        worker: The worker to begin with.
        changes: Detects changes of sources and decisions.
        opener: Opened ``worker``, and opens those that replace it.
        prepare: Returns a new worker as the batch uses it.
    """
    from repair.batch.reloading_worker import ReloadingWorker

    renewal = _Renewal(changes, opener, prepare)
    return ReloadingWorker(worker, renewal.reopened, renewal.renewed)


def watch_folders(
    batch: BatchSettings,
    folders: Sequence[str],
    search: FileSearch,
    settle: float,
    *,
    quiet: bool,
    skipped: SkippedFiles,
) -> None:
    """Clean the copy that arrives in ``folders`` until the process is asked to stop.

    Args:
        batch: The parts that do the work.
        folders: The folders to watch.
        search: Which of their files are copy.
        settle: Seconds without a change after which a file is complete.
        quiet: Whether to suppress the message about what is watched.
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
