"""Computes suggestions with several processes, and loses no document when one of them dies.

Each process loads model and gazetteer once (the gazetteer file is mapped, so the processes share its pages) and
receives chunks; results are returned in the order of the chunks. A process that dies or takes too long is replaced and
its chunk tried again, document by document, so that only the document at fault is lost. Processes are spawned, not
forked: threads of numpy or of a progress bar do not survive a fork. They end when their parent ends, in whatever way.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from repair.batch.events import Chunk, TimedDocument
from repair.batch.log_lines import Signature
from repair.batch.outcome import DocumentResult
from repair.batch.worker import ChunkResult, collect_garbage_rarely, process_chunk, signature_of
from repair.core.errors import ModelError, RepairError
from repair.core.time_budget import TimeBudget, seconds_together

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from repair.pipeline.repairer import Repairer

DIED = (
    "the document has twice crashed the process that checked it; check the document, or use a machine with more memory"
)
NO_START = "the worker processes cannot be started (they died {times} times in a row); try --workers 1"
DIFFERENT = "the gazetteer or the model changed while the worker processes were started; run the command again"

_CHUNKS_AHEAD = 2  # chunks read ahead for each process
_MAX_STARTS = 3  # processes in a row that may die before they are ready
_MAX_TRIES = 2  # times a process may die at the same document
_START_SECONDS = 600.0  # to load model and gazetteer


class Opener(Protocol):
    """Opens the repairer of a process; it is sent to the process, so it must be picklable."""

    def open(self) -> Repairer:
        """Return the repairer."""


@dataclass(slots=True)
class _Job:
    """A chunk in progress, with the results that have arrived."""

    chunk: Chunk
    results: list[DocumentResult | None]

    @property
    def done(self) -> bool:
        return all(result is not None for result in self.results)


@dataclass(frozen=True, slots=True)
class _Task:
    """Some documents of a job, by their indexes, and how often a process has died while it checked them."""

    job: _Job
    indexes: tuple[int, ...]
    tries: int = 0

    @property
    def budgets(self) -> list[TimeBudget]:
        """The time that each of its documents has."""
        return [self.job.chunk.documents[index].budget for index in self.indexes]


@dataclass(slots=True)
class _Process:
    """A process, the connection to it, its current task, and when it began and must end (monotonic clock, seconds)."""

    process: SpawnProcess
    connection: Connection
    deadline: float
    began: float = 0.0
    ready: bool = False
    task: _Task | None = None


@dataclass(slots=True)
class ProcessPool:
    """A pool of processes that compute suggestions.

    Attributes:
        opener: Opens the repairer in each process.
        workers: Number of processes.
    """

    opener: Opener
    workers: int
    _processes: list[_Process] = field(default_factory=list)
    _tasks: deque[_Task] = field(default_factory=deque)
    _signature: Signature | None = None
    _failed_starts: int = 0

    @property
    def signature(self) -> Signature:
        """What determines the outcome; the first process that is ready reports it."""
        self._start_missing()
        while self._signature is None:
            self._step()
        return self._signature

    def results(self, chunks: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield the result of every chunk, in order."""
        source, jobs = iter(chunks), deque[_Job]()
        more = True
        while more or jobs:
            paused = bool(jobs) and jobs[-1].chunk.pause
            while more and not paused and len(jobs) < _CHUNKS_AHEAD * self.workers:
                chunk = next(source, None)
                if chunk is None:
                    more = False
                    break
                jobs.append(self._submit(chunk))
                paused = chunk.pause
            while jobs and jobs[0].done:
                job = jobs.popleft()
                yield ChunkResult(job.chunk, tuple(result for result in job.results if result is not None))
            if jobs:
                self._step()

    def close(self) -> None:
        """Kill all processes at once."""
        for process in self._processes:
            _kill(process)
        self._processes.clear()

    def _submit(self, chunk: Chunk) -> _Job:
        job = _Job(chunk, [None] * len(chunk.documents))
        if chunk.documents:
            self._tasks.append(_Task(job, tuple(range(len(chunk.documents)))))
        return job

    def _step(self) -> None:
        """Send out waiting tasks, then wait until a process responds, dies, or has taken too long."""
        self._start_missing()
        for process in self._processes:
            if process.ready and process.task is None and self._tasks:
                self._send(process, self._tasks.popleft())
        busy = [process for process in self._processes if process.task is not None or not process.ready]
        timeout = max(0.0, min((process.deadline for process in busy), default=0.0) - time.monotonic())
        readable = wait([process.connection for process in busy], min(timeout, 3600.0))
        for process in busy:
            if process.connection in readable:
                self._receive(process)
            elif time.monotonic() >= process.deadline:
                self._replace(process, timed_out=True)

    def _send(self, process: _Process, task: _Task) -> None:
        process.task = task
        process.began = time.monotonic()
        seconds = seconds_together(task.budgets)
        process.deadline = process.began + seconds if seconds is not None else float("inf")
        # A process that has died meanwhile is noticed when its connection is read.
        with contextlib.suppress(OSError):
            process.connection.send(tuple(task.job.chunk.documents[index].document for index in task.indexes))

    def _receive(self, process: _Process) -> None:
        try:
            message = process.connection.recv()
        except (EOFError, OSError):
            self._replace(process, timed_out=False)
            return
        if isinstance(message, BaseException):
            raise message
        if isinstance(message, Signature):
            if message != (self._signature or message):
                raise ModelError.of(DIFFERENT)
            self._signature, process.ready, self._failed_starts = message, True, 0
            return
        task, process.task = process.task, None
        if task is not None:
            _charge(process, task)
            for index, result in zip(task.indexes, message, strict=True):
                task.job.results[index] = result

    def _replace(self, process: _Process, *, timed_out: bool) -> None:
        """Remove a process that died, or took too long (``timed_out``), and have its documents tried again."""
        _kill(process)
        self._processes.remove(process)
        task = process.task
        if task is not None and timed_out:
            _charge(process, task)
        if task is None:
            self._failed_starts += 1
            if self._failed_starts >= _MAX_STARTS:
                raise ModelError.of(NO_START, times=self._failed_starts)
        elif len(task.indexes) > 1:
            self._tasks.extendleft(_Task(task.job, (index,)) for index in reversed(task.indexes))
        elif not timed_out and task.tries + 1 < _MAX_TRIES:
            self._tasks.appendleft(_Task(task.job, task.indexes, task.tries + 1))
        else:
            task.job.results[task.indexes[0]] = task.budgets[0].exceeded() if timed_out else RepairError.of(DIED)

    def _start_missing(self) -> None:
        """Start processes until there are ``workers`` of them."""
        context = multiprocessing.get_context("spawn")
        while len(self._processes) < self.workers:
            parent_end, child_end = context.Pipe()
            process = context.Process(target=_work, args=(child_end, self.opener), daemon=True)
            # A blocked signal stays blocked in the child: Ctrl-C is for the parent, which ends its processes. The
            # first process starts the tracker, and that would unblock the signal.
            resource_tracker.ensure_running()
            previous = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, previous)
            child_end.close()
            self._processes.append(_Process(process, parent_end, time.monotonic() + _START_SECONDS))


def _charge(process: _Process, task: _Task) -> None:
    """Charge the documents of a task for the time that their process took."""
    for budget in task.budgets:
        budget.charge(time.monotonic() - process.began)


def _kill(process: _Process) -> None:
    process.process.kill()
    process.process.join()
    process.connection.close()


def _work(connection: Connection, opener: Opener) -> None:
    """Open a repairer, then process tasks until the connection is closed; the code of a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_garbage_rarely()
    try:
        repairer = opener.open()
        connection.send(signature_of(repairer))
    except RepairError as error:
        connection.send(error)
        return
    with contextlib.suppress(EOFError, OSError):
        while True:
            # The parent kills this process when the time is over.
            documents = [TimedDocument(document, TimeBudget()) for document in connection.recv()]
            connection.send(process_chunk(repairer, documents))


def _end_with_parent() -> None:
    """End this process when its parent has ended, even in the middle of a document."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
