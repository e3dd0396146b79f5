"""Looking for names with several processes, none of which is missed when it dies.

Each process loads model and gazetteer once (the gazetteer's file is mapped, so they share its pages) and is given
loads; answers come back in the order of the loads. A process that dies or takes too long is replaced and its load
tried again, document by document, so that only the document at fault is lost. Processes are spawned, not forked:
threads of numpy or of a progress bar do not survive a fork. They end when their parent does, however it ends.
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
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from repair.batch.audit import Signature
from repair.batch.events import Chunk
from repair.batch.outcome import Answer
from repair.batch.timeouts import TOO_LONG
from repair.batch.worker import ChunkResult, about, process_chunk, time_limit_of
from repair.core.errors import ModelError, RepairError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from repair.pipeline.repairer import Repairer

DIED = "ended the process that looked at it, twice; it may need more memory than there is, so look at it"
NO_START = "the processes cannot be started (they died {times} times in a row); try --workers 1"
DIFFERENT = "the gazetteer or the model changed while the processes were started; run again"

_AHEAD = 2  # loads read ahead for each process
_STARTS = 3  # processes in a row that may die before they are ready
_TRIES = 2  # times a document may be at hand when a process dies
_READY = 600.0  # seconds to load model and gazetteer


class Opener(Protocol):
    """What a process opens its repairer with; it is sent to the process."""

    def open(self) -> Repairer:
        """Return the repairer."""


@dataclass(slots=True)
class _Job:
    """A load on its way, and the answers to it that are there."""

    load: Chunk
    answers: list[Answer | None]

    @property
    def done(self) -> bool:
        return all(one is not None for one in self.answers)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some documents of a task, and how often they were at hand when a process died."""

    task: _Job
    numbers: tuple[int, ...]
    tries: int = 0


@dataclass(slots=True)
class _Process:
    """A process, the connection to it, what it has in hand, and until when (seconds of the steady clock)."""

    process: SpawnProcess
    connection: Connection
    until: float
    ready: bool = False
    part: _Chunk | None = None


@dataclass(slots=True)
class ProcessPool:
    """``workers`` processes that open their repairers with ``opener``; ``seconds`` is the time for one document."""

    opener: Opener
    workers: int
    seconds: float | None = None
    _hands: list[_Process] = field(default_factory=list)
    _todo: deque[_Chunk] = field(default_factory=deque)
    _about: Signature | None = None
    _lost: int = 0

    @property
    def about(self) -> Signature:
        """What decides the outcome; the first to be ready tells."""
        self._hire()
        while self._about is None:
            self._listen()
        return self._about

    def answers(self, loads: Iterable[Chunk]) -> Iterator[ChunkResult]:
        """Yield every load with its answers, in order."""
        source, tasks = iter(loads), deque[_Job]()
        more = True
        while more or tasks:
            paused = bool(tasks) and tasks[-1].load.pause
            while more and not paused and len(tasks) < _AHEAD * self.workers:
                load = next(source, None)
                if load is None:
                    more = False
                    break
                tasks.append(self._task(load))
                paused = load.pause
            while tasks and tasks[0].done:
                task = tasks.popleft()
                yield ChunkResult(task.load, tuple(one for one in task.answers if one is not None))
            if tasks:
                self._listen()

    def close(self) -> None:
        """End all processes at once."""
        for hand in self._hands:
            self._dismiss(hand)
        self._hands.clear()

    def _task(self, load: Chunk) -> _Job:
        task = _Job(load, [None] * len(load.documents))
        if load.documents:
            self._todo.append(_Chunk(task, tuple(range(len(load.documents)))))
        return task

    def _listen(self) -> None:
        """Hand out what there is to do, and wait until a process answers, dies, or has taken too long."""
        self._hire()
        for hand in self._hands:
            if hand.ready and hand.part is None and self._todo:
                self._give(hand, self._todo.popleft())
        busy = [hand for hand in self._hands if hand.part is not None or not hand.ready]
        patience = max(0.0, min((hand.until for hand in busy), default=0.0) - time.monotonic())
        heard = wait([hand.connection for hand in busy], min(patience, 3600.0))
        for hand in busy:
            if hand.connection in heard:
                self._hear(hand)
            elif time.monotonic() >= hand.until:
                self._replace(hand, RepairError(TOO_LONG.format(seconds=self.seconds)))

    def _give(self, hand: _Process, part: _Chunk) -> None:
        hand.part = part
        hand.until = time.monotonic() + self.seconds if self.seconds else float("inf")
        # A process that has died meanwhile is noticed when it is listened to.
        with contextlib.suppress(OSError):
            hand.connection.send(tuple(part.task.load.documents[number] for number in part.numbers))

    def _hear(self, hand: _Process) -> None:
        try:
            told = hand.connection.recv()
        except (EOFError, OSError):
            self._replace(hand, None)
            return
        if isinstance(told, BaseException):
            raise told
        if isinstance(told, Signature):
            if told != (self._about or told):
                raise ModelError(DIFFERENT)
            self._about, hand.ready, self._lost = told, True, 0
            return
        part, hand.part = hand.part, None
        if part is not None:
            for number, one in zip(part.numbers, told, strict=True):
                part.task.answers[number] = one

    def _replace(self, hand: _Process, late: RepairError | None) -> None:
        """Let go of a process that died, or was too ``late``, and see that its documents are looked at again."""
        self._dismiss(hand)
        self._hands.remove(hand)
        part = hand.part
        if part is None:
            self._lost += 1
            if self._lost >= _STARTS:
                raise ModelError(NO_START.format(times=self._lost))
        elif len(part.numbers) > 1:
            self._todo.extendleft(_Chunk(part.task, (number,)) for number in reversed(part.numbers))
        elif late is None and part.tries + 1 < _TRIES:
            self._todo.appendleft(_Chunk(part.task, part.numbers, part.tries + 1))
        else:
            part.task.answers[part.numbers[0]] = late or RepairError(DIED)

    def _hire(self) -> None:
        """Start processes until there are enough."""
        context = multiprocessing.get_context("spawn")
        while len(self._hands) < self.workers:
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self.opener), daemon=True)
            # What is blocked here stays blocked there: an interrupt is for the parent, which tells its processes.
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            theirs.close()
            self._hands.append(_Process(process, ours, time.monotonic() + _READY))

    def _dismiss(self, hand: _Process) -> None:
        hand.process.kill()
        hand.process.join()
        hand.connection.close()


def _work(connection: Connection, opener: Opener) -> None:
    """Open a repairer, then answer whatever is asked until nobody asks any more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    time_limit_of()
    try:
        repairer = opener.open()
        connection.send(about(repairer))
    except RepairError as error:
        connection.send(error)
        return
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(process_chunk(repairer, connection.recv()))


def _end_with_parent() -> None:
    """End this process when its parent has ended, also while a document is at hand."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
