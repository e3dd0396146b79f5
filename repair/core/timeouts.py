"""A limit on the time for one document, which interrupts running code.

In the main thread a timer signal interrupts whatever Python is doing, regular expressions included. In any other thread
an exception is raised from outside at the next step of Python. Worker processes need neither: a process that takes too
long is killed (see ``process_pool``).
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from repair.core.errors import TimeLimitError

Result = TypeVar("Result")
Item = TypeVar("Item")

TOO_LONG = "the document took longer than the {seconds:g} seconds allowed; check it, or allow more with --timeout"


# Seconds between two attempts to interrupt. Python ignores an exception that arrives in a finaliser or in a callback of
# a weak reference, and the work goes on.
_AGAIN_SECONDS = 1.0
_ARRIVAL_STEPS = 10  # milliseconds; an exception raised from outside arrives at the next step of Python


class _Timeout(BaseException):
    """The time is over; not an `Exception`, so that no handler suppresses it."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise `TimeLimitError` out of the block once it has taken ``seconds``; None is no limit.

    Only the main thread can have timers. In another thread, or on a system without them, there is no limit; see
    `call_within`.
    """
    if not seconds or not _has_timer():
        yield
        return

    def fire(number: int, frame: FrameType | None) -> None:
        raise _Timeout

    previous = signal.signal(signal.SIGALRM, fire)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Timeout:
        raise TimeLimitError.of(TOO_LONG, seconds=seconds) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)  # the signal may have come before the timer was stopped
        signal.signal(signal.SIGALRM, previous)


def items_within(seconds: float | None, items: Iterable[Item]) -> Iterator[Item]:
    """Yield ``items``; each may take ``seconds`` to produce, not counting the consumer's time. None is no limit.

    Raises:
        TimeLimitError: An item took longer.
    """
    stream = iter(items)
    while True:
        with time_limit(seconds):
            try:
                item = next(stream)
            except StopIteration:
                return
        yield item


def call_within(seconds: float | None, function: Callable[[], Result]) -> Result:
    """Return the result of ``function``, or interrupt it after ``seconds``; works in any thread.

    Args:
        seconds: Time allowed; None is no limit.
        function: The function to call. Outside the main thread it must not hold a lock, which it might never release.

    Raises:
        TimeLimitError: The time was over.
    """
    if not seconds or _has_timer():
        with time_limit(seconds):
            return function()
    watchdog = _Watchdog(seconds)
    try:
        try:
            watchdog.start()
            return function()
        finally:
            watchdog.end()
    except _Timeout:
        watchdog.end()  # again, because the exception may have arrived at its first step
        raise TimeLimitError.of(TOO_LONG, seconds=seconds) from None


class _Watchdog:
    """Raises `_Timeout` in the thread that created it when the time is over, again and again until it is ended."""

    def __init__(self, seconds: float) -> None:
        self._ended = self._fired = False
        self._lock = threading.Lock()
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._over = threading.Event()
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def start(self) -> None:
        """Start the timer."""
        self._timer.start()

    def end(self) -> None:
        """Stop the timer, and let an exception that was raised just before arrive here and nowhere else."""
        while not self._ended:
            try:
                with self._lock:
                    self._ended = True
            except _Timeout:  # it arrived just here
                continue
        self._timer.cancel()
        self._over.set()
        if self._fired:
            # It is not withdrawn, because Python 3.11 would then look for it at every step.
            with contextlib.suppress(_Timeout):
                for _ in range(_ARRIVAL_STEPS):
                    time.sleep(0.001)

    def _fire(self) -> None:
        while True:
            with self._lock:
                if self._ended:
                    return
                self._fired = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(_Timeout))
            self._over.wait(_AGAIN_SECONDS)


def _has_timer() -> bool:
    """Return whether this thread can have a timer signal."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
