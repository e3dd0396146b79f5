"""A limit on the time one document may take, which really interrupts.

In the main process a timer signal ends whatever Python is doing, regular expressions included. Worker processes need
no signal: one that takes too long is killed from outside (see ``process_pool``).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from repair.core.errors import RepairError

TOO_LONG = "took longer than the {seconds:g} seconds allowed; check the document, or allow more with --seconds"


class _Timeout(BaseException):
    """The timer has fired; not an `Exception`, so that no handler on the way swallows it."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise `RepairError` out of the block once it has taken ``seconds``; None is no limit.

    Only the main thread can have timers. In another thread, or on a system without them, there is no limit.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def fire(number: int, frame: FrameType | None) -> None:
        raise _Timeout

    previous = signal.signal(signal.SIGALRM, fire)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Timeout:
        raise RepairError(TOO_LONG.format(seconds=seconds)) from None
    finally:
        signal.signal(signal.SIGALRM, previous)
