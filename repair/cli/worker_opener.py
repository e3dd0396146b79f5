"""Opens the worker of a batch: one process, or a pool of them; and opens it again while folders are watched.

When and why it is opened again is decided in ``hot_folder``.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, progress_display
from repair.cli.settings import options_of
from repair.core.config import Config

if TYPE_CHECKING:
    from repair.batch.process_pool import ProcessPool
    from repair.batch.worker import RepairerSpec, Worker
    from repair.pipeline.feedback.feedback_values import Feedback
    from repair.pipeline.repairer import Repairer


@dataclass(slots=True)
class WorkerOpener:
    """Opens the worker of a batch, and closes the one before.

    Attributes:
        copy: What is cleaned, and so cannot be a source.
        settings: The settings in force.
        workers: Number of processes.
        seconds: Time allowed for one document; None is no limit.
    """

    copy: Sequence[str]
    settings: Config
    workers: int = 1
    seconds: float | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _repairer: Repairer | None = None
    _spec: RepairerSpec | None = None
    _pool: ProcessPool | None = None
    _reported: bool = False

    def open(self, status: ExitStatus) -> Worker:
        """Return a new worker; if it cannot be opened, the one before stays open.

        Args:
            status: Counts the sources that cannot be read.
        """
        from repair.batch.worker import collect_garbage_rarely

        collect_garbage_rarely()
        if self.workers < 2:
            # Kept without decisions, so that others can be put in later.
            settings = replace(self.settings, database=None)
            self._repairer = session.open_repairer(settings, status, copy=self.copy, seconds=self.seconds)
            return self._local(self._repairer)
        with ExitStack() as stack:
            spec = self._new_spec(status, stack)
            worker = self._started(spec)
            self._stack.close()
            self._spec, self._stack = spec, stack.pop_all()
        return worker

    def with_decisions(self) -> Worker:
        """Return a worker with the sources and models of the one that is open, and with all decisions made so far."""
        if self._spec is not None:
            return self._started(replace(self._spec, feedback=self._feedback()))
        return self.open(ExitStatus()) if self._repairer is None else self._local(self._repairer)

    def close(self) -> None:
        """Close the worker that is open."""
        if self._pool is not None:
            self._pool.close()
        self._stack.close()

    def _feedback(self) -> Feedback | None:
        """Return what the decisions teach; that there are none yet is reported once."""
        report_missing, self._reported = not self._reported, True
        return session.open_feedback(self.settings, report_missing=report_missing)

    def _local(self, repairer: Repairer) -> Worker:
        """Return a worker in this process."""
        from repair.batch.worker import LocalWorker

        feedback = self._feedback()
        return LocalWorker(repairer.with_feedback(feedback) if feedback is not None else repairer)

    def _new_spec(self, status: ExitStatus, stack: ExitStack) -> RepairerSpec:
        """Return how each process opens its repairer; ``stack`` deletes a gazetteer that was made of sources."""
        from repair.batch.worker import RepairerSpec

        options = options_of(self.settings)
        if self.settings.gazetteer is not None:
            path = Path(self.settings.gazetteer)
        else:
            path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="repair-")), "gazetteer")
            session.open_gazetteer(self.settings, status, copy=self.copy, seconds=self.seconds).save(path)
        model = Path(self.settings.model) if self.settings.model is not None else None
        return RepairerSpec(path, model, options, self._feedback(), logging.getLogger("repair").level)

    def _started(self, spec: RepairerSpec) -> Worker:
        """Return a pool of processes that have started, and close the one before."""
        from repair.batch.process_pool import ProcessPool

        pool = ProcessPool(spec, self.workers)
        try:
            with progress_display("Starting the worker processes"):
                _ = pool.signature
        except BaseException:
            pool.close()
            raise
        if self._pool is not None:
            self._pool.close()
        self._pool = pool
        return pool
