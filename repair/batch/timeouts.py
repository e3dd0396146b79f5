"""A limit on the time one document may take, which really interrupts.

In the process that reads, a timer signal ends whatever Python is doing, regular expressions included. In worker
processes no signal is needed: whoever takes too long is killed from outside (see ``process_pool``).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from repair.core.errors import RepairError

TOO_LONG = "took longer than the {seconds:g} seconds allowed; look at it, or give more with --seconds"


class _Timeout(BaseException):
    """The timer has rung; no `except Exception` on its way may swallow it."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise `RepairError` out of the block once it has taken ``seconds``.

    Timers are the main thread's; in another thread, on a system without them, or for None there is no limit.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _Timeout

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Timeout:
        raise RepairError(TOO_LONG.format(seconds=seconds)) from None
    finally:
        signal.signal(signal.SIGALRM, before)
