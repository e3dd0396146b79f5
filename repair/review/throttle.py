"""Slows down password guessing without locking anybody out.

After a few wrong passwords for one name from one address, each further attempt there waits for its turn. It is then
checked like any other, so that the right password is always accepted; other names and other addresses do not wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FREE_ATTEMPTS = 5  # wrong passwords that cost no wait
FORGET_SECONDS = 900.0  # after the last wrong password
MAX_STEP = 4.0  # seconds between two attempts, at most
MAX_WAIT = 12.0  # seconds; an attempt that would wait longer is refused
MAX_WAITING = 32  # attempts that wait at the same time
MAX_KEYS = 10_000  # names and addresses remembered


@dataclass(frozen=True, slots=True)
class LoginKey:
    """Which attempts are counted together: those for one name from one address."""

    address: str
    name: str


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0
    next_turn: float = 0.0


class LoginThrottle:
    """Wrong passwords by address and name; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[LoginKey, _Failures] = {}
        self._lock = threading.Lock()
        self._waiting = 0

    def reserve(self, key: LoginKey) -> float | None:
        """Return how many seconds an attempt must wait, or None if too many attempts are already waiting.

        `begin` must follow after the wait, and `succeeded` after a right password.
        """
        moment = self._clock()
        with self._lock:
            failures = self._failures.get(key)
            if failures is not None and moment - failures.last > FORGET_SECONDS:
                del self._failures[key]
                failures = None
            if failures is None:
                self._forget_oldest()
                failures = self._failures.setdefault(key, _Failures())
            turn = max(moment, failures.next_turn)
            if turn - moment > MAX_WAIT or (turn > moment and self._waiting >= MAX_WAITING):
                return None
            # Counted before the check, so that concurrent attempts count too.
            failures.count, failures.last = failures.count + 1, moment
            failures.next_turn = turn + _step(failures.count)
            self._waiting += 1
            return turn - moment

    def begin(self) -> None:
        """Note that an attempt has waited, and is checked now."""
        with self._lock:
            self._waiting -= 1

    def succeeded(self, key: LoginKey) -> None:
        """Forget the wrong passwords after a right one."""
        with self._lock:
            self._failures.pop(key, None)

    def _forget_oldest(self) -> None:
        """Make room for another key."""
        if len(self._failures) >= MAX_KEYS:
            by_age = sorted(self._failures, key=lambda key: self._failures[key].last)
            for key in by_age[: MAX_KEYS // 10]:
                del self._failures[key]


def _step(count: int) -> float:
    """Return the seconds from attempt number ``count`` to the next: none at first, then 1, 2, 4, 4 …"""
    return 0.0 if count < FREE_ATTEMPTS else min(MAX_STEP, 2.0 ** (count - FREE_ATTEMPTS))
