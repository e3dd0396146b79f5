"""The time allowed for one document, which its stages share: reading, checking, and verifying its edits.

A limit on each stage would allow a document the whole time several times over. `repair.core.timeouts` interrupts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from repair.core.errors import TimeLimitError
from repair.core.timeouts import TOO_LONG, call_within, time_limit

Result = TypeVar("Result")
Item = TypeVar("Item")
Clock = Callable[[], float]

# Documents that go through the model together may take this share of the time of one. When that is not enough, each is
# checked alone in the time that it has left.
_SHARE_TOGETHER = 0.25


class TimeBudget:
    """The time allowed for one document.

    Args:
        seconds: The time; None is no limit.
        clock: Returns the time in seconds, from any beginning.

    >>> budget = TimeBudget(5.0)
    >>> budget.charge(3.5)
    >>> budget.left
    1.5
    """

    def __init__(self, seconds: float | None = None, *, clock: Clock = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._spent = 0.0

    @property
    def left(self) -> float | None:
        """The seconds that are left, at least 0; None is no limit."""
        return None if self._seconds is None else max(0.0, self._seconds - self._spent)

    def charge(self, seconds: float) -> None:
        """Take time off what is left."""
        self._spent += seconds

    def exceeded(self) -> TimeLimitError:
        """Return the error of a document that took longer than allowed."""
        return TimeLimitError.of(TOO_LONG, seconds=self._seconds)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Charge for the time that the block takes, and raise `TimeLimitError` out of it once no time is left."""
        with self._charged() as left, time_limit(left):
            yield

    def call(self, function: Callable[[], Result]) -> Result:
        """Return the result of ``function``, charged and limited like `spending`; works in any thread."""
        with self._charged() as left:
            return call_within(left, function)

    @contextmanager
    def _charged(self) -> Iterator[float | None]:
        """Charge for the time that the block takes; its value is what was left before it."""
        if self.left == 0:
            raise self.exceeded()
        began = self._clock()
        try:
            yield self.left
        except TimeLimitError:
            raise self.exceeded() from None
        finally:
            self.charge(self._clock() - began)
        if self.left == 0:
            raise self.exceeded()


def seconds_together(budgets: Sequence[TimeBudget]) -> float | None:
    """Return the time for some documents together: that of one alone, or a share of the least of several.

    Whoever checks them charges each for the time that they take, so that none has more than its own in all.
    """
    left = min((budget.left for budget in budgets if budget.left is not None), default=None)
    return left if left is None or len(budgets) == 1 else left * _SHARE_TOGETHER


@contextmanager
def spending_together(budgets: Sequence[TimeBudget], *, clock: Clock = time.monotonic) -> Iterator[None]:
    """Charge each of ``budgets`` for the time that the block takes, and limit it to `seconds_together`.

    Raises:
        TimeLimitError: The time was over.
    """
    if len(budgets) == 1:
        with budgets[0].spending():
            yield
        return
    together = TimeBudget(seconds_together(budgets), clock=clock)
    began = clock()
    try:
        with together.spending():
            yield
    except TimeLimitError:
        raise budgets[0].exceeded() from None
    finally:
        for budget in budgets:
            budget.charge(clock() - began)


def with_budgets(seconds: float | None, items: Iterable[Item]) -> Iterator[tuple[Item, TimeBudget]]:
    """Yield each item with its budget of ``seconds``, which is charged for the time that it took to produce.

    Raises:
        TimeLimitError: An item took longer.
    """
    stream = iter(items)
    while True:
        budget = TimeBudget(seconds)
        with budget.spending():
            try:
                item = next(stream)
            except StopIteration:
                return
        yield item, budget
