"""Time limits: they interrupt in any thread, and never after the block has ended."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

import pytest

from repair.core.errors import TimeLimitError
from repair.core.timeouts import call_within, time_limit


def _busy() -> None:
    while True:
        pass


def _in_thread(function: Callable[[], object]) -> list[object]:
    """Return what ``function`` returns or raises in a thread of its own."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(function())
        except BaseException as error:  # the test examines any exception
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    return outcome


def test_endless_work_is_stopped_in_the_main_thread() -> None:
    with pytest.raises(TimeLimitError, match=r"0\.05 seconds"):
        call_within(0.05, _busy)
    with pytest.raises(TimeLimitError), time_limit(0.05):
        _busy()


def test_endless_work_is_stopped_in_another_thread() -> None:
    (error,) = _in_thread(lambda: call_within(0.05, _busy))
    assert isinstance(error, TimeLimitError)


def test_work_that_ends_in_time_is_not_interrupted() -> None:
    def finish() -> str:
        done = 0
        for _ in range(300):
            try:
                done += call_within(0.0005, lambda: 1)
            except TimeLimitError:
                done += 1
        time.sleep(0.01)  # a pending exception would be raised here
        return f"{done}"

    assert _in_thread(finish) == ["300"]
    assert call_within(None, lambda: 7) == 7 and call_within(60, lambda: 8) == 8


def test_a_regular_expression_is_stopped_in_the_main_thread() -> None:
    with pytest.raises(TimeLimitError):
        call_within(0.05, lambda: re.fullmatch(r"(a|a)*b", "a" * 60))


def test_a_single_call_of_a_library_ends_before_it_is_stopped() -> None:
    ended: list[int] = []

    def run() -> None:
        ended.append(sum(range(30_000_000)))  # one call, without a step of Python
        _busy()

    with pytest.raises(TimeLimitError):
        call_within(0.001, run)
    assert len(ended) <= 1


class _Swallowing:
    """Spends its time in a finaliser, where Python ignores exceptions."""

    def __del__(self) -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass


def _busy_in_finalisers() -> None:
    _Swallowing()
    _busy()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interruption_that_python_ignores_is_repeated() -> None:
    with pytest.raises(TimeLimitError):
        call_within(0.05, _busy_in_finalisers)
    (error,) = _in_thread(lambda: call_within(0.05, _busy_in_finalisers))
    assert isinstance(error, TimeLimitError)
