"""Checks of text: too many at a time are refused at once, so that everything else is still answered."""

from __future__ import annotations

import threading
import time

import pytest

from repair.core.errors import TimeLimitError
from repair.core.notices import CheckedCopy
from repair.decisions.store import DatabaseStore
from repair.review import checker
from repair.review.checker import TextChecker


def test_checks_that_find_too_many_waiting_are_refused_at_once(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "_WAITING_CHECKS", 3)
    monkeypatch.setattr(checker, "_CONCURRENT_CHECKS", 1)
    texts = TextChecker(store, seconds=20.0)
    released, outcomes = threading.Event(), list[str]()

    def held(self: TextChecker, text: str) -> CheckedCopy:
        released.wait(20)
        outcomes.append(text)
        return CheckedCopy(())

    monkeypatch.setattr(TextChecker, "_check", held)
    threads = [threading.Thread(target=texts.check, args=(f"{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 10
    while texts._places.acquire(blocking=False) and time.monotonic() < until:  # until all four have begun
        texts._places.release()
        time.sleep(0.01)
    with pytest.raises(TimeLimitError, match="Other texts are being checked"):
        texts.check("late")
    released.set()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["0", "1", "2", "3"]
    assert texts.check("again") == CheckedCopy(())
